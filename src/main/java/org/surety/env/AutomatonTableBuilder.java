package org.surety.env;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.surety.automaton.Dfa;
import org.surety.automaton.Limits;
import org.surety.automaton.omega.Condition;
import org.surety.automaton.omega.LimitDeterminism;
import org.surety.automaton.omega.LimitDeterministicAutomaton;
import org.surety.automaton.omega.OmegaAutomaton;
import org.surety.base.InputException;

/** Fills an {@link AutomatonTable}. */
final class AutomatonTableBuilder {
  private static final int MAX_ENTRIES = 1 << 24;
  private static final int MAX_SETS = 30;

  /** The arrays of a table. */
  record Parts(
      List<String> atoms,
      int sets,
      int sink,
      int[] successors,
      byte[] events,
      boolean[] satisfied,
      int[] firstJump,
      int[] jumpTargets) {}

  /** A state, where the other edges of the letter just read lead, and the sets yet to visit. */
  private record Node(int state, List<Integer> jumps, int frontier) {}

  private final OmegaAutomaton automaton;
  private final Limits limits;
  private final Optional<List<List<Integer>>> jumpsByState;
  private final BitSet acceptingPart;
  private final BitSet acceptingEdges;
  private final int letters;
  private final int[] setNumbers;
  private final int full;
  private final Map<Node, Integer> numbers = new HashMap<>();
  private final List<Node> nodes = new ArrayList<>();
  private final List<int[]> successors = new ArrayList<>();
  private final List<byte[]> events = new ArrayList<>();
  private final List<int[]> jumps = new ArrayList<>();

  private AutomatonTableBuilder(
      OmegaAutomaton automaton, Optional<List<List<Integer>>> jumpsByState, Limits limits) {
    this.automaton = automaton;
    this.jumpsByState = jumpsByState;
    this.limits = limits;
    this.acceptingEdges = LimitDeterminism.acceptingEdges(automaton);
    this.acceptingPart = LimitDeterminism.acceptingPart(automaton);
    this.letters = letters(automaton.atoms());
    Condition condition = automaton.acceptance().condition();
    this.setNumbers = BitSet.valueOf(new long[] {condition.infSets()}).stream().toArray();
    this.full = (1 << Math.max(setNumbers.length, 1)) - 1;
  }

  static AutomatonTable of(Dfa dfa, Limits limits) {
    int letters = letters(dfa.atoms());
    checkEntries(dfa.states(), letters);
    limits.check(dfa.states());
    int[] successors = new int[dfa.states() * letters];
    byte[] events = new byte[successors.length];
    boolean[] satisfied = new boolean[dfa.states()];
    int sink = -1;
    for (int s = 0; s < dfa.states(); s++) {
      satisfied[s] = dfa.satisfiedForGood(s);
      sink = dfa.violatedForGood(s) ? s : sink;
      for (int letter = 0; letter < letters; letter++) {
        int t = dfa.successor(s, letter);
        boolean settles = dfa.satisfiedForGood(t) && !satisfied[s];
        successors[s * letters + letter] = t;
        events[s * letters + letter] =
            (byte)
                ((dfa.accepting(t) ? AutomatonTable.ACCEPTING : 0)
                    | (settles ? AutomatonTable.PROGRESS : 0));
      }
    }
    return new AutomatonTable(
        new Parts(
            dfa.atoms(),
            0,
            sink,
            successors,
            events,
            satisfied,
            new int[dfa.states() + 1],
            new int[0]));
  }

  static AutomatonTable of(OmegaAutomaton automaton, Limits limits) {
    return of(automaton, Optional.empty(), limits);
  }

  static AutomatonTable of(LimitDeterministicAutomaton automaton, Limits limits) {
    return of(automaton.letters(), Optional.of(automaton.jumps()), limits);
  }

  private static AutomatonTable of(
      OmegaAutomaton automaton, Optional<List<List<Integer>>> jumpsByState, Limits limits) {
    Condition condition = automaton.acceptance().condition();
    if (!LimitDeterminism.isGeneralizedBuchi(condition)
        || Long.bitCount(condition.infSets()) > MAX_SETS) {
      throw new InputException(
          name(automaton),
          "its acceptance is " + condition,
          "a learner takes Inf(0) & Inf(1) & ..., of at most " + MAX_SETS + " sets");
    }
    if (!LimitDeterminism.holds(automaton)) {
      throw new InputException(
          name(automaton),
          "it is not limit-deterministic: there are choices after which a run can still be"
              + " accepted",
          "translate the formula to a limit-deterministic automaton");
    }
    AutomatonTableBuilder builder = new AutomatonTableBuilder(automaton, jumpsByState, limits);
    builder.explore();
    return new AutomatonTable(builder.parts());
  }

  private static String name(OmegaAutomaton automaton) {
    return automaton.name().map(name -> "automaton '" + name + "'").orElse("automaton");
  }

  private static int letters(List<String> atoms) {
    checkEntries(1, 1L << atoms.size());
    return 1 << atoms.size();
  }

