package org.surety.env.world;

import org.surety.env.BatchEnvironment;

/** A world with finitely many situations, as one can compute with it. */
interface FiniteWorld {
  /** The same as it is stepped. */
  BatchEnvironment environment();

  /** Decisions that an episode takes. */
  int limit();

  /** Number of situations. */
  int situations();

  /** The situation of a lane, from 0. */
  int situation(int lane);

  /** What it is labeled. */
  long label(int situation);

  /**
   * Takes in what situations are worth, of which {@link #worth} is asked next.
   *
   * @param worth of situation s in case k of {@code cases} at {@code s * cases + k}
   */
  void take(double[] worth, int cases);

  /** What the situation that an action leads to is worth, in the mean. */
  double worth(int situation, int kase, int action);
}
