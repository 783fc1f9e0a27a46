package org.surety.automaton;

import java.util.List;
import org.surety.automaton.SumOfProducts.Cube;

/**
 * A store of binary decision diagrams: Boolean functions of variables numbered from 0, the least on
 * top (Bryant, IEEE Trans. Comput. 1986). Equal functions are the same int. Nodes are never freed;
 * operations throw {@link TooManyStatesException} past a million of them. Not thread-safe.
 */
public final class Bdd {
  /** The function that is false everywhere. */
  public static final int FALSE = Mtbdd.leaf(0);

  /** The function that is true everywhere. */
  public static final int TRUE = Mtbdd.leaf(1);

  /** Most nodes: beyond, memory would be exhausted. */
  private static final int MAX_NODES = 1 << 20;

  /** Operations between two calls of the watch; a power of two. */
  private static final int WATCH = 1 << 10;

  private final Runnable watch;
  private int steps;
  private final Mtbdd nodes = new Mtbdd();
  private final IntPairMap conjunctions = new IntPairMap();
  private final IntPairMap disjunctions = new IntPairMap();
  private final IntPairMap negations = new IntPairMap();

  /** An empty store. */
  public Bdd() {
    this(() -> {});
  }

  /**
   * An empty store whose operations can be stopped.
   *
   * @param watch called now and then; what it throws comes out of the operation
   */
  public Bdd(Runnable watch) {
    this.watch = watch;
  }

  /** Whether the function is constant. */
  public static boolean isConstant(int f) {
    return Mtbdd.isLeaf(f);
  }

  /** The function that is true where the variable is. */
  public int variable(int number) {
    return nodes.node(number, FALSE, TRUE);
  }

  /** The conjunction of the literals of a cube. */
  public int of(Cube cube) {
    int f = TRUE;
    long used = cube.positive() | cube.negative();
    while (used != 0) {
      int number = Long.SIZE - 1 - Long.numberOfLeadingZeros(used);
      used &= ~(1L << number);
      boolean plain = (cube.positive() >> number & 1) == 1;
      f = plain ? nodes.node(number, FALSE, f) : nodes.node(number, f, FALSE);
    }
    return f;
  }

  /** The first variable that a function tests; {@link Mtbdd#LEAF_LEVEL} for a constant. */
  public int top(int f) {
    return nodes.level(f);
  }

  /** What a function that is not constant becomes when its first variable is false. */
  public int low(int f) {
    return nodes.low(f);
  }

  /** What a function that is not constant becomes when its first variable is true. */
  public int high(int f) {
    return nodes.high(f);
  }

  private void step() {
    steps++;
    if (steps % WATCH == 0) {
      watch.run();
      if (nodes.size() > MAX_NODES) {
        throw new TooManyStatesException(MAX_NODES + " nodes of decision diagrams");
      }
    }
  }

  public int not(int f) {
    if (Mtbdd.isLeaf(f)) {
      return f == TRUE ? FALSE : TRUE;
    }
    int known = negations.get(f, 0);
    if (known == IntPairMap.MISSING) {
      step();
      known = nodes.node(nodes.level(f), not(nodes.low(f)), not(nodes.high(f)));
      negations.put(f, 0, known);
    }
    return known;
  }

  public int and(int f, int g) {
    if (f == FALSE || g == FALSE) {
      return FALSE;
    }
    if (f == TRUE || f == g) {
      return g;
    }
    if (g == TRUE) {
      return f;
    }
    int first = Math.min(f, g);
    int second = Math.max(f, g);
    int known = conjunctions.get(first, second);
    if (known == IntPairMap.MISSING) {
      step();
      int level = Math.min(nodes.level(f), nodes.level(g));
      int low = and(nodes.lowAt(level, f), nodes.lowAt(level, g));
      known = nodes.node(level, low, and(nodes.highAt(level, f), nodes.highAt(level, g)));
      conjunctions.put(first, second, known);
    }
    return known;
  }

  public int or(int f, int g) {
    if (f == TRUE || g == TRUE) {
      return TRUE;
    }
    if (f == FALSE || f == g) {
      return g;
    }
    if (g == FALSE) {
      return f;
    }
    int first = Math.min(f, g);
    int second = Math.max(f, g);
    int known = disjunctions.get(first, second);
    if (known == IntPairMap.MISSING) {
      step();
      int level = Math.min(nodes.level(f), nodes.level(g));
      int low = or(nodes.lowAt(level, f), nodes.lowAt(level, g));
      known = nodes.node(level, low, or(nodes.highAt(level, f), nodes.highAt(level, g)));
      disjunctions.put(first, second, known);
    }
    return known;
  }

  /** Whether g is true wherever f is. */
  public boolean implies(int f, int g) {
    return and(f, not(g)) == FALSE;
  }

  /** An irredundant disjunction of cubes, over the first 64 variables. */
  public List<Cube> cubes(int f) {
    return SumOfProducts.of(nodes, f);
  }
}
