package org.surety.policy.file;

import org.surety.base.InputException;
import org.surety.policy.ActionScaling;
import org.surety.policy.Activation;
import org.surety.policy.StdMap;

/** A policy's file leaves something open, and no hint says it. */
public final class MissingPieceException extends InputException {
  private static final long serialVersionUID = 1L;

  /** What may be missing. */
  public enum Piece {
    /** The activation of hidden layers. */
    ACTIVATION("activation", "--activation NAME"),
    /** The normalizer of observations, or that there is none. */
    NORMALIZER("normalizer", "--normalizer none|FILE"),
    /** The map to standard deviations. */
    STD("std", "--std KIND,LOWER,UPPER"),
    /** Constant standard deviations. */
    LOG_STD("log_std", "--log-std X,…"),
    /** What becomes of raw actions. */
    ACTION("action", "--action-scaling KIND"),
    /** Lower bounds of executed actions. */
    LOW("low", "--action-low X,…"),
    /** Upper bounds of executed actions. */
    HIGH("high", "--action-high X,…");

    private final String hint;
    private final String option;

    Piece(String hint, String option) {
      this.hint = hint;
      this.option = option;
    }

    /** Its member in a file of hints. */
    public String hint() {
      return hint;
    }

    /** Its option on the command line. */
    public String option() {
      return option;
    }
  }

  private final Piece piece;

  MissingPieceException(String place, Piece piece, String words, String example) {
    super(
        place,
        "does not say " + words,
        "give it by " + piece.option + ", or in the policy's hints: " + example);
    this.piece = piece;
  }

  /** What is missing. */
  public Piece piece() {
    return piece;
  }

  /**
   * Hints with something in the missing place, so that the rest of the file can be looked at.
   *
   * @throws MissingPieceException this, if what is missing depends on the rest
   */
  PolicyHints standIn(PolicyHints hints) {
    return switch (piece) {
      case ACTIVATION -> hints.withActivation(Activation.IDENTITY);
      case NORMALIZER -> hints.withNormalizer(null);
      case STD -> hints.withStd(StdMap.clampedLog(-20, 2));
      case ACTION -> hints.withAction(ActionScaling.Mode.NONE, hints.low(), hints.high());
      case LOG_STD, LOW, HIGH -> throw this;
    };
  }
}
