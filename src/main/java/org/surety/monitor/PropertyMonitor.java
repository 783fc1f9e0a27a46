package org.surety.monitor;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.surety.automaton.Dfa;
import org.surety.logic.Formula;
import org.surety.trace.Episode;
import org.surety.trace.EpisodeEnd;

/**
 * Judges one property on episodes whose margins are computed.
 *
 * <p>The word of an episode has a letter per state, and horizon T judges s_0..s_T:
 *
 * <ul>
 *   <li>a recorded word is judged by the automaton;
 *   <li>past the last letter, an absorbing state keeps its verdict;
 *   <li>so does the whole word if the environment terminated and its last state was recorded;
 *   <li>all else is undecided.
 * </ul>
 *
 * <p>The verdict at T must not see decision T + 1. Where the property reads an action, the letter
 * at T is therefore judged with the action of letter T - 1 held ({@code heldMargins}); the letters
 * before it are read as recorded.
 *
 * <p>Immutable; a {@link Scratch} belongs to one thread.
 */
public final class PropertyMonitor {
  private final Formula formula;
  private final List<String> atoms;
  private final DfaTable table;
  private final RobustnessProgram program;
  private final int maximumHorizon;
  private final int certifiedHorizon;

  /**
   * @param formula the property
   * @param dfa its automaton
   * @param atoms the atoms of the margin columns, in their order
   * @param maximumHorizon last horizon to judge, in decisions
   * @param certifiedHorizon the horizon at which robustness is computed, at most the maximum
   */
  public PropertyMonitor(
      Formula formula, Dfa dfa, List<String> atoms, int maximumHorizon, int certifiedHorizon) {
    if (certifiedHorizon < 0 || certifiedHorizon > maximumHorizon) {
      throw new IllegalArgumentException(
          "certified horizon " + certifiedHorizon + " of 0.." + maximumHorizon);
    }
    if (maximumHorizon > Integer.MAX_VALUE - 64) {
      throw new IllegalArgumentException("horizon " + maximumHorizon);
    }
    this.formula = formula;
    this.atoms = List.copyOf(atoms);
    this.table = DfaTable.of(dfa, atoms);
    this.program = RobustnessProgram.compile(formula, atoms);
    this.maximumHorizon = maximumHorizon;
    this.certifiedHorizon = certifiedHorizon;
  }

  /** The property. */
  public Formula formula() {
    return formula;
  }

  /** The atoms of the margin columns, in their order. */
  public List<String> atoms() {
    return atoms;
  }

  /** Last horizon judged. */
  public int maximumHorizon() {
    return maximumHorizon;
  }

  /** The horizon at which robustness is computed. */
  public int certifiedHorizon() {
    return certifiedHorizon;
  }

  /** How many letters of an episode are read: no more than the last horizon needs. */
  public int lettersRead(Episode episode) {
    return Math.min(episode.letters(), maximumHorizon + 1);
  }

  /** Memory for one thread. */
  public Scratch newScratch() {
    return new Scratch(program.newWorkspace());
  }

  /** Working memory of one thread. */
  public static final class Scratch {
    private final DfaRun run = new DfaRun();
    private final RobustnessProgram.Workspace workspace;
    private int[] starts = new int[8];
    private Outcome[] outcomes = new Outcome[8];
    private int runs;

    private Scratch(RobustnessProgram.Workspace workspace) {
      this.workspace = workspace;
    }

    private Outcome at(int horizon) {
      int r = runs - 1;
      while (starts[r] > horizon) {
        r--;
      }
      return outcomes[r];
    }

    private void begin(int horizon, Outcome outcome) {
      if (runs > 0 && outcomes[runs - 1] == outcome) {
        return;
      }
      if (runs == starts.length) {
        starts = Arrays.copyOf(starts, 2 * runs);
        outcomes = Arrays.copyOf(outcomes, 2 * runs);
      }
      starts[runs] = horizon;
      outcomes[runs] = outcome;
      runs++;
    }
  }

  /**
   * Judges an episode.
   *
   * @param episode for its end, and whether its last state was recorded
   * @param margins {@code margins[atom][letter]} for the letters {@link #lettersRead}
   * @param heldMargins the margins that each letter would have with the action of the letter
   *     before; null if the property reads no action. Where it is given, the two arrays exchange a
   *     letter for a moment
   * @param scratch of the calling thread
   */
  public Judgement judge(
      Episode episode, double[][] margins, double @Nullable [][] heldMargins, Scratch scratch) {
    int letters = lettersRead(episode);
    scratch.runs = 0;
    int known = -1;
    int state = table.initial();
    if (letters > 0) {
      table.run(margins, letters, scratch.run);
      state = scratch.run.state();
      known = scratch.run.absorbedAt();
      if (heldMargins == null) {
        judgeRecorded(scratch);
      } else {
        judgeHeld(margins, heldMargins, letters, scratch);
      }
    }
    boolean ended =
        episode.end() == EpisodeEnd.TERMINATED
            && episode.letters() > episode.decisions()
            && letters == episode.letters();
    if (letters <= maximumHorizon && (known < 0 || heldMargins != null)) {
      scratch.begin(letters, afterwards(state, ended, scratch));
    }
    int decidedAt = decidedAt(known, ended ? letters - 1 : -1, state, scratch);
    double robustness =
        letters == 0 || scratch.at(certifiedHorizon) == Outcome.UNDECIDED
            ? Double.NaN
            : robustness(margins, heldMargins, letters, scratch);
    return new Judgement(
        Arrays.copyOf(scratch.starts, scratch.runs),
        Arrays.copyOf(scratch.outcomes, scratch.runs),
        maximumHorizon,
        certifiedHorizon,
        robustness,
        decidedAt);
  }

