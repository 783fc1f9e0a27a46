package org.surety.automaton.hoa;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.surety.automaton.Dfa;
import org.surety.automaton.DfaGraph;

/**
 * Writes a finite automaton in the Hanoi Omega-Automata format, version 1.
 *
 * <p>The format knows automata on infinite words only. By the convention of Spot, a finite
 * automaton is written as a Büchi automaton with state-based acceptance, and a finite word is
 * accepted if the state in which it ends is marked. The initial state has read nothing and is never
 * marked.
 */
public final class HoaWriter {
  private HoaWriter() {}

  /**
   * The automaton as text, ending in a newline.
   *
   * @param name what the automaton is called: usually its formula
   */
  public static String write(Dfa dfa, String name) {
    StringBuilder out = new StringBuilder();
    out.append("HOA: v1\n");
    out.append("name: ").append(quote(name)).append('\n');
    out.append("tool: \"Surety\"\n");
    out.append("States: ").append(dfa.states()).append('\n');
    out.append("Start: ").append(dfa.initial()).append('\n');
    out.append("AP: ").append(dfa.atoms().size());
    dfa.atoms().forEach(atom -> out.append(' ').append(quote(atom)));
    out.append("\nacc-name: Buchi\nAcceptance: 1 Inf(0)\n");
    out.append("properties: trans-labels explicit-labels state-acc deterministic complete\n");
    out.append("/* A finite automaton: a word is accepted if it ends in a state marked {0}. */\n");
    out.append("--BODY--\n");
    List<String> numbers =
        IntStream.range(0, dfa.atoms().size())
            .mapToObj(Integer::toString)
            .collect(Collectors.toUnmodifiableList());
    for (int s = 0; s < dfa.states(); s++) {
      out.append("State: ").append(s).append(dfa.accepting(s) ? " {0}\n" : "\n");
      for (int t : DfaGraph.successors(dfa, s)) {
        String label = Labels.label(dfa, s, t, numbers, "t");
        out.append('[').append(label).append("] ").append(t).append('\n');
      }
    }
    return out.append("--END--\n").toString();
  }

  static String quote(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
