package org.surety.bound;

import org.surety.base.InputException;

/** How the certified horizon, in decisions, is chosen. */
public sealed interface HorizonChoice {
  /**
   * Fixed before the data were seen.
   *
   * @param horizon T, at least 0
   */
  record Given(int horizon) implements HorizonChoice {
    /** Checks the range. */
    public Given {
      if (horizon < 0) {
        throw new InputException(
            "horizon", horizon + " is negative", "give the number of decisions to certify");
      }
    }
  }

  /**
   * Chosen after seeing the data, from 1 up to a maximum that was fixed before.
   *
   * @param maximum T_max, at least 1
   */
  record Best(int maximum) implements HorizonChoice {
    /** Checks the range. */
    public Best {
      if (maximum < 1) {
        throw new InputException(
            "largest horizon",
            maximum + " leaves no horizon to choose from",
            "give the largest number of decisions that is of interest, at least 1");
      }
    }
  }
}
