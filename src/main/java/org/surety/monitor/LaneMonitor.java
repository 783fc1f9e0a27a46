package org.surety.monitor;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.surety.automaton.Dfa;
import org.surety.base.InputException;
import org.surety.logic.Formula;
import org.surety.spec.LaneEvaluator;
import org.surety.spec.PredicateProgram;
import org.surety.trace.EpisodeEnd;

/**
 * Judges one property at one horizon on many episodes side by side while they happen: the outcome
 * of each is that of a {@link PropertyMonitor} on the episode's log. Of an episode the automaton's
 * state is kept, and what the predicates remember.
 *
 * <p>A state is {@linkplain #read read} once the action taken there is known, the last one of an
 * episode {@linkplain #conclude without}: there the action before is held, as {@link
 * PropertyMonitor} says. Not for several threads.
 */
public final class LaneMonitor {
  private final DfaTable table;
  private final int initial;
  private final int[] states;
  private final List<String> atoms;
  private final LaneEvaluator evaluator;

  /** What the last state of an episode is read by; null if the property reads no action. */
  private final @Nullable LaneEvaluator held;

  private final double[][] margins;
  private final double[][] heldMargins;
  private final IntFunction<String> places;

  // The last letter of one episode.
  private final int[] one = new int[1];
  private final double[][] letter;

  /**
   * A monitor of episodes that are yet to {@link #begin}.
   *
   * @param formula the property, over the program's atoms
   * @param dfa its automaton
   * @param program computes the margins
   * @param actions by column of the program, whether it holds an action
   * @param lanes how many episodes at a time, at least 1
   * @param places names the episode in a lane, for messages
   */
  public LaneMonitor(
      Formula formula,
      Dfa dfa,
      PredicateProgram program,
      boolean[] actions,
      int lanes,
      IntFunction<String> places) {
    this.places = places;
    atoms = program.atoms();
    table = DfaTable.of(dfa, atoms);
    initial = table.initial();
    states = new int[lanes];
    evaluator = program.evaluator(lanes);
    held = readsAction(formula, program, actions) ? program.held(actions).evaluator(lanes) : null;
    margins = new double[atoms.size()][lanes];
    heldMargins = new double[atoms.size()][lanes];
    letter = new double[program.columns().size()][1];
  }

  private static boolean readsAction(Formula formula, PredicateProgram program, boolean[] actions) {
    Set<String> reading = new HashSet<>();
    for (int c = 0; c < actions.length; c++) {
      if (actions[c]) {
        reading.addAll(program.atomsReading(c));
      }
    }
    return formula.atoms().stream().anyMatch(reading::contains);
  }

  /** Whether the verdict depends on actions. */
  public boolean readsAction() {
    return held != null;
  }

  /** Starts an episode in a lane. */
  public void begin(int lane) {
    states[lane] = initial;
    evaluator.begin(lane);
    if (held != null) {
      held.begin(lane);
    }
  }

  /**
   * Reads one more state of some lanes, in which an action has been chosen.
   *
   * @param lanes the lanes, each once; only the first {@code count} are read
   * @param columns {@code columns[c][i]}: value of the program's column c in lane {@code lanes[i]}
   * @throws InputException if a margin is infinite or not a number
   */
  public void read(int[] lanes, int count, double[][] columns) {
    require(evaluator, lanes, evaluator.evaluate(lanes, count, columns, margins), margins);
    if (held != null) {
      // For what it remembers; what it makes of a letter that is not the last is not wanted.
      held.evaluate(lanes, count, columns, heldMargins);
    }
    for (int i = 0; i < count; i++) {
      states[lanes[i]] = table.successor(states[lanes[i]], margins, i);
    }
  }

  /** The outcome that no continuation of a lane's episode can change; null if there is none yet. */
  public @Nullable Outcome decided(int lane) {
    return table.satisfiedForGood(states[lane])
        ? Outcome.SATISFIED
        : table.violatedForGood(states[lane]) ? Outcome.HAZARD : null;
  }

  /**
   * Reads the last state of an episode, in which no action was chosen or none is to be seen.
   *
   * @param columns {@code columns[c]}: value of the program's column c; of an action, that of the
   *     decision before
   * @param end how the episode ended; null if it has not, but has come to its horizon
   * @return the outcome at the horizon
   * @throws InputException if a margin is infinite or not a number
   */
  public Outcome conclude(int lane, double[] columns, @Nullable EpisodeEnd end) {
    LaneEvaluator last = held == null ? evaluator : held;
    for (int c = 0; c < letter.length; c++) {
      letter[c][0] = columns[c];
    }
    one[0] = lane;
    require(last, one, last.evaluate(one, 1, letter, margins), margins);
    states[lane] = table.successor(states[lane], margins, 0);
    Outcome decided = decided(lane);
    if (decided != null) {
      return decided;
    }
    if (end != null && end != EpisodeEnd.TERMINATED) {
      return Outcome.UNDECIDED;
    }
    return table.accepting(states[lane]) ? Outcome.SATISFIED : Outcome.LATE;
  }

  private void require(LaneEvaluator evaluator, int[] lanes, int undefined, double[][] margins) {
    if (undefined >= 0) {
      throw evaluator.undefined(places.apply(lanes[undefined]), margins, undefined);
    }
  }

  /** Number of values that hold what is kept of a lane's episode. */
  public int stateSize() {
    return 1 + evaluator.stateSize() + (held == null ? 0 : held.stateSize());
  }

  /** Writes them, from index {@code at} on. */
  public void save(int lane, double[] to, int at) {
    to[at] = states[lane];
    evaluator.save(lane, to, at + 1);
    if (held != null) {
      held.save(lane, to, at + 1 + evaluator.stateSize());
    }
  }

  /** Continues an episode that was saved. */
  public void restore(int lane, double[] from, int at) {
    states[lane] = (int) from[at];
    evaluator.restore(lane, from, at + 1);
    if (held != null) {
      held.restore(lane, from, at + 1 + evaluator.stateSize());
    }
  }
}
