package org.surety.ratio;

/** What is limited by a transfer, with its field name in {@code surety alpha --json}. */
public enum Setting {
  /** Supremum α ≥ 1 of the density ratio at one decision. */
  RATIO("alpha", 1),
  /** Log density ratio B ≥ 0 of a whole trajectory, in nats. */
  LOG_RATIO_BUDGET("budget", 0),
  /** Root D ≥ 0 of the sum over decisions of squared mean shifts, in base standard deviations. */
  MEAN_SHIFT_BUDGET("meanBudget", 0),
  /** Sum C ≥ 0 over decisions of the log moments ψ_r of the density ratio, in nats. */
  RENYI_BUDGET("renyiBudget", 0);

  private final String field;
  private final double atBase;

  Setting(String field, double atBase) {
    this.field = field;
    this.atBase = atBase;
  }

  /** The name of the field that carries the setting in JSON. */
  public String field() {
    return field;
  }

  /** The setting that allows nothing but the base policy: 1 for a ratio, 0 for a budget. */
  public double atBase() {
    return atBase;
  }

  /**
   * Refuses settings that are out of range.
   *
   * @throws IllegalArgumentException if {@code value} is below {@link #atBase}, infinite or NaN
   */
  void check(double value) {
    if (!(value >= atBase) || Double.isInfinite(value)) {
      throw new IllegalArgumentException(
          field + " must be finite and at least " + (int) atBase + ", got " + value);
    }
  }
}
