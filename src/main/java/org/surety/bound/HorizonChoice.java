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
   * @param maximum T_max, 1 to {@link #LARGEST}
   */
  record Best(int maximum) implements HorizonChoice {
    /** There is a bound for each horizon in memory; beyond, none would be worth its price. */
    public static final int LARGEST = 1_000_000;

    /** Checks the range. */
    public Best {
      if (maximum > LARGEST) {
        throw new InputException(
            "largest horizon",
            maximum + " is more than the " + LARGEST + " horizons that one can choose from",
            "give a smaller one, or a horizon fixed beforehand");
      }
      if (maximum < 1) {
        throw new InputException(
            "largest horizon",
            maximum + " leaves no horizon to choose from",
            "give the largest number of decisions that is of interest, at least 1");
      }
    }
  }
}
