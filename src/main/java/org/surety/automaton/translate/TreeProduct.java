package org.surety.automaton.translate;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.surety.automaton.Mtbdd;

/** Reads one letter in several classes of an {@link AfterFunction} at once, for all letters. */
final class TreeProduct {
  /** What becomes of several classes that were reached together. */
  @FunctionalInterface
  interface Leaf {
    /** The leaf to put there. */
    int of(int[] classes);
  }

  private final AfterFunction after;
  private final Mtbdd result;
  private final Leaf leaf;
  private final Map<List<Integer>, Integer> known = new HashMap<>();

  private TreeProduct(AfterFunction after, Mtbdd result, Leaf leaf) {
    this.after = after;
    this.result = result;
    this.leaf = leaf;
  }

  /**
   * The diagram of what the leaf function makes of the successors.
   *
   * @param result where the diagram goes
   */
  static int of(AfterFunction after, int[] classes, Mtbdd result, Leaf leaf) {
    int[] trees = Arrays.stream(classes).map(after::successors).toArray();
    return new TreeProduct(after, result, leaf).of(trees);
  }

  private int of(int[] trees) {
    List<Integer> key = Arrays.stream(trees).boxed().toList();
    Integer found = known.get(key);
    if (found == null) {
      found = compute(trees);
      known.put(key, found);
    }
    return found;
  }

  private int compute(int[] trees) {
    Mtbdd source = after.trees();
    int top = Mtbdd.LEAF_LEVEL;
    for (int tree : trees) {
      top = Math.min(top, source.level(tree));
    }
    if (top == Mtbdd.LEAF_LEVEL) {
      return leaf.of(Arrays.stream(trees).map(Mtbdd::value).toArray());
    }
    int level = top;
    int low = of(Arrays.stream(trees).map(tree -> source.lowAt(level, tree)).toArray());
    int high = of(Arrays.stream(trees).map(tree -> source.highAt(level, tree)).toArray());
    return result.node(level, low, high);
  }
}
