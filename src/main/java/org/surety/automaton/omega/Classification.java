package org.surety.automaton.omega;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.surety.automaton.Limits;
import org.surety.logic.TemporalClass;

/**
 * The smallest class of the hierarchy of temporal properties that a language is in, with witnesses
 * that it is in none of the others that are no larger (Landweber, "Decision problems for
 * ω-automata", MST 1969; Manna and Pnueli, PODC 1990).
 *
 * @param temporalClass the class; what is both safety and co-safety is called safety, or what the
 *     syntax shows
 * @param fromSyntax whether the syntax of a formula decided; then there are no witnesses
 * @param witnesses at most one for each class that the language is not in
 */
public record Classification(
    TemporalClass temporalClass, boolean fromSyntax, List<Witness> witnesses) {

  /** A reason why a language is not in a class. */
  public sealed interface Witness {
    /** The class. */
    TemporalClass excluded();
  }

  /**
   * A word that no prefix of it decides. Not safety: the word is outside, yet all its prefixes have
   * continuations inside. Not co-safety: it is inside, yet all have continuations outside.
   */
  public record UndecidedWord(TemporalClass excluded, LassoWord word) implements Witness {}

  /**
   * Two words after one prefix, the second of which repeats the letters of the first among its own.
   * Not recurrence: only {@code once} is inside, although {@code again} meets all that it meets.
   * Not persistence: only {@code again} is.
   *
   * @param once prefix and cycle v
   * @param again the same prefix, and a cycle that starts with v and ends where v does
   */
  public record NestedCycles(TemporalClass excluded, LassoWord once, LassoWord again)
      implements Witness {}

  public Classification {
    witnesses = List.copyOf(witnesses);
  }

  /** The witness against a class, if there is one. */
  public Optional<Witness> witnessAgainst(TemporalClass excluded) {
    return witnesses.stream().filter(witness -> witness.excluded() == excluded).findFirst();
  }

  /** What the syntax of a formula shows to be in the smallest of the classes. */
  public static Classification fromSyntax(TemporalClass shown) {
    return new Classification(shown, true, List.of());
  }

  /**
   * The class of a language, decided on a deterministic automaton.
   *
   * @throws IllegalArgumentException if the automaton is not deterministic
   * @throws org.surety.automaton.TooManyStatesException past the limits
   */
  public static Classification of(OmegaAutomaton automaton, Limits limits) {
    return of(DeterministicTable.of(automaton), limits);
  }

  /** The class of a language, decided on a complete deterministic automaton. */
  public static Classification of(DeterministicTable table, Limits limits) {
    ParityCycles cycles =
        new ParityCycles(
            ParityReduction.withLeastColors(AlternatingCycles.parity(table, limits).table()));
    Optional<LassoWord> unsafe = cycles.undecided(1);
    Optional<LassoWord> unsettled = cycles.undecided(0);
    Optional<LassoWord[]> mustStop = cycles.nested(1);
    Optional<LassoWord[]> mustRecur = cycles.nested(0);
    List<Witness> witnesses = new ArrayList<>();
    unsafe.ifPresent(word -> witnesses.add(new UndecidedWord(TemporalClass.SAFETY, word)));
    unsettled.ifPresent(word -> witnesses.add(new UndecidedWord(TemporalClass.CO_SAFETY, word)));
    mustStop.ifPresent(
        pair -> witnesses.add(new NestedCycles(TemporalClass.RECURRENCE, pair[0], pair[1])));
    mustRecur.ifPresent(
        pair -> witnesses.add(new NestedCycles(TemporalClass.PERSISTENCE, pair[0], pair[1])));
    return new Classification(
        smallest(unsafe.isEmpty(), unsettled.isEmpty(), mustStop.isEmpty(), mustRecur.isEmpty()),
        false,
        witnesses);
  }

  private static TemporalClass smallest(
      boolean safety, boolean coSafety, boolean recurrence, boolean persistence) {
    if (safety) {
      return TemporalClass.SAFETY;
    }
    if (coSafety) {
      return TemporalClass.CO_SAFETY;
    }
    if (recurrence) {
      return persistence ? TemporalClass.OBLIGATION : TemporalClass.RECURRENCE;
    }
    return persistence ? TemporalClass.PERSISTENCE : TemporalClass.REACTIVITY;
  }
}