  private static void checkEntries(long states, long letters) {
    if (letters > MAX_ENTRIES || states * letters > MAX_ENTRIES) {
      throw new InputException(
          "automaton",
          "its table has more than " + MAX_ENTRIES + " entries: " + letters + " letters a state",
          "combine some of its atoms into one predicate");
    }
  }

  // --- Exploration --------------------------------------------------------------------------

  private void explore() {
    if (!automaton.initial().isEmpty()
        && !automaton.acceptance().condition().equals(Condition.Constant.FALSE)) {
      number(choice(automaton.initial(), full));
    }
    for (int n = 0; n < nodes.size(); n++) {
      limits.check(nodes.size());
      checkEntries(nodes.size(), letters);
      Node node = nodes.get(n);
      expand(node);
      jumps.add(node.jumps.stream().mapToInt(t -> number(new Node(t, List.of(), full))).toArray());
    }
  }

  private int number(Node node) {
    return numbers.computeIfAbsent(
        node,
        key -> {
          nodes.add(key);
          return nodes.size() - 1;
        });
  }

  /** Waits in the part that does not accept, if it can; the others are jumps. */
  private Node choice(List<Integer> targets, int frontier) {
    int waiting =
        targets.stream().filter(t -> !acceptingPart.get(t)).findFirst().orElse(targets.get(0));
    TreeSet<Integer> jumps = new TreeSet<>(targets);
    jumps.remove(waiting);
    jumpsByState.ifPresent(byState -> jumps.addAll(byState.get(waiting)));
    return new Node(waiting, List.copyOf(jumps), frontier);
  }

  private void expand(Node node) {
    int[] targets = new int[letters];
    byte[] made = new byte[letters];
    int s = node.state;
    List<Integer> found = new ArrayList<>();
    for (int letter = 0; letter < letters; letter++) {
      found.clear();
      int frontier = full;
      for (int e = automaton.firstEdge(s); e < automaton.firstEdge(s + 1); e++) {
        if (automaton.label(e).contains(letter)) {
          found.add(automaton.target(e));
          if (acceptingPart.get(s)) {
            // Marks that no accepted run meets again and again are no progress.
            int left = acceptingEdges.get(e) ? node.frontier & ~sets(e) : node.frontier;
            made[letter] = event(node.frontier, left);
            frontier = left == 0 ? full : left;
          }
        }
      }
      targets[letter] = found.isEmpty() ? -1 : number(choice(found, frontier));
    }
    successors.add(targets);
    events.add(made);
  }

  /** The acceptance sets of an edge, numbered without gaps; all if there are none to visit. */
  private int sets(int edge) {
    if (setNumbers.length == 0) {
      return full;
    }
    int result = 0;
    for (int k = 0; k < setNumbers.length; k++) {
      result |= (int) (automaton.marks(edge) >> setNumbers[k] & 1) << k;
    }
    return result;
  }

  private static byte event(int frontier, int left) {
    int progress = left == frontier ? 0 : AutomatonTable.PROGRESS;
    return (byte) (left == 0 ? progress | AutomatonTable.ROUND : progress);
  }

  // --- What was explored, with one sink ---------------------------------------------------------

  private Parts parts() {
    TableGraph graph = new TableGraph(successors, events, jumps);
    BitSet live = graph.live();
    BitSet satisfied = graph.satisfiedForGood();
    int[] renamed = new int[nodes.size()];
    int states = 0;
    for (int n = 0; n < nodes.size(); n++) {
      renamed[n] = live.get(n) ? states++ : -1;
    }
    boolean needsSink = states == 0;
    for (int n = live.nextSetBit(0); n >= 0; n = live.nextSetBit(n + 1)) {
      needsSink |= Arrays.stream(successors.get(n)).anyMatch(t -> t < 0 || renamed[t] < 0);
    }
    int sink = needsSink ? states++ : -1;
    int[] table = new int[states * letters];
    byte[] made = new byte[table.length];
    Arrays.fill(table, sink);
    boolean[] settled = new boolean[states];
    int[] firstJump = new int[states + 1];
    List<Integer> jumpTargets = new ArrayList<>();
    for (int n = live.nextSetBit(0); n >= 0; n = live.nextSetBit(n + 1)) {
      int s = renamed[n];
      settled[s] = satisfied.get(n);
      for (int letter = 0; letter < letters; letter++) {
        int t = successors.get(n)[letter];
        if (t >= 0 && renamed[t] >= 0) {
          table[s * letters + letter] = renamed[t];
          made[s * letters + letter] = events.get(n)[letter];
        }
      }
      for (int target : jumps.get(n)) {
        if (renamed[target] >= 0) {
          jumpTargets.add(renamed[target]);
        }
      }
      firstJump[s + 1] = jumpTargets.size();
    }
    Arrays.fill(firstJump, live.cardinality() + 1, firstJump.length, jumpTargets.size());
    return new Parts(
        automaton.atoms(),
        Math.max(setNumbers.length, 1),
        sink,
        table,
        made,
        settled,
        firstJump,
        jumpTargets.stream().mapToInt(Integer::intValue).toArray());
  }
}
