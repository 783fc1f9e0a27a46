package org.surety.automaton;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * The minimal automaton of a language, from any complete deterministic automaton for it.
 *
 * <p>Partition refinement by signatures: the signature of a state is its transition tree with each
 * leaf replaced by the block it lies in, and hash-consing makes comparing two of them one
 * comparison. After a block splits, its largest part keeps the name, so only states that lead into
 * the smaller parts are looked at again; each state changes its block at most log n times (the idea
 * of Hopcroft, "An n log n algorithm for minimizing states in a finite automaton", 1971; in this
 * form Dovier, Piazza, Policriti, TCS 2004). The first partition is by the distances to acceptance
 * and to rejection, which belong to the language of a state; it settles automata that merely count.
 *
 * <p>Time O(m log n) for n states with m tree nodes in all.
 */
public final class Minimization {
  private final Mtbdd trees;
  private final int[] roots;
  private final BitSet accepting;
  private final int states;

  /** States that lead to state s are {@code sources[offsets[s]] .. sources[offsets[s + 1] - 1]}. */
  private int[] offsets = new int[0];

  private int[] sources = new int[0];
  private final int[] stamps;
  private int stamp;

  private Minimization(Mtbdd trees, int[] roots, BitSet accepting) {
    this.trees = trees;
    this.roots = roots;
    this.accepting = accepting;
    this.states = roots.length;
    this.stamps = new int[trees.size()];
  }

  /**
   * The minimal automaton.
   *
   * @param atoms the k-th is the variable of level k
   * @param trees holds the transition trees; their leaves are states
   * @param roots the tree of each state; state 0 is initial, all states are reachable from it
   * @param accepting the accepting states, the initial one not among them
   */
  public static Dfa minimize(List<String> atoms, Mtbdd trees, int[] roots, BitSet accepting) {
    Minimization m = new Minimization(trees, roots, accepting);
    m.findSources();
    return m.quotient(atoms, m.refine(m.blocksByDistance()));
  }

  // --- Sources of transitions
  // -----------------------------------------------------------------------

  private void findSources() {
    int[][] targets = new int[states][];
    offsets = new int[states + 1];
    int[] seenBy = new int[states];
    Arrays.fill(seenBy, -1);
    int[] found = new int[states];
    for (int s = 0; s < states; s++) {
      stamp++;
      int count = collectTargets(roots[s], s, seenBy, found, 0);
      targets[s] = Arrays.copyOf(found, count);
      for (int t : targets[s]) {
        offsets[t + 1]++;
      }
    }
    for (int s = 0; s < states; s++) {
      offsets[s + 1] += offsets[s];
    }
    sources = new int[offsets[states]];
    int[] next = Arrays.copyOf(offsets, states);
    for (int s = 0; s < states; s++) {
      for (int t : targets[s]) {
        sources[next[t]++] = s;
      }
    }
  }

  private int collectTargets(int tree, int source, int[] seenBy, int[] found, int count) {
    if (Mtbdd.isLeaf(tree)) {
      int target = Mtbdd.value(tree);
      if (seenBy[target] == source) {
        return count;
      }
      seenBy[target] = source;
      found[count] = target;
      return count + 1;
    }
    if (stamps[tree] == stamp) {
      return count;
    }
    stamps[tree] = stamp;
    int withLow = collectTargets(trees.low(tree), source, seenBy, found, count);
    return collectTargets(trees.high(tree), source, seenBy, found, withLow);
  }

  // --- Refinement
  // -----------------------------------------------------------------------------------

  private Partition blocksByDistance() {
    int[] toAcceptance = distances(true);
    int[] toRejection = distances(false);
    Partition partition = new Partition(states);
    IntPairMap names = new IntPairMap();
    int[] key = new int[states];
    for (int s = 0; s < states; s++) {
      int name = names.get(toAcceptance[s], toRejection[s]);
      if (name == IntPairMap.MISSING) {
        name = names.size();
        names.put(toAcceptance[s], toRejection[s], name);
      }
      key[s] = name;
    }
    partition.start(key, names.size());
    return partition;
  }

