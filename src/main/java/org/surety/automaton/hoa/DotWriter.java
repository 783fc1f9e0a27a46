package org.surety.automaton.hoa;

import java.util.List;
import org.surety.automaton.Dfa;
import org.surety.automaton.DfaGraph;
import org.surety.logic.Formula;

/**
 * Draws an automaton for Graphviz: accepting states are double circles, states in which the verdict
 * is settled are filled green (satisfied) or red (violated).
 */
public final class DotWriter {
  private DotWriter() {}

  /**
   * The automaton as text, ending in a newline.
   *
   * @param name the title
   */
  public static String write(Dfa dfa, String name) {
    List<String> names = dfa.atoms().stream().map(atom -> Formula.atom(atom).toString()).toList();
    StringBuilder out = new StringBuilder();
    out.append("digraph {\n  rankdir=LR\n  label=").append(HoaWriter.quote(name));
    out.append("\n  labelloc=t\n  node [shape=circle]\n");
    out.append("  start [shape=point]\n  start -> ").append(dfa.initial()).append('\n');
    for (int s = 0; s < dfa.states(); s++) {
      out.append("  ").append(s).append(" [");
      out.append(dfa.accepting(s) ? "shape=doublecircle" : "shape=circle");
      if (dfa.satisfiedForGood(s)) {
        out.append(" style=filled fillcolor=palegreen");
      } else if (dfa.violatedForGood(s)) {
        out.append(" style=filled fillcolor=lightpink");
      }
      out.append("]\n");
    }
    for (int s = 0; s < dfa.states(); s++) {
      for (int t : DfaGraph.successors(dfa, s)) {
        String label = HoaWriter.quote(Labels.label(dfa, s, t, names, "true"));
        out.append("  ").append(s).append(" -> ").append(t);
        out.append(" [label=").append(label).append("]\n");
      }
    }
    return out.append("}\n").toString();
  }
}
