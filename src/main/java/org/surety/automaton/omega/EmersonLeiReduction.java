package org.surety.automaton.omega;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.surety.automaton.Limits;

/**
 * Makes deterministic automata with any acceptance smaller: of the states of one language, those of
 * one component that comes last are kept, states with the same future marks become one, and sets of
 * edges that are empty or the same as another are dropped. The language stays.
 */
public final class EmersonLeiReduction {
  private EmersonLeiReduction() {}

  /**
   * A smaller automaton, complete.
   *
   * @throws org.surety.automaton.TooManyStatesException past the limits
   */
  public static DeterministicTable reduce(DeterministicTable given, Limits limits) {
    AlternatingCycles.Transformed transformed = AlternatingCycles.parity(given, limits);
    ParityTable parity = ParityReduction.withLeastColors(transformed.table());
    int[] parityClasses = LanguageClasses.of(parity, limits);
    int[] copy = new int[given.states()];
    Arrays.fill(copy, -1);
    for (int s = 0; s < parity.states(); s++) {
      int original = transformed.original()[s];
      copy[original] = copy[original] < 0 ? s : copy[original];
    }
    int[] classes = new int[given.states()];
    for (int s = 0; s < classes.length; s++) {
      classes[s] = copy[s] < 0 ? -1 - s : parityClasses[copy[s]];
    }
    int[] distinct = Arrays.stream(classes).map(c -> c < 0 ? parity.states() - 1 - c : c).toArray();
    int[] numbered = numbered(distinct);
    DeterministicTable kept =
        given.replaced(ParityReduction.jumps(given.nextTable(), given.symbols(), numbered));
    return withFewerSets(bisimilar(withoutTransientMarks(kept)));
  }

  /** Numbers the values from 0 in the order in which they occur. */
  private static int[] numbered(int[] values) {
    Map<Integer, Integer> numbers = new HashMap<>();
    return Arrays.stream(values)
        .map(
            value -> {
              int fresh = numbers.size();
              Integer known = numbers.putIfAbsent(value, fresh);
              return known == null ? fresh : known;
            })
        .toArray();
  }

  /** Marks between components do not matter. */
  private static DeterministicTable withoutTransientMarks(DeterministicTable table) {
    int[] next = table.nextTable();
    int symbols = table.symbols();
    int[] component = ParityGraph.components(next, symbols, ParityGraph.all(next.length));
    long[] marks = new long[next.length];
    for (int e = 0; e < next.length; e++) {
      boolean inner = component[e / symbols] == component[next[e]];
      marks[e] = inner ? table.marks(e / symbols, e % symbols) : 0;
    }
    return table.with(table.condition(), marks);
  }

  private static DeterministicTable bisimilar(DeterministicTable table) {
    // Marks take the place of colors: the same number for the same marks.
    int symbols = table.symbols();
    Map<Long, Integer> colorOf = new HashMap<>();
    int[] colors = new int[table.states() * symbols];
    for (int e = 0; e < colors.length; e++) {
      long marks = table.marks(e / symbols, e % symbols);
      int fresh = colorOf.size();
      Integer known = colorOf.putIfAbsent(marks, fresh);
      colors[e] = known == null ? fresh : known;
    }
    return table.replaced(ParityReduction.bisimulation(table.nextTable(), colors, symbols));
  }

  /** Empty sets, and all but one of those with the same edges, are replaced in the condition. */
  private static DeterministicTable withFewerSets(DeterministicTable table) {
    int symbols = table.symbols();
    BitSet[] edges = new BitSet[Acceptance.MAX_SETS];
    Arrays.setAll(edges, k -> new BitSet());
    for (int e = 0; e < table.states() * symbols; e++) {
      for (long left = table.marks(e / symbols, e % symbols); left != 0; left &= left - 1) {
        edges[Long.numberOfTrailingZeros(left)].set(e);
      }
    }
    long mentioned = table.condition().infSets() | table.condition().finSets();
    int[] number = new int[Acceptance.MAX_SETS];
    Arrays.fill(number, -1);
    List<BitSet> kept = new ArrayList<>();
    for (int k = 0; k < number.length; k++) {
      if ((mentioned >> k & 1) == 1 && !edges[k].isEmpty()) {
        number[k] = kept.indexOf(edges[k]);
        if (number[k] < 0) {
          number[k] = kept.size();
          kept.add(edges[k]);
        }
      }
    }
    Condition condition =
        table
            .condition()
            .replace(
                term -> {
                  if (term instanceof Condition.Inf inf) {
                    int set = number[inf.set()];
                    return set < 0 ? Condition.Constant.FALSE : new Condition.Inf(set);
                  }
                  int set = number[((Condition.Fin) term).set()];
                  return set < 0 ? Condition.Constant.TRUE : new Condition.Fin(set);
                });
    long used = condition.infSets() | condition.finSets();
    long[] marks = new long[table.states() * symbols];
    for (int k = 0; k < kept.size(); k++) {
      long bit = used & 1L << k;
      kept.get(k).stream().forEach(e -> marks[e] |= bit);
    }
    return table.with(condition, marks);
  }
}
