package org.surety.automaton.omega;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.surety.automaton.omega.Condition.Fin;
import org.surety.automaton.omega.Condition.Inf;

/**
 * Intersection, union and complement. Atoms are matched by name; results read the atoms of both.
 * All throw {@link IllegalArgumentException} if that makes more than {@link
 * OmegaAutomaton#MAX_ATOMS} atoms or {@link Acceptance#MAX_SETS} acceptance sets.
 */
public final class BooleanOperations {
  private BooleanOperations() {}

  /** What both accept: the reachable part of the synchronous product. */
  public static OmegaAutomaton intersection(OmegaAutomaton a, OmegaAutomaton b) {
    int offset = a.acceptance().sets();
    Condition condition =
        Condition.and(a.acceptance().condition(), b.acceptance().condition().shifted(offset));
    Acceptance acceptance = Acceptance.of(offset + b.acceptance().sets(), condition);
    List<String> atoms = jointAtoms(a, b);
    OmegaAutomaton left = over(atoms, a);
    OmegaAutomaton right = over(atoms, b);
    OmegaAutomaton.Builder builder = OmegaAutomaton.builder(atoms, acceptance);
    Map<Long, Integer> known = new HashMap<>();
    List<Long> pairs = new ArrayList<>();
    for (int s : left.initial()) {
      for (int t : right.initial()) {
        builder.addInitial(state(builder, known, pairs, s, t));
      }
    }
    for (int source = 0; source < pairs.size(); source++) {
      long pair = pairs.get(source);
      int s = (int) (pair >> 32);
      int t = (int) pair;
      for (int e = left.firstEdge(s); e < left.firstEdge(s + 1); e++) {
        for (int f = right.firstEdge(t); f < right.firstEdge(t + 1); f++) {
          Label label = left.label(e).and(right.label(f));
          if (!label.isEmpty()) {
            long marks = left.marks(e) | shifted(right.marks(f), offset);
            int target = state(builder, known, pairs, left.target(e), right.target(f));
            builder.addEdge(source, label, target, marks);
          }
        }
      }
    }
    return builder.build();
  }

  private static int state(
      OmegaAutomaton.Builder builder, Map<Long, Integer> known, List<Long> pairs, int s, int t) {
    return known.computeIfAbsent(
        (long) s << 32 | t,
        pair -> {
          pairs.add(pair);
          return builder.addState();
        });
  }

  private static long shifted(long marks, int offset) {
    return offset == Long.SIZE ? 0 : marks << offset;
  }

  /** What either accepts: the two side by side. The result has the initial states of both. */
  public static OmegaAutomaton union(OmegaAutomaton a, OmegaAutomaton b) {
    int offset = a.acceptance().sets();
    int left = offset + b.acceptance().sets();
    // A run of one must not satisfy the condition of the other by the Fin sets it never meets.
    Condition condition =
        Condition.or(
            Condition.and(new Inf(left), a.acceptance().condition()),
            Condition.and(new Fin(left), b.acceptance().condition().shifted(offset)));
    List<String> atoms = jointAtoms(a, b);
    OmegaAutomaton.Builder builder =
        OmegaAutomaton.builder(atoms, Acceptance.of(left + 1, condition));
    copy(over(atoms, a), builder, 0, 1L << left);
    copy(over(atoms, b), builder, offset, 0);
    return builder.build();
  }

  /**
   * What a deterministic automaton does not accept: completed, with the negated condition.
   *
   * @throws IllegalArgumentException if the automaton is not deterministic
   */
  public static OmegaAutomaton complement(OmegaAutomaton automaton) {
    if (!automaton.isDeterministic()) {
      throw new IllegalArgumentException("complement of a nondeterministic automaton");
    }
    OmegaAutomaton complete = completed(automaton);
    Acceptance acceptance = complete.acceptance();
    OmegaAutomaton.Builder builder =
        OmegaAutomaton.builder(
            complete.atoms(), Acceptance.of(acceptance.sets(), acceptance.condition().negate()));
    copy(complete, builder, 0, 0);
    return builder.build();
  }

  /**
   * The same language, with an edge for every letter in every state: those that were missing lead
   * to a state that no accepted run visits. Deterministic if the automaton is.
   */
  public static OmegaAutomaton completed(OmegaAutomaton automaton) {
    if (automaton.isComplete()) {
      return automaton;
    }
    Acceptance acceptance = automaton.acceptance();
    Condition condition = acceptance.condition();
    long rejected = 0;
    long always = 0;
    if (condition.accepts(0)) {
      // Marks under which a run is not accepted; if one set is not enough, a new set on all others.
      int set =
          IntStream.range(0, acceptance.sets())
              .filter(k -> !condition.accepts(1L << k))
              .findFirst()
              .orElse(-1);
      if (set >= 0) {
        rejected = 1L << set;
      } else {
        always = 1L << acceptance.sets();
        acceptance =
            Acceptance.of(
                acceptance.sets() + 1, Condition.and(condition, new Inf(acceptance.sets())));
      }
    }
    OmegaAutomaton.Builder builder = OmegaAutomaton.builder(automaton.atoms(), acceptance);
    copy(automaton, builder, 0, always);
    int sink = builder.addState();
    builder.addEdge(sink, Label.TRUE, sink, rejected);
    for (int s = 0; s < automaton.states(); s++) {
      builder.addEdge(s, automaton.missing(s), sink, rejected);
    }
    if (automaton.initial().isEmpty()) {
      builder.addInitial(sink);
    }
    return builder.build();
  }

  private static void copy(
      OmegaAutomaton from, OmegaAutomaton.Builder to, int offset, long always) {
    int first = to.states();
    for (int s = 0; s < from.states(); s++) {
      to.addState();
    }
    from.initial().forEach(s -> to.addInitial(first + s));
    for (int e = 0; e < from.edges(); e++) {
      to.addEdge(
          first + from.source(e),
          from.label(e),
          first + from.target(e),
          shifted(from.marks(e), offset) | always);
    }
  }

  /** The atoms of either. */
  static List<String> jointAtoms(OmegaAutomaton a, OmegaAutomaton b) {
    Set<String> atoms = new LinkedHashSet<>(a.atoms());
    atoms.addAll(b.atoms());
    return List.copyOf(atoms);
  }

  /** The same automaton with these atoms, among which its own are. */
  static OmegaAutomaton over(List<String> atoms, OmegaAutomaton automaton) {
    if (automaton.atoms().equals(atoms)) {
      return automaton;
    }
    int[] positions = new int[automaton.atoms().size()];
    Arrays.setAll(positions, k -> atoms.indexOf(automaton.atoms().get(k)));
    OmegaAutomaton.Builder builder = OmegaAutomaton.builder(atoms, automaton.acceptance());
    for (int s = 0; s < automaton.states(); s++) {
      builder.addState();
    }
    automaton.initial().forEach(builder::addInitial);
    for (int e = 0; e < automaton.edges(); e++) {
      builder.addEdge(
          automaton.source(e),
          automaton.label(e).renumbered(positions),
          automaton.target(e),
          automaton.marks(e));
    }
    return builder.build();
  }
}
