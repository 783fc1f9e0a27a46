package org.surety.automaton.draw;

import java.util.stream.Collectors;
import org.surety.automaton.Dfa;
import org.surety.automaton.Monitor;
import org.surety.automaton.draw.Diagram.Arc;
import org.surety.automaton.draw.Diagram.Node;
import org.surety.automaton.omega.OmegaAutomaton;

/**
 * Writes automata for Graphviz: accepting states are double circles, and states in which the
 * verdict on a finite word is settled are filled green (satisfied) or red (violated). Acceptance
 * sets stand in braces behind the letters of an edge, or under a state.
 */
public final class DotWriter {
  private DotWriter() {}

  /**
   * The automaton as text, ending in a newline.
   *
   * @param name the title
   */
  public static String write(Dfa dfa, String name) {
    return write(Diagram.of(dfa, name), name);
  }

  /** A monitor as text, ending in a newline, under its name and what the signs mean. */
  public static String write(Monitor monitor, String name) {
    Diagram diagram = Diagram.of(monitor, name);
    return write(diagram, name + "\n" + diagram.subtitle());
  }

  /** The automaton as text, ending in a newline, under its name and acceptance. */
  public static String write(OmegaAutomaton automaton) {
    Diagram diagram = Diagram.of(automaton);
    return write(diagram, diagram.title() + "\n" + diagram.subtitle());
  }

  private static String write(Diagram diagram, String title) {
    StringBuilder out = new StringBuilder();
    out.append("digraph {\n  rankdir=LR\n  label=").append(quote(title));
    out.append("\n  labelloc=t\n  node [shape=circle]\n");
    for (int k = 0; k < diagram.initial().size(); k++) {
      String start = k == 0 ? "start" : "start" + k;
      out.append("  ").append(start).append(" [shape=point]\n");
      out.append("  ").append(start).append(" -> ").append(diagram.initial().get(k)).append('\n');
    }
    for (int s = 0; s < diagram.nodes().size(); s++) {
      Node node = diagram.nodes().get(s);
      out.append("  ").append(s).append(" [");
      out.append(node.accepting() ? "shape=doublecircle" : "shape=circle");
      out.append(
          switch (node.shade()) {
            case PLAIN -> "";
            case SATISFIED -> " style=filled fillcolor=palegreen";
            case VIOLATED -> " style=filled fillcolor=lightpink";
          });
      if (!node.marks().isEmpty()) {
        out.append(" label=").append(quote(node.text() + "\n" + set(node.marks())));
      } else if (!node.text().equals(Integer.toString(s))) {
        out.append(" label=").append(quote(node.text()));
      }
      node.tooltip().ifPresent(text -> out.append(" tooltip=").append(quote(text)));
      out.append("]\n");
    }
    for (Arc arc : diagram.arcs()) {
      String label =
          arc.lines().stream()
              .map(line -> line.text() + (line.marks().isEmpty() ? "" : " " + set(line.marks())))
              .collect(Collectors.joining("\n"));
      out.append("  ").append(arc.source()).append(" -> ").append(arc.target());
      out.append(" [label=").append(quote(label)).append("]\n");
    }
    return out.append("}\n").toString();
  }

  private static String set(java.util.List<Integer> marks) {
    return marks.stream().map(String::valueOf).collect(Collectors.joining(",", "{", "}"));
  }

  private static String quote(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
  }
}
