package org.surety.policy;

import java.util.List;
import java.util.Locale;

/**
 * Whether logged actions are draws from a policy.
 *
 * @param verdict what the statistics say together
 * @param episodes number of episodes replayed
 * @param decisions number of actions replayed
 * @param falseAlarmRate probability that draws from the policy are rejected, at most
 * @param resolution the smallest common shift that these logs would show about every other time: of
 *     all means in standard deviations, or of a probability. Differences that average out over the
 *     logs may be larger and go unnoticed
 * @param statistics every test with its bounds
 * @param largestDeviation largest |z|, or 0 for categories
 * @param shareAtBounds share of logged numbers that are exactly a bound of the executed actions,
 *     which raw actions almost never are
 */
public record ReplayResult(
    Verdict verdict,
    long episodes,
    long decisions,
    double falseAlarmRate,
    double resolution,
    List<Statistic> statistics,
    double largestDeviation,
    double shareAtBounds) {

  /** The answers. */
  public enum Verdict {
    /** Nothing speaks against it that these logs would have shown. */
    CONSISTENT,
    /** Every action is the policy's mean or most probable action: a deterministic action mode. */
    DETERMINISTIC,
    /** Some statistic is outside its bounds. */
    REJECTED,
    /** Too few decisions to say anything. */
    INCONCLUSIVE
  }

  /**
   * One test. It is passed if the value lies in [lower, upper].
   *
   * @param name the statistic, with the dimension or category in brackets
   * @param value what was measured
   * @param lower its lower bound under draws from the policy
   * @param upper its upper bound
   */
  public record Statistic(String name, double value, double lower, double upper) {
    /**
     * How far the value is from the middle of its bounds to the nearest of them: 0 to 1 where the
     * test is passed. Where one bound is missing, the value as a share of the other.
     */
    public double share() {
      double share =
          Double.isInfinite(lower) || Double.isInfinite(upper)
              ? (Double.isInfinite(lower) ? value / upper : lower / value)
              : (2 * value - lower - upper) / (upper - lower);
      return lower == 0 && upper > 0 ? value / upper : Double.isNaN(share) ? 0 : Math.abs(share);
    }

    /** Whether the value is within its bounds; NaN is not. */
    public boolean passed() {
      return value >= lower && value <= upper;
    }

    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "%s is %.4g, %s [%.4g, %.4g]",
          name,
          value,
          passed() ? "within" : "outside",
          lower,
          upper);
    }
  }

  /** Copies the list. */
  public ReplayResult {
    statistics = List.copyOf(statistics);
  }

  /** The tests that were not passed. */
  public List<Statistic> failures() {
    return statistics.stream().filter(s -> !s.passed()).toList();
  }

  /** The verdict with its reasons, in one paragraph. */
  public String explanation() {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "%d actions of %d episodes replayed, %d statistics, false alarm rate %.1g: ",
            decisions,
            episodes,
            statistics.size(),
            falseAlarmRate));
    switch (verdict) {
      case CONSISTENT ->
          text.append(
              String.format(
                  Locale.ROOT,
                  "consistent with draws from the policy; a common shift below %.2g would go"
                      + " unnoticed, and so may larger ones that average out",
                  resolution));
      case DETERMINISTIC ->
          text.append("the actions are the policy's most likely ones, a deterministic action mode");
      case REJECTED -> text.append("not drawn from this policy: ").append(failures().get(0));
      case INCONCLUSIVE -> text.append("too few decisions to tell");
    }
    if (verdict == Verdict.REJECTED && shareAtBounds > 1e-4) {
      text.append(
          String.format(
              Locale.ROOT,
              "; %.1f %% of the numbers are exactly an action bound: log raw actions, before they"
                  + " are clipped or squashed",
              100 * shareAtBounds));
    }
    return text.toString();
  }
}
