package org.surety.env;

/** The product with an environment whose episodes can be continued, so that its own can. */
final class ResumableProductEnvironment extends ProductEnvironment implements ResumableEnvironment {
  private final ResumableEnvironment environment;

  ResumableProductEnvironment(
      ResumableEnvironment environment, TemporalTask task, ProductRewards rewards, Ending ending) {
    super(environment, task, rewards, ending);
    this.environment = environment;
  }

  @Override
  public int stateSize() {
    return MEMORY + environment.stateSize();
  }

  @Override
  public void save(int lane, double[] to, int at) {
    saveMemory(lane, to, at);
    environment.save(lane, to, at + MEMORY);
  }

  @Override
  public void restore(int lane, double[] from, int at) {
    environment.restore(lane, from, at + MEMORY);
    restoreMemory(lane, from, at);
  }
}
