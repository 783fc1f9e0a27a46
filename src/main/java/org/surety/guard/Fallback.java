package org.surety.guard;

/** Why a decision was not drawn from the limited task distribution. */
public enum Fallback {
  /** It was: the task distribution, projected where it went too far. */
  NONE,
  /**
   * The budget is spent, or α leaves less than 1e-12 nats; the base distribution was played, bit
   * for bit.
   */
  BUDGET_SPENT,
  /** More decisions than the guard's horizon; the base distribution was played. */
  HORIZON_PASSED,
  /** The task policy had no valid distribution to offer; the base distribution was played. */
  TASK_INVALID,
  /** The certified conjunction was decided and the guard released: the task played unlimited. */
  RELEASED,
  /**
   * The observation lies outside the guard's box; the base distribution was played, bit for bit.
   */
  OUTSIDE_BOX
}