  /** Letters needed to get to a state that accepts (or one that does not); states if impossible. */
  private int[] distances(boolean acceptance) {
    int[] distance = new int[states];
    Arrays.fill(distance, states);
    int[] queue = new int[states];
    int tail = 0;
    for (int s = 0; s < states; s++) {
      if (accepting.get(s) == acceptance) {
        distance[s] = 0;
        queue[tail++] = s;
      }
    }
    for (int head = 0; head < tail; head++) {
      int s = queue[head];
      for (int i = offsets[s]; i < offsets[s + 1]; i++) {
        if (distance[sources[i]] == states) {
          distance[sources[i]] = distance[s] + 1;
          queue[tail++] = sources[i];
        }
      }
    }
    return distance;
  }

  private Partition refine(Partition partition) {
    Mtbdd signatures = new Mtbdd();
    int[] signature = new int[states];
    int[] relabeled = new int[trees.size()];
    int[] dirty = new int[states];
    int dirtyCount = states;
    for (int s = 0; s < states; s++) {
      dirty[s] = s;
    }
    int[] changed = new int[states];
    BitSet isDirty = new BitSet(states);
    while (dirtyCount > 0) {
      stamp++;
      for (int i = 0; i < dirtyCount; i++) {
        signature[dirty[i]] = relabel(roots[dirty[i]], partition, signatures, relabeled);
      }
      int changedCount = partition.split(dirty, dirtyCount, signature, changed);
      isDirty.clear();
      dirtyCount = 0;
      for (int i = 0; i < changedCount; i++) {
        for (int j = offsets[changed[i]]; j < offsets[changed[i] + 1]; j++) {
          if (!isDirty.get(sources[j])) {
            isDirty.set(sources[j]);
            dirty[dirtyCount++] = sources[j];
          }
        }
      }
    }
    return partition;
  }

  private int relabel(int tree, Partition partition, Mtbdd signatures, int[] relabeled) {
    if (Mtbdd.isLeaf(tree)) {
      return Mtbdd.leaf(partition.block(Mtbdd.value(tree)));
    }
    if (stamps[tree] != stamp) {
      int low = relabel(trees.low(tree), partition, signatures, relabeled);
      int high = relabel(trees.high(tree), partition, signatures, relabeled);
      relabeled[tree] = signatures.node(trees.level(tree), low, high);
      stamps[tree] = stamp;
    }
    return relabeled[tree];
  }

  // --- The quotient, numbered breadth first
  // ---------------------------------------------------------

  private Dfa quotient(List<String> atoms, Partition partition) {
    int[] number = new int[partition.blocks()];
    Arrays.fill(number, -1);
    int[] order = new int[partition.blocks()];
    int count = 1;
    number[partition.block(0)] = 0;
    order[0] = partition.block(0);
    for (int i = 0; i < count; i++) {
      stamp++;
      count = numberLeaves(roots[partition.member(order[i])], partition, number, order, count);
    }
    Mtbdd quotient = new Mtbdd();
    int[] copied = new int[trees.size()];
    int[] newRoots = new int[count];
    BitSet newAccepting = new BitSet(count);
    stamp++;
    for (int i = 0; i < count; i++) {
      int member = partition.member(order[i]);
      newRoots[i] = copy(roots[member], partition, number, quotient, copied);
      newAccepting.set(i, accepting.get(member));
    }
    return new Dfa(atoms, quotient, newRoots, newAccepting);
  }

  private int numberLeaves(int tree, Partition partition, int[] number, int[] order, int count) {
    if (Mtbdd.isLeaf(tree)) {
      int block = partition.block(Mtbdd.value(tree));
      if (number[block] >= 0) {
        return count;
      }
      number[block] = count;
      order[count] = block;
      return count + 1;
    }
    if (stamps[tree] == stamp) {
      return count;
    }
    stamps[tree] = stamp;
    int withLow = numberLeaves(trees.low(tree), partition, number, order, count);
    return numberLeaves(trees.high(tree), partition, number, order, withLow);
  }

  private int copy(int tree, Partition partition, int[] number, Mtbdd quotient, int[] copied) {
    if (Mtbdd.isLeaf(tree)) {
      return Mtbdd.leaf(number[partition.block(Mtbdd.value(tree))]);
    }
    if (stamps[tree] != stamp) {
      int low = copy(trees.low(tree), partition, number, quotient, copied);
      int high = copy(trees.high(tree), partition, number, quotient, copied);
      copied[tree] = quotient.node(trees.level(tree), low, high);
      stamps[tree] = stamp;
    }
    return copied[tree];
  }
}
