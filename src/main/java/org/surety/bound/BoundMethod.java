package org.surety.bound;

/** The bound that a plan calls for, by the name written into certificates. */
public enum BoundMethod {
  /** {@link ClopperPearson}. */
  CLOPPER_PEARSON("clopper-pearson"),
  /** {@link SimultaneousBand}. */
  SIMULTANEOUS_BAND("simultaneous-band"),
  /** {@link ClopperPearson} at an equal share of beta for each horizon. */
  UNION_BAND("union-band"),
  /** {@link AnytimeBound}. */
  ANYTIME_MIXTURE("anytime-mixture"),
  /** {@link AnytimeBound} at an equal share of beta for each horizon. */
  ANYTIME_UNION("anytime-union"),
  /** {@link ScenarioDiscarding}. */
  SAMPLING_AND_DISCARDING("sampling-and-discarding");

  private final String label;

  BoundMethod(String label) {
    this.label = label;
  }

  /** The name in certificates and in output. */
  public String label() {
    return label;
  }

  @Override
  public String toString() {
    return label;
  }
}
