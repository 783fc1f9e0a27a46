package org.surety.trace;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.surety.base.InputException;
import org.surety.spec.ColumnAddress;

/**
 * Takes the current row of a source into an episode: values, fingerprint, flags, order of steps.
 */
final class RowIntake {
  private final RowSource source;
  private final RowRoles roles;
  private final List<ColumnAddress> wanted;
  private final int[] wantedCells;
  private final int[] reachedCells;
  private final ColumnTiming[] timings;
  private final boolean[] info;
  private final boolean canCompleteStates;
  private final Fingerprint blank;
  private final int[] hashedCells;
  private final int[] hashedColumns;
  private final int stepCell;
  private final int terminatedCell;
  private final int truncatedCell;
  private final int doneCell;
  private final ArrayDeque<EpisodeBuilder> idleBuilders = new ArrayDeque<>();
  private final ArrayDeque<Fingerprint> idleFingerprints = new ArrayDeque<>();
  private double increment = Double.NaN;

  RowIntake(RowSource source, RowRoles roles, List<ColumnAddress> wanted) {
    this.source = source;
    this.roles = roles;
    this.wanted = List.copyOf(wanted);
    Columns columns = source.columns();
    int width = wanted.size();
    wantedCells = new int[width];
    reachedCells = new int[width];
    timings = new ColumnTiming[width];
    info = new boolean[width];
    EpisodeBuilder builder = newBuilder();
    boolean complete = roles.stateReached.isPresent();
    for (int w = 0; w < width; w++) {
      wantedCells[w] = columns.cell(wanted.get(w));
      reachedCells[w] = roles.stateReachedCell(wanted.get(w));
      timings[w] = builder.timing(w);
      info[w] = builder.isInfo(w);
      if (timings[w] == ColumnTiming.STATE && !info[w]) {
        complete &= reachedCells[w] >= 0;
      }
    }
    canCompleteStates = complete;
    idleBuilders.add(builder);
    List<int[]> hashed = new ArrayList<>();
    List<String> hashedNames = new ArrayList<>();
    for (int c : roles.dataColumns()) {
      for (int k = 0; k < columns.width(c); k++) {
        hashed.add(new int[] {columns.offset(c) + k, hashedNames.size()});
      }
      hashedNames.add(columns.name(c));
    }
    blank = new Fingerprint(hashedNames);
    hashedCells = hashed.stream().mapToInt(h -> h[0]).toArray();
    hashedColumns = hashed.stream().mapToInt(h -> h[1]).toArray();
    stepCell = cell(roles.step);
    terminatedCell = cell(roles.terminated);
    truncatedCell = cell(roles.truncated);
    doneCell = cell(roles.done);
  }

  private int cell(int column) {
    return column < 0 ? -1 : source.columns().offset(column);
  }

  private EpisodeBuilder newBuilder() {
    return new EpisodeBuilder(source.columns().place(), wanted);
  }

  RowEpisode begin(long number, String id, long key) {
    EpisodeBuilder builder = idleBuilders.isEmpty() ? newBuilder() : idleBuilders.removeLast();
    Fingerprint fingerprint =
        idleFingerprints.isEmpty() ? blank.another() : idleFingerprints.removeLast();
    fingerprint.clear();
    return new RowEpisode(number, id, key, builder, fingerprint);
  }

  /** About how many doubles an episode holds in memory. */
  long cost(RowEpisode episode) {
    long columns = wantedCells.length * Math.max(64L, 2L * episode.rows);
    return columns + 3L * hashedCells.length + 100;
  }

  /** Whether the current row is a final state: all actions, results and flags are empty. */
  boolean isFinalState() {
    int[] cells = roles.decisionCells;
    if (cells.length == 0) {
      return false;
    }
    for (int cell : cells) {
      if (source.kinds[cell] != RowSource.EMPTY) {
        return false;
      }
    }
    if (roles.rows == RowRoles.Rows.DECISIONS) {
      throw new InputException(
          source.place(),
          "the row has no action, reward and flags, but the layout says rows = decisions",
          "leave that entry out: such a row is the final state");
    }
    return true;
  }

