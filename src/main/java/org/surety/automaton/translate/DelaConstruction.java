package org.surety.automaton.translate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.surety.automaton.Limits;
import org.surety.automaton.omega.Alphabet;
import org.surety.automaton.omega.Condition;
import org.surety.automaton.omega.DeterministicTable;
import org.surety.logic.Formula;
import org.surety.logic.Formula.Kind;
import org.surety.logic.SyntacticHierarchy;

/**
 * The product of trackers for the parts of a Boolean combination of formulas in Σ2 and Π2. Parts
 * that can no longer matter, since others are decided, are not tracked any more.
 */
final class DelaConstruction {
  /** A Boolean combination of tracked formulas. */
  private sealed interface Part {}

  /**
   * One of the trackers.
   *
   * @param negated whether the tracked formula is the negation of the part
   */
  private record Leaf(int tracker, boolean negated) implements Part {}

  private record Combination(boolean conjunction, List<Part> parts) implements Part {}

  private enum Verdict {
    TRUE,
    FALSE,
    OPEN
  }

  /** In the place of the state of a tracker: it does not matter. */
  private static final int IDLE = -1;

  private final List<String> atoms;
  private final Limits limits;
  private final AfterFunction after;
  private final SyntacticHierarchy hierarchy;
  private final List<Tracker> trackers = new ArrayList<>();
  private final Map<Formula, Leaf> leaves = new HashMap<>();
  private final Map<Verdict, int[]> decided = new EnumMap<>(Verdict.class);

  private DelaConstruction(List<String> atoms, Limits limits, SyntacticHierarchy hierarchy) {
    this.atoms = atoms;
    this.limits = limits;
    this.hierarchy = hierarchy;
    this.after = new AfterFunction(atoms, limits);
  }

  /**
   * The automaton.
   *
   * @param f in the Δ2 normal form
   */
  static DeterministicTable of(
      Formula f, List<String> atoms, SyntacticHierarchy hierarchy, Limits limits) {
    DelaConstruction construction = new DelaConstruction(atoms, limits, hierarchy);
    return construction.explore(construction.part(f));
  }

  // --- Parts -------------------------------------------------------------------------------------

  private Part part(Formula f) {
    boolean combination = f.kind() == Kind.AND || f.kind() == Kind.OR;
    if (!combination || hierarchy.sigma(f) <= 1 || hierarchy.pi(f) <= 1) {
      return leaf(f);
    }
    List<Formula> safe = new ArrayList<>();
    List<Formula> coSafe = new ArrayList<>();
    List<Part> parts = new ArrayList<>();
    for (Formula operand : f.operands()) {
      if (hierarchy.pi(operand) <= 1) {
        safe.add(operand);
      } else if (hierarchy.sigma(operand) <= 1) {
        coSafe.add(operand);
      } else {
        parts.add(part(operand));
      }
    }
    boolean conjunction = f.kind() == Kind.AND;
    for (List<Formula> grouped : List.of(coSafe, safe)) {
      if (!grouped.isEmpty()) {
        parts.add(0, leaf(conjunction ? Formula.and(grouped) : Formula.or(grouped)));
      }
    }
    return new Combination(conjunction, parts);
  }

  private Leaf leaf(Formula f) {
    Leaf known = leaves.get(f);
    if (known == null) {
      boolean negated = hierarchy.pi(f) > 2 || (hierarchy.sigma(f) <= 1 && hierarchy.pi(f) > 1);
      Formula negation = Formula.not(f).negationNormalForm();
      Formula tracked = negated ? negation : f;
      known = new Leaf(trackers.size(), negated);
      leaves.put(f, known);
      leaves.put(negation, new Leaf(trackers.size(), !negated));
      trackers.add(Tracker.of(tracked, after, hierarchy));
    }
    return known;
  }

  private static Condition condition(Part part) {
    if (part instanceof Combination combination) {
      List<Condition> terms = combination.parts.stream().map(DelaConstruction::condition).toList();
      return combination.conjunction ? Condition.and(terms) : Condition.or(terms);
    }
    Leaf leaf = (Leaf) part;
    return leaf.negated ? new Condition.Fin(leaf.tracker) : new Condition.Inf(leaf.tracker);
  }

  // --- Verdicts
  // ------------------------------------------------------------------------------------

