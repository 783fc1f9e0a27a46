package org.surety.automaton;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.surety.logic.Letters;

/**
 * A monitor for properties of infinite words: a deterministic automaton that says after every
 * finite prefix what is known of the word (Bauer, Leucker and Schallhart, "Runtime verification for
 * LTL and TLTL", ACM TOSEM 20, 2011). It is minimal, complete, and numbered breadth first, letters
 * in ascending order with the first atom the most significant; state 0 has read nothing.
 *
 * <p>A letter is a {@code long} whose bit k says whether {@code atoms().get(k)} holds.
 */
public final class Monitor {

  /** What is known of a word after a prefix. */
  public enum Verdict {
    /** Every continuation satisfies the property. */
    SATISFIED("satisfied"),
    /** No continuation satisfies the property. */
    VIOLATED("violated"),
    /** Neither; three-valued monitors say no more. */
    INCONCLUSIVE("inconclusive"),
    /** Neither; but the prefix, taken as a whole trace, satisfies the property. */
    PRESUMABLY_SATISFIED("presumably satisfied"),
    /** Neither; and the prefix, taken as a whole trace, does not satisfy the property. */
    PRESUMABLY_VIOLATED("presumably violated");

    private final String text;

    Verdict(String text) {
      this.text = text;
    }

    /** Whether no continuation changes it. */
    public boolean isFinal() {
      return this == SATISFIED || this == VIOLATED;
    }

    @Override
    public String toString() {
      return text;
    }
  }

  /** What a monitor can still find out (Pnueli and Zaks, FM 2006; Bauer et al., section 2.3). */
  public enum Monitorability {
    /** The verdict is final. */
    DECIDED("decided"),
    /** However the word goes on, it can go on from there to a final verdict. */
    MONITORABLE("monitorable"),
    /** A final verdict can come; but the word can go on so that none can come any more. */
    PARTLY_MONITORABLE("partly monitorable"),
    /** No continuation has a final verdict: to watch on is pointless. */
    UGLY("ugly");

    private final String text;

    Monitorability(String text) {
      this.text = text;
    }

    @Override
    public String toString() {
      return text;
    }
  }

  private final List<String> atoms;
  private final Mtbdd trees;
  private final int[] roots;
  private final List<Verdict> verdicts;
  private final List<Monitorability> monitorabilities;

  private Monitor(List<String> atoms, Mtbdd trees, int[] roots, List<Verdict> verdicts) {
    this.atoms = List.copyOf(atoms);
    this.trees = trees;
    this.roots = roots;
    this.verdicts = List.copyOf(verdicts);
    this.monitorabilities = monitorabilities();
  }

  /**
   * The minimal monitor with the verdicts of another.
   *
   * @param atoms the k-th is the variable of level k
   * @param trees holds the transition trees; their leaves are states
   * @param roots the tree of each state; state 0 is initial
   * @param verdicts by state
   */
  public static Monitor minimal(
      List<String> atoms, Mtbdd trees, int[] roots, List<Verdict> verdicts) {
    int[] block = verdicts.stream().mapToInt(Verdict::ordinal).toArray();
    int blocks = (int) Arrays.stream(block).distinct().count();
    while (true) {
      Mtbdd signatures = new Mtbdd();
      IntPairMap copied = new IntPairMap();
      IntPairMap numbers = new IntPairMap();
      int[] next = new int[roots.length];
      for (int s = 0; s < roots.length; s++) {
        int signature = copy(trees, roots[s], block, signatures, copied);
        if (numbers.get(signature, block[s]) == IntPairMap.MISSING) {
          numbers.put(signature, block[s], numbers.size());
        }
        next[s] = numbers.get(signature, block[s]);
      }
      block = next;
      if (numbers.size() == blocks) {
        return quotient(atoms, trees, roots, verdicts, block);
      }
      blocks = numbers.size();
    }
  }

  private static Monitor quotient(
      List<String> atoms, Mtbdd trees, int[] roots, List<Verdict> verdicts, int[] block) {
    Map<Integer, Integer> numbers = new HashMap<>();
    List<Integer> members = new ArrayList<>();
    numbers.put(block[0], 0);
    members.add(0);
    for (int n = 0; n < members.size(); n++) {
      for (int t : targets(trees, roots[members.get(n)])) {
        if (numbers.putIfAbsent(block[t], members.size()) == null) {
          members.add(t);
        }
      }
    }
    int[] number = Arrays.stream(block).map(b -> numbers.getOrDefault(b, 0)).toArray();
    Mtbdd newTrees = new Mtbdd();
    IntPairMap copied = new IntPairMap();
    int[] newRoots =
        members.stream().mapToInt(s -> copy(trees, roots[s], number, newTrees, copied)).toArray();
    return new Monitor(atoms, newTrees, newRoots, members.stream().map(verdicts::get).toList());
  }

