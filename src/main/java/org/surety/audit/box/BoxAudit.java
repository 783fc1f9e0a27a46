package org.surety.audit.box;

import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.surety.base.InputException;
import org.surety.base.Progress;
import org.surety.policy.Head;
import org.surety.policy.Normalizer;
import org.surety.policy.Policy;

/**
 * Decides whether a Gaussian task policy's density is at most α times the base policy's, for all
 * actions and at all states of a box of observations.
 *
 * <p>Both policies have to do the same with the raw action, which then changes nothing about the
 * ratio. What is proved holds for the numbers that an evaluator of the stated precision arrives at,
 * the same for both policies, not only for the formulas in real numbers.
 */
public final class BoxAudit {
  private static final String PLACE = "audit over states";

  /** What the deployed policy is evaluated in. */
  public enum Precision {
    /** IEEE doubles, as in this toolkit's evaluator. */
    DOUBLE(0x1p-53),
    /** IEEE single precision, with exponential and tanh to a few units in the last place. */
    SINGLE(0x1p-24);

    private final double roundoff;

    Precision(double roundoff) {
      this.roundoff = roundoff;
    }
  }

  private BoxAudit() {}

  /** As the other method, for policies deployed by this toolkit's evaluator. */
  public static BoxAuditResult audit(
      Policy base,
      Policy task,
      double[] lower,
      double[] upper,
      double logAlpha,
      double gap,
      Duration timeLimit,
      Progress progress) {
    return audit(base, task, lower, upper, logAlpha, gap, timeLimit, progress, Precision.DOUBLE);
  }

  /**
   * Bounds the largest log density ratio over the box until it is decided whether it is at most
   * {@code logAlpha}. All cores are used; the result depends neither on their number nor on chance
   * unless time runs out.
   *
   * @param lower one a value observed, finite
   * @param upper not below {@code lower}
   * @param logAlpha ln α ≥ 0; infinite to find the largest log ratio within the gap, which is then
   *     what {@code HOLDS} means
   * @param gap relative: the search ends, undecided, where the upper bound exceeds the lower by no
   *     more than this share of the lower, although ln α lies between them
   * @param timeLimit after which the search ends with what is known
   * @param progress receives the bounds as text and the number of boxes
   * @throws InputException if there is nothing that can be bounded, naming it
   */
  public static BoxAuditResult audit(
      Policy base,
      Policy task,
      double[] lower,
      double[] upper,
      double logAlpha,
      double gap,
      Duration timeLimit,
      Progress progress,
      Precision precision) {
    check(base, task);
    check(base, lower, upper);
    if (!(logAlpha >= 0)) {
      throw new InputException(PLACE, "ln α is " + logAlpha, "give an α of at least 1");
    }
    if (!(gap >= 0)) {
      throw new InputException(PLACE, "the gap is " + gap, "give a gap of at least 0");
    }
    Normalizer normalizer = base.normalizer();
    @Nullable Normalizer shared = Objects.equals(normalizer, task.normalizer()) ? normalizer : null;
    PairedNetwork network =
        PairedNetwork.of(FlatPolicy.of(base, shared != null), FlatPolicy.of(task, shared != null));
    double[] from = lower.clone();
    double[] to = upper.clone();
    double[] inflation = inflation(from, to, shared, precision);
    BranchAndBound search =
        new BranchAndBound(
            () ->
                new BranchAndBound.Worker(
                    new RatioBounds(new BoxBounds(network, precision.roundoff, inflation)),
                    new StatePoints(base, task, shared, from, to)),
            shared,
            logAlpha,
            gap);
    return search.run(from, to, timeLimit, progress);
  }

  /** In double precision the box is in the very bits that the first layer gets. */
  private static double[] inflation(
      double[] lower, double[] upper, @Nullable Normalizer shared, Precision precision) {
    double[] inflation = new double[lower.length];
    if (precision != Precision.DOUBLE) {
      double[] mean = shared == null ? new double[lower.length] : shared.mean();
      double[] variance = shared == null ? new double[0] : shared.variance();
      for (int i = 0; i < inflation.length; i++) {
        double size = Math.max(Math.abs(lower[i]), Math.abs(upper[i])) + Math.abs(mean[i]);
        double scale = shared == null ? 1 : Math.sqrt(variance[i] + shared.epsilon());
        inflation[i] = 8 * precision.roundoff * size / scale;
      }
    }
    return inflation;
  }

  private static void check(Policy base, Policy task) {
    if (!base.gaussian() || !task.gaussian()) {
      throw new InputException(
          PLACE,
          "the " + (base.gaussian() ? "task" : "base") + " policy is not Gaussian",
          "a policy over categories is audited along its logs (--logs)");
    }
    if (!base.standsAlone() || !task.standsAlone()) {
      throw new InputException(
          PLACE,
          "the "
              + (base.standsAlone() ? "task" : "base")
              + " policy ends in a ratio-bounded head, which makes its distribution of another's",
          base.standsAlone()
              ? "its ratio is bounded by construction; audit without --states"
              : "give the policy whose distribution it takes");
    }
    if (base.observations() != task.observations() || base.actions() != task.actions()) {
      throw new InputException(
          PLACE,
          "the base policy takes "
              + base.observations()
              + " observations to "
              + base.actions()
              + " actions, the task policy "
              + task.observations()
              + " to "
              + task.actions(),
          "give two policies of the same environment");
    }
    if (deviation(base) instanceof Head.NarrowedDeviation) {
      throw new InputException(
          PLACE,
          "the base policy's deviation is narrowed from another policy's",
          "give a base policy with a deviation of its own");
    }
    if (deviation(task) instanceof Head.NarrowedDeviation narrowed
        && !sameNumbers(narrowed.base(), base)) {
      throw new InputException(
          PLACE,
          "the task policy's deviation is narrowed from a policy with the digest "
              + narrowed.base().digest()
              + ", the base policy has "
              + base.digest(),
          "give the base policy that the task policy was made from");
    }
    if (!base.scaling().equals(task.scaling())) {
      throw new InputException(
          PLACE,
          "the base policy's raw action is changed by "
              + base.scaling()
              + ", the task policy's by "
              + task.scaling(),
          "densities can only be compared where both do the same with the raw action");
    }
  }

  private static Head.Deviation deviation(Policy policy) {
    return ((Head.Gaussian) policy.head()).deviation();
  }

  /** Whether both have the same distribution of raw actions, bit for bit. */
  private static boolean sameNumbers(Policy one, Policy two) {
    return Objects.equals(one.normalizer(), two.normalizer())
        && one.trunk().equals(two.trunk())
        && one.head().equals(two.head());
  }

  private static void check(Policy base, double[] lower, double[] upper) {
    if (lower.length != base.observations() || upper.length != base.observations()) {
      throw new InputException(
          PLACE,
          "the box has "
              + lower.length
              + " lower and "
              + upper.length
              + " upper ends, the policies take "
              + base.observations()
              + " observations",
          "give one interval an observation");
    }
    for (int i = 0; i < lower.length; i++) {
      if (!(Math.abs(lower[i]) < 1e100 && Math.abs(upper[i]) < 1e100 && lower[i] <= upper[i])) {
        throw new InputException(
            PLACE,
            "the box's interval of observation "
                + i
                + " is "
                + Arrays.toString(new double[] {lower[i], upper[i]}),
            "give a finite lower end that is not above the upper end");
      }
    }
  }
}
