package org.surety.automaton.hoa;

import java.util.List;
import org.surety.automaton.Monitor;
import org.surety.logic.Formula;

/**
 * Writes monitors as a drawing and as a table. The Hanoi Omega-Automata format has no Moore
 * machines.
 */
public final class MonitorWriter {
  private MonitorWriter() {}

  /**
   * The monitor for Graphviz, ending in a newline: states say their verdict; final ones are filled
   * green (satisfied) or red (violated), presumable ones pale, and from those drawn dashed no final
   * verdict can come any more.
   *
   * @param name the title
   */
  public static String dot(Monitor monitor, String name) {
    StringBuilder out = new StringBuilder();
    out.append("digraph {\n  rankdir=LR\n  label=").append(HoaWriter.quote(name));
    out.append("\n  labelloc=t\n  node [shape=box style=\"rounded,filled\" fillcolor=white]\n");
    out.append("  start [shape=point]\n  start -> 0\n");
    for (int s = 0; s < monitor.states(); s++) {
      boolean ugly = monitor.monitorability(s) == Monitor.Monitorability.UGLY;
      out.append("  ")
          .append(s)
          .append(" [label=")
          .append(HoaWriter.quote(s + ": " + monitor.verdict(s)));
      out.append(" fillcolor=").append(color(monitor.verdict(s)));
      out.append(ugly ? " style=\"rounded,filled,dashed\"]\n" : "]\n");
    }
    for (int s = 0; s < monitor.states(); s++) {
      for (int t : monitor.successors(s)) {
        out.append("  ").append(s).append(" -> ").append(t).append(" [label=");
        out.append(HoaWriter.quote(label(monitor, s, t))).append("]\n");
      }
    }
    return out.append("}\n").toString();
  }

  private static String color(Monitor.Verdict verdict) {
    return switch (verdict) {
      case SATISFIED -> "palegreen";
      case VIOLATED -> "lightpink";
      case INCONCLUSIVE -> "white";
      case PRESUMABLY_SATISFIED -> "honeydew";
      case PRESUMABLY_VIOLATED -> "mistyrose";
    };
  }

  /**
   * The monitor as a table of tab-separated columns, a line for each pair of states with a letter
   * between them: state, verdict, monitorability, letters, next state. State 0 is initial.
   */
  public static String table(Monitor monitor) {
    StringBuilder out = new StringBuilder("state\tverdict\tmonitorability\tletters\tnext\n");
    for (int s = 0; s < monitor.states(); s++) {
      for (int t : monitor.successors(s)) {
        out.append(s).append('\t').append(monitor.verdict(s)).append('\t');
        out.append(monitor.monitorability(s)).append('\t');
        out.append(label(monitor, s, t)).append('\t').append(t).append('\n');
      }
    }
    return out.toString();
  }

  private static String label(Monitor monitor, int source, int target) {
    List<String> names =
        monitor.atoms().stream().map(atom -> Formula.atom(atom).toString()).toList();
    return Labels.label(monitor.letters(source, target), names, "true");
  }
}
