package org.surety.bound;

import java.util.ArrayList;
import java.util.List;

/** The statistical premises of a bound, in words. */
final class Premises {
  private Premises() {}

  static List<String> of(
      Sampling sampling,
      HorizonChoice horizon,
      Monotonicity monotonicity,
      long family,
      long tunedParameters,
      long discarded) {
    List<String> premises = new ArrayList<>();
    premises.add("The episodes are independent and identically distributed.");
    if (tunedParameters == 0) {
      premises.add(
          "The policy and the property were fixed before any of these episodes was collected.");
    } else {
      premises.add(
          "The property and, but for "
              + tunedParameters
              + " parameters, the policy were fixed before any of these episodes was collected.");
      premises.add(
          "The "
              + tunedParameters
              + " parameters solve a program on these episodes that is convex in them; that at most "
              + discarded
              + " episodes may be left out was fixed before the episodes were seen.");
    }
    premises.add(stopping(sampling));
    premises.add(choice(horizon, sampling, monotonicity, tunedParameters > 0));
    if (family > 1) {
      premises.add(
          "This is one of "
              + family
              + " statements, a number fixed before the episodes were seen, which all hold except"
              + " with the error probability stated.");
    }
    return List.copyOf(premises);
  }

  private static String stopping(Sampling sampling) {
    return sampling instanceof Sampling.Fixed fixed
        ? "The number of episodes, "
            + fixed.plannedEpisodes()
            + ", was fixed before the first of them was started, and all of them are counted."
        : "Episodes are counted in the order in which they were started, none left out; when to"
            + " stop may have depended on what was seen.";
  }

  private static String choice(
      HorizonChoice horizon, Sampling sampling, Monotonicity monotonicity, boolean tuned) {
    if (horizon instanceof HorizonChoice.Best best) {
      boolean band = sampling instanceof Sampling.Fixed && !tuned;
      String how =
          "The horizon may have been chosen after the episodes were seen, from 1 to "
              + best.maximum();
      return switch (monotonicity) {
        case CONSTANT -> how + "; an episode's verdict is the same at each of them.";
        case INCREASING ->
            band
                ? how + "; as the horizon grows, an episode's violation can appear, not vanish."
                : how + ", a range fixed before.";
        case DECREASING ->
            band
                ? how + "; as the horizon grows, an episode's violation can vanish, not appear."
                : how + ", a range fixed before.";
        case NONE -> how + ", a range fixed before.";
      };
    }
    return "The horizon was fixed before the episodes were seen.";
  }
}
