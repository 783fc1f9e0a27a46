package org.surety.automaton.translate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.surety.automaton.IntPairMap;
import org.surety.logic.Formula;
import org.surety.logic.SyntacticHierarchy;

/**
 * A deterministic automaton for one formula in Π2, explored letter by letter: the formula holds of
 * a word exactly if its run is marked infinitely often.
 */
abstract class Tracker {
  /** A state from which every run is marked infinitely often. */
  static final int TRUE = 1;

  /** A state from which no run is marked. */
  static final int FALSE = 0;

  final AfterFunction after;

  Tracker(AfterFunction after) {
    this.after = after;
  }

  /** The tracker that suits the formula best; the formula is in Π2. */
  static Tracker of(Formula f, AfterFunction after, SyntacticHierarchy hierarchy) {
    if (hierarchy.sigma(f) <= 1) {
      return new CoSafety(f, after);
    }
    if (hierarchy.pi(f) <= 1) {
      return new Safety(f, after);
    }
    boolean recurs = f.kind() == Formula.Kind.GLOBALLY && !f.hasWindow();
    if (recurs && f.left().kind() == Formula.Kind.FINALLY && !f.left().hasWindow()) {
      Formula goal = f.left().left();
      return hierarchy.sigma(goal) == 0
          ? new BoundedRecurrence(goal, after)
          : new Recurrence(f.left(), after);
    }
    return new Breakpoint(f, after, hierarchy);
  }

  /** Where runs start. */
  abstract int initial();

  /** {@code 2 * state + mark} after a letter. */
  abstract int step(int state, long letter);

  /** Waits until nothing is left of the formula. */
  private static final class CoSafety extends Tracker {
    private final int initial;

    CoSafety(Formula f, AfterFunction after) {
      super(after);
      initial = after.ofStart(f);
    }

    @Override
    int initial() {
      return initial;
    }

    @Override
    int step(int state, long letter) {
      int next = after.successor(state, letter);
      return 2 * next + (next == AfterFunction.TRUE ? 1 : 0);
    }
  }

  /** Marks every step until the formula is refuted. */
  private static final class Safety extends Tracker {
    private final int initial;

    Safety(Formula f, AfterFunction after) {
      super(after);
      initial = after.ofStart(f);
    }

    @Override
    int initial() {
      return initial;
    }

    @Override
    int step(int state, long letter) {
      int next = after.successor(state, letter);
      return 2 * next + (next == AfterFunction.FALSE ? 0 : 1);
    }
  }

  /** GF f: waits for F f, and then again. */
  private static final class Recurrence extends Tracker {
    private final int initial;

    Recurrence(Formula f, AfterFunction after) {
      super(after);
      initial = after.ofStart(f);
    }

    @Override
    int initial() {
      return initial;
    }

    @Override
    int step(int state, long letter) {
      int next = after.successor(state, letter);
      if (next != AfterFunction.TRUE || initial == AfterFunction.TRUE) {
        return 2 * next + (next == AfterFunction.TRUE ? 1 : 0);
      }
      int again = after.successor(initial, letter);
      return 2 * (again == AfterFunction.TRUE ? initial : again) + 1;
    }
  }

  /**
   * GF f, if a bounded number of letters decides f: keeps what is left of f at each of the last
   * positions. So the state is determined by the last letters, whatever else is tracked.
   */
  private static final class BoundedRecurrence extends Tracker {
    private final int goal;
    private final Map<Set<Integer>, Integer> states = new HashMap<>();
    private final List<Set<Integer>> attempts = new ArrayList<>();

    BoundedRecurrence(Formula f, AfterFunction after) {
      super(after);
      goal = after.ofStart(f);
      state(Set.of(-1)); // not a state, but FALSE
      state(Set.of(-2)); // and TRUE
      state(Set.of());
    }

    @Override
    int initial() {
      return goal == AfterFunction.TRUE ? TRUE : goal == AfterFunction.FALSE ? FALSE : 2;
    }

    @Override
    int step(int state, long letter) {
      if (state == TRUE || state == FALSE) {
        return 2 * state + state;
      }
      Set<Integer> next = new TreeSet<>();
      next.add(after.successor(goal, letter));
      for (int attempt : attempts.get(state)) {
        next.add(after.successor(attempt, letter));
      }
      next.remove(AfterFunction.FALSE);
      boolean marked = next.remove(AfterFunction.TRUE);
      return 2 * state(next) + (marked ? 1 : 0);
    }

    private int state(Set<Integer> set) {
      Integer known = states.putIfAbsent(set, attempts.size());
      if (known == null) {
        attempts.add(set);
        return attempts.size() - 1;
      }
      return known;
    }
  }

  /**
   * Remembers what is left of the formula and, of what was left at the last mark, what must still
   * happen if all that is to hold for ever does so (a breakpoint construction: Miyano and Hayashi,
   * TCS 1984; for formulas, Sickert and Esparza, LICS 2020).
   */
  private static final class Breakpoint extends Tracker {
    private final SyntacticHierarchy hierarchy;
    private final IntPairMap states = new IntPairMap();
    private final List<int[]> pairs = new ArrayList<>();
    private final int initial;

    Breakpoint(Formula f, AfterFunction after, SyntacticHierarchy hierarchy) {
      super(after);
      this.hierarchy = hierarchy;
      state(AfterFunction.FALSE, AfterFunction.FALSE);
      state(AfterFunction.TRUE, AfterFunction.TRUE);
      int start = after.ofStart(f);
      this.initial = state(start, pending(start));
    }

    @Override
    int initial() {
      return initial;
    }

    @Override
    int step(int state, long letter) {
      int[] pair = pairs.get(state);
      int left = after.successor(pair[0], letter);
      int pending = after.successor(pair[1], letter);
      if (left == AfterFunction.FALSE) {
        return 2 * FALSE;
      }
      boolean marked = pending == AfterFunction.TRUE;
      return 2 * state(left, marked ? pending(left) : pending) + (marked ? 1 : 0);
    }

    private int pending(int left) {
      return after.granting(left, g -> hierarchy.sigma(g) > 1);
    }

    private int state(int left, int pending) {
      int known = states.get(left, pending);
      if (known == IntPairMap.MISSING) {
        known = pairs.size();
        pairs.add(new int[] {left, pending});
        states.put(left, pending, known);
      }
      return known;
    }
  }
}
