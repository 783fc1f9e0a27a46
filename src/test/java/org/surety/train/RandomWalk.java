package org.surety.train;

import java.util.List;
import java.util.SplittableRandom;
import org.surety.env.ResumableEnvironment;

/**
 * A point that is pushed about and drifts; its episodes terminate now and then, and are truncated
 * after 14 decisions. What it pays, charges and tells are numbers of every sign.
 */
public final class RandomWalk implements ResumableEnvironment {
  static final int MOST = 14;
  private static final int STATE = 4;

  private final int lanes;
  private final double[] state;
  private final long[] key;
  private final double[] rewards;
  private final double[] costs;
  private final double[] infos;
  private final double[] observations;
  private final boolean[] terminated;

  /** The lanes, to be reset. */
  public RandomWalk(int lanes) {
    this.lanes = lanes;
    state = new double[lanes * STATE];
    key = new long[lanes];
    rewards = new double[lanes];
    costs = new double[lanes];
    infos = new double[2 * lanes];
    observations = new double[2 * lanes];
    terminated = new boolean[lanes];
  }

  @Override
  public void reset(int lane, long seed, long episode) {
    key[lane] = seed * 0x9E3779B97F4A7C15L + episode;
    SplittableRandom random = new SplittableRandom(key[lane]);
    state[lane * STATE] = random.nextDouble(-1, 1);
    state[lane * STATE + 1] = random.nextDouble(-1, 1);
    state[lane * STATE + 2] = 0;
    state[lane * STATE + 3] = 0;
    rewards[lane] = 77; // of the episode before: nobody may take it for this one's
    costs[lane] = 77;
    see(lane);
  }

  private void see(int lane) {
    int s = lane * STATE;
    observations[2 * lane] = state[s];
    observations[2 * lane + 1] = state[s + 1];
    infos[2 * lane] = state[s] * state[s + 1];
    infos[2 * lane + 1] = state[s + 2];
    terminated[lane] = state[s + 3] != 0;
  }

  @Override
  public void step(double[] actions, int from, int to) {
    for (int lane = from; lane < to; lane++) {
      if (!ended(lane)) {
        int s = lane * STATE;
        SplittableRandom random = new SplittableRandom(key[lane] + 31 * (long) state[s + 2] + 7);
        state[s] += 0.5 * actions[2 * lane] + random.nextDouble(-0.4, 0.4);
        state[s + 1] += 0.5 * actions[2 * lane + 1] + random.nextDouble(-0.4, 0.4);
        state[s + 2]++;
        state[s + 3] = random.nextInt(12) == 0 ? 1 : 0;
        rewards[lane] = random.nextDouble(-1, 1);
        costs[lane] = random.nextInt(4) == 0 ? 1 : 0;
        see(lane);
      }
    }
  }

  @Override
  public int lanes() {
    return lanes;
  }

  @Override
  public int observationSize() {
    return 2;
  }

  @Override
  public int actionSize() {
    return 2;
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
  public List<String> atoms() {
    return List.of();
  }

  @Override
  public long[] labels() {
    return new long[lanes];
  }

  @Override
  public List<String> infoNames() {
    return List.of("product", "time");
  }

  @Override
  public double[] infos() {
    return infos;
  }

  @Override
  public boolean terminated(int lane) {
    return terminated[lane];
  }

  @Override
  public boolean truncated(int lane) {
    return !terminated[lane] && state[lane * STATE + 2] >= MOST;
  }

  @Override
  public int stateSize() {
    return STATE;
  }

  @Override
  public void save(int lane, double[] to, int at) {
    System.arraycopy(state, lane * STATE, to, at, STATE);
  }

  @Override
  public void restore(int lane, double[] from, int at) {
    System.arraycopy(from, at, state, lane * STATE, STATE);
    see(lane);
  }
}
