package org.surety.env;

import java.util.Arrays;
import java.util.List;

/**
 * Draws the actions of episodes that are stepped together: the noise of a decision is {@link
 * Philox} at the episode's number and the decision's. For one thread.
 */
interface ActionDraw {
  /** Names of what is logged of a decision beside the action. */
  List<String> logged();

  /**
   * Decides in a lane.
   *
   * @param observations of all lanes
   * @param from where those of this lane start
   * @param episode its number
   * @param t the number of the decision in it
   * @param executed receives the action to carry out, from index {@code at}
   * @return what is logged beside it, in the order of {@link #logged}
   */
  double[][] decide(
      int lane, double[] observations, int from, long episode, int t, double[] executed, int at);

  /** Draws from Gaussians, with {@code width} dimensions in each of {@code lanes}. */
  static ActionDraw of(long seed, LaneActors actors, int lanes, int width) {
    return new Gaussian(seed, actors, lanes, width);
  }

  /** Draws choices. */
  static ActionDraw of(long seed, CategoricalController controller) {
    return new Choice(seed, controller);
  }

  /** Draws from Gaussians. */
  final class Gaussian implements ActionDraw {
    private static final double HALF_LOG_2_PI = 0.5 * StrictMath.log(2 * Math.PI);

    private final long seed;
    private final LaneActors actors;
    private final int width;
    private final double[] mean;
    private final double[] std;
    private final double[] raw;
    private final long[] bits = new long[2];
    private final double[] normals = new double[2];

    private Gaussian(long seed, LaneActors actors, int lanes, int width) {
      this.seed = seed;
      this.actors = actors;
      this.width = width;
      mean = new double[lanes * width];
      std = new double[lanes * width];
      raw = new double[lanes * width];
    }

    @Override
    public List<String> logged() {
      return List.of("raw_action", "mean", "std", "log_prob");
    }

    @Override
    public double[][] decide(
        int lane, double[] observations, int from, long episode, int t, double[] executed, int at) {
      actors.distribution(lane, observations, from, mean, std, at);
      double logProb = 0;
      for (int i = 0; i < width; i++) {
        if (i % 2 == 0) {
          Philox.block(seed, episode, t | ((long) i << 31), bits);
          Philox.normals(bits, normals);
        }
        double z = normals[i % 2];
        raw[at + i] = mean[at + i] + std[at + i] * z;
        logProb -= 0.5 * z * z + StrictMath.log(std[at + i]) + HALF_LOG_2_PI;
      }
      actors.drawn(lane, raw, at);
      actors.execute(raw, at, width, executed);
      return new double[][] {
        Arrays.copyOfRange(raw, at, at + width),
        Arrays.copyOfRange(mean, at, at + width),
        Arrays.copyOfRange(std, at, at + width),
        {logProb}
      };
    }
  }

  /** Draws choices, by inversion. */
  final class Choice implements ActionDraw {
    private final long seed;
    private final CategoricalController controller;
    private final double[] logs;
    private final long[] bits = new long[2];

    private Choice(long seed, CategoricalController controller) {
      this.seed = seed;
      this.controller = controller;
      logs = new double[controller.choices()];
    }

    @Override
    public List<String> logged() {
      return List.of("raw_action", "log_prob");
    }

    @Override
    public double[][] decide(
        int lane, double[] observations, int from, long episode, int t, double[] executed, int at) {
      controller.logProbabilities(observations, from, logs);
      Philox.block(seed, episode, t, bits);
      double left = (bits[0] >>> 11) * 0x1p-53;
      int choice = 0;
      for (int i = 0; i < logs.length && left >= 0; i++) {
        double probability = StrictMath.exp(logs[i]);
        choice = probability > 0 ? i : choice; // what rounding leaves over is the last one's
        left -= probability;
      }
      executed[at] = choice;
      return new double[][] {{choice}, {logs[choice]}};
    }
  }
}
