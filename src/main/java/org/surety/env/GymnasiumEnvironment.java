package org.surety.env;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Environments of Gymnasium (Towers et al., arXiv 2407.17032) in Python processes of their own. All
 * lanes of a step travel together; processes compute at the same time. Resets are collected until
 * something is asked, so resetting many lanes costs one exchange.
 *
 * <p>Episodes of a seed have consecutive seeds in Python, from a hash of theirs on, modulo 2³²:
 * NumPy's generators of before 1.17, which some environments still use, take no more bits. What
 * Gymnasium leaves out of the info of a reset is NaN among infos, and an atom whose info is missing
 * does not hold.
 */
public final class GymnasiumEnvironment implements BatchEnvironment {
  private static final byte TERMINATED = 1;
  private static final byte TRUNCATED = 2;

  private final GymnasiumOptions options;
  private final int lanes;
  private final int[] firstLane;
  private final List<GymnasiumBridge> bridges = new ArrayList<>();
  private final boolean[] stepping;
  private final boolean[] toReset;
  private boolean waiting;
  private final long[] seeds;
  private final double[] observations;
  private final double[] rewards;
  private final double[] costs;
  private final long[] labels;
  private final double[] infos;
  private final byte[] flags;

  /**
   * Starts the processes; every lane begins episode 0 of seed 0.
   *
   * @param lanes at least 1
   */
  public GymnasiumEnvironment(GymnasiumOptions options, int lanes) {
    this.options = options;
    this.lanes = lanes;
    int processes = Math.min(options.processes(), lanes);
    this.firstLane = new int[processes + 1];
    try {
      for (int p = 0; p < processes; p++) {
        firstLane[p + 1] = (int) ((long) lanes * (p + 1) / processes);
        bridges.add(new GymnasiumBridge(options, firstLane[p + 1] - firstLane[p]));
      }
    } catch (RuntimeException e) {
      close();
      throw e;
    }
    this.stepping = new boolean[lanes];
    this.toReset = new boolean[lanes];
    this.seeds = new long[lanes];
    this.observations = new double[lanes * observationSize()];
    this.rewards = new double[lanes];
    this.costs = new double[lanes];
    this.labels = new long[lanes];
    this.infos = new double[lanes * infoNames().size()];
    this.flags = new byte[lanes];
    for (int lane = 0; lane < lanes; lane++) {
      reset(lane, 0, 0);
    }
  }

  /** Versions of gymnasium and of the environment's module. */
  public String versions() {
    return bridges.get(0).versions();
  }

  @Override
  public int lanes() {
    return lanes;
  }

  @Override
  public int observationSize() {
    return bridges.get(0).observationSize();
  }

  @Override
  public int actionSize() {
    return bridges.get(0).actionSize();
  }

  @Override
  public int actionChoices() {
    GymnasiumBridge bridge = bridges.get(0);
    return bridge.discrete() ? (int) bridge.high()[0] + 1 : 0;
  }

  @Override
  public double[] actionLow() {
    return bridges.get(0).low();
  }

  @Override
  public double[] actionHigh() {
    return bridges.get(0).high();
  }

  @Override
  public synchronized void reset(int lane, long seed, long episode) {
    toReset[lane] = true;
    waiting = true;
    seeds[lane] = (mixed(seed) + episode) & 0xffffffffL;
  }

  /** The finalizer of SplitMix64 (Steele, Lea, Flood, OOPSLA 2014). */
  private static long mixed(long value) {
    long z = value + 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  @Override
  public synchronized void step(double[] actions, int from, int to) {
    settle();
    for (int lane = 0; lane < lanes; lane++) {
      stepping[lane] = lane >= from && lane < to && flags[lane] == 0;
    }
    for (int p = 0; p < bridges.size(); p++) {
      bridges.get(p).sendStep(stepping, actions, firstLane[p]);
    }
    receive();
  }

  /** Carries out the resets that were asked for. */
  private synchronized void settle() {
    if (!waiting) {
      return;
    }
    waiting = false;
    for (int p = 0; p < bridges.size(); p++) {
      int size = firstLane[p + 1] - firstLane[p];
      int[] which = new int[size];
      long[] chosen = new long[size];
      int count = 0;
      for (int lane = 0; lane < size; lane++) {
        if (toReset[firstLane[p] + lane]) {
          which[count] = lane;
          chosen[count++] = seeds[firstLane[p] + lane];
        }
      }
      bridges.get(p).sendResets(count, which, chosen);
    }
    Arrays.fill(toReset, false);
    receive();
  }

  private void receive() {
    int d = observationSize();
    int k = infoNames().size();
    for (int p = 0; p < bridges.size(); p++) {
      int first = firstLane[p];
      int size = firstLane[p + 1] - first;
      ByteBuffer answer = bridges.get(p).receive();
      doubles(answer, observations, first * d, size * d);
      doubles(answer, rewards, first, size);
      doubles(answer, costs, first, size);
      answer.get(flags, first, size);
      for (int lane = first; lane < first + size; lane++) {
        labels[lane] = answer.getLong();
      }
      doubles(answer, infos, first * k, size * k);
    }
  }

  private static void doubles(ByteBuffer from, double[] to, int at, int count) {
    for (int i = at; i < at + count; i++) {
      to[i] = from.getDouble();
    }
  }

  @Override
  public double[] observations() {
    settle();
    return observations;
  }

  @Override
  public double[] rewards() {
    settle();
    return rewards;
  }

  @Override
  public double[] costs() {
    settle();
    return costs;
  }

  @Override
  public List<String> atoms() {
    return List.copyOf(options.labels().keySet());
  }

  @Override
  public long[] labels() {
    settle();
    return labels;
  }

  @Override
  public List<String> infoNames() {
    return bridges.get(0).infoNames();
  }

  @Override
  public double[] infos() {
    settle();
    return infos;
  }

  @Override
  public boolean terminated(int lane) {
    settle();
    return (flags[lane] & TERMINATED) != 0;
  }

  @Override
  public boolean truncated(int lane) {
    settle();
    return (flags[lane] & TRUNCATED) != 0 && !terminated(lane);
  }

  @Override
  public void close() {
    bridges.forEach(GymnasiumBridge::close);
  }
}