  private static int copy(Mtbdd from, int tree, int[] renamed, Mtbdd to, IntPairMap copied) {
    if (Mtbdd.isLeaf(tree)) {
      return Mtbdd.leaf(renamed[Mtbdd.value(tree)]);
    }
    int known = copied.get(tree, 0);
    if (known == IntPairMap.MISSING) {
      int low = copy(from, from.low(tree), renamed, to, copied);
      known = to.node(from.level(tree), low, copy(from, from.high(tree), renamed, to, copied));
      copied.put(tree, 0, known);
    }
    return known;
  }

  /** Leaves in the order of letters. */
  private static List<Integer> targets(Mtbdd trees, int tree) {
    List<Integer> found = new ArrayList<>();
    collect(trees, tree, found, new BitSet(), new BitSet());
    return found;
  }

  private static void collect(
      Mtbdd trees, int tree, List<Integer> found, BitSet seenLeaves, BitSet seen) {
    if (Mtbdd.isLeaf(tree)) {
      if (!seenLeaves.get(Mtbdd.value(tree))) {
        seenLeaves.set(Mtbdd.value(tree));
        found.add(Mtbdd.value(tree));
      }
    } else if (!seen.get(tree)) {
      seen.set(tree);
      collect(trees, trees.low(tree), found, seenLeaves, seen);
      collect(trees, trees.high(tree), found, seenLeaves, seen);
    }
  }

  // --- What it is -----------------------------------------------------------------------------

  /** The atoms; bit k of a letter is the k-th. */
  public List<String> atoms() {
    return atoms;
  }

  /** Number of states; states are 0 .. states() − 1 and 0 is initial. */
  public int states() {
    return roots.length;
  }

  /** The state after one more letter. */
  public int successor(int state, long letter) {
    int tree = roots[state];
    while (!Mtbdd.isLeaf(tree)) {
      boolean holds = (letter >>> trees.level(tree) & 1) == 1;
      tree = holds ? trees.high(tree) : trees.low(tree);
    }
    return Mtbdd.value(tree);
  }

  /** The states one letter away, in ascending order. */
  public Collection<Integer> successors(int state) {
    return new TreeSet<>(targets(trees, roots[state]));
  }

  /** The letters that lead from one state to another, as a disjunction of cubes. */
  public List<SumOfProducts.Cube> letters(int source, int target) {
    int[] selected = new int[states()];
    selected[target] = 1;
    Mtbdd nodes = new Mtbdd();
    int function = copy(trees, roots[source], selected, nodes, new IntPairMap());
    return SumOfProducts.of(nodes, function);
  }

  /** What is known in a state. */
  public Verdict verdict(int state) {
    return verdicts.get(state);
  }

  /** What can still be found out from a state. */
  public Monitorability monitorability(int state) {
    return monitorabilities.get(state);
  }

  /** The verdict after a finite word; state 0's if it has no letters. */
  public Verdict verdict(Letters prefix) {
    int state = 0;
    for (int i = 0; i < prefix.length(); i++) {
      long letter = 0;
      for (int k = 0; k < atoms.size(); k++) {
        letter |= prefix.holds(atoms.get(k), i) ? 1L << k : 0;
      }
      state = successor(state, letter);
    }
    return verdict(state);
  }

  private List<Monitorability> monitorabilities() {
    BitSet decided = new BitSet();
    for (int s = 0; s < states(); s++) {
      decided.set(s, verdicts.get(s).isFinal());
    }
    BitSet canDecide = backwards(decided);
    BitSet ugly = new BitSet();
    ugly.set(0, states());
    ugly.andNot(canDecide);
    BitSet canTurnUgly = backwards(ugly);
    List<Monitorability> result = new ArrayList<>();
    for (int s = 0; s < states(); s++) {
      result.add(
          decided.get(s)
              ? Monitorability.DECIDED
              : ugly.get(s)
                  ? Monitorability.UGLY
                  : canTurnUgly.get(s)
                      ? Monitorability.PARTLY_MONITORABLE
                      : Monitorability.MONITORABLE);
    }
    return List.copyOf(result);
  }

  /** The states from which some of these can be reached. */
  private BitSet backwards(BitSet goals) {
    List<List<Integer>> sources = new ArrayList<>();
    for (int s = 0; s < states(); s++) {
      sources.add(new ArrayList<>());
    }
    for (int s = 0; s < states(); s++) {
      for (int t : targets(trees, roots[s])) {
        sources.get(t).add(s);
      }
    }
    BitSet found = (BitSet) goals.clone();
    Deque<Integer> open = new ArrayDeque<>(goals.stream().boxed().toList());
    while (!open.isEmpty()) {
      for (int s : sources.get(open.remove())) {
        if (!found.get(s)) {
          found.set(s);
          open.add(s);
        }
      }
    }
    return found;
  }

  @Override
  public String toString() {
    return "monitor over " + atoms + " with " + states() + " states";
  }
}