  private static Verdict verdict(Part part, int[] states) {
    if (part instanceof Leaf leaf) {
      int state = states[leaf.tracker];
      if (state != Tracker.TRUE && state != Tracker.FALSE) {
        return Verdict.OPEN;
      }
      return (state == Tracker.TRUE) != leaf.negated ? Verdict.TRUE : Verdict.FALSE;
    }
    Combination combination = (Combination) part;
    Verdict absorbing = combination.conjunction ? Verdict.FALSE : Verdict.TRUE;
    Verdict result = combination.conjunction ? Verdict.TRUE : Verdict.FALSE;
    for (Part inner : combination.parts) {
      Verdict verdict = verdict(inner, states);
      if (verdict == absorbing) {
        return absorbing;
      }
      result = verdict == Verdict.OPEN ? Verdict.OPEN : result;
    }
    return result;
  }

  /** Marks the trackers on which the verdict of a part depends that is still open. */
  private static void collectNeeded(Part part, int[] states, boolean[] needed) {
    if (part instanceof Leaf leaf) {
      needed[leaf.tracker] = true;
    } else {
      for (Part inner : ((Combination) part).parts) {
        if (verdict(inner, states) == Verdict.OPEN) {
          collectNeeded(inner, states, needed);
        }
      }
    }
  }

  // --- Product
  // -------------------------------------------------------------------------------------

  private record States(int[] of) {
    @Override
    public boolean equals(Object other) {
      return other instanceof States states && Arrays.equals(of, states.of);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(of);
    }
  }

  private DeterministicTable explore(Part root) {
    if (trackers.size() > org.surety.automaton.omega.Acceptance.MAX_SETS) {
      throw new org.surety.automaton.TooManyStatesException(
          trackers.size() + " parts of its normal form");
    }
    Alphabet alphabet = after.alphabet(DeterministicTable.MAX_SYMBOLS);
    int symbols = alphabet.size();
    Map<States, Integer> numbers = new HashMap<>();
    List<States> found = new ArrayList<>();
    int[] start = trackers.stream().mapToInt(Tracker::initial).toArray();
    normalize(root, start);
    number(new States(start), numbers, found);
    int[] next = new int[16 * symbols];
    long[] marks = new long[next.length];
    for (int k = 0; k < found.size(); k++) {
      limits.check(found.size());
      if ((k + 1) * symbols > next.length) {
        next = Arrays.copyOf(next, 2 * next.length);
        marks = Arrays.copyOf(marks, next.length);
      }
      int[] from = found.get(k).of;
      for (int a = 0; a < symbols; a++) {
        long letter = alphabet.letter(a);
        int[] to = new int[from.length];
        long mark = 0;
        for (int i = 0; i < from.length; i++) {
          if (from[i] == IDLE) {
            to[i] = IDLE;
          } else {
            int step = trackers.get(i).step(from[i], letter);
            to[i] = step >> 1;
            mark |= (long) (step & 1) << i;
          }
        }
        normalize(root, to);
        next[k * symbols + a] = number(new States(to), numbers, found);
        marks[k * symbols + a] = mark;
      }
    }
    int size = found.size() * symbols;
    return new DeterministicTable(
        atoms, alphabet, condition(root), 0, Arrays.copyOf(next, size), Arrays.copyOf(marks, size));
  }

  private static int number(States states, Map<States, Integer> numbers, List<States> found) {
    Integer known = numbers.putIfAbsent(states, found.size());
    if (known == null) {
      found.add(states);
      return found.size() - 1;
    }
    return known;
  }

  /** States that differ only in what no longer matters become the same. */
  private void normalize(Part root, int[] states) {
    Verdict verdict = verdict(root, states);
    if (verdict != Verdict.OPEN) {
      // Trackers that are decided are marked always or never, which decides the condition.
      for (int i = 0; i < states.length; i++) {
        states[i] = states[i] == Tracker.TRUE ? Tracker.TRUE : Tracker.FALSE;
      }
      int[] same = decided.computeIfAbsent(verdict, key -> states.clone());
      System.arraycopy(same, 0, states, 0, states.length);
      return;
    }
    boolean[] needed = new boolean[states.length];
    collectNeeded(root, states, needed);
    for (int i = 0; i < states.length; i++) {
      boolean decided = states[i] == Tracker.TRUE || states[i] == Tracker.FALSE;
      if (!needed[i] && !decided) {
        states[i] = IDLE;
      }
    }
  }
}
