package org.surety.automaton.omega;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.surety.automaton.Limits;
import org.surety.automaton.TooManyStatesException;
import org.surety.automaton.omega.LetterGraph.Edge;

/**
 * Whether one nondeterministic Büchi automaton includes another, without complementing it (Doveri,
 * Ganty, Parolini and Ranzato, "Inclusion testing of Büchi automata based on well-quasiorders",
 * CONCUR 2021).
 *
 * <p>A word u·vvv… of A is known by a state p of A that accepts, reached by u and again by v. Of u
 * only the set of states of B matters that it leads to, and of v which states of B it leads to
 * which others, past a marked one or not. The less of these there is, the less B accepts, so the
 * least ones are enough, and they are finitely many: at most exponential in B.
 */
final class BuchiInclusion {
  private final LetterClasses classes;
  private final List<String> atoms;
  private final LetterGraph a;
  private final LetterGraph b;
  private final Limits limits;
  private final int[] component;
  // By state of B and letter class: the successors, as bits.
  private final long[][][] successors;
  private final long[] marked;
  private final int words;
  private int found;

  private BuchiInclusion(OmegaAutomaton a, OmegaAutomaton b, Limits limits) {
    this.classes = new LetterClasses(a, b);
    if (!classes.isDisjoint()) {
      throw new TooManyStatesException(classes.size() + " classes of letters");
    }
    this.atoms = a.atoms();
    this.a = LetterGraph.of(a, classes, limits);
    this.b = LetterGraph.of(b, classes, limits);
    this.limits = limits;
    this.component = this.a.components();
    this.words = Math.max(1, (this.b.states() + 63) >> 6);
    this.marked = new long[words];
    this.successors = new long[this.b.states()][classes.size()][words];
    for (int s = 0; s < this.b.states(); s++) {
      for (Edge edge : this.b.edges(s)) {
        if (edge.marks != 0) {
          add(marked, s);
        }
        for (int c = 0; c < classes.size(); c++) {
          if (has(edge.letters, c)) {
            add(successors[s][c], edge.target);
          }
        }
      }
    }
  }

  /**
   * A word that {@code a} accepts and {@code b} does not.
   *
   * @param a with generalized Büchi acceptance
   * @param b with generalized Büchi acceptance, over the same atoms
   * @throws org.surety.automaton.TooManyStatesException past the limits
   */
  static Optional<LassoWord> difference(OmegaAutomaton a, OmegaAutomaton b, Limits limits) {
    return new BuchiInclusion(
            BuchiReduction.stateBased(a, limits), BuchiReduction.stateBased(b, limits), limits)
        .search();
  }

  /** A word that leads A to a state; its profile is what it does in B. */
  private static final class Path {
    final int state;
    final long[][] profile;
    final @Nullable Path before;
    final int letter;
    boolean superseded;

    Path(int state, long[][] profile, @Nullable Path before, int letter) {
      this.state = state;
      this.profile = profile;
      this.before = before;
      this.letter = letter;
    }

    boolean isWithin(Path other) {
      for (int row = 0; row < profile.length; row++) {
        for (int w = 0; w < profile[row].length; w++) {
          if ((profile[row][w] & ~other.profile[row][w]) != 0) {
            return false;
          }
        }
      }
      return true;
    }
  }

  /** How the profile of a path changes by one more letter. */
  @FunctionalInterface
  private interface Step {
    long[][] of(long[][] profile, int letter);
  }

  private Optional<LassoWord> search() {
    List<List<Path>> prefixes = newTable();
    Deque<Path> open = new ArrayDeque<>();
    long[] start = new long[words];
    b.initial().forEach(s -> add(start, s));
    for (int p : a.initial()) {
      insert(new Path(p, new long[][] {start}, null, -1), prefixes, open);
    }
    extend(prefixes, open, (profile, letter) -> new long[][] {step(profile[0], letter)}, -1);
    for (int p = 0; p < a.states(); p++) {
      if (isMarked(p) && !prefixes.get(p).isEmpty()) {
        Optional<LassoWord> word = searchCycles(p, prefixes.get(p));
        if (word.isPresent()) {
          return word;
        }
      }
    }
    return Optional.empty();
  }

  private Optional<LassoWord> searchCycles(int p, List<Path> prefixes) {
    List<List<Path>> cycles = newTable();
    Deque<Path> open = new ArrayDeque<>();
    int n = b.states();
    long[][] identity = new long[2 * n][words];
    for (int s = 0; s < n; s++) {
      add(identity[s], s);
    }
    // The empty word is no cycle: it is extended, and not kept.
    open.add(new Path(p, identity, null, -1));
    extend(cycles, open, this::stepAll, component[p]);
    for (Path cycle : cycles.get(p)) {
      for (Path prefix : prefixes) {
        if (!accepts(prefix.profile[0], cycle.profile)) {
          return Optional.of(new LassoWord(atoms, letters(prefix), letters(cycle)));
        }
      }
    }
    return Optional.empty();
  }

