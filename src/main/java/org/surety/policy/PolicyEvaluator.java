package org.surety.policy;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.surety.ratio.ActionDistribution;
import org.surety.ratio.Categorical;
import org.surety.ratio.DiagonalGaussian;
import org.surety.ratio.RatioBoundedHead;

/**
 * Evaluates a policy on batches of observations in double precision. Owns its work space and
 * allocates nothing while evaluating; serves one thread. The result for one observation does not
 * depend on the batch it came in, nor on the machine.
 */
public final class PolicyEvaluator {
  private final Policy policy;
  private final int maxRows;
  private final double[] normalized;
  private final double[] first;
  private final double[] second;
  private final double[] features;
  private final @Nullable PolicyEvaluator base;
  private final double[] narrowing;

  PolicyEvaluator(Policy policy, int maxRows) {
    if (maxRows < 1) {
      throw new IllegalArgumentException("a batch has at least one row, got " + maxRows);
    }
    this.policy = policy;
    this.maxRows = maxRows;
    int widest = Math.max(policy.observations(), policy.trunk().widest());
    if (policy.head() instanceof Head.Categorical categorical) {
      widest = Math.max(widest, categorical.logits().widest());
    } else if (policy.head() instanceof Head.Gaussian gaussian) {
      widest = Math.max(widest, gaussian.mean().widest());
      if (gaussian.deviation() instanceof Head.StateDeviation state) {
        widest = Math.max(widest, state.raw().widest());
      } else if (gaussian.deviation() instanceof Head.NarrowedDeviation narrowed) {
        widest = Math.max(widest, narrowed.raw().widest());
      }
    } else if (policy.head() instanceof Head.RatioBounded bounded) {
      widest = Math.max(widest, bounded.raw().widest());
    }
    int size = Math.multiplyExact(maxRows, widest);
    normalized = new double[Math.multiplyExact(maxRows, policy.observations())];
    first = new double[size];
    second = new double[size];
    features = new double[size];
    if (policy.head() instanceof Head.Gaussian gaussian
        && gaussian.deviation() instanceof Head.NarrowedDeviation narrowed) {
      base = narrowed.base().evaluator(maxRows);
      narrowing = new double[Math.multiplyExact(maxRows, policy.actions())];
    } else {
      base = null;
      narrowing = new double[0];
    }
  }

  /** The policy evaluated. */
  public Policy policy() {
    return policy;
  }

  /** The largest batch. */
  public int maxRows() {
    return maxRows;
  }

  /**
   * Means and standard deviations of the raw actions.
   *
   * @param observations row-major [rows, observations] from {@code offset}
   * @param rows at most {@link #maxRows()}
   * @param mean receives [rows, actions]
   * @param std receives [rows, actions]
   * @throws IllegalStateException if the policy's head is not Gaussian
   */
  public void gaussian(double[] observations, int offset, int rows, double[] mean, double[] std) {
    if (!(policy.head() instanceof Head.Gaussian head)) {
      throw new IllegalStateException("not a Gaussian policy: " + policy);
    }
    features(observations, offset, rows);
    int actions = policy.actions();
    run(head.mean(), rows, policy.actions(), mean);
    if (head.deviation() instanceof Head.StateDeviation state) {
      run(state.raw(), rows, actions, std);
      StdMap map = state.map();
      for (int i = 0; i < rows * actions; i++) {
        std[i] = map.at(std[i]);
      }
    } else if (head.deviation() instanceof Head.ConstantDeviation constant) {
      for (int r = 0; r < rows; r++) {
        constant.copyStd(std, r * actions);
      }
    } else if (head.deviation() instanceof Head.NarrowedDeviation narrowed && base != null) {
      base.gaussian(observations, offset, rows, narrowing, std);
      run(narrowed.raw(), rows, actions, narrowing);
      for (int i = 0; i < rows * actions; i++) {
        std[i] = std[i] / (1 + StrictMath.exp(narrowing[i]));
      }
    }
  }

