package org.surety.automaton;

/**
 * How the probability of violation can move with the horizon T.
 *
 * <p>An automaton whose rejecting states, once entered by at least one letter, are never left makes
 * violation by T imply violation by every later horizon (a safety property); one whose accepting
 * states are never left makes satisfaction last (a co-safety property). Only then does one bound at
 * one horizon say something about others. Decided on the minimal automaton, where a state that is
 * never left by verdict is a sink (Alpern and Schneider, "Recognizing safety and liveness", 1987).
 */
public enum VerdictMonotonicity {
  /** Once violated, always violated: violations never become fewer as T grows. */
  NONDECREASING,
  /** Once satisfied, always satisfied: violations never become more as T grows. */
  NONINCREASING,
  /** Both: the verdict is settled by the first letter. */
  BOTH,
  /** Neither: the verdict may come and go. */
  NEITHER;

  /** The monotonicity of an automaton's verdicts at horizons 0, 1, 2, ... */
  public static VerdictMonotonicity of(Dfa dfa) {
    boolean violationLasts = true;
    boolean satisfactionLasts = true;
    for (int state : DfaGraph.statesBehindALetter(dfa)) {
      if (dfa.accepting(state)) {
        satisfactionLasts &= dfa.satisfiedForGood(state);
      } else {
        violationLasts &= dfa.violatedForGood(state);
      }
    }
    if (violationLasts) {
      return satisfactionLasts ? BOTH : NONDECREASING;
    }
    return satisfactionLasts ? NONINCREASING : NEITHER;
  }
}
