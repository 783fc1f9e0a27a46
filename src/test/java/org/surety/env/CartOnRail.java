package org.surety.env;

import java.util.List;

/**
 * A template for an environment of your own: a cart on a rail is pushed and should come to the
 * middle without leaving the rail. Copy it, and replace what is marked 1 to 6.
 */
final class CartOnRail implements BatchEnvironment {
  private static final double DT = 0.1; // s
  private static final int MAX_DECISIONS = 200;

  private final double[] position; // m  (1) your state: one array per quantity, a cell per lane
  private final double[] velocity; // m/s
  private final int[] decisions;
  private final double[] observations;
  private final double[] rewards;
  private final double[] costs;
  private final long[] labels;

  CartOnRail(int lanes) {
    position = new double[lanes];
    velocity = new double[lanes];
    decisions = new int[lanes];
    observations = new double[lanes * observationSize()];
    rewards = new double[lanes];
    costs = new double[lanes];
    labels = new long[lanes];
    for (int lane = 0; lane < lanes; lane++) {
      reset(lane, 0, 0);
    }
  }

  @Override
  public void reset(int lane, long seed, long episode) {
    // (2) Where episodes begin. All randomness comes from seed and episode, never from a clock.
    UniformStream uniform = new UniformStream(seed, episode);
    position[lane] = -1 + 2 * uniform.next();
    velocity[lane] = 0;
    decisions[lane] = 0;
    see(lane);
  }

  @Override
  public void step(double[] actions, int from, int to) {
    for (int lane = from; lane < to; lane++) {
      if (!ended(lane)) {
        // (3) One decision: clip the action to what the actuator can do, then move.
        double push = Math.max(-1, Math.min(1, actions[lane]));
        velocity[lane] += DT * (push - 0.1 * velocity[lane]);
        position[lane] += DT * velocity[lane];
        decisions[lane]++;
        see(lane);
      }
    }
  }

  private void see(int lane) {
    observations[2 * lane] = position[lane];
    observations[2 * lane + 1] = velocity[lane];
    boolean middle = Math.abs(position[lane]) < 0.05 && Math.abs(velocity[lane]) < 0.1;
    boolean off = Math.abs(position[lane]) > 1.5;
    labels[lane] = (middle ? 1 : 0) | (off ? 2 : 0); // (4) bit k: atoms().get(k) holds
    costs[lane] = off ? 1 : 0;
    rewards[lane] = middle ? 1 : -Math.abs(position[lane]) * DT;
  }

  @Override
  public boolean terminated(int lane) {
    return decisions[lane] > 0 && labels[lane] != 0; // (5) what ends an episode for good
  }

  @Override
  public boolean truncated(int lane) {
    return !terminated(lane) && decisions[lane] >= MAX_DECISIONS; // a limit, not an end
  }

  @Override
  public int lanes() {
    return position.length;
  }

  @Override
  public int observationSize() {
    return 2; // (6) sizes and names
  }

  @Override
  public int actionSize() {
    return 1;
  }

  @Override
  public List<String> atoms() {
    return List.of("middle", "off");
  }

  @Override
  public List<String> infoNames() {
    return List.of();
  }

  @Override
  public double[] infos() {
    return new double[0];
  }

  @Override
  public double[] observations() {
    return observations;
  }

  @Override
  public double[] rewards() {
    return rewards;
  }

  @Override
  public double[] costs() {
    return costs;
  }

  @Override
  public long[] labels() {
    return labels;
  }
}
