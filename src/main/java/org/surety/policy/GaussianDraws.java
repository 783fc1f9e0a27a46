package org.surety.policy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.surety.numeric.StandardNormal;
import org.surety.policy.ReplayResult.Statistic;
import org.surety.policy.ReplayResult.Verdict;

/** Running sums over standardized actions z. */
final class GaussianDraws implements Replay.Draws {
  private static final int BINS = 1024;
  private static final double[] EDGES = edges();

  /**
   * Within so many standard deviations of the mean, or of what is executed for the mean, an action
   * counts as deterministic; the probability of each is at most 0.008.
   */
  private static final double AT_MEAN = 0.01;

  private static final double LOG_AT_MEAN = StrictMath.log(2 * 0.00797885);
  private static final int FEWEST_AT_MEAN = 8;

  /** The standard normal density at 0. */
  private static final double HIGHEST_DENSITY = 0.3989422804014327;

  /** A resolution above this says nothing: the logs would not show half a standard deviation. */
  private static final double COARSEST = 0.5;

  private final int dimension;
  private final double[] low;
  private final double[] high;
  private final double falseAlarmRate;
  private final double delta;
  private final double[] sum;
  private final double[] square;
  private final long[][] bins;
  private final double[][] lagSum;
  private final double[][] lagVariance;
  private final double[][] pairSum;
  private final RunningFeatures means;
  private final double[][] featureSum;
  private final double[][] featureVariance;
  private final double[][] recent;
  private final double[] z;
  private int seen;
  private long count;
  private long atBounds;
  private double atBoundsExpected;
  private double largest;
  private double largestExecuted;
  private final ActionScaling scaling;
  private final double[] executed;
  private final double[] pastSum;
  private final double[] pastVariance;
  private double[] past = {};
  private double[] present = {};
  private int pastLength;

  GaussianDraws(Policy policy, double falseAlarmRate) {
    dimension = policy.actions();
    scaling = policy.scaling();
    executed = new double[dimension];
    pastSum = new double[dimension];
    pastVariance = new double[dimension];
    low = policy.scaling().low();
    high = policy.scaling().high();
    this.falseAlarmRate = falseAlarmRate;
    int features = policy.observations() + 1;
    double tests =
        1 + dimension * (4.0 + Replay.LAGS + features) + dimension * (dimension - 1) / 2.0;
    delta = falseAlarmRate / tests;
    means = new RunningFeatures(dimension);
    featureSum = new double[dimension][features];
    featureVariance = new double[dimension][features];
    sum = new double[dimension];
    square = new double[dimension];
    bins = new long[dimension][BINS];
    lagSum = new double[dimension][Replay.LAGS];
    lagVariance = new double[dimension][Replay.LAGS];
    pairSum = new double[dimension][dimension];
    recent = new double[dimension][Replay.LAGS];
    z = new double[dimension];
  }

