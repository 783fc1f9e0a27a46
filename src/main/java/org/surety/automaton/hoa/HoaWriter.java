package org.surety.automaton.hoa;

import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.surety.automaton.Dfa;
import org.surety.automaton.DfaGraph;
import org.surety.automaton.Monitor;
import org.surety.automaton.omega.Acceptance;
import org.surety.automaton.omega.AcceptanceName;
import org.surety.automaton.omega.Label;
import org.surety.automaton.omega.OmegaAutomaton;
import org.surety.automaton.omega.OmegaAutomaton.Tool;

/**
 * Writes automata in the Hanoi Omega-Automata format, version 1.
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
    List<String> numbers = numbers(dfa.atoms().size());
    for (int s = 0; s < dfa.states(); s++) {
      out.append("State: ").append(s).append(dfa.accepting(s) ? " {0}\n" : "\n");
      for (int t : DfaGraph.successors(dfa, s)) {
        String label = Labels.label(dfa, s, t, numbers, "t");
        out.append('[').append(label).append("] ").append(t).append('\n');
      }
    }
    return out.append("--END--\n").toString();
  }

  /**
   * An automaton on infinite words as text, ending in a newline, with explicit labels. Its marks
   * are written on states if it has the property {@code state-acc}, else on edges. What {@link
   * HoaReader} reads from the text has the same states, edges, marks, acceptance, atoms, names and
   * properties.
   */
  public static String write(OmegaAutomaton automaton) {
    StringBuilder out = new StringBuilder();
    out.append("HOA: v1\n");
    automaton.name().ifPresent(name -> out.append("name: ").append(quote(name)).append('\n'));
    automaton
        .tool()
        .ifPresent(
            tool -> {
              out.append("tool: ").append(quote(tool.name()));
              tool.version().ifPresent(version -> out.append(' ').append(quote(version)));
              out.append('\n');
            });
    out.append("States: ").append(automaton.states()).append('\n');
    automaton.initial().forEach(state -> out.append("Start: ").append(state).append('\n'));
    out.append("AP: ").append(automaton.atoms().size());
    automaton.atoms().forEach(atom -> out.append(' ').append(quote(atom)));
    Acceptance acceptance = automaton.acceptance();
    acceptance.name().ifPresent(name -> out.append("\nacc-name: ").append(name));
    out.append("\nAcceptance: ").append(acceptance.sets()).append(' ');
    out.append(acceptance.condition()).append("\nproperties: trans-labels explicit-labels");
    boolean onStates =
        automaton.properties().contains("state-acc") && automaton.hasStateAcceptance();
    out.append(onStates ? "" : " trans-acc");
    automaton.properties().forEach(property -> out.append(' ').append(property));
    out.append("\n--BODY--\n");
    List<String> numbers = numbers(automaton.atoms().size());
    for (int s = 0; s < automaton.states(); s++) {
      int first = automaton.firstEdge(s);
      int last = automaton.firstEdge(s + 1);
      out.append("State: ").append(s);
      automaton.stateName(s).ifPresent(name -> out.append(' ').append(quote(name)));
      out.append(onStates && first < last ? marks(automaton.marks(first)) : "").append('\n');
      for (int e = first; e < last; e++) {
        String label = Labels.label(automaton.label(e).cubes(), numbers, "t");
        out.append('[').append(label).append("] ").append(automaton.target(e));
        out.append(onStates ? "" : marks(automaton.marks(e))).append('\n');
      }
    }
    return out.append("--END--\n").toString();
  }

  /**
   * A monitor as text, ending in a newline: states are named by their verdict and what can still be
   * found out, and the automaton accepts the words without a bad prefix.
   *
   * @param name what the monitor is called: usually its formula
   */
  public static String write(Monitor monitor, String name) {
    OmegaAutomaton.Builder builder =
        OmegaAutomaton.builder(
            monitor.atoms(), Acceptance.of(AcceptanceName.of(AcceptanceName.Kind.CO_BUCHI)));
    for (int s = 0; s < monitor.states(); s++) {
      builder.nameState(builder.addState(), monitor.verdict(s) + ", " + monitor.monitorability(s));
    }
    for (int s = 0; s < monitor.states(); s++) {
      for (int t : monitor.successors(s)) {
        long marks = monitor.verdict(s) == Monitor.Verdict.VIOLATED ? 1 : 0;
        builder.addEdge(s, new Label(monitor.letters(s, t)), t, marks);
      }
    }
    for (String property : List.of("state-acc", "deterministic", "complete")) {
      builder.addProperty(property);
    }
    Tool tool = new Tool("Surety", Optional.empty());
    return write(builder.addInitial(0).name(name).tool(tool).build());
  }

  private static List<String> numbers(int count) {
    return IntStream.range(0, count)
        .mapToObj(Integer::toString)
        .collect(Collectors.toUnmodifiableList());
  }

  private static String marks(long marks) {
    return marks == 0
        ? ""
        : BitSet.valueOf(new long[] {marks}).stream()
            .mapToObj(Integer::toString)
            .collect(Collectors.joining(" ", " {", "}"));
  }

  static String quote(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
