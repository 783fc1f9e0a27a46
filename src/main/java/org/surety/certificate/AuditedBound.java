package org.surety.certificate;

import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One of the bounds of an audit, with an error probability of its own.
 *
 * @param source where it comes from
 * @param epsilon the bound as a decimal, rounded up, in (0, 1]
 * @param beta its error probability as a decimal, in (0, 1)
 * @param method how it was computed
 * @param episodes number of episodes it was computed from; null where it came from the parent
 * @param counted how many of them count: violations, or episodes beyond the limit; null as above
 */
public record AuditedBound(
    Source source,
    String epsilon,
    String beta,
    String method,
    @Nullable Long episodes,
    @Nullable Long counted) {

  /** What a bound rests on. */
  public enum Source implements NamedInJson {
    /** The parent's bound, carried over by the transfer. */
    TRANSFER,
    /** Violations counted in rollouts of the policy audited. */
    TASK_ROLLOUTS,
    /** Violations in rollouts of the base policy, weighted by likelihood ratios. */
    BASE_ROLLOUTS,
    /**
     * Episodes that went beyond the limit, where no guard keeps it: to be added to the bound
     * carried over, which holds for policies that do not.
     */
    BEYOND_LIMIT
  }

  /** Checks forms and ranges. */
  public AuditedBound {
    double e = DecimalStrings.nearest(DecimalStrings.require(epsilon, "epsilon"));
    double b = DecimalStrings.nearest(DecimalStrings.require(beta, "beta"));
    if (!(e > 0 && e <= 1 && b > 0 && b < 1)) {
      throw new IllegalArgumentException("epsilon " + epsilon + ", beta " + beta);
    }
    if ((episodes == null) != (source == Source.TRANSFER)
        || (counted == null) != (episodes == null)
        || (episodes != null && counted != null && (counted < 0 || counted > episodes))) {
      throw new IllegalArgumentException(counted + " of " + episodes + " episodes");
    }
  }

  /** Whether it bounds the violation probability by itself. */
  public boolean boundsViolations() {
    return source == Source.TASK_ROLLOUTS || source == Source.BASE_ROLLOUTS;
  }

  /** The sum of the error probabilities: all bounds hold together but for so much. */
  public static BigDecimal totalBeta(List<AuditedBound> bounds) {
    return bounds.stream()
        .map(bound -> new BigDecimal(bound.beta))
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  /**
   * The smallest bound on the violation probability, at most 1. The one carried over counts with
   * what is added to it for episodes beyond the limit.
   */
  public static BigDecimal least(List<AuditedBound> bounds) {
    BigDecimal carried = BigDecimal.ZERO;
    BigDecimal least = BigDecimal.ONE;
    for (AuditedBound bound : bounds) {
      BigDecimal epsilon = new BigDecimal(bound.epsilon);
      if (bound.source == Source.TRANSFER || bound.source == Source.BEYOND_LIMIT) {
        carried = carried.add(epsilon);
      } else {
        least = least.min(epsilon);
      }
    }
    return least.min(carried);
  }

  Json toJson() {
    return Json.object()
        .put("source", source.jsonName())
        .put("epsilon", epsilon)
        .put("beta", beta)
        .put("method", method)
        .putIfKnown("episodes", episodes)
        .putIfKnown("counted", counted)
        .build();
  }

  static AuditedBound from(Fields f) {
    return new AuditedBound(
        f.constant("source", Source.class),
        f.decimal("epsilon"),
        f.decimal("beta"),
        f.text("method"),
        f.integerOrNull("episodes"),
        f.integerOrNull("counted"));
  }
}
