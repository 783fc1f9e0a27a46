package org.surety.policy.file;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.surety.base.InputException;
import org.surety.policy.ActionScaling;
import org.surety.policy.Activation;
import org.surety.policy.Normalizer;
import org.surety.policy.StdMap;
import org.surety.policy.file.MissingPieceException.Piece;

/**
 * Completes what a file says by what the user says, asks for what neither does, and refuses where
 * they disagree.
 */
record MissingPieces(String place, PolicyHints hints) {

  /** The activation of hidden layers; {@code usual} names whose habit it may be. */
  Activation activation(@Nullable Activation known, String usual) {
    Activation hint = hints.activation();
    if (known != null) {
      agree("activation", hint == null || hint == known, known.word());
      return known;
    }
    if (hint == null) {
      throw missing(
          Piece.ACTIVATION,
          "the activation of its hidden layers",
          "\"activation\": \"tanh\"" + usual);
    }
    return hint;
  }

  /** The normalizer, which no actor's weights tell. */
  @Nullable Normalizer normalizer() {
    PolicyHints.NormalizerChoice choice = hints.normalizer();
    if (choice == null) {
      throw missing(
          Piece.NORMALIZER,
          "how observations are normalized",
          "\"normalizer\": \"none\", a vec_normalize.pkl, or {\"mean\": […], \"var\": […],"
              + " \"epsilon\": 1e-8, \"clip\": 10}");
    }
    return choice.value();
  }

  /** The normalizer that the file gives (null for none), which a hint must repeat. */
  @Nullable Normalizer normalizer(@Nullable Normalizer known) {
    PolicyHints.NormalizerChoice choice = hints.normalizer();
    agree(
        "normalizer",
        choice == null || java.util.Objects.equals(choice.value(), known),
        known == null ? "none" : known.toString());
    return known;
  }

  /** The map to standard deviations. */
  StdMap std(@Nullable StdMap known) {
    StdMap hint = hints.std();
    if (known != null) {
      agree("std", hint == null || hint.equals(known), known.toString());
      return known;
    }
    if (hint == null) {
      throw missing(
          Piece.STD,
          "how its raw outputs become standard deviations",
          "\"std\": {\"kind\": \"tanh-log\", \"lower\": -5, \"upper\": 2} (CleanRL's SAC) or"
              + " {\"kind\": \"clamped-log\", \"lower\": -20, \"upper\": 2} (Stable-Baselines3's)");
    }
    return hint;
  }

  /** Constant logarithms of standard deviations for a file with means alone. */
  double[] logStd() {
    double[] hint = hints.logStd();
    if (hint == null) {
      throw missing(
          Piece.LOG_STD,
          "any standard deviation",
          "\"log_std\": […], or export mean and std as two outputs");
    }
    return hint;
  }

  /** What becomes of raw actions; null parts are unknown to the file. */
  ActionScaling scaling(
      ActionScaling.@Nullable Mode mode, double @Nullable [] low, double @Nullable [] high) {
    ActionScaling.Mode hint = hints.action();
    if (mode != null) {
      agree("action", hint == null || hint == mode, mode.word());
    } else if (hint == null) {
      throw missing(
          Piece.ACTION,
          "what becomes of its raw actions",
          "\"action\": \"none\", \"clip\", \"tanh\" or \"tanh-rescale\", the latter with \"low\" and"
              + " \"high\"");
    }
    ActionScaling.Mode chosen = mode != null ? mode : java.util.Objects.requireNonNull(hint);
    if (chosen == ActionScaling.Mode.NONE) {
      return ActionScaling.none();
    }
    if (chosen == ActionScaling.Mode.TANH) {
      return ActionScaling.tanh();
    }
    double[] lower = bound("low", low, hints.low());
    double[] upper = bound("high", high, hints.high());
    return PolicyHints.checked(place, () -> ActionScaling.bounded(chosen, lower, upper));
  }

  private double[] bound(String name, double @Nullable [] known, double @Nullable [] hint) {
    if (known != null) {
      agree(name, hint == null || Arrays.equals(hint, known), Arrays.toString(known));
      return known;
    }
    if (hint == null) {
      throw missing(
          name.equals("low") ? Piece.LOW : Piece.HIGH,
          "the bounds of its actions",
          "\"" + name + "\": […]");
    }
    return hint;
  }

  private void agree(String what, boolean agrees, String known) {
    if (!agrees) {
      throw new InputException(
          place,
          "says " + what + " " + known + ", but something else was given with it",
          "leave '" + what + "' out of the hints, or check that it is the right file");
    }
  }

  private MissingPieceException missing(Piece piece, String words, String example) {
    return new MissingPieceException(place, piece, words, example);
  }
}