  /**
   * The judgement of an episode none of whose letters can be read, as where the property reads an
   * action and none was taken: undecided at every horizon.
   */
  Judgement unreadable() {
    return new Judgement(
        new int[] {0},
        new Outcome[] {Outcome.UNDECIDED},
        maximumHorizon,
        certifiedHorizon,
        Double.NaN,
        -1);
  }

  /**
   * Explains the robustness of an episode at the certified horizon; arguments as for judging.
   *
   * @throws IllegalArgumentException if the episode has no letter
   */
  public FailureExplanation explain(
      Episode episode, double[][] margins, double @Nullable [][] heldMargins) {
    int recorded = lettersRead(episode);
    int letters = Math.min(recorded, certifiedHorizon + 1);
    double[][] word = margins;
    if (heldMargins != null && recorded > certifiedHorizon) {
      word = new double[margins.length][];
      for (int a = 0; a < word.length; a++) {
        word[a] = Arrays.copyOf(margins[a], letters);
        word[a][letters - 1] = heldMargins[a][letters - 1];
      }
    }
    return FailureExplanation.explain(formula, atoms, word, letters);
  }

  /** Runs of outcomes at the horizons whose word is recorded, where no action is read. */
  private void judgeRecorded(Scratch scratch) {
    DfaRun run = scratch.run;
    int end = run.absorbedAt() < 0 ? run.letters() : run.absorbedAt();
    for (int t = 0; t < end; t = run.endOfRun(t)) {
      scratch.begin(t, run.accepted(t) ? Outcome.SATISFIED : Outcome.LATE);
    }
    if (run.absorbedAt() >= 0) {
      scratch.begin(end, table.violatedForGood(run.state()) ? Outcome.HAZARD : Outcome.SATISFIED);
    }
  }

  /** The same with the last letter of each word held. */
  private void judgeHeld(double[][] margins, double[][] heldMargins, int letters, Scratch scratch) {
    int q = table.initial();
    for (int t = 0; t < letters; t++) {
      int last = table.successor(q, heldMargins, t);
      scratch.begin(
          t,
          table.accepting(last)
              ? Outcome.SATISFIED
              : table.violatedForGood(last) ? Outcome.HAZARD : Outcome.LATE);
      q = table.successor(q, margins, t);
    }
  }

  private Outcome afterwards(int state, boolean ended, Scratch scratch) {
    if (table.satisfiedForGood(state)) {
      return Outcome.SATISFIED;
    }
    if (table.violatedForGood(state)) {
      return Outcome.HAZARD;
    }
    return ended ? scratch.outcomes[scratch.runs - 1] : Outcome.UNDECIDED;
  }

  /** Where the word is absorbed in {@code state}, or the environment ends; -1 for neither. */
  private int decidedAt(int absorbed, int ended, int state, Scratch scratch) {
    if (absorbed < 0) {
      return ended;
    }
    // The word with its last letter held may come to the final verdict one letter later.
    boolean satisfied = scratch.at(absorbed) == Outcome.SATISFIED;
    int decided = satisfied == table.satisfiedForGood(state) ? absorbed : absorbed + 1;
    return decided > maximumHorizon ? -1 : decided;
  }

  private double robustness(
      double[][] margins, double @Nullable [][] heldMargins, int recorded, Scratch scratch) {
    int letters = Math.min(recorded, certifiedHorizon + 1);
    if (heldMargins == null || recorded <= certifiedHorizon) {
      return program.robustness(margins, letters, scratch.workspace);
    }
    exchange(margins, heldMargins, letters - 1);
    double robustness = program.robustness(margins, letters, scratch.workspace);
    exchange(margins, heldMargins, letters - 1);
    return robustness;
  }

  private static void exchange(double[][] margins, double[][] heldMargins, int letter) {
    for (int a = 0; a < margins.length; a++) {
      double own = margins[a][letter];
      margins[a][letter] = heldMargins[a][letter];
      heldMargins[a][letter] = own;
    }
  }
}
