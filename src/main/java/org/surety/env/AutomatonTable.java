package org.surety.env;

import java.util.List;
import org.surety.automaton.Dfa;
import org.surety.automaton.Limits;
import org.surety.automaton.omega.LimitDeterministicAutomaton;
import org.surety.automaton.omega.OmegaAutomaton;

/**
 * An automaton as arrays of integers that the copies of a vectorized environment gather from: the
 * memory that a learner needs beside the state of the environment, and the events it is rewarded
 * for.
 *
 * <p><b>Convention.</b> A letter is an int whose bit k says whether {@code atoms().get(k)} holds of
 * an observation. The automaton reads the first observation too: after s_0 .. s_t the memory is the
 * state reached by t + 1 letters. The table is complete; state 0 is initial and has read nothing.
 *
 * <p><b>Finite words</b> ({@link #of(Dfa, Limits)}). {@link #ACCEPTING} is in the events of a
 * letter if the word so far is in the language; {@link #PROGRESS} if the letter has settled that it
 * stays there for good.
 *
 * <p><b>Infinite words</b> ({@link #of(OmegaAutomaton, Limits)}), generalized Büchi acceptance with
 * k sets. Part of the memory is the <em>accepting frontier</em> (Hasanbeig, Kroening and Abate,
 * "LCRL: Certified policy synthesis via logically-constrained reinforcement learning", QEST 2022):
 * the sets that the run has yet to visit in the current round. An edge in some of them is an event
 * {@link #PROGRESS} and takes them out; when none is left, the edge is an event {@link #ROUND} too
 * and the frontier is all k sets again. A run is accepted if and only if it has infinitely many
 * events PROGRESS, if and only if it has infinitely many events ROUND. Since the frontier is part
 * of the state, the reward "1 for PROGRESS" is a function of state and letter; a learner that keeps
 * it aside, as LCRL does, faces a reward that is not Markov. Refilling with <em>all</em> sets is
 * what makes a property with one set, such as {@code G F goal}, pay for every visit and not for the
 * first alone. An automaton that accepts every run it does not get stuck in (safety) makes PROGRESS
 * and ROUND with every letter.
 *
 * <p><b>ε-actions.</b> A limit-deterministic automaton guesses once: by an edge into the part that
 * accepts, where nothing is left to choose. Letters lead the table along the edges that wait; the
 * other edges of the letter just read, or the jumps of the state if the automaton has jumps of
 * their own, are offered as jumps 1 .. {@link #jumps}: an action of the learner's own, which moves
 * the automaton and not the environment. Not jumping is always possible. A jump is no event.
 *
 * <p><b>Rejecting sink.</b> All states from which no word is accepted, whatever the jumps, are one:
 * {@link #sink}. A learner may end the episode there; its value is 0 (or the penalty), never a
 * bootstrapped one.
 */
public final class AutomatonTable {
  /** Event: the run came nearer to acceptance. Worth a reward. */
  public static final int PROGRESS = 1;

  /** Event: every acceptance set has been visited since the last such event. */
  public static final int ROUND = 2;

  /** Event: the finite word read so far is in the language. */
  public static final int ACCEPTING = 4;

  private final List<String> atoms;
  private final int states;
  private final int sets;
  private final int sink;
  private final int[] successors;
  private final byte[] events;
  private final boolean[] satisfied;
  private final int[] firstJump;
  private final int[] jumpTargets;

  AutomatonTable(AutomatonTableBuilder.Parts parts) {
    this.atoms = parts.atoms();
    this.states = parts.satisfied().length;
    this.sets = parts.sets();
    this.sink = parts.sink();
    this.successors = parts.successors();
    this.events = parts.events();
    this.satisfied = parts.satisfied();
    this.firstJump = parts.firstJump();
    this.jumpTargets = parts.jumpTargets();
  }

  /**
   * The table of an automaton on finite words.
   *
   * @throws org.surety.base.InputException if it has too many entries, states × 2^atoms
   */
  public static AutomatonTable of(Dfa dfa, Limits limits) {
    return AutomatonTableBuilder.of(dfa, limits);
  }

  /**
   * The table of a limit-deterministic automaton on infinite words, with its jumps either as
   * ordinary edges that overlap others, or as several initial states. States of the table are the
   * reachable triples of state, jumps on offer and frontier.
   *
   * @throws org.surety.base.InputException if the automaton has an acceptance other than
   *     generalized Büchi, is not limit-deterministic, or the table has too many entries
   * @throws org.surety.automaton.TooManyStatesException if a limit is met
   */
  public static AutomatonTable of(OmegaAutomaton automaton, Limits limits) {
    return AutomatonTableBuilder.of(automaton, limits);
  }

  /**
   * The table of a limit-deterministic automaton whose jumps read no letter: with fewer states than
   * if they are edges, since what is on offer need not be remembered.
   *
   * @throws org.surety.base.InputException as for the other form
   * @throws org.surety.automaton.TooManyStatesException if a limit is met
   */
  public static AutomatonTable of(LimitDeterministicAutomaton automaton, Limits limits) {
    return AutomatonTableBuilder.of(automaton, limits);
  }

  /** The k-th is bit k of a letter. */
  public List<String> atoms() {
    return atoms;
  }

  /** Number of letters, 2 to the number of atoms; letters are 0 .. letters() − 1. */
  public int letters() {
    return 1 << atoms.size();
  }

  /** Number of states, with the sink; states are 0 .. states() − 1 and 0 is initial. */
  public int states() {
    return states;
  }

  /** Number of acceptance sets; 0 for finite words. */
  public int sets() {
    return sets;
  }

  /** The state from which no word is accepted, or −1 if there is none. */
  public int sink() {
    return sink;
  }

  /** The state after one more letter. */
  public int successor(int state, int letter) {
    return successors[state * letters() + letter];
  }

  /** {@link #PROGRESS}, {@link #ROUND} and {@link #ACCEPTING} as far as the letter makes them. */
  public int events(int state, int letter) {
    return events[state * letters() + letter];
  }

  /**
   * Whether every continuation is accepted without a further jump (finite words: every finite one).
   */
  public boolean satisfiedForGood(int state) {
    return satisfied[state];
  }

  /** Number of jumps on offer in a state. */
  public int jumps(int state) {
    return firstJump[state + 1] - firstJump[state];
  }

  /** Most jumps on offer in a state: the number of ε-actions that a learner needs. */
  public int mostJumps() {
    int most = 0;
    for (int s = 0; s < states; s++) {
      most = Math.max(most, jumps(s));
    }
    return most;
  }

  /**
   * The state after a jump, or the state itself if the jump is 0 (wait) or not on offer.
   *
   * @param jump from 0 on
   */
  public int afterJump(int state, int jump) {
    return jump < 1 || jump > jumps(state) ? state : jumpTargets[firstJump[state] + jump - 1];
  }

  /** Successors, {@code [states × letters]}, state after state. Do not write. */
  public int[] successors() {
    return successors;
  }

  /** Events, {@code [states × letters]}, state after state. Do not write. */
  public byte[] events() {
    return events;
  }

  @Override
  public String toString() {
    return "table of " + states + " states by " + letters() + " letters";
  }
}
