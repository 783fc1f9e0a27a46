package org.surety.automaton.translate;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.surety.automaton.IntPairMap;
import org.surety.automaton.Limits;
import org.surety.automaton.Mtbdd;
import org.surety.logic.Formula;
import org.surety.logic.LtlSimplifier;
import org.surety.logic.Subformulas;
import org.surety.logic.SyntacticHierarchy;

/**
 * Deterministic Büchi automata for formulas of class Π2 by breakpoints (Miyano and Hayashi, TCS
 * 1984, on derivatives; Sickert and Esparza, "An efficient normalisation procedure for linear
 * temporal logic", LICS 2020, section 5).
 *
 * <p>What a formula <em>demands</em> to happen from the current position on, its G, R and W
 * unfolded once, is of class Σ1: it has happened when its class has become TRUE. A state waits for
 * what was demanded at one moment, and then for what has been demanded meanwhile. A word satisfies
 * the formula if and only if each of these waits ends, that is, if there are infinitely many
 * rounds.
 *
 * <p>A conjunct G f with f in Σ1 that stays throughout a strongly connected component is a
 * <em>part</em> of its own there, and parts are waited for in turn: {@code G F a & G F b} takes two
 * states rather than three. What is left of a formula is simplified wherever the demands of the
 * simpler formula imply those of the other, so that what is waited for anyway is not remembered.
 */
final class Breakpoints {
  /**
   * A state.
   *
   * @param formula the class of what must hold of the rest of the word
   * @param awaited the part whose demands are waited for
   * @param pending the class of what is left of them
   */
  record State(int formula, int awaited, int pending) {}

  /** A state, and whether the step to it completes a round. */
  private record Step(State state, boolean round) {}

  private final AfterFunction after;
  private final ClassFormulas formulas;
  private final SyntacticHierarchy hierarchy;
  private final LtlSimplifier simplifier;
  private final LazyComponents components = new LazyComponents(this::successors);
  private final Map<Integer, Integer> simplified = new HashMap<>();
  private final Map<Integer, Set<Formula>> partsOfClass = new HashMap<>();
  private final Map<Integer, List<Formula>> partsOfComponent = new HashMap<>();
  private final Map<Integer, int[]> demands = new HashMap<>();

  /**
   * No state yet.
   *
   * @param after that has met, and will meet, formulas of class Π2 alone: a class is of Π2 if the
   *     first formula met of it is
   */
  Breakpoints(AfterFunction after, SyntacticHierarchy hierarchy, LtlSimplifier simplifier) {
    this.after = after;
    this.formulas = new ClassFormulas(after);
    this.hierarchy = hierarchy;
    this.simplifier = simplifier;
  }

  /** The classes of formulas. */
  AfterFunction after() {
    return after;
  }

  /** The state in which a formula of class Π2 is to hold; its class is not FALSE. */
  State entry(int c) {
    int formula = simplified(c);
    return new State(formula, 0, demands(formula)[0]);
  }

  /** The classes to read the next letter in: that of the formula, what is awaited, all demands. */
  private int[] classes(State state) {
    int[] own = demands(state.formula);
    int[] classes = new int[own.length + 2];
    classes[0] = state.formula;
    classes[1] = state.pending;
    System.arraycopy(own, 0, classes, 2, own.length);
    return classes;
  }

  /**
   * The state after a letter.
   *
   * @param successors of the {@link #classes} by the letter; the first is not FALSE
   */
  private Step step(State state, int[] successors) {
    int formula = simplified(successors[0]);
    int[] next = demands(formula);
    if (components.of(formula) != components.of(state.formula)) {
      int left = AfterFunction.TRUE;
      for (int j = 2; j < successors.length; j++) {
        left = after.and(left, successors[j]);
      }
      return new Step(new State(formula, 0, left == AfterFunction.TRUE ? next[0] : left), false);
    }
    int parts = next.length;
    int awaited = state.awaited;
    int pending = successors[1];
    boolean round = false;
    for (int turn = 1; turn <= parts && pending == AfterFunction.TRUE; turn++) {
      awaited = (awaited + 1) % parts;
      round |= awaited == 0;
      // What was demanded and is left: if nothing is, the letter was all there was to wait for.
      pending = successors[2 + awaited];
      if (pending == AfterFunction.TRUE && turn == parts) {
        pending = next[awaited];
      }
    }
    return new Step(new State(formula, awaited, pending), round);
  }

  /** Numbers states. */
  @FunctionalInterface
  interface Numbering {
    /** The number of a state. */
    int of(State state);
  }

  /** The transitions of a state, with Büchi marks, as a diagram of a graph. */
  int tree(State state, JumpGraph graph, Numbering numbering) {
    return TreeProduct.of(
        after,
        classes(state),
        graph.trees(),
        next -> {
          if (next[0] == AfterFunction.FALSE) {
            return JumpGraph.NO_EDGE;
          }
          Step step = step(state, next);
          return graph.leaf(numbering.of(step.state), step.round ? 1 : 0);
        });
  }

  /** Adds all states to a graph without states, that of a class other than FALSE first. */
  void explore(int c, JumpGraph graph, Limits limits) {
    Map<State, Integer> numbers = new HashMap<>();
    List<State> states = new ArrayList<>();
    Numbering numbering =
        state ->
            numbers.computeIfAbsent(
                state,
                key -> {
                  states.add(key);
                  return graph.addState();
                });
    numbering.of(entry(c));
    for (int s = 0; s < states.size(); s++) {
      limits.check(states.size());
      graph.setTree(s, tree(states.get(s), graph, numbering));
    }
  }