  /** Appends the current row. */
  void add(RowEpisode episode, boolean finalState) {
    requireGoesOn(episode, finalState);
    checkStep(episode);
    hash(episode.fingerprint);
    byte[] kinds = source.kinds;
    double[] values = source.values;
    for (int w = 0; w < wantedCells.length; w++) {
      int cell = wantedCells[w];
      if (kinds[cell] != RowSource.NUMBER || !(Math.abs(values[cell]) <= Double.MAX_VALUE)) {
        if (finalState
            && kinds[cell] == RowSource.EMPTY
            && (info[w] || timings[w] != ColumnTiming.STATE)) {
          continue;
        }
        throw notANumber(wanted.get(w), cell);
      }
      if (!finalState || timings[w] == ColumnTiming.STATE) {
        episode.builder.add(w, values[cell]);
      }
    }
    if (finalState) {
      episode.hasFinalState = true;
    } else {
      episode.decisions++;
      takeFlags(episode);
      if (canCompleteStates) {
        takeStateReached(episode);
      }
    }
    episode.rows++;
  }

  /** Appends only the states of the current row, a reset step: they are the episode's last. */
  void addState(RowEpisode episode) {
    hash(episode.fingerprint);
    for (int w = 0; w < wantedCells.length; w++) {
      if (timings[w] == ColumnTiming.STATE && !info[w]) {
        int cell = wantedCells[w];
        if (source.kinds[cell] != RowSource.NUMBER || !Double.isFinite(source.values[cell])) {
          throw notANumber(wanted.get(w), cell);
        }
        episode.builder.add(w, source.values[cell]);
      }
    }
    episode.hasFinalState = true;
    episode.rows++;
  }

  private void hash(Fingerprint fingerprint) {
    byte[] kinds = source.kinds;
    double[] values = source.values;
    for (int h = 0; h < hashedCells.length; h++) {
      int cell = hashedCells[h];
      if (kinds[cell] == RowSource.EMPTY) {
        fingerprint.addMissing(hashedColumns[h]);
      } else {
        fingerprint.add(hashedColumns[h], values[cell]);
      }
    }
  }

  private InputException notANumber(ColumnAddress address, int cell) {
    return switch (source.kinds[cell]) {
      case RowSource.EMPTY ->
          new InputException(
              source.place(),
              "'" + address + "' is empty",
              "record it at every step; an episode with an unknown value cannot be judged");
      case RowSource.TEXT ->
          new InputException(
              source.place(),
              "'" + address + "' is the text '" + source.text(cell) + "'",
              "signals must be numbers");
      default -> EpisodeBuilder.notFinite(source.place(), address, source.values[cell]);
    };
  }

  private void requireGoesOn(RowEpisode episode, boolean finalState) {
    if (!episode.flagged()) {
      return;
    }
    boolean mayFollow =
        roles.rows == RowRoles.Rows.STATES ? episode.rows - episode.flagRow < 2 : finalState;
    if (!mayFollow) {
      throw new InputException(
          source.place(),
          "episode "
              + episode.id
              + " goes on after its row "
              + episode.flagRow
              + " was flagged as its end",
          "mend the flags, give the next episode its own id, or say log { rows = states } if each"
              + " episode's last row is its final state");
    }
  }

