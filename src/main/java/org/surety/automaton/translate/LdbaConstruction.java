package org.surety.automaton.translate;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.surety.automaton.IntPairMap;
import org.surety.automaton.Limits;
import org.surety.automaton.Mtbdd;
import org.surety.logic.Formula;
import org.surety.logic.LtlSimplifier;
import org.surety.logic.Subformulas;
import org.surety.logic.SyntacticHierarchy;

/**
 * A part that waits, deterministic and without acceptance, and jumps from it into {@link
 * Breakpoints}, one for each of the {@link PersistenceGuesses} that can matter.
 *
 * <p>What is left of a formula after a prefix needs no jump as soon as it is of class Π2; nor if it
 * is of class Σ2 and the automaton of its negation is weak, since that can be complemented.
 */
final class LdbaConstruction {
  /** A state of the complement of a weak automaton; graphs are compared by identity. */
  private record Complement(JumpGraph graph, int state) {}

  private final Limits limits;
  private final AfterFunction after;
  private final ClassFormulas formulas;
  private final SyntacticHierarchy hierarchy = new SyntacticHierarchy();
  private final LtlSimplifier simplifier = new LtlSimplifier();
  private final PersistenceGuesses guesses = new PersistenceGuesses(hierarchy);
  private final LazyComponents components = new LazyComponents(this::successors);
  private final Map<Integer, Integer> simplified = new HashMap<>();
  private final Map<Integer, Boolean> weak = new HashMap<>();
  private final Breakpoints breakpoints;
  private final Breakpoints negated;
  private final JumpGraph graph = new JumpGraph();

  /** Classes that wait, as {@link Integer}, {@link Breakpoints.State}, {@link Complement}. */
  private final Map<Object, Integer> numbers = new HashMap<>();

  private final List<Object> states = new ArrayList<>();

  private LdbaConstruction(List<String> atoms, Limits limits) {
    this.limits = limits;
    this.after = new AfterFunction(atoms, limits);
    this.formulas = new ClassFormulas(after);
    this.breakpoints = new Breakpoints(new AfterFunction(atoms, limits), hierarchy, simplifier);
    this.negated = new Breakpoints(new AfterFunction(atoms, limits), hierarchy, simplifier);
  }

  /**
   * The graph of a formula: state 0 is initial; acceptance set 0 is a Büchi condition. No state if
   * the formula is plainly unsatisfiable.
   *
   * @param atoms all atoms of the formula
   * @param f in negation normal form, without windows
   */
  static JumpGraph of(List<String> atoms, Formula f, Limits limits) {
    LdbaConstruction construction = new LdbaConstruction(atoms, limits);
    construction.explore(f);
    return construction.graph;
  }

  private void explore(Formula f) {
    int initial = after.of(f);
    if (initial == AfterFunction.FALSE) {
      return;
    }
    state(initial);
    for (int s = 0; s < states.size(); s++) {
      limits.check(states.size());
      if (states.get(s) instanceof Breakpoints.State state) {
        graph.setTree(s, breakpoints.tree(state, graph, this::number));
      } else if (states.get(s) instanceof Complement state) {
        JumpGraph source = state.graph;
        graph.setTree(
            s,
            source.relabeled(
                source.tree(state.state),
                edge -> graph.leaf(number(new Complement(source, edge.target())), edge.marks()),
                new IntPairMap()));
      } else {
        int c = (Integer) states.get(s);
        graph.setTree(s, TreeProduct.of(after, new int[] {c}, graph.trees(), this::waiting));
        graph.setJumps(s, jumps(c));
      }
    }
  }

  private int waiting(int[] classes) {
    return classes[0] == AfterFunction.FALSE ? JumpGraph.NO_EDGE : graph.leaf(state(classes[0]), 0);
  }

  private int number(Object state) {
    Integer number = numbers.get(state);
    if (number == null) {
      number = graph.addState();
      numbers.put(state, number);
      states.add(state);
    }
    return number;
  }