  private int[] successors(int c) {
    BitSet found = new BitSet();
    collect(after.successors(c), found, new IntPairMap());
    return found.stream().toArray();
  }

  private void collect(int tree, BitSet found, IntPairMap seen) {
    if (seen.get(tree, 0) == IntPairMap.MISSING) {
      seen.put(tree, 0, 1);
      if (!Mtbdd.isLeaf(tree)) {
        collect(after.trees().low(tree), found, seen);
        collect(after.trees().high(tree), found, seen);
      } else if (Mtbdd.value(tree) != AfterFunction.FALSE) {
        found.set(simplified(Mtbdd.value(tree)));
      }
    }
  }

  private int simplified(int c) {
    Integer found = simplified.get(c);
    if (found == null) {
      Formula f = formulas.of(c);
      Formula simpler = simplifier.of(f);
      found = simpler != f && hierarchy.pi(simpler) <= 2 ? simplified(c, after.of(simpler)) : c;
      simplified.put(c, found);
      simplified.putIfAbsent(found, found);
    }
    return found;
  }

  private int simplified(int c, int simpler) {
    int wanted = after.of(demands(formulas.of(c)));
    int kept = after.of(demands(formulas.of(simpler)));
    return after.and(kept, wanted) == kept ? simpler : c;
  }

  // --- Parts and demands ------------------------------------------------------------------------

  /** The demands of a simplified class by part; there is at least one. */
  private int[] demands(int c) {
    int[] found = demands.get(c);
    if (found == null) {
      found = computeDemands(c);
      demands.put(c, found);
    }
    return found;
  }

  private int[] computeDemands(int c) {
    List<Formula> parts = parts(c);
    List<List<Formula>> byPart = new ArrayList<>();
    for (int j = 0; j < Math.max(parts.size(), 1); j++) {
      byPart.add(new ArrayList<>());
    }
    for (Formula conjunct : conjuncts(formulas.of(c))) {
      if (hierarchy.pi(conjunct) > 1) {
        byPart.get(partOf(conjunct, parts)).add(demands(conjunct));
      }
    }
    return byPart.stream().mapToInt(all -> after.of(Formula.and(all))).toArray();
  }

  /** What a part has left behind is waited for with it; else, with the first. */
  private int partOf(Formula conjunct, List<Formula> parts) {
    int own = parts.indexOf(conjunct);
    if (own >= 0) {
      return own;
    }
    if (hierarchy.sigma(conjunct) <= 1) {
      Set<Formula> least = new LinkedHashSet<>(Subformulas.of(conjunct));
      least.removeIf(f -> !ClassFormulas.isLeast(f));
      for (int j = 0; j < parts.size(); j++) {
        if (Subformulas.of(parts.get(j)).containsAll(least)) {
          return j;
        }
      }
    }
    return 0;
  }

  private List<Formula> parts(int c) {
    int component = components.of(c);
    List<Formula> found = partsOfComponent.get(component);
    if (found == null) {
      Set<Formula> common = new LinkedHashSet<>(steady(c));
      for (int member : components.members(c)) {
        common.retainAll(steady(member));
      }
      found = List.copyOf(common);
      partsOfComponent.put(component, found);
    }
    return found;
  }

  /** Conjuncts G f with f in Σ1 that demand something. */
  private Set<Formula> steady(int c) {
    Set<Formula> found = partsOfClass.get(c);
    if (found == null) {
      found = new LinkedHashSet<>(conjuncts(formulas.of(c)));
      found.removeIf(
          f ->
              f.kind() != Formula.Kind.GLOBALLY
                  || hierarchy.sigma(f.left()) > 1
                  || hierarchy.pi(f) <= 1);
      partsOfClass.put(c, found);
    }
    return found;
  }

  private static List<Formula> conjuncts(Formula f) {
    List<Formula> found = new ArrayList<>();
    collectConjuncts(f, found);
    return found;
  }

  private static void collectConjuncts(Formula f, List<Formula> found) {
    if (f.kind() == Formula.Kind.AND) {
      f.operands().forEach(operand -> collectConjuncts(operand, found));
    } else if (f.kind() == Formula.Kind.GLOBALLY && f.left().kind() == Formula.Kind.AND) {
      f.left().operands().forEach(part -> collectConjuncts(Formula.always(part), found));
    } else {
      found.add(f);
    }
  }

  /**
   * What a formula demands to happen, from the current position on: as it is unfolded once, with
   * all true that is to hold from the next position on and is not in Σ1. Formulas of one class
   * demand the same.
   */
  private Formula demands(Formula f) {
    if (hierarchy.sigma(f) <= 1) {
      return f;
    }
    return switch (f.kind()) {
      case AND -> Formula.and(f.operands().stream().map(this::demands).toList());
      case OR -> Formula.or(f.operands().stream().map(this::demands).toList());
      case NEXT, WEAK_NEXT -> Formula.next(later(f.left()));
      case GLOBALLY -> demands(f.left());
      case WEAK_UNTIL -> Formula.or(demands(f.left()), demands(f.right()));
      case RELEASE -> demands(f.right());
      default -> throw new AssertionError(f);
    };
  }

  /** What of a formula is of class Σ1; the rest comes up later. */
  private Formula later(Formula f) {
    if (hierarchy.sigma(f) <= 1) {
      return f;
    }
    return switch (f.kind()) {
      case AND -> Formula.and(f.operands().stream().map(this::later).toList());
      case OR -> Formula.or(f.operands().stream().map(this::later).toList());
      default -> Formula.TRUE;
    };
  }
}
