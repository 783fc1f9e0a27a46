package org.surety.automaton.translate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.surety.automaton.Bdd;
import org.surety.automaton.Limits;
import org.surety.automaton.TooManyStatesException;
import org.surety.automaton.omega.Acceptance;
import org.surety.automaton.omega.AcceptanceName;
import org.surety.automaton.omega.Label;
import org.surety.automaton.omega.OmegaAutomaton;
import org.surety.logic.Formula;
import org.surety.logic.LtlSimplifier;
import org.surety.logic.SuffixClosure;
import org.surety.logic.SyntacticImplication;

/**
 * Generalized Büchi automata whose states are formulas on the rest of the word, as the tableau of
 * Couvreur ("On-the-fly verification of linear temporal logic", FM 1999) with the improvements of
 * Duret-Lutz ("LTL translation improvements in Spot 1.0", IJCCBS 2014): formulas of equal diagrams
 * are one state, and letters that leave different demands are told apart, so that an edge is a
 * choice only where the formula leaves one. At most exponentially many states in the formula.
 */
final class TgbaConstruction {
  private final List<String> atoms;
  private final Limits limits;
  private final LtlSimplifier simplifier;
  private final SuffixClosure closure = new SuffixClosure();
  private final SyntacticImplication implication = new SyntacticImplication(closure);
  private final PromiseDiagrams diagrams;
  private final Map<Integer, Integer> stateOf = new HashMap<>();
  private final List<Formula> formulas = new ArrayList<>();
  private final List<PendingEdge> edges = new ArrayList<>();

  private record PendingEdge(int source, int letters, int target, long promises) {}

  private TgbaConstruction(List<String> atoms, LtlSimplifier simplifier, Limits limits) {
    this.atoms = atoms;
    this.simplifier = simplifier;
    this.limits = limits;
    this.diagrams =
        new PromiseDiagrams(atoms, limits.maxStates(), () -> limits.check(formulas.size()));
  }

  /**
   * An automaton of the words that satisfy a formula.
   *
   * @param f as {@link LtlSimplifier} leaves it
   * @param atoms all atoms of the formula
   */
  static OmegaAutomaton of(Formula f, List<String> atoms, LtlSimplifier simplifier, Limits limits) {
    TgbaConstruction construction = new TgbaConstruction(atoms, simplifier, limits);
    construction.state(f);
    for (int s = 0; s < construction.formulas.size(); s++) {
      construction.expand(s);
    }
    int goals = construction.diagrams.goals();
    // A promise is kept where it is not made any more.
    return construction.automaton(goals, goals == 0 ? 0 : -1L >>> (Long.SIZE - goals));
  }

  /**
   * An automaton of the words that satisfy {@code G F goal}: it tries for the goal again and again,
   * one try at a time.
   *
   * @param goal without G, R and W, so that a finite part of the word is enough to reach it
   */
  static OmegaAutomaton ofRecurrence(
      Formula goal, List<String> atoms, LtlSimplifier simplifier, Limits limits) {
    TgbaConstruction construction = new TgbaConstruction(atoms, simplifier, limits);
    construction.state(Formula.eventually(goal));
    for (int s = 0; s < construction.formulas.size(); s++) {
      construction.expandTry(s);
    }
    return construction.automaton(1, 1);
  }

  private void expand(int source) {
    Map<Long, Map<Integer, Integer>> letters = new LinkedHashMap<>();
    diagrams
        .demands(diagrams.of(formulas.get(source)))
        .forEach(
            (demand, letter) -> {
              for (PromiseDiagrams.Choice choice : diagrams.choices(demand)) {
                if (isPossible(choice.rest())) {
                  letters
                      .computeIfAbsent(choice.promises(), p -> new LinkedHashMap<>())
                      .merge(state(Formula.and(choice.rest())), letter, diagrams.functions()::or);
                }
              }
            });
    letters.forEach(
        (promises, targets) ->
            targets.forEach(
                (target, letter) -> edges.add(new PendingEdge(source, letter, target, promises))));
    Formula f = formulas.get(source);
    if (f != Formula.TRUE && f != Formula.FALSE && closure.isEventual(f)) {
      // F e = e: waiting is allowed, and states that do nothing else become superfluous. It keeps
      // no
      // promise, and there is one: e has an F.
      edges.add(new PendingEdge(source, Bdd.TRUE, source, -1));
    }
  }

  private void expandTry(int source) {
    diagrams
        .demands(diagrams.of(formulas.get(source)))
        .forEach(
            (demand, letter) -> {
              for (PromiseDiagrams.Choice choice : diagrams.choices(demand)) {
                Formula rest = Formula.and(choice.rest());
                boolean reached = rest == Formula.TRUE;
                if (isPossible(choice.rest())) {
                  edges.add(
                      new PendingEdge(source, letter, reached ? 0 : state(rest), reached ? 0 : 1));
                }
              }
            });
  }

  /** Whether the syntax does not show that the demands contradict each other. */
  private boolean isPossible(List<Formula> demands) {
    for (Formula f : demands) {
      for (Formula g : demands) {
        if (f != g && implication.implies(f, simplifier.negation(g))) {
          return false;
        }
      }
    }
    return true;
  }

  private int state(Formula f) {
    int diagram = diagrams.of(f);
    Integer known = stateOf.get(diagram);
    if (known == null) {
      known = formulas.size();
      limits.check(known + 1);
      stateOf.put(diagram, known);
      formulas.add(f);
    }
    return known;
  }

  private OmegaAutomaton automaton(int sets, long all) {
    if (sets > Acceptance.MAX_SETS) {
      throw new TooManyStatesException(Acceptance.MAX_SETS + " eventualities");
    }
    OmegaAutomaton.Builder builder =
        OmegaAutomaton.builder(
            atoms, Acceptance.of(AcceptanceName.of(AcceptanceName.Kind.GENERALIZED_BUCHI, sets)));
    formulas.forEach(f -> builder.nameState(builder.addState(), f.toString()));
    builder.addInitial(0);
    for (PendingEdge edge : edges) {
      Label label = new Label(diagrams.functions().cubes(edge.letters));
      builder.addEdge(edge.source, label, edge.target, all & ~edge.promises);
    }
    return builder.build();
  }
}
