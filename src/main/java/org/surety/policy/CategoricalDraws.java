package org.surety.policy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.surety.policy.ReplayResult.Statistic;
import org.surety.policy.ReplayResult.Verdict;

/** Running sums over the residuals of categories: 1 for the one chosen, less its probability. */
final class CategoricalDraws implements Replay.Draws {
  /** A resolution above this says nothing: the logs would not show a probability off by 0.25. */
  private static final double COARSEST = 0.25;

  private final int categories;
  private final double falseAlarmRate;
  private final double threshold;
  private final double[] sum;
  private final double[] variance;
  private final double[] lagSum = new double[Replay.LAGS];
  private final double[] lagVariance = new double[Replay.LAGS];
  private final double[][] featureSum;
  private final double[][] featureVariance;
  private final double[][] recent;
  private final double[] probability;
  private double pastSum;
  private double pastVariance;
  private double[] past = {};
  private double[] present = {};
  private int pastLength;
  private double modeSum;
  private double modeVariance;
  private double logAllModes;
  private boolean allModes = true;
  private int seen;
  private long count;
  private long impossible;

  CategoricalDraws(Policy policy, double falseAlarmRate) {
    categories = policy.actions();
    this.falseAlarmRate = falseAlarmRate;
    double tests = (double) categories * (1 + policy.observations()) + 2 + Replay.LAGS;
    threshold = -StrictMath.log(falseAlarmRate / tests);
    featureSum = new double[categories][policy.observations()];
    featureVariance = new double[categories][policy.observations()];
    sum = new double[categories];
    variance = new double[categories];
    recent = new double[Replay.LAGS][categories];
    probability = new double[categories];
  }

  @Override
  public void begin() {
    double[] swap = past;
    past = present;
    present = swap;
    pastLength = seen;
    seen = 0;
  }

  @Override
  public void add(
      double[] logits, double[] unused, int offset, double[] action, double[] features) {
    int chosen = (int) action[0];
    int mode = softmax(logits, offset);
    count++;
    double most = probability[mode];
    modeSum += (chosen == mode ? 1 : 0) - most;
    modeVariance += most * (1 - most);
    logAllModes += StrictMath.log(most);
    allModes &= chosen == mode;
    impossible += probability[chosen] == 0 ? 1 : 0;
    for (int lag = 1; lag <= Math.min(seen, Replay.LAGS); lag++) {
      double[] before = recent[(seen - lag) % Replay.LAGS];
      lagSum[lag - 1] += product(before, 0, chosen);
      lagVariance[lag - 1] += variance(before, 0);
    }
    if (seen < pastLength) {
      pastSum += product(past, seen * categories, chosen);
      pastVariance += variance(past, seen * categories);
    }
    if ((seen + 1) * categories > present.length) {
      present = Arrays.copyOf(present, 2 * (seen + 1) * categories);
    }
    double[] residual = recent[seen % Replay.LAGS];
    for (int c = 0; c < categories; c++) {
      residual[c] = (c == chosen ? 1 : 0) - probability[c];
      sum[c] += residual[c];
      double spread = probability[c] * (1 - probability[c]);
      variance[c] += spread;
      for (int k = 0; k < features.length; k++) {
        double factor = features[k] / RunningFeatures.CLIP;
        featureSum[c][k] += factor * residual[c];
        featureVariance[c][k] += factor * factor * spread;
      }
    }
    System.arraycopy(residual, 0, present, seen * categories, categories);
    seen++;
  }

  /**
   * What an earlier residual says of the category chosen, less what is expected. Halved: the
   * difference of two residuals lies between −2 and 2.
   */
  private double product(double[] before, int at, int chosen) {
    double expected = 0;
    for (int c = 0; c < categories; c++) {
      expected += probability[c] * before[at + c];
    }
    return 0.5 * (before[at + chosen] - expected);
  }

  /** The variance of {@link #product} given the past. */
  private double variance(double[] before, int at) {
    double expected = 0;
    double second = 0;
    for (int c = 0; c < categories; c++) {
      expected += probability[c] * before[at + c];
      second += probability[c] * before[at + c] * before[at + c];
    }
    return 0.25 * Math.max(0, second - expected * expected);
  }

  private int softmax(double[] logits, int offset) {
    int mode = 0;
    for (int c = 1; c < categories; c++) {
      if (logits[offset + c] > logits[offset + mode]) {
        mode = c;
      }
    }
    double total = 0;
    for (int c = 0; c < categories; c++) {
      probability[c] = StrictMath.exp(logits[offset + c] - logits[offset + mode]);
      total += probability[c];
    }
    for (int c = 0; c < categories; c++) {
      probability[c] /= total;
    }
    return mode;
  }

  @Override
  public ReplayResult result(long episodes) {
    List<Statistic> statistics = new ArrayList<>();
    if (count > 0) {
      statistics.add(new Statistic("actions of probability 0", impossible, 0, 0));
      for (int c = 0; c < categories; c++) {
        statistics.add(evidence("count of action " + c, sum[c], variance[c]));
        for (int k = 0; k < featureSum[c].length; k++) {
          statistics.add(
              evidence(
                  "correlation of action " + c + " and observation[" + k + "]",
                  featureSum[c][k],
                  featureVariance[c][k]));
        }
      }
      statistics.add(evidence("count of the most probable action", modeSum, modeVariance));
      for (int lag = 0; lag < Replay.LAGS; lag++) {
        statistics.add(
            evidence("autocorrelation at lag " + (lag + 1), lagSum[lag], lagVariance[lag]));
      }
    }
    if (count > 0) {
      statistics.add(evidence("correlation with the episode before", pastSum, pastVariance));
    }
    double resolution =
        count == 0 ? Double.POSITIVE_INFINITY : Math.sqrt(threshold / (2.0 * count));
    return new ReplayResult(
        verdict(statistics, resolution),
        episodes,
        count,
        falseAlarmRate,
        resolution,
        statistics,
        0,
        0);
  }

  private Statistic evidence(String name, double sum, double variance) {
    return new Statistic(
        "log evidence against the " + name,
        AnytimeBounds.logEvidence(sum, variance),
        Double.NEGATIVE_INFINITY,
        threshold);
  }

  private Verdict verdict(List<Statistic> statistics, double resolution) {
    if (count > 0 && allModes && logAllModes <= StrictMath.log(falseAlarmRate)) {
      return Verdict.DETERMINISTIC;
    }
    if (statistics.stream().anyMatch(s -> !s.passed())) {
      return Verdict.REJECTED;
    }
    return resolution > COARSEST ? Verdict.INCONCLUSIVE : Verdict.CONSISTENT;
  }
}
