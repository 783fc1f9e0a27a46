package org.surety.automaton.omega;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.surety.automaton.Limits;

/**
 * Makes deterministic parity automata smaller; the language stays.
 *
 * <ul>
 *   <li>Colors are made as small as they can be on the same edges (Carton and Maceiras, "Computing
 *       the Rabin index of a parity automaton", RAIRO 1999), and least the same everywhere where
 *       they do not matter, between components.
 *   <li>States with the same future colors become one (bisimulation).
 *   <li>Of the states of one language, those of one component that comes last are kept: a run may
 *       go there at once, since it can do so only finitely often.
 *   <li>Automata whose components are all accepting or rejecting get the least weak automaton.
 * </ul>
 */
public final class ParityReduction {
  private static final long MAX_MERGING_STEPS = 1 << 20;

  private ParityReduction() {}

  /** A small parity automaton. */
  public static ParityTable parity(DeterministicTable table, Limits limits) {
    AlternatingCycles.Transformed transformed = AlternatingCycles.parity(table, limits);
    ParityTable parity = withLeastColors(transformed.table());
    if (isWeak(parity)) {
      return WeakMinimization.minimal(parity);
    }
    return reduce(parity, limits);
  }

  /** All of the reductions. */
  static ParityTable reduce(ParityTable given, Limits limits) {
    ParityTable table = bisimilar(withLeastColors(given));
    if (table.greatestColor() <= 1 && isWeak(table)) {
      return WeakMinimization.minimal(table);
    }
    table = bisimilar(withLeastColors(jumped(table, LanguageClasses.of(table, limits))));
    return merged(table, LanguageClasses.of(table, limits), limits);
  }

  /** Tries to do without one state after the other of those whose language others have. */
  private static ParityTable merged(ParityTable given, int[] givenClasses, Limits limits) {
    ParityTable table = given;
    int[] classes = givenClasses;
    long steps = 0;
    for (int p = table.states() - 1; p >= 0; p--) {
      for (int q = 0; q < table.states(); q++) {
        if (p == q || classes[p] != classes[q]) {
          continue;
        }
        steps += table.edges();
        if (steps > MAX_MERGING_STEPS) {
          return table;
        }
        limits.check(table.states());
        int[] representative = new int[table.states()];
        Arrays.setAll(representative, s -> s);
        representative[p] = q;
        ParityTable smaller = table.replaced(representative);
        if (ParityEquivalence.holds(table, smaller)) {
          table = bisimilar(withLeastColors(smaller));
          classes = LanguageClasses.of(table, limits);
          p = table.states();
          break;
        }
      }
    }
    return table;
  }

  /** Whether within each component all edges have the same color. */
  static boolean isWeak(ParityTable table) {
    int[] component =
        ParityGraph.components(table.targets(), table.symbols(), ParityGraph.all(table.edges()));
    int[] color = new int[table.states()];
    Arrays.fill(color, -1);
    for (int e = 0; e < table.edges(); e++) {
      int c = component[table.source(e)];
      if (c == component[table.target(e)]) {
        if (color[c] >= 0 && color[c] != table.color(e)) {
          return false;
        }
        color[c] = table.color(e);
      }
    }
    return true;
  }

  /** The same automaton with least colors, color 0 between components. */
  static ParityTable withLeastColors(ParityTable table) {
    int[] colors = new int[table.edges()];
    BitSet all = ParityGraph.all(table.edges());
    for (BitSet cycle : cycles(table, all)) {
      color(table, cycle, leastColor(table, cycle) % 2, colors);
    }
    return table.withColors(colors);
  }

  private static void color(ParityTable table, BitSet cycle, int color, int[] colors) {
    int least = leastColor(table, cycle);
    BitSet rest = new BitSet();
    for (int e = cycle.nextSetBit(0); e >= 0; e = cycle.nextSetBit(e + 1)) {
      colors[e] = color;
      rest.set(e, table.color(e) > least);
    }
    for (BitSet inner : cycles(table, rest)) {
      boolean same = leastColor(table, inner) % 2 == color % 2;
      color(table, inner, same ? color : color + 1, colors);
    }
  }

  private static int leastColor(ParityTable table, BitSet edges) {
    int least = Integer.MAX_VALUE;
    for (int e = edges.nextSetBit(0); e >= 0; e = edges.nextSetBit(e + 1)) {
      least = Math.min(least, table.color(e));
    }
    return least;
  }

  /** The edges of each strongly connected component of some edges. */
  static Collection<BitSet> cycles(ParityTable table, BitSet edges) {
    if (edges.isEmpty()) {
      return List.of();
    }
    int[] component = ParityGraph.components(table.targets(), table.symbols(), edges);
    Map<Integer, BitSet> inner = new HashMap<>();
    for (int e = edges.nextSetBit(0); e >= 0; e = edges.nextSetBit(e + 1)) {
      int c = component[table.source(e)];
      if (c == component[table.target(e)]) {
        inner.computeIfAbsent(c, key -> new BitSet()).set(e);
      }
    }
    return inner.values();
  }

  /** One state for all that have the same colors on all words. */
  static ParityTable bisimilar(ParityTable table) {
    return table.replaced(bisimulation(table.targets(), table.colors(), table.symbols()));
  }

  /** For each state, the first of those with the same colors on all words. */
  static int[] bisimulation(int[] next, int[] colors, int symbols) {
    int[] block = new int[next.length / symbols];
    int blocks = 1;
    while (true) {
      Map<LanguageClasses.Row, Integer> known = new HashMap<>();
      int[] finer = new int[block.length];
      for (int s = 0; s < block.length; s++) {
        int[] row = new int[2 * symbols + 1];
        for (int a = 0; a < symbols; a++) {
          row[2 * a] = colors[s * symbols + a];
          row[2 * a + 1] = block[next[s * symbols + a]];
        }
        row[2 * symbols] = block[s];
        int fresh = known.size();
        Integer old = known.putIfAbsent(new LanguageClasses.Row(row), fresh);
        finer[s] = old == null ? fresh : old;
      }
      block = finer;
      if (known.size() == blocks) {
        break;
      }
      blocks = known.size();
    }
    int[] first = new int[blocks];
    Arrays.fill(first, -1);
    int[] representative = new int[block.length];
    for (int s = 0; s < block.length; s++) {
      if (first[block[s]] < 0) {
        first[block[s]] = s;
      }
      representative[s] = first[block[s]];
    }
    return representative;
  }

  /** Of each class of states with one language, only those of the last component. */
  private static ParityTable jumped(ParityTable table, int[] classes) {
    return table.replaced(jumps(table.targets(), table.symbols(), classes));
  }

  /**
   * What stands for each state: itself if it is in the last component among those with states of
   * its language; otherwise some state of its language there. Edges lead to components of the same
   * or smaller numbers, replaced or not, so a run is replaced only finitely often.
   */
  static int[] jumps(int[] next, int symbols, int[] classes) {
    int[] component = ParityGraph.components(next, symbols, ParityGraph.all(next.length));
    int[] last = new int[classes.length];
    Arrays.fill(last, -1);
    for (int s = 0; s < classes.length; s++) {
      int c = classes[s];
      if (last[c] < 0 || component[s] < component[last[c]]) {
        last[c] = s;
      }
    }
    int[] representative = new int[classes.length];
    for (int s = 0; s < classes.length; s++) {
      int there = last[classes[s]];
      representative[s] = component[there] == component[s] ? s : there;
    }
    return representative;
  }
}
