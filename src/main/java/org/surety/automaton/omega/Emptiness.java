package org.surety.automaton.omega;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.surety.automaton.omega.Condition.Fin;
import org.surety.automaton.omega.Condition.Inf;

/**
 * Looks for a word that an automaton accepts (Emerson and Lei, SCP 1987; Baier et al., "Generic
 * emptiness check for fun and profit", ATVA 2019): component by component, and within one by cases
 * on the sets that must stop. Linear in the automaton for each case; at most 2^k cases if k sets
 * occur in {@code Fin}, one for conditions without.
 */
public final class Emptiness {
  private final OmegaAutomaton automaton;
  private final int[] reachedBy;

  private Emptiness(OmegaAutomaton automaton) {
    this.automaton = automaton;
    this.reachedBy = new int[automaton.states()];
  }

  /** Whether no word is accepted. */
  public static boolean isEmpty(OmegaAutomaton automaton) {
    return acceptingRun(automaton).isEmpty();
  }

  /** A word that is accepted; empty if there is none. */
  public static Optional<LassoWord> acceptedWord(OmegaAutomaton automaton) {
    return acceptingRun(automaton).map(run -> run.word(automaton));
  }

  /** A run that is accepted, with a shortest prefix into its component; empty if there is none. */
  public static Optional<Run> acceptingRun(OmegaAutomaton automaton) {
    Emptiness search = new Emptiness(automaton);
    int[] reachable = search.reachableEdges();
    return search.search(reachable, automaton.acceptance().condition());
  }

  /** All edges out of reachable states; on the way, how each state is reached first. */
  private int[] reachableEdges() {
    Arrays.fill(reachedBy, -2);
    int[] queue = new int[automaton.states()];
    int end = 0;
    for (int s : automaton.initial()) {
      reachedBy[s] = -1;
      queue[end++] = s;
    }
    List<Integer> edges = new ArrayList<>();
    for (int next = 0; next < end; next++) {
      int s = queue[next];
      for (int e = automaton.firstEdge(s); e < automaton.firstEdge(s + 1); e++) {
        edges.add(e);
        if (reachedBy[automaton.target(e)] == -2) {
          reachedBy[automaton.target(e)] = e;
          queue[end++] = automaton.target(e);
        }
      }
    }
    return edges.stream().mapToInt(Integer::intValue).toArray();
  }

  private Optional<Run> search(int[] edges, Condition condition) {
    if (condition.equals(Condition.Constant.FALSE)) {
      return Optional.empty();
    }
    for (int[] component : Components.of(automaton, edges)) {
      Optional<Run> run = searchComponent(component, condition);
      if (run.isPresent()) {
        return run;
      }
    }
    return Optional.empty();
  }

  private Optional<Run> searchComponent(int[] component, Condition condition) {
    long marks = 0;
    for (int e : component) {
      marks |= automaton.marks(e);
    }
    long present = marks;
    Condition left =
        condition.replace(
            term ->
                term instanceof Inf inf && !has(present, inf.set())
                    ? Condition.Constant.FALSE
                    : term instanceof Fin fin && !has(present, fin.set())
                        ? Condition.Constant.TRUE
                        : term);
    if (left.accepts(present)) {
      return Optional.of(run(component, left.infSets()));
    }
    if (left.finSets() == 0) {
      return Optional.empty();
    }
    int set = Long.numberOfTrailingZeros(left.finSets());
    int[] without = IntStream.of(component).filter(e -> !has(automaton.marks(e), set)).toArray();
    Optional<Run> run = search(without, left);
    return run.isPresent()
        ? run
        : searchComponent(
            component, left.replace(t -> t.equals(new Fin(set)) ? Condition.Constant.FALSE : t));
  }

  private static boolean has(long marks, int set) {
    return (marks >> set & 1) == 1;
  }

  /** Through the component, taking an edge of each of the sets, and back. */
  private Run run(int[] component, long sets) {
    int entry = automaton.source(component[0]);
    List<Integer> prefix = new ArrayList<>();
    for (int e = reachedBy[entry]; e >= 0; e = reachedBy[automaton.source(e)]) {
      prefix.add(0, e);
    }
    List<Integer> cycle = new ArrayList<>();
    int state = entry;
    long missing = sets;
    while (missing != 0) {
      state = walk(component, state, missing, -1, cycle);
      missing &= ~automaton.marks(cycle.get(cycle.size() - 1));
    }
    if (cycle.isEmpty() || state != entry) {
      walk(component, state, 0, entry, cycle);
    }
    return new Run(prefix, cycle);
  }

  /**
   * Appends a shortest path whose last edge has a mark of {@code sets} or leads to {@code goal},
   * and returns where it ends.
   */
  private int walk(int[] component, int from, long sets, int goal, List<Integer> path) {
    boolean[] inside = new boolean[automaton.edges()];
    for (int e : component) {
      inside[e] = true;
    }
    int[] by = new int[automaton.states()];
    Arrays.fill(by, -2);
    by[from] = -1;
    int[] queue = new int[automaton.states()];
    queue[0] = from;
    int end = 1;
    for (int next = 0; next < end; next++) {
      int s = queue[next];
      for (int e = automaton.firstEdge(s); e < automaton.firstEdge(s + 1); e++) {
        int t = automaton.target(e);
        if (!inside[e]) {
          continue;
        }
        if ((automaton.marks(e) & sets) != 0 || t == goal) {
          int at = path.size();
          for (int back = e; back >= 0; back = by[automaton.source(back)]) {
            path.add(at, back);
          }
          return t;
        }
        if (by[t] == -2) {
          by[t] = e;
          queue[end++] = t;
        }
      }
    }
    throw new IllegalStateException("the component is not strongly connected");
  }
}