  /**
   * Unnormalized log probabilities of the categories.
   *
   * @param observations row-major [rows, observations] from {@code offset}
   * @param logits receives [rows, actions]
   * @throws IllegalStateException if the policy's head is not categorical
   */
  public void logits(double[] observations, int offset, int rows, double[] logits) {
    if (!(policy.head() instanceof Head.Categorical head)) {
      throw new IllegalStateException("not a categorical policy: " + policy);
    }
    features(observations, offset, rows);
    run(head.logits(), rows, policy.actions(), logits);
  }

  /**
   * The distribution of the raw action at one observation.
   *
   * @throws IllegalArgumentException if the observation is not finite, or the network overflows on
   *     it
   * @throws IllegalStateException if the policy does not stand alone
   */
  public ActionDistribution distribution(double... observation) {
    check(observation);
    double[] one = new double[policy.actions()];
    if (!policy.gaussian()) {
      logits(observation, 0, 1, one);
      return Categorical.ofLogits(one);
    }
    double[] std = new double[policy.actions()];
    gaussian(observation, 0, 1, one, std);
    return new DiagonalGaussian(one, std);
  }

  /**
   * The distribution that a ratio-bounded head makes of the base policy's at one observation.
   *
   * @param base of the same dimension
   * @param logRatio δ ≥ 0, the most by which the log density ratio may exceed 0
   * @throws IllegalArgumentException if the observation is not finite, or the network overflows on
   *     it
   * @throws IllegalStateException if the policy's head is of another kind
   */
  public DiagonalGaussian distribution(
      double[] observation, DiagonalGaussian base, double logRatio) {
    if (!(policy.head() instanceof Head.RatioBounded head)) {
      throw new IllegalStateException("not a ratio-bounded policy: " + policy);
    }
    check(observation);
    int d = policy.actions();
    double[] outputs = new double[3 * d + 1];
    features(observation, 0, 1);
    run(head.raw(), 1, outputs.length, outputs);
    for (double output : outputs) {
      if (!Double.isFinite(output)) {
        throw new IllegalArgumentException("an output of the network is " + output);
      }
    }
    double[] mean = new double[d];
    double[] std = new double[d];
    new RatioBoundedHead(d)
        .apply(
            logRatio,
            outputs,
            Arrays.copyOfRange(outputs, d + 1, 2 * d + 1),
            Arrays.copyOfRange(outputs, 2 * d + 1, 3 * d + 1),
            base.means(),
            base.stds(),
            mean,
            std);
    return new DiagonalGaussian(mean, std);
  }

  private void check(double[] observation) {
    if (observation.length != policy.observations()) {
      throw new IllegalArgumentException(
          "expected " + policy.observations() + " observations, got " + observation.length);
    }
    for (double x : observation) {
      if (!Double.isFinite(x)) {
        throw new IllegalArgumentException("an observation is " + x);
      }
    }
  }

  /** Leaves the trunk's outputs in {@code features}. */
  private void features(double[] observations, int offset, int rows) {
    if (rows < 0 || rows > maxRows) {
      throw new IllegalArgumentException("a batch of " + rows + " rows, at most " + maxRows);
    }
    @Nullable Normalizer normalizer = policy.normalizer();
    if (normalizer == null) {
      System.arraycopy(observations, offset, normalized, 0, rows * policy.observations());
    } else {
      normalizer.apply(observations, offset, rows, normalized);
    }
    int width = policy.trunk().outputs(policy.observations());
    through(policy.trunk(), normalized, rows, width, features);
  }

  private void run(Network network, int rows, int outputs, double[] to) {
    through(network, features, rows, outputs, to);
  }

  private void through(Network network, double[] from, int rows, int outputs, double[] to) {
    double[] in = from;
    int last = network.layers().size() - 1;
    for (int i = 0; i <= last; i++) {
      double[] out = i == last ? to : (in == first ? second : first);
      network.layers().get(i).apply(in, 0, rows, out);
      in = out;
    }
    if (last < 0) {
      System.arraycopy(from, 0, to, 0, rows * outputs);
    }
  }
}
