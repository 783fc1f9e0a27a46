package org.surety.automaton;

import java.util.Arrays;
import java.util.BitSet;

/**
 * The reachable pairs of states of two automata over the same atoms, numbered breadth first, so
 * that the first pair with a property is reached by a shortest word.
 *
 * <p>A pair in which one side has decided the result for good is replaced by one sink, so the
 * product of a violated safety property with anything is small.
 */
final class Product {
  /** How the verdicts of the two sides make one. */
  interface Combination {
    boolean of(boolean first, boolean second);
  }

  private static final int SATISFIED = -2;
  private static final int VIOLATED = -3;

  final Mtbdd trees = new Mtbdd();
  final Dfa first;
  final Dfa second;
  private final Combination combination;
  private final int limit;
  private final IntPairMap numbers = new IntPairMap();
  private IntPairMap applied = new IntPairMap();
  private int[] firsts = new int[16];
  private int[] seconds = new int[16];
  private int[] roots = new int[16];
  private int[] sources = new int[16];
  private int expanding;
  private int count;

  /** Explores all reachable pairs, as long as there are at most {@code limit}. */
  Product(Dfa first, Dfa second, Combination combination, int limit) {
    if (!first.atoms().equals(second.atoms())) {
      throw new IllegalArgumentException(first.atoms() + " / " + second.atoms());
    }
    this.first = first;
    this.second = second;
    this.combination = combination;
    this.limit = limit;
    // The pair of initial states has read nothing and never accepts, so it stays out of the table:
    // the same two states may be met again behind a letter, and accept there.
    append(first.initial(), second.initial());
  }

  /**
   * Explores breadth first until done or a pair accepts.
   *
   * @return the first accepting pair found, or -1 if there is none
   */
  int findAccepting() {
    for (int pair = 0; pair < count; pair++) {
      if (accepting(pair)) {
        return pair;
      }
      expand(pair);
    }
    return -1;
  }

  /**
   * The minimal automaton of the combined language.
   *
   * @throws TooManyStatesException if there are more pairs than the limit
   */
  Dfa minimal() {
    for (int pair = 0; pair < count; pair++) {
      expand(pair);
    }
    BitSet accepting = new BitSet(count);
    for (int pair = 0; pair < count; pair++) {
      accepting.set(pair, accepting(pair));
    }
    return Minimization.minimize(first.atoms(), trees, Arrays.copyOf(roots, count), accepting);
  }

  /** The pair from which a pair was first reached. */
  int source(int pair) {
    return sources[pair];
  }

  /** The tree of a pair that has been expanded. */
  int tree(int pair) {
    return roots[pair];
  }

  private boolean accepting(int pair) {
    return switch (firsts[pair]) {
      case SATISFIED -> true;
      case VIOLATED -> false;
      default ->
          pair != 0
              && combination.of(first.accepting(firsts[pair]), second.accepting(seconds[pair]));
    };
  }

  private void expand(int pair) {
    expanding = pair;
    if (firsts[pair] < 0) {
      roots[pair] = Mtbdd.leaf(pair);
      return;
    }
    if (applied.size() > 1 << 20) {
      applied = new IntPairMap();
    }
    int tree = apply(first.tree(firsts[pair]), second.tree(seconds[pair])); // may move the arrays
    roots[pair] = tree;
  }

  private int apply(int f, int g) {
    if (Mtbdd.isLeaf(f) && Mtbdd.isLeaf(g)) {
      return Mtbdd.leaf(number(Mtbdd.value(f), Mtbdd.value(g)));
    }
    int known = applied.get(f, g);
    if (known != IntPairMap.MISSING) {
      return known;
    }
    int level = Math.min(first.level(f), second.level(g));
    boolean inF = first.level(f) == level;
    boolean inG = second.level(g) == level;
    int low = apply(inF ? first.low(f) : f, inG ? second.low(g) : g);
    int high = apply(inF ? first.high(f) : f, inG ? second.high(g) : g);
    int result = trees.node(level, low, high);
    applied.put(f, g, result);
    return result;
  }

  /** The number of a pair; pairs whose combined verdict is settled share one number. */
  private int number(int s, int t) {
    int settled = settled(s, t);
    int a = settled == 0 ? s : settled;
    int b = settled == 0 ? t : 0;
    int known = numbers.get(a, b);
    if (known == IntPairMap.MISSING) {
      known = append(a, b);
      numbers.put(a, b, known);
    }
    return known;
  }

  private int append(int a, int b) {
    if (count == limit) {
      throw new TooManyStatesException(count + " pairs of states");
    }
    if (count == firsts.length) {
      firsts = Arrays.copyOf(firsts, 2 * count);
      seconds = Arrays.copyOf(seconds, 2 * count);
      roots = Arrays.copyOf(roots, 2 * count);
      sources = Arrays.copyOf(sources, 2 * count);
    }
    firsts[count] = a;
    seconds[count] = b;
    sources[count] = expanding;
    count++;
    return count - 1;
  }

  private int settled(int s, int t) {
    boolean sIsSettled = first.satisfiedForGood(s) || first.violatedForGood(s);
    boolean tIsSettled = second.satisfiedForGood(t) || second.violatedForGood(t);
    boolean sAccepts = first.accepting(s);
    boolean tAccepts = second.accepting(t);
    boolean verdict = combination.of(sAccepts, tAccepts);
    boolean firstDecides = sIsSettled && combination.of(sAccepts, !tAccepts) == verdict;
    boolean secondDecides = tIsSettled && combination.of(!sAccepts, tAccepts) == verdict;
    if (firstDecides || secondDecides || (sIsSettled && tIsSettled)) {
      return verdict ? SATISFIED : VIOLATED;
    }
    return 0;
  }
}
