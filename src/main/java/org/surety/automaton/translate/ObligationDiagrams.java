package org.surety.automaton.translate;

import org.surety.automaton.IntPairMap;
import org.surety.automaton.Mtbdd;
import org.surety.automaton.TooManyStatesException;

/**
 * Decision diagrams over atoms (the top levels), then "the word ends here", then obligations.
 *
 * <p>Obligations of one family are not independent: a window inside another settles it. A diagram
 * is kept canonical for the assignments that respect this, by two reductions where a variable x is
 * tested. Where x is true, all it implies is true. And x need not be tested if what remains when it
 * is false becomes, with all it implies true, what remains when it is true. So {@code F[0,3] p &
 * F[0,5] p} is the diagram of {@code F[0,3] p}, and sets of pending deadlines collapse to one.
 */
final class ObligationDiagrams {
  static final int FALSE = Mtbdd.leaf(0);
  static final int TRUE = Mtbdd.leaf(1);

  private final Mtbdd nodes = new Mtbdd();
  private final ObligationTable table;
  private final int endLevel;
  private final boolean wordsEnd;
  private final int stepLimit;
  private int steps;
  private final IntPairMap conjunctions = new IntPairMap();
  private final IntPairMap disjunctions = new IntPairMap();
  private final IntPairMap assumed = new IntPairMap();

  private ObligationDiagrams(int atoms, ObligationTable table, int stepLimit, boolean wordsEnd) {
    this.endLevel = atoms;
    this.table = table;
    this.stepLimit = stepLimit;
    this.wordsEnd = wordsEnd;
  }

  static ObligationDiagrams forFiniteWords(int atoms, ObligationTable table, int stepLimit) {
    return new ObligationDiagrams(atoms, table, stepLimit, true);
  }

  /** Diagrams that never test whether the word ends. */
  static ObligationDiagrams forInfiniteWords(int atoms, ObligationTable table, int stepLimit) {
    return new ObligationDiagrams(atoms, table, stepLimit, false);
  }

  /** The level of "the word ends here". */
  int endLevel() {
    return endLevel;
  }

  Mtbdd nodes() {
    return nodes;
  }

  int atom(int level) {
    return node(level, FALSE, TRUE);
  }

  int negatedAtom(int level) {
    return node(level, TRUE, FALSE);
  }

  int obligation(int number) {
    return node(endLevel + 1 + number, FALSE, TRUE);
  }

  /** The number of the obligation tested at the top of a diagram. */
  int numberAtTop(int diagram) {
    return nodes.level(diagram) - endLevel - 1;
  }

  /** What holds if the word ends here, and otherwise. */
  int atEnd(int otherwise, int ifEnd) {
    return wordsEnd ? node(endLevel, otherwise, ifEnd) : otherwise;
  }

  int and(int f, int g) {
    if (f == g || g == TRUE) {
      return f;
    }
    if (f == TRUE) {
      return g;
    }
    if (f == FALSE || g == FALSE) {
      return FALSE;
    }
    int first = Math.min(f, g);
    int second = Math.max(f, g);
    int known = conjunctions.get(first, second);
    if (known == IntPairMap.MISSING) {
      pay();
      int level = Math.min(nodes.level(f), nodes.level(g));
      int low = and(nodes.lowAt(level, f), nodes.lowAt(level, g));
      known = node(level, low, and(nodes.highAt(level, f), nodes.highAt(level, g)));
      conjunctions.put(first, second, known);
    }
    return known;
  }

  int or(int f, int g) {
    if (f == g || g == FALSE) {
      return f;
    }
    if (f == FALSE) {
      return g;
    }
    if (f == TRUE || g == TRUE) {
      return TRUE;
    }
    int first = Math.min(f, g);
    int second = Math.max(f, g);
    int known = disjunctions.get(first, second);
    if (known == IntPairMap.MISSING) {
      pay();
      int level = Math.min(nodes.level(f), nodes.level(g));
      int low = or(nodes.lowAt(level, f), nodes.lowAt(level, g));
      known = node(level, low, or(nodes.highAt(level, f), nodes.highAt(level, g)));
      disjunctions.put(first, second, known);
    }
    return known;
  }

  private int node(int level, int low, int high) {
    if (low == high) {
      return low;
    }
    int top = high;
    if (level > endLevel && table.lastImplied(level - endLevel - 1) > level - endLevel - 1) {
      top = assume(level, high);
      if (assume(level, low) == top) {
        return low;
      }
    }
    return nodes.node(level, low, top);
  }

  /**
   * Every step that is not found in a cache is paid for, so that neither time nor memory run away.
   */
  private void pay() {
    steps++;
    if (steps > stepLimit) {
      throw new TooManyStatesException(stepLimit + " steps on decision diagrams");
    }
  }

  /** The diagram with all obligations true that the one tested at {@code level} implies. */
  private int assume(int level, int diagram) {
    int number = level - endLevel - 1;
    if (nodes.level(diagram) > endLevel + 1 + table.lastImplied(number)) {
      return diagram;
    }
    int known = assumed.get(diagram, level);
    if (known == IntPairMap.MISSING) {
      pay();
      boolean implied = table.get(number).implies(table.get(numberAtTop(diagram)));
      int high = assume(level, nodes.high(diagram));
      known = implied ? high : node(nodes.level(diagram), assume(level, nodes.low(diagram)), high);
      assumed.put(diagram, level, known);
    }
    return known;
  }
}
