package org.surety.env;

/** What acts in episodes that are stepped together, one a lane. For one thread. */
interface LaneActors {
  /**
   * The distribution of the next raw action of a lane's episode.
   *
   * @param lane its number
   * @param observations of all lanes
   * @param from where those of this lane start
   * @param mean receives the means, from {@code to}
   * @param std receives the deviations, from {@code to}
   */
  void distribution(int lane, double[] observations, int from, double[] mean, double[] std, int to);

  /**
   * Takes note of what was drawn from it.
   *
   * @param raw the raw actions of all lanes
   * @param at where that of this lane starts
   */
  default void drawn(int lane, double[] raw, int at) {}

  /** See {@link GaussianController#execute}. */
  void execute(double[] raw, int from, int size, double[] action);

  /** Those of a policy that needs no account of an episode. */
  static LaneActors of(GaussianController controller) {
    return new LaneActors() {
      @Override
      public void distribution(
          int lane, double[] observations, int from, double[] mean, double[] std, int to) {
        controller.distribution(observations, from, mean, std, to);
      }

      @Override
      public void execute(double[] raw, int from, int size, double[] action) {
        controller.execute(raw, from, size, action);
      }
    };
  }
}
