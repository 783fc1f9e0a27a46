package org.surety.env;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * The graph of a table that is still being made: what can be, and what must be, accepted from each
 * of its nodes. Fixpoints over the distinct edges of the graph.
 */
final class TableGraph {
  private final int size;

  /** Nodes with an edge of event ROUND, by where it leads; and likewise for the other edges. */
  private final List<List<Integer>> roundSources;

  private final List<List<Integer>> otherSources;
  private final List<List<Integer>> jumpSources;

  /** Nodes that some letter leads out of the automaton. */
  private final BitSet stuck = new BitSet();

  /**
   * @param successors {@code [node][letter]}, −1 for a letter without one
   * @param events {@code [node][letter]}
   * @param jumps {@code [node]}: where its jumps lead
   */
  TableGraph(List<int[]> successors, List<byte[]> events, List<int[]> jumps) {
    size = successors.size();
    roundSources = lists();
    otherSources = lists();
    jumpSources = lists();
    for (int n = 0; n < size; n++) {
      TreeSet<Integer> rounds = new TreeSet<>();
      TreeSet<Integer> others = new TreeSet<>();
      for (int letter = 0; letter < successors.get(n).length; letter++) {
        boolean round = (events.get(n)[letter] & AutomatonTable.ROUND) != 0;
        (round ? rounds : others).add(successors.get(n)[letter]);
      }
      stuck.set(n, others.remove(-1));
      int source = n;
      rounds.forEach(t -> roundSources.get(t).add(source));
      others.forEach(t -> otherSources.get(t).add(source));
      IntStream.of(jumps.get(n)).distinct().forEach(t -> jumpSources.get(t).add(source));
    }
  }

  private List<List<Integer>> lists() {
    return IntStream.range(0, size).<List<Integer>>mapToObj(n -> new ArrayList<>()).toList();
  }

  /** Nodes from which, with the right letters and jumps, rounds go on for ever. */
  BitSet live() {
    BitSet live = new BitSet();
    live.set(0, size);
    while (true) {
      BitSet next = new BitSet();
      for (int t = live.nextSetBit(0); t >= 0; t = live.nextSetBit(t + 1)) {
        roundSources.get(t).stream().filter(live::get).forEach(next::set);
      }
      addBackwards(next, live, true);
      if (next.equals(live)) {
        return live;
      }
      live = next;
    }
  }

  /** Nodes from which, without jumps, rounds go on for ever whatever the letters. */
  BitSet satisfiedForGood() {
    BitSet failing = endlesslyWithoutRound();
    failing.or(stuck);
    BitSet all = new BitSet();
    all.set(0, size);
    addBackwards(failing, all, false);
    all.andNot(failing);
    return all;
  }

  /** Nodes with an infinite path on which there is no round. */
  private BitSet endlesslyWithoutRound() {
    int[] ways = new int[size];
    otherSources.forEach(sources -> sources.forEach(s -> ways[s]++));
    BitSet left = new BitSet();
    left.set(0, size);
    Deque<Integer> dropped = new ArrayDeque<>();
    for (int n = 0; n < size; n++) {
      if (ways[n] == 0) {
        dropped.add(n);
      }
    }
    while (!dropped.isEmpty()) {
      int t = dropped.remove();
      left.clear(t);
      for (int s : otherSources.get(t)) {
        ways[s]--;
        if (ways[s] == 0) {
          dropped.add(s);
        }
      }
    }
    return left;
  }

  /** Adds everything in {@code within} from which {@code nodes} can be reached inside it. */
  private void addBackwards(BitSet nodes, BitSet within, boolean alsoJumps) {
    Deque<Integer> open = new ArrayDeque<>();
    nodes.stream().forEach(open::add);
    while (!open.isEmpty()) {
      int t = open.remove();
      add(roundSources.get(t), nodes, within, open);
      add(otherSources.get(t), nodes, within, open);
      if (alsoJumps) {
        add(jumpSources.get(t), nodes, within, open);
      }
    }
  }

  private static void add(List<Integer> sources, BitSet nodes, BitSet within, Deque<Integer> open) {
    for (int s : sources) {
      if (within.get(s) && !nodes.get(s)) {
        nodes.set(s);
        open.add(s);
      }
    }
  }
}