  private List<List<Path>> newTable() {
    List<List<Path>> table = new ArrayList<>();
    for (int p = 0; p < a.states(); p++) {
      table.add(new ArrayList<>());
    }
    return table;
  }

  /**
   * Extends paths by letters until no new least profile comes up.
   *
   * @param only the component of A not to be left, or -1
   */
  private void extend(List<List<Path>> table, Deque<Path> open, Step step, int only) {
    while (!open.isEmpty()) {
      Path path = open.remove();
      if (path.superseded) {
        continue;
      }
      for (int c = 0; c < classes.size(); c++) {
        long[][] profile = null;
        for (Edge edge : a.edges(path.state)) {
          if (has(edge.letters, c) && (only < 0 || component[edge.target] == only)) {
            if (profile == null) {
              profile = step.of(path.profile, c);
            }
            insert(new Path(edge.target, profile, path, c), table, open);
          }
        }
      }
    }
  }

  /** Keeps a path, unless one with no more in its profile is known. */
  private void insert(Path path, List<List<Path>> table, Deque<Path> open) {
    List<Path> known = table.get(path.state);
    for (Path other : known) {
      if (other.isWithin(path)) {
        return;
      }
    }
    known.removeIf(
        other -> {
          other.superseded = path.isWithin(other);
          return other.superseded;
        });
    known.add(path);
    open.add(path);
    found++;
    limits.check(found);
  }

  private long[] step(long[] states, int letter) {
    long[] result = new long[words];
    for (int s = next(states, 0); s >= 0; s = next(states, s + 1)) {
      for (int w = 0; w < words; w++) {
        result[w] |= successors[s][letter][w];
      }
    }
    return result;
  }

  /** Rows 0 to n-1: where each state is led; rows from n on: past a marked state. */
  private long[][] stepAll(long[][] profile, int letter) {
    int n = b.states();
    long[][] result = new long[2 * n][];
    for (int s = 0; s < n; s++) {
      long[] past = profile[n + s].clone();
      for (int w = 0; w < words; w++) {
        past[w] |= profile[s][w] & marked[w];
      }
      result[s] = step(profile[s], letter);
      result[n + s] = step(past, letter);
    }
    return result;
  }

  /** Whether B accepts the word of the cycle, repeated for ever, from some of the states. */
  private boolean accepts(long[] from, long[][] cycle) {
    int n = b.states();
    long[] reachable = closure(from, cycle);
    for (int s = next(reachable, 0); s >= 0; s = next(reachable, s + 1)) {
      if (next(cycle[n + s], 0) >= 0 && has(closure(cycle[n + s], cycle), s)) {
        return true;
      }
    }
    return false;
  }

  /** The states, and those that turns of the cycle lead to from them. */
  private long[] closure(long[] from, long[][] cycle) {
    long[] reached = from.clone();
    Deque<Integer> open = new ArrayDeque<>();
    for (int s = next(from, 0); s >= 0; s = next(from, s + 1)) {
      open.add(s);
    }
    while (!open.isEmpty()) {
      long[] row = cycle[open.remove()];
      for (int t = next(row, 0); t >= 0; t = next(row, t + 1)) {
        if (!has(reached, t)) {
          add(reached, t);
          open.add(t);
        }
      }
    }
    return reached;
  }

  private boolean isMarked(int p) {
    return a.edges(p).stream().anyMatch(edge -> edge.marks != 0);
  }

  private List<Long> letters(Path path) {
    List<Long> letters = new ArrayList<>();
    for (Path at = path; at != null && at.before != null; at = at.before) {
      letters.add(0, classes.someLetter(at.letter));
    }
    return letters;
  }

  // --- Sets of states as bits -----------------------------------------------------------------

  private static void add(long[] set, int element) {
    set[element >> 6] |= 1L << element;
  }

  private static boolean has(long[] set, int element) {
    return (set[element >> 6] >> element & 1) == 1;
  }

  /** The least element from {@code from} on, or -1. */
  private static int next(long[] set, int from) {
    int w = from >> 6;
    if (w >= set.length) {
      return -1;
    }
    long word = set[w] & -1L << from;
    while (word == 0) {
      w++;
      if (w == set.length) {
        return -1;
      }
      word = set[w];
    }
    return (w << 6) + Long.numberOfTrailingZeros(word);
  }
}