  // --- Waiting ----------------------------------------------------------------------------------

  private int state(int c) {
    int simpler = simplified(c);
    Formula f = formulas.of(simpler);
    if (hierarchy.pi(f) <= 2) {
      return number(breakpoints.entry(breakpoints.after().of(f)));
    }
    if (hierarchy.sigma(f) <= 2 && weak.getOrDefault(components.of(simpler), true)) {
      Optional<JumpGraph> complement = complement(f);
      weak.put(components.of(simpler), complement.isPresent());
      if (complement.isPresent()) {
        return number(new Complement(complement.get(), 0));
      }
    }
    return number(simpler);
  }

  /** The automaton of a formula of class Σ2, if that of its negation is weak. */
  private Optional<JumpGraph> complement(Formula f) {
    int c = negated.after().of(simplifier.negation(f));
    JumpGraph result = graph.sharingTrees();
    if (c != AfterFunction.FALSE) {
      negated.explore(c, result, limits);
    }
    return JumpReduction.complementIfWeak(result);
  }

  private int simplified(int c) {
    Integer found = simplified.get(c);
    if (found == null) {
      found = after.of(simplifier.of(formulas.of(c)));
      simplified.put(c, found);
      simplified.putIfAbsent(found, found);
    }
    return found;
  }

  private int[] successors(int c) {
    BitSet found = new BitSet();
    collect(after.successors(c), found, new IntPairMap());
    return found.stream().toArray();
  }

  private void collect(int tree, BitSet found, IntPairMap seen) {
    if (Mtbdd.isLeaf(tree)) {
      found.set(simplified(Mtbdd.value(tree)));
    } else if (seen.get(tree, 0) == IntPairMap.MISSING) {
      seen.put(tree, 0, 1);
      collect(after.trees().low(tree), found, seen);
      collect(after.trees().high(tree), found, seen);
    }
  }

  // --- Jumps ----------------------------------------------------------------------------------

  private List<Integer> jumps(int c) {
    // A run comes to a state that recurs, and may as well jump there.
    if (!components.isCyclic(c) || isBlocked(formulas.of(c))) {
      return List.of();
    }
    AfterFunction targets = breakpoints.after();
    Set<Integer> found = new LinkedHashSet<>();
    for (Formula f :
        guesses.of(
            withoutCoSafeDisjuncts(formulas.of(c)), g -> targets.of(g) == AfterFunction.FALSE)) {
      found.add(targets.of(f));
    }
    List<Integer> greatest = new ArrayList<>();
    for (int target : found) {
      if (found.stream()
          .noneMatch(other -> other != target && targets.and(target, other) == target)) {
        greatest.add(number(breakpoints.entry(target)));
      }
    }
    return greatest;
  }

  /**
   * Whether some conjunct has yet to happen and, once it has, does not come up again: then it is
   * early enough to jump when it has.
   */
  private boolean isBlocked(Formula f) {
    if (f.kind() != Formula.Kind.AND) {
      return false;
    }
    for (Formula conjunct : f.operands()) {
      if (hierarchy.sigma(conjunct) == 1) {
        Set<Formula> others = new HashSet<>();
        for (Formula other : f.operands()) {
          if (other != conjunct) {
            others.addAll(Subformulas.of(other));
          }
        }
        if (Subformulas.of(conjunct).stream()
            .noneMatch(part -> ClassFormulas.isLeast(part) && others.contains(part))) {
          return true;
        }
      }
    }
    return false;
  }

  /** If a disjunct of class Σ1 happens, the part that waits sees it. */
  private Formula withoutCoSafeDisjuncts(Formula f) {
    if (f.kind() != Formula.Kind.OR) {
      return f;
    }
    return Formula.or(f.operands().stream().filter(part -> hierarchy.sigma(part) > 1).toList());
  }
}