  private void checkStep(RowEpisode episode) {
    if (stepCell < 0 || source.kinds[stepCell] == RowSource.EMPTY) {
      return;
    }
    double step = source.values[stepCell];
    double last = episode.lastStep;
    if (source.kinds[stepCell] != RowSource.NUMBER || !Double.isFinite(step)) {
      throw new InputException(
          source.place(), "the step is no number", "number the steps, or say log { step = none }");
    }
    episode.lastStep = step;
    if (Double.isNaN(last)) {
      return;
    }
    double advance = step - last;
    if (advance > 0 && Double.isNaN(increment)) {
      increment = advance;
    }
    // A step counted in seconds is off by roundings, never by a thousandth of a step.
    if (!(Math.abs(advance - increment) <= 1e-3 * increment)) {
      throw new InputException(
          source.place(),
          "episode "
              + episode.id
              + " goes from step "
              + number(last)
              + " to "
              + number(step)
              + (advance > 0 ? ", so rows are missing" : ", so rows are repeated or out of order"),
          "sort the log and complete it; if '"
              + source.columns().name(roles.step)
              + "' does not count steps, say log { step = none }");
    }
  }

  private static String number(double v) {
    return v == Math.rint(v) ? Long.toString((long) v) : Double.toString(v);
  }

  private void takeFlags(RowEpisode episode) {
    boolean terminated = flag(terminatedCell);
    boolean truncated = flag(truncatedCell);
    boolean done = flag(doneCell);
    if (doneCell >= 0 && !done && (terminated || truncated)) {
      throw new InputException(
          source.place(),
          "the flags contradict: done is false, but "
              + (terminated ? "terminated" : "truncated")
              + " is true",
          "mend the flags, or leave one out: log { done = none }");
    }
    if (roles.terminatedIsDone && truncated) {
      terminated = false; // done only says that it ended, truncated says why
    }
    // Where rows are states the last of them counts as no decision.
    boolean late =
        episode.decisions - (roles.rows == RowRoles.Rows.STATES ? 1 : 0) >= roles.maxSteps;
    if (terminated || truncated || done || late) {
      episode.terminated |= terminated;
      episode.truncated |= !terminated;
      if (!episode.flagged()) {
        episode.flagRow = episode.rows;
      }
    }
  }

  private boolean flag(int cell) {
    if (cell < 0) {
      return false;
    }
    double v = source.values[cell];
    if (source.kinds[cell] == RowSource.NUMBER && (v == 0 || v == 1)) {
      return v == 1;
    }
    throw new InputException(
        source.place(),
        source.kinds[cell] == RowSource.EMPTY
            ? "a flag is empty, but the row has an action or a result"
            : "a flag is neither 0 nor 1, true nor false",
        "write each of terminated and truncated as 0 or 1 at every decision");
  }

  private void takeStateReached(RowEpisode episode) {
    for (int w = 0; w < reachedCells.length; w++) {
      int cell = reachedCells[w];
      if (cell >= 0) {
        episode.stateReachedKnown[w] =
            source.kinds[cell] == RowSource.NUMBER && Double.isFinite(source.values[cell]);
        episode.stateReached[w] = source.values[cell];
      }
    }
  }

  /** Finishes an episode. */
  void build(RowEpisode episode) {
    EpisodeBuilder builder = episode.builder;
    int decisions = episode.decisions;
    if (roles.rows == RowRoles.Rows.STATES) {
      decisions = episode.rows - 1;
      for (int w = 0; w < timings.length; w++) {
        if (timings[w] != ColumnTiming.STATE) {
          builder.cut(w, decisions);
        }
      }
    } else if (!episode.hasFinalState && canCompleteStates && stateReachedIsKnown(episode)) {
      for (int w = 0; w < timings.length; w++) {
        if (reachedCells[w] >= 0) {
          builder.add(w, episode.stateReached[w]);
        }
      }
    }
    episode.built =
        builder.build(episode.number, episode.id, decisions, episode.end(), episode.fingerprint);
    idleBuilders.add(builder);
    idleFingerprints.add(episode.fingerprint);
  }

  private boolean stateReachedIsKnown(RowEpisode episode) {
    if (roles.stateReachedOnlyAtEnds() && !episode.flagged()) {
      return false; // other rows hold whatever the logger filled in
    }
    for (int w = 0; w < reachedCells.length; w++) {
      if (reachedCells[w] >= 0 && !episode.stateReachedKnown[w]) {
        return false;
      }
    }
    return true;
  }
}
