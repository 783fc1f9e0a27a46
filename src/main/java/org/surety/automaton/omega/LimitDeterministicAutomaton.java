package org.surety.automaton.omega;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A limit-deterministic automaton with its guesses as jumps that read no letter: the form for
 * products with environments, where a jump is an action of the learner.
 *
 * @param letters the automaton without its jumps: deterministic, with generalized Büchi acceptance
 * @param jumps by state, where one may jump; a state that can be jumped to has no jumps
 */
public record LimitDeterministicAutomaton(OmegaAutomaton letters, List<List<Integer>> jumps) {

  /**
   * @throws IllegalArgumentException if the automaton is not deterministic, jumps are not by state,
   *     or a jump can follow another
   */
  public LimitDeterministicAutomaton {
    jumps = jumps.stream().map(List::copyOf).toList();
    if (!letters.isDeterministic() || jumps.size() != letters.states()) {
      throw new IllegalArgumentException("not deterministic, or jumps not by state");
    }
    for (List<Integer> targets : jumps) {
      for (int target : targets) {
        if (!jumps.get(target).isEmpty()) {
          throw new IllegalArgumentException("a jump from state " + target + " that one jumps to");
        }
      }
    }
  }

  /**
   * The same language without jumps: where one may jump, the edges of the state that is jumped to
   * are a choice. States that can only be jumped to are left out.
   */
  public OmegaAutomaton withJumpsAsEdges() {
    OmegaAutomaton.Builder builder = OmegaAutomaton.builder(letters.atoms(), letters.acceptance());
    letters.name().ifPresent(builder::name);
    Map<Integer, Integer> numbers = new HashMap<>();
    List<Integer> states = new ArrayList<>();
    for (int s : letters.initial()) {
      builder.addInitial(number(s, numbers, states, builder));
    }
    for (int n = 0; n < states.size(); n++) {
      Map<Destination, Label> labels = new LinkedHashMap<>();
      addEdges(states.get(n), labels);
      jumps.get(states.get(n)).forEach(target -> addEdges(target, labels));
      for (Map.Entry<Destination, Label> edge : labels.entrySet()) {
        int target = number(edge.getKey().state, numbers, states, builder);
        builder.addEdge(n, edge.getValue(), target, edge.getKey().marks);
      }
    }
    return builder.build();
  }

  private record Destination(int state, long marks) {}

  private void addEdges(int state, Map<Destination, Label> labels) {
    for (int e = letters.firstEdge(state); e < letters.firstEdge(state + 1); e++) {
      Destination destination = new Destination(letters.target(e), letters.marks(e));
      labels.merge(destination, letters.label(e), Label::or);
    }
  }

  private static int number(
      int state,
      Map<Integer, Integer> numbers,
      List<Integer> states,
      OmegaAutomaton.Builder builder) {
    return numbers.computeIfAbsent(
        state,
        key -> {
          states.add(key);
          return builder.addState();
        });
  }
}
