package org.surety.automaton.translate;

import java.util.ArrayList;
import java.util.List;
import org.surety.automaton.IntPairMap;
import org.surety.automaton.Limits;
import org.surety.automaton.Mtbdd;
import org.surety.automaton.SumOfProducts;
import org.surety.automaton.TooManyStatesException;
import org.surety.automaton.omega.Acceptance;
import org.surety.automaton.omega.AcceptanceName;
import org.surety.automaton.omega.Label;
import org.surety.automaton.omega.LimitDeterministicAutomaton;
import org.surety.automaton.omega.OmegaAutomaton;
import org.surety.automaton.translate.JumpGraph.Edge;
import org.surety.logic.Formula;
import org.surety.logic.LtlSimplifier;

/**
 * LTL to limit-deterministic Büchi automata, which can be multiplied with Markov decision processes
 * (Courcoubetis and Yannakakis, JACM 1995; Sickert, Esparza, Jaax and Křetínský,
 * "Limit-deterministic Büchi automata for linear temporal logic", CAV 2016).
 *
 * <p>The formula is simplified. If its class is Π2, or Σ2 with a weak automaton, the result is
 * deterministic. Else a deterministic part waits, and jumps guess once which G, R and W hold from
 * then on for ever; any later state of the run is as good to jump from. Reduced by language where
 * that is weak, and by bisimulation. At worst doubly exponential in the formula.
 */
public final class LdbaTranslator {
  private LdbaTranslator() {}

  /**
   * The automaton with jumps as ordinary edges: transition-based Büchi acceptance, reachable states
   * that accept something, not completed. One that accepts nothing has no states.
   *
   * @param f read on infinite words
   * @param limits on the states of the automaton and of what it is made from
   * @throws TooManyStatesException if the limits are met; it says how far the construction got
   */
  public static OmegaAutomaton translate(Formula f, Limits limits) {
    return withJumps(f, limits).withJumpsAsEdges();
  }

  /**
   * The automaton with jumps that read no letter.
   *
   * @param f read on infinite words
   * @param limits on the states of the automaton and of what it is made from
   * @throws TooManyStatesException if the limits are met; it says how far the construction got
   */
  public static LimitDeterministicAutomaton withJumps(Formula f, Limits limits) {
    List<String> atoms = List.copyOf(f.atoms());
    return automaton(graph(atoms, f, limits), atoms, f.toString(), limits);
  }

  /**
   * The reduced graph of a formula: state 0, if there is any, is initial, and every state accepts
   * something.
   */
  static JumpGraph graph(List<String> atoms, Formula f, Limits limits) {
    try {
      return JumpReduction.of(LdbaConstruction.of(atoms, LtlSimplifier.simplify(f), limits), 1);
    } catch (StackOverflowError e) {
      throw new TooManyStatesException("what fits on the stack");
    }
  }

  private static LimitDeterministicAutomaton automaton(
      JumpGraph graph, List<String> atoms, String name, Limits limits) {
    OmegaAutomaton.Builder builder =
        OmegaAutomaton.builder(atoms, Acceptance.of(AcceptanceName.of(AcceptanceName.Kind.BUCHI)));
    builder.name(name);
    List<List<Integer>> jumps = new ArrayList<>();
    for (int s = 0; s < graph.states(); s++) {
      builder.addState();
      jumps.add(graph.jumps(s));
    }
    if (graph.states() > 0) {
      builder.addInitial(0);
    }
    for (int s = 0; s < graph.states(); s++) {
      for (Edge edge : graph.edges(s)) {
        limits.check(builder.states());
        builder.addEdge(s, label(graph, s, edge), edge.target(), edge.marks());
      }
    }
    return new LimitDeterministicAutomaton(builder.build(), jumps);
  }

  private static Label label(JumpGraph graph, int state, Edge edge) {
    Mtbdd nodes = new Mtbdd();
    int leaf = graph.leaf(edge.target(), edge.marks());
    return new Label(
        SumOfProducts.of(nodes, select(graph, graph.tree(state), leaf, nodes, new IntPairMap())));
  }

  private static int select(JumpGraph graph, int tree, int leaf, Mtbdd nodes, IntPairMap known) {
    if (Mtbdd.isLeaf(tree)) {
      return Mtbdd.leaf(tree == leaf ? 1 : 0);
    }
    int result = known.get(tree, 0);
    if (result == IntPairMap.MISSING) {
      int low = select(graph, graph.trees().low(tree), leaf, nodes, known);
      int high = select(graph, graph.trees().high(tree), leaf, nodes, known);
      result = nodes.node(graph.trees().level(tree), low, high);
      known.put(tree, 0, result);
    }
    return result;
  }
}
