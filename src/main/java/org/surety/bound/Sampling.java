package org.surety.bound;

import org.surety.base.InputException;
import org.surety.numeric.BinomialTail;

/** How it was decided when to stop collecting episodes. */
public sealed interface Sampling {
  /**
   * The number was fixed before the first episode and does not depend on what was seen.
   *
   * @param plannedEpisodes at least 1
   */
  record Fixed(long plannedEpisodes) implements Sampling {
    /** Checks the range. */
    public Fixed {
      if (plannedEpisodes < 1 || plannedEpisodes > BinomialTail.MAX_TRIALS) {
        throw new InputException(
            "planned number of episodes",
            plannedEpisodes + " is not from 1 to " + BinomialTail.MAX_TRIALS,
            "state the number that was decided before the first episode was collected");
      }
    }
  }

  /** One may look at any time and stop for any reason. */
  record Anytime() implements Sampling {}
}
