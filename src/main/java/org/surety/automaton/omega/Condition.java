package org.surety.automaton.omega;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A positive Boolean combination of "some edge of the set is taken infinitely often" and "no edge
 * of the set is taken infinitely often". Nested conjunctions are flattened into one, and likewise
 * disjunctions; the order of terms is kept, since names of acceptance conditions fix it.
 */
public sealed interface Condition {
  /** Every run, or none. */
  enum Constant implements Condition {
    /** Accepts every run. */
    TRUE,
    /** Accepts no run. */
    FALSE;

    @Override
    public String toString() {
      return this == TRUE ? "t" : "f";
    }
  }

  /** Some edge of the set is taken infinitely often. */
  record Inf(int set) implements Condition {
    public Inf {
      checkSet(set);
    }

    @Override
    public String toString() {
      return "Inf(" + set + ")";
    }
  }

  /** No edge of the set is taken infinitely often. */
  record Fin(int set) implements Condition {
    public Fin {
      checkSet(set);
    }

    @Override
    public String toString() {
      return "Fin(" + set + ")";
    }
  }

  /** All of two or more terms. */
  record And(List<Condition> terms) implements Condition {
    public And {
      terms = List.copyOf(terms);
    }

    @Override
    public String toString() {
      return terms.stream()
          .map(term -> term instanceof Or ? "(" + term + ")" : term.toString())
          .collect(Collectors.joining(" & "));
    }
  }

  /** Some of two or more terms. */
  record Or(List<Condition> terms) implements Condition {
    public Or {
      terms = List.copyOf(terms);
    }

    @Override
    public String toString() {
      return terms.stream()
          .map(term -> term instanceof And ? "(" + term + ")" : term.toString())
          .collect(Collectors.joining(" | "));
    }
  }

  private static void checkSet(int set) {
    if (set < 0 || set >= Acceptance.MAX_SETS) {
      throw new IllegalArgumentException("acceptance set " + set);
    }
  }

  /** The flattened conjunction; constants are simplified away. */
  static Condition and(List<Condition> terms) {
    List<Condition> flat = new ArrayList<>();
    for (Condition term : terms) {
      if (term.equals(Constant.FALSE)) {
        return Constant.FALSE;
      }
      if (term instanceof And inner) {
        flat.addAll(inner.terms());
      } else if (!term.equals(Constant.TRUE)) {
        flat.add(term);
      }
    }
    return flat.isEmpty() ? Constant.TRUE : flat.size() == 1 ? flat.get(0) : new And(flat);
  }

  static Condition and(Condition... terms) {
    return and(Arrays.asList(terms));
  }

  /** The flattened disjunction; constants are simplified away. */
  static Condition or(List<Condition> terms) {
    List<Condition> flat = new ArrayList<>();
    for (Condition term : terms) {
      if (term.equals(Constant.TRUE)) {
        return Constant.TRUE;
      }
      if (term instanceof Or inner) {
        flat.addAll(inner.terms());
      } else if (!term.equals(Constant.FALSE)) {
        flat.add(term);
      }
    }
    return flat.isEmpty() ? Constant.FALSE : flat.size() == 1 ? flat.get(0) : new Or(flat);
  }

  static Condition or(Condition... terms) {
    return or(Arrays.asList(terms));
  }

  /** What takes the place of a term. */
  @FunctionalInterface
  interface Replacement {
    /** Called with each {@link Inf} and each {@link Fin}. */
    Condition of(Condition term);
  }

  /** The condition with each {@link Inf} and {@link Fin} replaced, and then simplified. */
  default Condition replace(Replacement replacement) {
    if (this instanceof And and) {
      return and(and.terms().stream().map(term -> term.replace(replacement)).toList());
    }
    if (this instanceof Or or) {
      return or(or.terms().stream().map(term -> term.replace(replacement)).toList());
    }
    return this instanceof Constant ? this : replacement.of(this);
  }

  /** Accepts exactly the runs that this condition does not. */
  default Condition negate() {
    if (this instanceof Inf inf) {
      return new Fin(inf.set());
    }
    if (this instanceof Fin fin) {
      return new Inf(fin.set());
    }
    if (this instanceof And and) {
      return or(and.terms().stream().map(Condition::negate).toList());
    }
    if (this instanceof Or or) {
      return and(or.terms().stream().map(Condition::negate).toList());
    }
    return equals(Constant.TRUE) ? Constant.FALSE : Constant.TRUE;
  }

  /** Every set number raised by {@code offset}. */
  default Condition shifted(int offset) {
    return replace(
        term ->
            term instanceof Inf inf
                ? new Inf(inf.set() + offset)
                : term instanceof Fin fin ? new Fin(fin.set() + offset) : term);
  }

  /**
   * Whether a run is accepted.
   *
   * @param infinitelyOften bit i: some edge of set i is taken infinitely often
   */
  default boolean accepts(long infinitelyOften) {
    if (this instanceof Inf inf) {
      return (infinitelyOften >> inf.set() & 1) == 1;
    }
    if (this instanceof Fin fin) {
      return (infinitelyOften >> fin.set() & 1) == 0;
    }
    if (this instanceof And and) {
      return and.terms().stream().allMatch(term -> term.accepts(infinitelyOften));
    }
    if (this instanceof Or or) {
      return or.terms().stream().anyMatch(term -> term.accepts(infinitelyOften));
    }
    return equals(Constant.TRUE);
  }

  /** Bit i: {@code Inf(i)} occurs. */
  default long infSets() {
    long[] sets = {0};
    replace(
        term -> {
          sets[0] |= term instanceof Inf inf ? 1L << inf.set() : 0;
          return term;
        });
    return sets[0];
  }

  /** Bit i: {@code Fin(i)} occurs. */
  default long finSets() {
    return negate().infSets();
  }
}
