package org.surety.audit.box;

import java.util.List;

/**
 * What an audit over a box has established about M, the largest log density ratio of the task over
 * the base policy at any state of the box.
 *
 * @param verdict about M ≤ the limit
 * @param maxLogRatioUpper proved: M is at most this; may be infinite
 * @param maxLogRatioLower proved: M is at least this; infinite if the ratio is unbounded somewhere
 * @param witness a state of the box at which the log ratio is at least {@code maxLogRatioLower};
 *     empty if no state with a positive one was found
 * @param boxes boxes that were bounded
 */
public record BoxAuditResult(
    Verdict verdict,
    double maxLogRatioUpper,
    double maxLogRatioLower,
    List<Double> witness,
    long boxes) {

  /** The outcomes. */
  public enum Verdict {
    /** Proved: the log ratio is at most the limit at every state of the box. */
    HOLDS,
    /** The witness is a state with a log ratio above the limit. */
    VIOLATED,
    /** Neither, in the time given or within the gap asked for. */
    UNDECIDED
  }

  /** Copies the witness. */
  public BoxAuditResult {
    witness = List.copyOf(witness);
  }
}
