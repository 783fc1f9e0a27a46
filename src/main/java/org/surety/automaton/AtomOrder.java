package org.surety.automaton;

import java.util.BitSet;
import java.util.List;

/** Rewrites an automaton over another list of atoms. */
public final class AtomOrder {
  private final Dfa dfa;
  private final int[] newLevel;
  private final Mtbdd trees = new Mtbdd();
  private final IntPairMap renamed = new IntPairMap();

  private AtomOrder(Dfa dfa, List<String> atoms) {
    this.dfa = dfa;
    this.newLevel = new int[dfa.atoms().size()];
    for (int k = 0; k < newLevel.length; k++) {
      newLevel[k] = atoms.indexOf(dfa.atoms().get(k));
      if (newLevel[k] < 0) {
        throw new IllegalArgumentException(dfa.atoms().get(k) + " is not among " + atoms);
      }
    }
  }

  /**
   * The automaton of the same language over the given atoms.
   *
   * @param atoms contains all atoms of the automaton, in any order
   */
  public static Dfa reordered(Dfa dfa, List<String> atoms) {
    if (dfa.atoms().equals(atoms)) {
      return dfa;
    }
    AtomOrder order = new AtomOrder(dfa, atoms);
    int[] roots = new int[dfa.states()];
    BitSet accepting = new BitSet();
    for (int s = 0; s < roots.length; s++) {
      roots[s] = order.rename(dfa.tree(s));
      accepting.set(s, dfa.accepting(s));
    }
    return Minimization.minimize(atoms, order.trees, roots, accepting);
  }

  private int rename(int tree) {
    if (Mtbdd.isLeaf(tree)) {
      return tree;
    }
    int known = renamed.get(tree, 0);
    if (known == IntPairMap.MISSING) {
      int level = newLevel[dfa.level(tree)];
      known = choose(level, rename(dfa.low(tree)), rename(dfa.high(tree)));
      renamed.put(tree, 0, known);
    }
    return known;
  }

  /** "If the variable of this level then high else low", wherever low and high test theirs. */
  private int choose(int level, int low, int high) {
    int top = Math.min(trees.level(low), trees.level(high));
    if (level < top) {
      return trees.node(level, low, high);
    }
    return trees.node(
        top,
        choose(level, trees.lowAt(top, low), trees.lowAt(top, high)),
        choose(level, trees.highAt(top, low), trees.highAt(top, high)));
  }
}
