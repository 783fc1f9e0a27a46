package org.surety.trace;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.surety.base.InputException;
import org.surety.base.Spelling;
import org.surety.spec.ColumnAddress;
import org.surety.spec.LogLayout;

/**
 * Which columns of a log of rows say where episodes begin and end, from the layout or, where it
 * says nothing, by the names people use. A layout entry {@code none} leaves a column of a usual
 * name alone.
 */
final class RowRoles {
  private static final List<String> EPISODE =
      List.of("episode", "episode_id", "eps_id", "episode_index");
  private static final List<String> STEP =
      List.of("step", "t", "timestep", "time_step", "step_id", "frame_index");
  private static final List<String> ENVIRONMENT =
      List.of("environment", "env", "env_id", "env_index");
  private static final int ABSENT = -1;

  /** How the last row of an episode is to be read. */
  enum Rows {
    /** A last row without action, reward and flags is the final state, any other a decision. */
    BY_CONTENT,
    /** The last row is the final state. */
    STATES,
    /** Every row is a decision. */
    DECISIONS
  }

  /** What the log does between the end of an episode and the start of the next. */
  enum Autoreset {
    NONE,
    NEXT_STEP,
    SAME_STEP
  }

  final int episode;
  final boolean episodeIsFile;
  final int step;
  final int environment;
  final int terminated;
  final int truncated;
  final int done;
  final boolean terminatedIsDone;
  final int maxSteps;
  final Rows rows;
  final Autoreset autoreset;

  /** Cells whose being empty all together marks a final state; none where rows are states. */
  final int[] decisionCells;

  /** Path of the column with the state reached, or empty. */
  final Optional<String> stateReached;

  private final Columns columns;
  private final LogLayout layout;

  RowRoles(Columns columns, LogLayout layout) {
    this.columns = columns;
    this.layout = layout;
    episodeIsFile = layout.get("episode").filter("file"::equals).isPresent();
    episode = episodeIsFile ? ABSENT : column("episode", EPISODE);
    step = column("step", STEP);
    environment = column("environment", ENVIRONMENT);
    terminated = flag("terminated");
    truncated = flag("truncated");
    int doneFlag = flag("done");
    terminatedIsDone =
        terminated != ABSENT && Columns.canonical(columns.name(terminated)).equals("done");
    done = doneFlag == terminated || doneFlag == truncated ? ABSENT : doneFlag;
    maxSteps = layout.get("max_steps").map(this::positive).orElse(Integer.MAX_VALUE);
    decisionCells = decisionCells();
    rows = rows();
    autoreset = autoreset();
    stateReached = stateReached();
    requireBoundaries();
  }

  /** Whether a column or the file separates episodes, rather than flags. */
  boolean episodesAreNamed() {
    return episode != ABSENT || episodeIsFile;
  }

  private int column(String key, List<String> usual) {
    Optional<String> said = layout.get(key);
    if (said.isPresent()) {
      return said.get().equals("none") ? ABSENT : scalar(key, said.get());
    }
    for (String name : usual) {
      int c = columns.names().indexOf(name);
      if (c >= 0 && columns.width(c) == 1) {
        return c;
      }
    }
    return ABSENT;
  }

  private int flag(String key) {
    Optional<String> said = layout.get(key);
    if (said.isPresent()) {
      return said.get().equals("none") ? ABSENT : scalar(key, said.get());
    }
    return columns.find(key).orElse(ABSENT);
  }

  private int scalar(String key, String name) {
    OptionalInt found = columns.find(name);
    if (found.isEmpty()) {
      throw new InputException(
          columns.place(),
          "there is no column '" + name + "', which the layout names as " + key,
          Spelling.remedy(name, columns.names()));
    }
    if (columns.width(found.getAsInt()) != 1) {
      throw new InputException(
          columns.place(),
          "column '" + name + "', which the layout names as " + key + ", has several values a row",
          "name a column with one value a row");
    }
    return found.getAsInt();
  }

  private int positive(String text) {
    try {
      int value = Integer.parseInt(text);
      if (value > 0) {
        return value;
      }
    } catch (NumberFormatException e) {
      // falls through to the one message for both
    }
    throw new InputException(
        "log { max_steps = " + text + " }", "is no number of decisions", "write 1 or more");
  }

  private int[] decisionCells() {
    List<Integer> cells = new ArrayList<>();
    for (int c = 0; c < columns.size(); c++) {
      boolean decision =
          Columns.timing(columns.name(c)) != ColumnTiming.STATE
              || c == terminated
              || c == truncated
              || c == done;
      if (decision && !isKey(c)) {
        for (int k = 0; k < columns.width(c); k++) {
          cells.add(columns.offset(c) + k);
        }
      }
    }
    return cells.stream().mapToInt(Integer::intValue).toArray();
  }

  private boolean isKey(int c) {
    return c == episode || c == step || c == environment;
  }

