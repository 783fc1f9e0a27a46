package org.surety.automaton.omega;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;

/** Finds words whose runs in a parity automaton end in cycles of a wanted kind. */
final class ParityCycles {
  private final ParityTable table;
  private final int symbols;
  private final BitSet everything;

  ParityCycles(ParityTable table) {
    this.table = table;
    this.symbols = table.symbols();
    BitSet reachable = new BitSet();
    int[] identity = new int[table.states()];
    Arrays.setAll(identity, s -> s);
    for (int s :
        DeterministicTable.reachable(table.targets(), symbols, table.initial(), identity)) {
      reachable.set(s * symbols, (s + 1) * symbols);
    }
    everything = reachable;
  }

  /**
   * A word whose least color for ever has this parity, though from every state of its run some word
   * leads to the other.
   */
  Optional<LassoWord> undecided(int parity) {
    BitSet open = ParityGraph.reaching(table, 1 - parity);
    BitSet edges = new BitSet();
    everything.stream()
        .filter(e -> open.get(table.source(e)) && open.get(table.target(e)))
        .forEach(edges::set);
    for (int color = parity; color <= table.greatestColor(); color += 2) {
      Optional<BitSet> cycle = cycle(edges, color);
      if (cycle.isPresent()) {
        int entry = table.source(withColor(cycle.get(), color));
        return Optional.of(word(pathTo(entry), loop(cycle.get(), entry, color)));
      }
    }
    return Optional.empty();
  }

  /**
   * Two words: a prefix with a cycle of the other parity, and with a longer cycle of this parity
   * that starts with that one.
   */
  Optional<LassoWord[]> nested(int parity) {
    for (int color = parity; color <= table.greatestColor(); color += 2) {
      for (BitSet outer : cycles(everything, color)) {
        for (int inner = color + 1; inner <= table.greatestColor(); inner += 2) {
          Optional<BitSet> cycle = cycle(outer, inner);
          if (cycle.isPresent()) {
            int entry = table.source(withColor(cycle.get(), inner));
            List<Integer> first = loop(cycle.get(), entry, inner);
            List<Integer> second = new ArrayList<>(first);
            second.addAll(loop(outer, entry, color));
            List<Integer> prefix = pathTo(entry);
            return Optional.of(new LassoWord[] {word(prefix, first), word(prefix, second)});
          }
        }
      }
    }
    return Optional.empty();
  }

  private Optional<BitSet> cycle(BitSet edges, int color) {
    return cycles(edges, color).stream().findFirst();
  }

  /** Strongly connected sets of the edges whose least color is this one. */
  private List<BitSet> cycles(BitSet edges, int color) {
    BitSet allowed = new BitSet();
    edges.stream().filter(e -> table.color(e) >= color).forEach(allowed::set);
    return ParityReduction.cycles(table, allowed).stream()
        .filter(cycle -> cycle.stream().anyMatch(e -> table.color(e) == color))
        .toList();
  }

  private int withColor(BitSet edges, int color) {
    return edges.stream().filter(e -> table.color(e) == color).findFirst().orElseThrow();
  }

  private List<Integer> pathTo(int state) {
    List<Integer> path = new ArrayList<>();
    if (state != table.initial()) {
      walk(everything, table.initial(), e -> table.target(e) == state, path);
    }
    return path;
  }

  /** Around within the edges, through one of this color. */
  private List<Integer> loop(BitSet edges, int entry, int color) {
    List<Integer> path = new ArrayList<>();
    int state = walk(edges, entry, e -> table.color(e) == color, path);
    if (state != entry) {
      walk(edges, state, e -> table.target(e) == entry, path);
    }
    return path;
  }

  /** Appends a shortest path that ends with an edge as wanted, and returns where it ends. */
  private int walk(BitSet edges, int from, IntPredicate wanted, List<Integer> path) {
    int[] by = new int[table.states()];
    Arrays.fill(by, -2);
    by[from] = -1;
    Deque<Integer> queue = new ArrayDeque<>(List.of(from));
    while (!queue.isEmpty()) {
      int s = queue.remove();
      for (int e = s * symbols; e < (s + 1) * symbols; e++) {
        if (!edges.get(e)) {
          continue;
        }
        if (wanted.test(e)) {
          int at = path.size();
          for (int back = e; back >= 0; back = by[table.source(back)]) {
            path.add(at, back);
          }
          return table.target(e);
        }
        if (by[table.target(e)] == -2) {
          by[table.target(e)] = e;
          queue.add(table.target(e));
        }
      }
    }
    throw new IllegalStateException("the edges are not strongly connected");
  }

  private LassoWord word(List<Integer> prefix, List<Integer> cycle) {
    return new LassoWord(table.atoms(), letters(prefix), letters(cycle));
  }

  private List<Long> letters(List<Integer> edges) {
    return edges.stream().map(e -> table.alphabet().letter(e % symbols)).toList();
  }
}
