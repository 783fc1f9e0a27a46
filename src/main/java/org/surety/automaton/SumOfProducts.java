package org.surety.automaton;

import java.util.ArrayList;
import java.util.List;

/**
 * Writes a Boolean function as an irredundant disjunction of cubes: no cube can be left out and no
 * literal dropped (Minato, "Fast generation of irredundant sum-of-products forms from binary
 * decision diagrams", SASIMI 1992).
 */
public final class SumOfProducts {
  private static final int FALSE = Mtbdd.leaf(0);
  private static final int TRUE = Mtbdd.leaf(1);

  /**
   * A conjunction of literals.
   *
   * @param positive bit k: the k-th variable occurs plain
   * @param negative bit k: the k-th variable occurs negated
   */
  public record Cube(long positive, long negative) {}

  /** Cubes and the function they make up. */
  private record Cover(List<Cube> cubes, int function) {}

  private final Mtbdd nodes = new Mtbdd();
  private final IntPairMap conjunctions = new IntPairMap();
  private final IntPairMap disjunctions = new IntPairMap();
  private final IntPairMap differences = new IntPairMap();

  /** The letters by which an automaton goes from one state to another; empty if there are none. */
  public static List<Cube> ofTransition(Dfa dfa, int source, int target) {
    SumOfProducts sum = new SumOfProducts();
    int f = sum.copy(dfa, dfa.tree(source), target, new IntPairMap());
    return sum.cover(f, f).cubes;
  }

  /** The disjunction for a diagram whose leaves are 0 and 1. */
  public static List<Cube> of(Mtbdd diagrams, int f) {
    SumOfProducts sum = new SumOfProducts();
    int copy = sum.copy(diagrams, f, new IntPairMap());
    return sum.cover(copy, copy).cubes;
  }

  private int copy(Dfa dfa, int tree, int target, IntPairMap copied) {
    if (Mtbdd.isLeaf(tree)) {
      return Mtbdd.value(tree) == target ? TRUE : FALSE;
    }
    int known = copied.get(tree, 0);
    if (known == IntPairMap.MISSING) {
      int low = copy(dfa, dfa.low(tree), target, copied);
      known = nodes.node(dfa.level(tree), low, copy(dfa, dfa.high(tree), target, copied));
      copied.put(tree, 0, known);
    }
    return known;
  }

  private int copy(Mtbdd diagrams, int f, IntPairMap copied) {
    if (Mtbdd.isLeaf(f)) {
      return f;
    }
    int known = copied.get(f, 0);
    if (known == IntPairMap.MISSING) {
      int low = copy(diagrams, diagrams.low(f), copied);
      known = nodes.node(diagrams.level(f), low, copy(diagrams, diagrams.high(f), copied));
      copied.put(f, 0, known);
    }
    return known;
  }

  /** Cubes that cover at least {@code least} and at most {@code most}. */
  private Cover cover(int least, int most) {
    if (least == FALSE) {
      return new Cover(List.of(), FALSE);
    }
    if (most == TRUE) {
      return new Cover(List.of(new Cube(0, 0)), TRUE);
    }
    int level = Math.min(nodes.level(least), nodes.level(most));
    int least0 = nodes.lowAt(level, least);
    int least1 = nodes.highAt(level, least);
    int most0 = nodes.lowAt(level, most);
    int most1 = nodes.highAt(level, most);
    Cover negative = cover(andNot(least0, most1), most0);
    Cover positive = cover(andNot(least1, most0), most1);
    int open = or(andNot(least0, negative.function), andNot(least1, positive.function));
    Cover neither = cover(open, and(most0, most1));
    List<Cube> cubes = new ArrayList<>();
    for (Cube cube : negative.cubes) {
      cubes.add(new Cube(cube.positive, cube.negative | 1L << level));
    }
    for (Cube cube : positive.cubes) {
      cubes.add(new Cube(cube.positive | 1L << level, cube.negative));
    }
    cubes.addAll(neither.cubes);
    int function =
        nodes.node(
            level,
            or(negative.function, neither.function),
            or(positive.function, neither.function));
    return new Cover(cubes, function);
  }

  private int and(int f, int g) {
    if (f == FALSE || g == FALSE) {
      return FALSE;
    }
    if (f == TRUE || f == g) {
      return g;
    }
    if (g == TRUE) {
      return f;
    }
    int known = conjunctions.get(f, g);
    if (known == IntPairMap.MISSING) {
      int level = Math.min(nodes.level(f), nodes.level(g));
      int low = and(nodes.lowAt(level, f), nodes.lowAt(level, g));
      known = nodes.node(level, low, and(nodes.highAt(level, f), nodes.highAt(level, g)));
      conjunctions.put(f, g, known);
    }
    return known;
  }

  private int or(int f, int g) {
    if (f == TRUE || g == TRUE) {
      return TRUE;
    }
    if (f == FALSE || f == g) {
      return g;
    }
    if (g == FALSE) {
      return f;
    }
    int known = disjunctions.get(f, g);
    if (known == IntPairMap.MISSING) {
      int level = Math.min(nodes.level(f), nodes.level(g));
      int low = or(nodes.lowAt(level, f), nodes.lowAt(level, g));
      known = nodes.node(level, low, or(nodes.highAt(level, f), nodes.highAt(level, g)));
      disjunctions.put(f, g, known);
    }
    return known;
  }

  private int andNot(int f, int g) {
    if (f == FALSE || g == TRUE || f == g) {
      return FALSE;
    }
    if (g == FALSE) {
      return f;
    }
    int known = differences.get(f, g);
    if (known == IntPairMap.MISSING) {
      int level = Math.min(nodes.level(f), nodes.level(g));
      int low = andNot(nodes.lowAt(level, f), nodes.lowAt(level, g));
      known = nodes.node(level, low, andNot(nodes.highAt(level, f), nodes.highAt(level, g)));
      differences.put(f, g, known);
    }
    return known;
  }
}