  private Rows rows() {
    String said = layout.get("rows").orElse("");
    return switch (said) {
      case "" -> decisionCells.length == 0 ? Rows.STATES : Rows.BY_CONTENT;
      case "states" -> Rows.STATES;
      case "decisions" -> Rows.DECISIONS;
      default ->
          throw new InputException(
              "log { rows = " + said + " }", "is not known", "write states or decisions");
    };
  }

  private Autoreset autoreset() {
    String said = layout.get("autoreset").orElse("");
    Autoreset convention =
        switch (said) {
          case "", "none" -> Autoreset.NONE;
          case "next-step" -> Autoreset.NEXT_STEP;
          case "same-step" -> Autoreset.SAME_STEP;
          default ->
              throw new InputException(
                  "log { autoreset = " + said + " }",
                  "is not known",
                  "write none, next-step or same-step");
        };
    if (episodesAreNamed() && convention == Autoreset.NEXT_STEP) {
      throw new InputException(
          columns.place(),
          "the layout says autoreset = next-step, but "
              + (episodeIsFile ? "each file" : "column '" + columns.name(episode) + "'")
              + " already separates the episodes, and the reset step could be in either",
          "say autoreset = none if reset steps are left out, or episode = none to go by the flags");
    }
    if (!episodesAreNamed() && said.isEmpty() && hasBoundaryFlags()) {
      throw new InputException(
          columns.place(),
          "only flags separate the episodes, and nothing says what follows a flagged row",
          "add log { autoreset = none } if an ordinary loop reset the environment, next-step if the"
              + " row after a flagged one is a reset step (Gymnasium's default), or same-step if the"
              + " observation after a flagged row already belongs to the next episode; or name the"
              + " column that identifies the episode: log { episode = ... }");
    }
    return convention;
  }

  private boolean hasBoundaryFlags() {
    return terminated != ABSENT
        || truncated != ABSENT
        || done != ABSENT
        || maxSteps != Integer.MAX_VALUE;
  }

  private void requireBoundaries() {
    if (!episodesAreNamed() && !hasBoundaryFlags()) {
      throw new InputException(
          columns.place(),
          "nothing says where an episode ends: there is no column "
              + String.join(", ", EPISODE)
              + ", and no flag terminated, truncated or done",
          "name the columns, log { episode = ... } or log { terminated = ... }, or say log { episode"
              + " = file } if the file is one episode");
    }
  }

  private Optional<String> stateReached() {
    Optional<String> said = layout.get("next_observations");
    if (said.isPresent()) {
      if (said.get().equals("none")) {
        return Optional.empty();
      }
      if (!columns.has(said.get())) {
        throw new InputException(
            columns.place(),
            "there is no column '" + said.get() + "', which the layout names as next_observations",
            Spelling.remedy(said.get(), columns.groups()));
      }
      return said;
    }
    if (columns.has("final_observations")) {
      return Optional.of("final_observations");
    }
    // With same-step autoreset many loggers store the first observation of the next episode here.
    return autoreset != Autoreset.SAME_STEP && columns.has("next_observations")
        ? Optional.of("next_observations")
        : Optional.empty();
  }

  /** Whether the states reached are recorded in flagged rows only, as Gymnasium's final_obs. */
  boolean stateReachedOnlyAtEnds() {
    return stateReached.filter(path -> Columns.kind(path).equals("final_observations")).isPresent();
  }

  /** The cell that holds the state reached for an observation's address, or -1. */
  int stateReachedCell(ColumnAddress address) {
    String canonical = Columns.canonical(address.path());
    if (stateReached.isEmpty()
        || address.isOfDecision()
        || !Columns.kind(canonical).equals("observations")
        || !canonical.startsWith("observations")) {
      return ABSENT;
    }
    String path = stateReached.get() + canonical.substring("observations".length());
    return columns.has(path) ? columns.cell(new ColumnAddress(path, address.component())) : ABSENT;
  }

  /** The columns that enter the fingerprint. */
  List<Integer> dataColumns() {
    List<Integer> data = new ArrayList<>();
    for (int c = 0; c < columns.size(); c++) {
      if (!isKey(c) && !Columns.isIndex(columns.name(c))) {
        data.add(c);
      }
    }
    return data;
  }

  /** As {@link LogFacts#endFlags()}. */
  String endFlags() {
    if (terminated != ABSENT) {
      return truncated != ABSENT ? "terminated+truncated" : "terminated only";
    }
    if (truncated != ABSENT) {
      return done != ABSENT ? "done+truncated" : "truncated only";
    }
    return done != ABSENT ? "done only" : "none";
  }

  /** As {@link LogFacts#autoreset()}. */
  String autoresetName() {
    if (episodesAreNamed()) {
      return "not applicable";
    }
    return switch (autoreset) {
      case NONE -> "none";
      case NEXT_STEP -> "next-step";
      case SAME_STEP -> "same-step";
    };
  }
}