  private static double[] edges() {
    double[] edges = new double[BINS - 1];
    for (int i = 1; i < BINS; i++) {
      edges[i - 1] = StandardNormal.quantile((double) i / BINS);
    }
    return edges;
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
  public void add(double[] mean, double[] std, int offset, double[] action, double[] features) {
    count++;
    double[] ownMean = means.next(mean, offset);
    System.arraycopy(mean, offset, executed, 0, dimension);
    scaling.apply(executed);
    if ((seen + 1) * dimension > present.length) {
      present = Arrays.copyOf(present, 2 * (seen + 1) * dimension);
    }
    for (int i = 0; i < dimension; i++) {
      double score = (action[i] - mean[offset + i]) / std[offset + i];
      z[i] = score;
      largest = Math.max(largest, Double.isNaN(score) ? Double.POSITIVE_INFINITY : Math.abs(score));
      largestExecuted =
          Math.max(largestExecuted, Math.abs(action[i] - executed[i]) / std[offset + i]);
      present[seen * dimension + i] = score;
      if (seen < pastLength) {
        double before = past[seen * dimension + i];
        pastSum[i] += before * score;
        pastVariance[i] += before * before;
      }
      sum[i] += score;
      square[i] += score * score;
      int at = Arrays.binarySearch(EDGES, score);
      bins[i][at < 0 ? -at - 1 : at]++;
      for (int lag = 1; lag <= Math.min(seen, Replay.LAGS); lag++) {
        double before = recent[i][(seen - lag) % Replay.LAGS];
        lagSum[i][lag - 1] += before * score;
        lagVariance[i][lag - 1] += before * before;
      }
      for (int j = 0; j < i; j++) {
        pairSum[i][j] += z[j] * score;
      }
      int last = features.length;
      for (int k = 0; k <= last; k++) {
        double feature = k == last ? ownMean[i] : features[k];
        featureSum[i][k] += feature * score;
        featureVariance[i][k] += feature * feature;
      }
      if (low.length > 0) {
        atBounds += action[i] == low[i] || action[i] == high[i] ? 1 : 0;
        // A draw is rounded to a bound if it falls within the spacing of floats around it.
        double spacing = spacing(low[i]) + spacing(high[i]);
        atBoundsExpected += Math.min(1, HIGHEST_DENSITY * spacing / std[offset + i]);
      }
    }
    for (int i = 0; i < dimension; i++) {
      recent[i][seen % Replay.LAGS] = z[i];
    }
    seen++;
  }

  private static double spacing(double bound) {
    return Double.isInfinite(bound) ? 0 : Math.ulp((float) bound);
  }

  @Override
  public ReplayResult result(long episodes) {
    List<Statistic> statistics = new ArrayList<>();
    if (count > 0) {
      statistics.add(
          new Statistic(
              "count of numbers that are exactly an action bound",
              atBounds,
              0,
              AnytimeBounds.rareCount(atBoundsExpected, delta)));
      for (int i = 0; i < dimension; i++) {
        double mean = AnytimeBounds.mean(count, delta);
        statistics.add(new Statistic("mean of z[" + i + "]", sum[i] / count, -mean, mean));
        statistics.add(
            new Statistic(
                "mean square of z[" + i + "]",
                square[i] / count,
                AnytimeBounds.meanSquareLower(count, delta),
                AnytimeBounds.meanSquareUpper(count, delta)));
        statistics.add(
            new Statistic(
                "Kolmogorov distance of z[" + i + "]",
                kolmogorov(bins[i]),
                0,
                AnytimeBounds.kolmogorov(count, delta)));
        for (int lag = 0; lag < Replay.LAGS; lag++) {
          if (lagVariance[i][lag] > 0) {
            statistics.add(
                product(
                    "autocorrelation of z[" + i + "] at lag " + (lag + 1),
                    lagSum[i][lag],
                    lagVariance[i][lag]));
          }
        }
        if (pastVariance[i] > 0) {
          statistics.add(
              product(
                  "correlation of z[" + i + "] and that of the episode before",
                  pastSum[i],
                  pastVariance[i]));
        }
        int last = featureSum[i].length - 1;
        for (int k = 0; k <= last; k++) {
          if (featureVariance[i][k] > 0) {
            String with = k == last ? "its mean" : "observation[" + k + "]";
            statistics.add(
                product(
                    "correlation of z[" + i + "] and " + with,
                    featureSum[i][k],
                    featureVariance[i][k]));
          }
        }
        for (int j = 0; j < i; j++) {
          statistics.add(
              product("correlation of z[" + j + "] and z[" + i + "]", pairSum[i][j], square[j]));
        }
      }
    }
    double resolution = count == 0 ? Double.POSITIVE_INFINITY : AnytimeBounds.mean(count, delta);
    return new ReplayResult(
        verdict(statistics, resolution),
        episodes,
        count,
        falseAlarmRate,
        resolution,
        statistics,
        largest,
        count == 0 ? 0 : (double) atBounds / (count * dimension));
  }

  /** Σ a z over Σ a², which is the correlation where both have variance 1. */
  private Statistic product(String name, double sum, double variance) {
    if (!(variance > 0)) {
      return new Statistic(name, sum, 0, 0);
    }
    double bound = AnytimeBounds.product(variance, delta) / variance;
    return new Statistic(name, sum / variance, -bound, bound);
  }

  private Verdict verdict(List<Statistic> statistics, double resolution) {
    double atMean = count * (double) dimension;
    if (Math.min(largest, largestExecuted) <= AT_MEAN
        && atMean >= FEWEST_AT_MEAN
        && atMean * LOG_AT_MEAN <= StrictMath.log(falseAlarmRate)) {
      return Verdict.DETERMINISTIC;
    }
    if (statistics.stream().anyMatch(s -> !s.passed())) {
      return Verdict.REJECTED;
    }
    return resolution > COARSEST ? Verdict.INCONCLUSIVE : Verdict.CONSISTENT;
  }

  /** Largest distance between the shares below the bins' edges and the edges' probabilities. */
  private double kolmogorov(long[] histogram) {
    double worst = 0;
    long below = 0;
    for (int i = 0; i < BINS - 1; i++) {
      below += histogram[i];
      worst = Math.max(worst, Math.abs((double) below / count - (i + 1.0) / BINS));
    }
    return worst;
  }
}
