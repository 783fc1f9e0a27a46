package org.surety.automaton.draw;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.surety.automaton.Dfa;
import org.surety.automaton.DfaGraph;
import org.surety.automaton.Monitor;
import org.surety.automaton.SumOfProducts;
import org.surety.automaton.SumOfProducts.Cube;
import org.surety.automaton.omega.Acceptance;
import org.surety.automaton.omega.AcceptanceName;
import org.surety.automaton.omega.OmegaAutomaton;
import org.surety.logic.Formula;

/**
 * What there is to see of an automaton. All edges from one state to another are one arc with a line
 * for each label.
 *
 * @param title what the automaton is called: usually its formula
 * @param subtitle when a run is accepted
 * @param nodes the states, in order
 * @param initial the states in which runs start
 * @param arcs at most one from a state to another, in the order of their sources
 */
record Diagram(
    String title, String subtitle, List<Node> nodes, List<Integer> initial, List<Arc> arcs) {
  /** What a run that stays in a state, or ends there, is worth. */
  enum Shade {
    PLAIN,
    SATISFIED,
    VIOLATED
  }

  /**
   * A state.
   *
   * @param text what is written in it
   * @param accepting whether it is drawn with a double border
   * @param shade how it is filled
   * @param marks acceptance sets written under it
   * @param tooltip what it is called
   */
  record Node(
      String text, boolean accepting, Shade shade, List<Integer> marks, Optional<String> tooltip) {}

  /**
   * A line of an arc's label.
   *
   * @param text the letters, as a formula
   * @param marks the acceptance sets of the edge
   */
  record Line(String text, List<Integer> marks) {}

  /** The edges from one state to another. */
  record Arc(int source, int target, List<Line> lines) {}

  Diagram {
    nodes = List.copyOf(nodes);
    initial = List.copyOf(initial);
    arcs = List.copyOf(arcs);
  }

  /** A deterministic automaton on finite words. */
  static Diagram of(Dfa dfa, String title) {
    List<String> names = literals(dfa.atoms());
    List<Node> nodes = new ArrayList<>();
    List<Arc> arcs = new ArrayList<>();
    for (int s = 0; s < dfa.states(); s++) {
      Shade shade =
          dfa.satisfiedForGood(s)
              ? Shade.SATISFIED
              : dfa.violatedForGood(s) ? Shade.VIOLATED : Shade.PLAIN;
      nodes.add(
          new Node(Integer.toString(s), dfa.accepting(s), shade, List.of(), Optional.empty()));
      for (int t : DfaGraph.successors(dfa, s)) {
        List<Line> lines =
            SumOfProducts.ofTransition(dfa, s, t).stream()
                .map(cube -> new Line(conjunction(cube, names), List.of()))
                .toList();
        arcs.add(new Arc(s, t, lines));
      }
    }
    String subtitle = "finite words; accepted in states with a double border";
    return new Diagram(title, subtitle, nodes, List.of(dfa.initial()), arcs);
  }

  /** A monitor. */
  static Diagram of(Monitor monitor, String title) {
    List<String> names = literals(monitor.atoms());
    List<Node> nodes = new ArrayList<>();
    List<Arc> arcs = new ArrayList<>();
    for (int s = 0; s < monitor.states(); s++) {
      nodes.add(node(s, monitor));
      for (int t : monitor.successors(s)) {
        List<Line> lines =
            monitor.letters(s, t).stream()
                .map(cube -> new Line(conjunction(cube, names), List.of()))
                .toList();
        arcs.add(new Arc(s, t, lines));
      }
    }
    String subtitle =
        "monitor: T satisfied, F violated, + presumably satisfied, - presumably violated,"
            + " ? inconclusive, x ugly";
    return new Diagram(title, subtitle, nodes, List.of(0), arcs);
  }

  private static Node node(int state, Monitor monitor) {
    String sign =
        switch (monitor.verdict(state)) {
          case SATISFIED -> "T";
          case VIOLATED -> "F";
          case PRESUMABLY_SATISFIED -> "+";
          case PRESUMABLY_VIOLATED -> "-";
          case INCONCLUSIVE -> "?";
        };
    boolean ugly = monitor.monitorability(state) == Monitor.Monitorability.UGLY;
    Shade shade =
        switch (monitor.verdict(state)) {
          case SATISFIED -> Shade.SATISFIED;
          case VIOLATED -> Shade.VIOLATED;
          default -> Shade.PLAIN;
        };
    return new Node(
        state + " " + sign + (ugly ? "x" : ""),
        false,
        shade,
        List.of(),
        Optional.of(monitor.verdict(state) + ", " + monitor.monitorability(state)));
  }

  /** An automaton on infinite words. */
  static Diagram of(OmegaAutomaton automaton) {
    List<String> names = literals(automaton.atoms());
    Acceptance acceptance = automaton.acceptance();
    boolean onStates =
        automaton.properties().contains("state-acc") && automaton.hasStateAcceptance();
    boolean buchi =
        acceptance.name().stream().anyMatch(name -> name.kind() == AcceptanceName.Kind.BUCHI);
    List<Node> nodes = new ArrayList<>();
    Map<List<Integer>, List<Line>> lines = new LinkedHashMap<>();
    for (int s = 0; s < automaton.states(); s++) {
      long stateMarks =
          onStates && automaton.firstEdge(s) < automaton.firstEdge(s + 1)
              ? automaton.marks(automaton.firstEdge(s))
              : 0;
      nodes.add(
          new Node(
              Integer.toString(s),
              buchi && stateMarks != 0,
              Shade.PLAIN,
              buchi ? List.of() : numbers(stateMarks),
              automaton.stateName(s)));
      for (int e = automaton.firstEdge(s); e < automaton.firstEdge(s + 1); e++) {
        List<Integer> marks = onStates ? List.of() : numbers(automaton.marks(e));
        List<Line> of =
            lines.computeIfAbsent(List.of(s, automaton.target(e)), pair -> new ArrayList<>());
        automaton
            .label(e)
            .cubes()
            .forEach(cube -> of.add(new Line(conjunction(cube, names), marks)));
      }
    }
    List<Arc> arcs = new ArrayList<>();
    lines.forEach((pair, of) -> arcs.add(new Arc(pair.get(0), pair.get(1), of)));
    String subtitle =
        acceptance.name().map(name -> name + ": ").orElse("") + acceptance.condition();
    return new Diagram(automaton.name().orElse(""), subtitle, nodes, automaton.initial(), arcs);
  }

  private static List<Integer> numbers(long marks) {
    return BitSet.valueOf(new long[] {marks}).stream().boxed().toList();
  }

  private static List<String> literals(List<String> atoms) {
    return atoms.stream().map(atom -> Formula.atom(atom).toString()).toList();
  }

  private static String conjunction(Cube cube, List<String> names) {
    String text =
        IntStream.range(0, names.size())
            .filter(k -> ((cube.positive() | cube.negative()) >> k & 1) == 1)
            .mapToObj(k -> ((cube.positive() >> k & 1) == 1 ? "" : "!") + names.get(k))
            .collect(Collectors.joining(" & "));
    return text.isEmpty() ? "true" : text;
  }
}
