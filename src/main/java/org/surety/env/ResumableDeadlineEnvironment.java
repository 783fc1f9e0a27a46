package org.surety.env;

/** A deadline in an environment whose episodes can be continued, so that its own can. */
final class ResumableDeadlineEnvironment extends DeadlineEnvironment
    implements ResumableEnvironment {
  private final ResumableEnvironment environment;

  ResumableDeadlineEnvironment(ResumableEnvironment environment, int deadline) {
    super(environment, deadline);
    this.environment = environment;
  }

  @Override
  public int stateSize() {
    return 1 + environment.stateSize();
  }

  @Override
  public void save(int lane, double[] to, int at) {
    to[at] = decisions(lane);
    environment.save(lane, to, at + 1);
  }

  @Override
  public void restore(int lane, double[] from, int at) {
    environment.restore(lane, from, at + 1);
    restoreClock(lane, (int) from[at]);
  }
}
