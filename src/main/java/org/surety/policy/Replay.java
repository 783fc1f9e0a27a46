package org.surety.policy;

import org.surety.base.InputException;
import org.surety.ratio.ActionDistribution;
import org.surety.ratio.Categorical;
import org.surety.ratio.DiagonalGaussian;

/**
 * Replays a policy on logged observations and tests that the logged raw actions are independent
 * draws from it. Episodes are given one after another; memory does not grow with them.
 *
 * <p>Under the hypothesis the standardized actions z = (a − μ)/σ are independent standard normals,
 * over dimensions and decisions: tested are mean, mean square and Kolmogorov distance of each
 * dimension, the correlation of every two, and the autocorrelation of each within episodes at lags
 * 1 to {@value #LAGS} (exploration noise that is kept over steps looks right one step at a time),
 * and the correlation with the same decision of the episode before (a seed that is set again). For
 * categories: the count of each, the count of the most probable one, and the autocorrelation of
 * residuals. All bounds hold whenever one looks, see {@link AnytimeBounds}; the false alarm rate is
 * split evenly over the tests.
 */
public final class Replay {
  /** The largest lag of the autocorrelations. */
  public static final int LAGS = 10;

  private static final int BATCH = 256;

  private final Policy policy;
  private final PolicyEvaluator evaluator;
  private final Draws draws;
  private final RunningFeatures observed;
  private final double[] rows;
  private final double[] first;
  private final double[] second;
  private final double[] action;
  private long episodes;

  /** What collects the draws of one kind of head. */
  sealed interface Draws permits GaussianDraws, CategoricalDraws {
    /** A new episode begins. */
    void begin();

    /**
     * One decision.
     *
     * @param first means or logits from {@code offset}
     * @param second standard deviations from {@code offset}
     * @param action the logged raw action
     * @param features the observation on a common scale, within ±{@link RunningFeatures#CLIP}
     */
    void add(double[] first, double[] second, int offset, double[] action, double[] features);

    /** The outcome so far. */
    ReplayResult result(long episodes);
  }

  /**
   * A replay that has seen no episode yet.
   *
   * @param falseAlarmRate largest probability of rejecting draws from the policy, in (0, 0.5]
   */
  public Replay(Policy policy, double falseAlarmRate) {
    if (!(falseAlarmRate > 0 && falseAlarmRate <= 0.5)) {
      throw new InputException(
          "false alarm rate", "is " + falseAlarmRate, "give a probability up to 0.5, such as 1e-6");
    }
    if (!policy.standsAlone()) {
      throw new InputException(
          "policy",
          "ends in a ratio-bounded head, which has no distribution without its base policy",
          "replay the base policy, or audit this one");
    }
    this.policy = policy;
    evaluator = policy.evaluator(BATCH);
    draws =
        policy.gaussian()
            ? new GaussianDraws(policy, falseAlarmRate)
            : new CategoricalDraws(policy, falseAlarmRate);
    observed = new RunningFeatures(policy.observations());
    rows = new double[BATCH * policy.observations()];
    first = new double[BATCH * policy.actions()];
    second = new double[BATCH * policy.actions()];
    action = new double[policy.gaussian() ? policy.actions() : 1];
  }

  /**
   * Replays one episode.
   *
   * @param place the episode, for messages
   * @param observations a column for each observed value, at least {@code decisions} long
   * @param actions a column for each dimension of the raw action, or one of category numbers from 0
   * @param decisions number of actions taken
   * @throws InputException if columns are missing, a number is not finite, or a category is unknown
   */
  public void episode(String place, double[][] observations, double[][] actions, int decisions) {
    requireComplete(place, observations, actions, decisions);
    begin();
    int n = policy.observations();
    for (int start = 0; start < decisions; start += BATCH) {
      int count = Math.min(BATCH, decisions - start);
      for (int i = 0; i < n; i++) {
        for (int r = 0; r < count; r++) {
          rows[r * n + i] = observations[i][start + r];
        }
      }
      if (policy.gaussian()) {
        evaluator.gaussian(rows, 0, count, first, second);
      } else {
        evaluator.logits(rows, 0, count, first);
      }
      for (int r = 0; r < count; r++) {
        for (int i = 0; i < action.length; i++) {
          action[i] = actions[i][start + r];
        }
        draws.add(first, second, r * policy.actions(), action, observed.next(rows, r * n));
      }
    }
  }

  /**
   * Refuses an episode that lacks a column or a number, or has a category that the policy has not.
   * Arguments as in {@link #episode}.
   */
  public void requireComplete(
      String place, double[][] observations, double[][] actions, int decisions) {
    check(place, "observation", observations, policy.observations(), decisions);
    check(place, "action", actions, action.length, decisions);
    for (int t = 0; t < decisions && !policy.gaussian(); t++) {
      double category = actions[0][t];
      if (!(category >= 0 && category < policy.actions() && category == Math.rint(category))) {
        throw new InputException(
            place + ", decision " + t,
            "the action is " + category + ", the policy has " + policy.actions() + " actions",
            "log the number of the action, from 0");
      }
    }
  }

  /** Starts an episode whose decisions follow one by one. */
  public void begin() {
    episodes++;
    draws.begin();
  }

  /**
   * Takes one decision that was drawn from a distribution other than the policy's own at this
   * observation: what a guard made of it, which may depend on the decisions before.
   *
   * @param played of the policy's kind and shape
   * @param observation what the policy was given
   * @param drawn the raw action, or the number of a category
   */
  public void decision(ActionDistribution played, double[] observation, double[] drawn) {
    if (played instanceof DiagonalGaussian gaussian) {
      draws.add(gaussian.means(), gaussian.stds(), 0, drawn, observed.next(observation, 0));
    } else if (played instanceof Categorical categorical) {
      for (int i = 0; i < policy.actions(); i++) {
        first[i] = categorical.logDensity(new double[] {i});
      }
      draws.add(first, second, 0, drawn, observed.next(observation, 0));
    } else {
      throw new IllegalArgumentException("a raw action is not drawn from " + played);
    }
  }

  private static void check(
      String place, String what, double[][] columns, int expected, int decisions) {
    if (columns.length != expected) {
      throw new InputException(
          place,
          "has " + columns.length + " columns of the " + what + ", the policy has " + expected,
          "check that the policy belongs to these logs and its columns are all named");
    }
    for (int i = 0; i < columns.length; i++) {
      if (columns[i].length < decisions) {
        throw new InputException(
            place,
            what + " " + i + " has " + columns[i].length + " of " + decisions + " decisions",
            "log it at every decision");
      }
      for (int t = 0; t < decisions; t++) {
        if (!Double.isFinite(columns[i][t])) {
          throw new InputException(
              place + ", decision " + t,
              what + " " + i + " is " + columns[i][t],
              "log finite numbers at every decision");
        }
      }
    }
  }

  /** The outcome over all episodes so far. It may be asked for at any time. */
  public ReplayResult result() {
    return draws.result(episodes);
  }
}
