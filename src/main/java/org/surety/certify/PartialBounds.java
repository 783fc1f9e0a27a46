package org.surety.certify;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.surety.base.InputException;
import org.surety.bound.AnytimeBound;
import org.surety.bound.ClopperPearson;
import org.surety.bound.ErrorProbability;
import org.surety.bound.Monotonicity;
import org.surety.certificate.BaseCertificate;
import org.surety.certificate.Sampling;
import org.surety.numeric.Decimals;
import org.surety.ratio.CauseSplit;
import org.surety.ratio.TimeResolvedTransfer;
import org.surety.spec.Property;
import org.surety.spec.PropertyFile;
import org.surety.trace.ColumnTiming;
import org.surety.trace.Columns;

/**
 * Bounds on the parts of a violation, by cause or by the time at which it is decided, from the
 * counts in a certificate. All parts together have the error probability that the certificate's own
 * bound has, divided evenly; it is another one, so where both are used the two add up.
 *
 * <p>An undecided episode may hide a violation of any cause, decided at any later time: it is
 * counted in every part.
 */
final class PartialBounds {
  private final BaseCertificate certificate;
  private final Sampling sampling;

  /**
   * Bounds from a certificate.
   *
   * @throws InputException if parameters were tuned on its episodes
   */
  PartialBounds(BaseCertificate certificate) {
    this.certificate = certificate;
    sampling = certificate.sampling();
    if (sampling.tunedParameters() > 0) {
      throw new InputException(
          "certificate",
          "parameters were tuned on its episodes, and the bound for that is on all violations"
              + " together",
          "leave --by-cause and --windows out, or certify on fresh episodes");
    }
  }

  private BigDecimal epsilon(long violations, long parts) {
    ErrorProbability share =
        ErrorProbability.parse(certificate.bound().beta()).sharedBy(sampling.family() * parts);
    long k = Math.min(violations, sampling.episodes());
    return new BigDecimal(
        Decimals.up(
            sampling.plannedEpisodes() == null
                ? AnytimeBound.upper(k, sampling.episodes(), share)
                : ClopperPearson.upper(k, sampling.episodes(), share)));
  }

  /** Late and hazard, at the certificate's own horizon. */
  List<CauseSplit.Cause> causes() {
    Integer maximum = certificate.horizon().horizonMax();
    // A horizon that was chosen on the data is paid for as one of all.
    long parts = 2L * (maximum == null ? 1 : maximum);
    int horizon = certificate.horizon().decisions();
    Sampling.ByCause count = sampling.byCause();
    return List.of(
        new CauseSplit.Cause("late", epsilon(count.late() + count.undecided(), parts), horizon),
        new CauseSplit.Cause(
            "hazard", epsilon(count.hazard() + count.undecided(), parts), horizon));
  }

  /**
   * The violations decided in each window of decisions.
   *
   * @param ends last decision of each window, increasing; the last one is the largest horizon
   * @throws InputException if the certificate does not count violations at every horizon, or they
   *     are not decided when they first count
   */
  List<TimeResolvedTransfer.Window> windows(List<Integer> ends) {
    Integer maximum = certificate.horizon().horizonMax();
    if (maximum == null || certificate.horizon().decisions() != maximum) {
      throw new InputException(
          "--windows",
          maximum == null
              ? "the certificate counts violations at one horizon alone"
              : "the certificate's own horizon is not the largest one",
          "certify with --horizon best --horizon-max " + certificate.horizon().decisions());
    }
    requireIncreasing();
    requireWindows(ends, maximum);
    long[] violations = Sampling.expand(sampling.violationsByHorizon(), maximum);
    List<TimeResolvedTransfer.Window> windows = new ArrayList<>();
    long before = 0;
    for (int end : ends) {
      long decided = violations[end] - before + sampling.undecided();
      windows.add(new TimeResolvedTransfer.Window(end, epsilon(decided, ends.size())));
      before = violations[end];
    }
    return windows;
  }

  private static void requireWindows(List<Integer> ends, int maximum) {
    int last = 0;
    for (int end : ends) {
      if (end <= last) {
        throw new InputException(
            "--windows " + ends, "do not end later and later", "write them as 5,10,22");
      }
      last = end;
    }
    if (last != maximum) {
      throw new InputException(
          "--windows " + ends,
          "do not end with the largest horizon, " + maximum,
          "add it as the last window's end");
    }
  }

  /** A violation must be decided when it first counts, as it is for a safety property. */
  private void requireIncreasing() {
    PropertyFile file =
        PropertyFile.parse("the certificate's property file", certificate.property().specText());
    Property property = file.property(certificate.property().name());
    boolean readsActions =
        property.program().columns().stream()
            .anyMatch(c -> Columns.timing(c.path()) == ColumnTiming.ACTION);
    Monotonicity monotonicity =
        JudgedProperty.of(property, property.program().atoms(), certificate.horizon().decisions())
            .monotonicity();
    if (monotonicity != Monotonicity.INCREASING || readsActions) {
      throw new InputException(
          "--windows",
          "a violation of '" + property.name() + "' is not decided at the time it first counts",
          "give a certificate of a safety property, such as G !hazard");
    }
  }
}
