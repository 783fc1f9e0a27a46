package org.surety.logic;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The levels of the syntactic hierarchy of linear temporal logic on infinite words (Černá and
 * Pelánek, "Relating hierarchy of temporal properties to model checking", MFCS 2003; Sickert and
 * Esparza, "An efficient normalisation procedure for linear temporal logic", LICS 2020).
 *
 * <p>Formulas of literals, Boolean connectives, X and bounded windows are in Σ0 = Π0. U, F and M
 * lead from Πn to Σn+1, and W, R and G from Σn to Πn+1; negation swaps Σ and Π. Every formula is
 * equivalent to one in Δ2, of Boolean combinations of Σ2 and Π2.
 *
 * <p>What is found of a formula is kept for those that follow. Not thread-safe.
 */
public final class SyntacticHierarchy {
  private record Levels(int sigma, int pi, int delta) {

    static final Levels ZERO = new Levels(0, 0, 0);

    /** Of a Boolean combination that negates nothing, or a step in time. */
    Levels join(Levels other) {
      return new Levels(
          Math.max(sigma, other.sigma), Math.max(pi, other.pi), Math.max(delta, other.delta));
    }

    Levels negated() {
      return new Levels(pi, sigma, delta);
    }

    /** Of a least fixpoint of a formula of these levels. */
    Levels least() {
      int level = Math.max(1, sigma);
      return new Levels(level, level + 1, level);
    }

    Levels greatest() {
      return negated().least().negated();
    }

    /** A level is no more than one above its dual, and a combination no more than its parts. */
    Levels tight() {
      int tightSigma = Math.min(sigma, pi + 1);
      int tightPi = Math.min(pi, sigma + 1);
      return new Levels(tightSigma, tightPi, Math.min(delta, Math.min(tightSigma, tightPi)));
    }
  }

  private final Map<Formula, Levels> known = new HashMap<>();

  /** The least n with the formula in Σn. */
  public int sigma(Formula f) {
    return levels(f).sigma;
  }

  /** The least n with the formula in Πn. */
  public int pi(Formula f) {
    return levels(f).pi;
  }

  /** The least n with the formula a Boolean combination of formulas in Σn and Πn. */
  public int delta(Formula f) {
    return levels(f).delta;
  }

  /**
   * The class that the syntax shows: the formula's language is in it, and may be in a smaller one.
   * Empty if the syntax shows nothing: every language is of the reactivity class.
   */
  public Optional<TemporalClass> temporalClass(Formula f) {
    Levels levels = levels(f);
    TemporalClass shown = null;
    if (levels.pi <= 1) {
      shown = TemporalClass.SAFETY;
    } else if (levels.sigma <= 1) {
      shown = TemporalClass.CO_SAFETY;
    } else if (levels.delta <= 1) {
      shown = TemporalClass.OBLIGATION;
    } else if (levels.pi <= 2) {
      shown = TemporalClass.RECURRENCE;
    } else if (levels.sigma <= 2) {
      shown = TemporalClass.PERSISTENCE;
    }
    return Optional.ofNullable(shown);
  }

  private Levels levels(Formula f) {
    Levels found = known.get(f);
    if (found == null) {
      found = compute(f).tight();
      known.put(f, found);
    }
    return found;
  }

  private Levels compute(Formula f) {
    Levels joined = Levels.ZERO;
    for (Formula operand : f.operands()) {
      joined = joined.join(levels(operand));
    }
    return switch (f.kind()) {
      case TRUE, FALSE, ATOM -> Levels.ZERO;
      case NOT -> joined.negated();
      case IMPLIES -> levels(f.left()).negated().join(levels(f.right()));
      case IFF, XOR -> joined.join(joined.negated());
      case AND, OR, NEXT, WEAK_NEXT -> joined;
      case FINALLY, UNTIL -> f.upper() == Formula.UNBOUNDED ? joined.least() : joined;
      case GLOBALLY, RELEASE -> f.upper() == Formula.UNBOUNDED ? joined.greatest() : joined;
      case STRONG_RELEASE -> joined.least();
      case WEAK_UNTIL -> joined.greatest();
    };
  }
}
