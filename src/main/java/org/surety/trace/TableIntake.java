package org.surety.trace;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.surety.base.InputException;
import org.surety.spec.ColumnAddress;
import org.surety.spec.LogLayout;

/**
 * Aligns the columns of an {@link EpisodeTable} to an episode.
 *
 * <p>The number T of decisions is the number of rows of the actions, rewards, costs and flags,
 * which must agree; a last row of nulls is padding, and so is every last row under {@code rows =
 * states}. State columns have T + 1 rows, or T where the last observation is missing and is then
 * taken from {@code next_observations} if there are any. A table with states alone has one decision
 * less than rows. A single number for the whole episode can be asked for like a state column.
 */
final class TableIntake {
  private static final List<String> EPISODE =
      List.of("episode", "episode_id", "eps_id", "episode_index", "id");

  private final LogLayout layout;
  private final List<ColumnAddress> wanted;
  private final EpisodeBuilder builder;
  private Fingerprint fingerprint = new Fingerprint(List.of());
  private int hashedColumns;
  private List<EpisodeTable.Column> present = List.of();
  private @Nullable Columns columns;
  private String place;
  private String flags = "none";

  TableIntake(String file, LogLayout layout, List<ColumnAddress> wanted) {
    this.layout = layout;
    this.wanted = List.copyOf(wanted);
    builder = new EpisodeBuilder(file, wanted);
    place = file;
  }

  /** Which flags the episode built last has, as {@link LogFacts#endFlags()}. */
  String endFlags() {
    return flags;
  }

  Episode build(long number, EpisodeTable table, String where) {
    place = where;
    Columns names = columnsOf(table);
    String id = id(number, names);
    int decisions = decisions(names);
    EpisodeEnd end = end(names, decisions);
    int[] shortened = new int[wanted.size()];
    for (int w = 0; w < shortened.length; w++) {
      Columns.Cell cell = names.resolve(wanted.get(w));
      add(w, cell, decisions, id);
      shortened[w] = cell.column();
    }
    completeStates(names, shortened, decisions, id);
    hash(table);
    return builder.build(number, id, decisions, end, fingerprint);
  }

  /** The present columns; the object is kept while names and widths stay as they are. */
  private Columns columnsOf(EpisodeTable table) {
    present = table.columns().stream().filter(c -> c.present).toList();
    Columns known = columns;
    if (known != null && fits(known)) {
      return known;
    }
    Map<String, Integer> widths = new LinkedHashMap<>();
    for (EpisodeTable.Column column : present) {
      widths.put(column.name, Math.max(1, column.width()));
    }
    Columns made = new Columns(place, widths);
    columns = made;
    return made;
  }

  private boolean fits(Columns known) {
    boolean same = known.size() == present.size();
    for (int c = 0; same && c < present.size(); c++) {
      same =
          known.name(c).equals(present.get(c).name)
              && known.width(c) == Math.max(1, present.get(c).width());
    }
    return same;
  }

  private String id(long number, Columns names) {
    Optional<String> said = layout.get("episode").filter(n -> !n.equals("none"));
    for (String name : said.map(List::of).orElse(EPISODE)) {
      int c = names.names().indexOf(name);
      if (c >= 0 && present.get(c).count > 0) {
        EpisodeTable.Column column = present.get(c);
        if (column.text != null) {
          return column.text;
        }
        double v = column.values[0];
        return v == Math.rint(v) && Math.abs(v) < 1e18
            ? Long.toString((long) v)
            : Double.toString(v);
      }
    }
    return Long.toString(number);
  }

  private int decisions(Columns names) {
    String said = layout.get("rows").orElse("");
    if (!said.isEmpty() && !said.equals("states") && !said.equals("decisions")) {
      throw new InputException(
          "log { rows = " + said + " }", "is not known", "write states or decisions");
    }
    int decisions = -1;
    String first = "";
    if (!said.equals("states")) {
      for (EpisodeTable.Column column : present) {
        if (column.scalar || Columns.timing(column.name) == ColumnTiming.STATE) {
          continue;
        }
        int rows = column.rows - (column.rows > 0 && lastRowIsNull(column) ? 1 : 0);
        if (decisions >= 0 && rows != decisions) {
          throw new InputException(
              place,
              "'" + column.name + "' has " + rows + " rows, but '" + first + "' has " + decisions,
              "give all actions, rewards, costs and flags one row per decision");
        }
        decisions = rows;
        first = column.name;
      }
    }
    if (decisions < 0) {
      decisions = stateRows(names) - (said.equals("decisions") ? 0 : 1);
    }
    if (decisions < 0) {
      throw new InputException(place, "the episode holds no step", "leave empty episodes out");
    }
    return decisions;
  }

  private int stateRows(Columns names) {
    for (ColumnAddress address : wanted) {
      EpisodeTable.Column column = present.get(names.resolve(address).column());
      if (!column.scalar && Columns.timing(address.path()) == ColumnTiming.STATE) {
        return column.rows;
      }
    }
    for (EpisodeTable.Column column : present) {
      if (!column.scalar && Columns.timing(column.name) == ColumnTiming.STATE) {
        return column.rows;
      }
    }
    return 0;
  }

  private static boolean lastRowIsNull(EpisodeTable.Column column) {
    int width = column.width();
    for (int i = column.count - width; i < column.count; i++) {
      if (!Double.isNaN(column.values[i])) {
        return false;
      }
    }
    return width > 0;
  }

  private EpisodeEnd end(Columns names, int decisions) {
    int terminated = flagColumn(names, "terminated");
    int truncated = flagColumn(names, "truncated");
    int done = flagColumn(names, "done");
    boolean terminatedIsDone =
        terminated >= 0 && Columns.canonical(names.name(terminated)).equals("done");
    flags =
        terminated >= 0
            ? truncated >= 0 ? "terminated+truncated" : "terminated only"
            : truncated >= 0 ? "truncated only" : done >= 0 ? "done only" : "none";
    boolean isTruncated = flag(truncated, decisions);
    if (flag(terminated, decisions) && !(terminatedIsDone && isTruncated)) {
      return EpisodeEnd.TERMINATED;
    }
    int limit = layout.get("max_steps").map(TableIntake::number).orElse(Integer.MAX_VALUE);
    return isTruncated || flag(done, decisions) || decisions >= limit
        ? EpisodeEnd.TRUNCATED
        : EpisodeEnd.LOG_ENDED;
  }

  private static int number(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new InputException(
          "log { max_steps = " + text + " }", "is no number of decisions", "write 1 or more", e);
    }
  }

  private int flagColumn(Columns names, String key) {
    Optional<String> said = layout.get(key);
    if (said.filter("none"::equals).isPresent()) {
      return -1;
    }
    OptionalInt found = names.find(said.orElse(key));
    if (said.isPresent() && found.isEmpty()) {
      throw new InputException(
          place,
          "there is no column '" + said.get() + "', which the layout names as " + key,
          "name one of " + String.join(", ", names.names()));
    }
    return found.orElse(-1);
  }

  /** Whether the flag is set at the end; set earlier it contradicts the rows that follow. */
  private boolean flag(int c, int decisions) {
    if (c < 0) {
      return false;
    }
    EpisodeTable.Column column = present.get(c);
    boolean last = false;
    int rows = column.scalar ? 1 : Math.min(column.rows, decisions + 1);
    for (int t = 0; t < rows && t < column.count; t++) {
      double v = column.values[t];
      if (Double.isNaN(v) && t == decisions) {
        break;
      }
      if (v != 0 && v != 1) {
        throw new InputException(
            place,
            "flag '" + column.name + "' is " + v + " in row " + t,
            "write flags as true or false");
      }
      if (v == 1 && !column.scalar && t < decisions - 1) {
        throw new InputException(
            place,
            "the episode goes on after row "
                + t
                + ", where '"
                + column.name
                + "' says that it ended",
            "mend the flags, or store every episode by itself");
      }
      last |= v == 1;
    }
    return last;
  }

  private void add(int w, Columns.Cell cell, int decisions, String id) {
    EpisodeTable.Column column = present.get(cell.column());
    if (column.texts || (column.scalar && column.text != null && !isNumber(column))) {
      throw new InputException(
          place, "'" + wanted.get(w) + "' holds texts", "signals must be numbers");
    }
    boolean state = builder.timing(w) == ColumnTiming.STATE;
    if (column.scalar && state) {
      for (int t = 0; t <= decisions; t++) {
        builder.addAll(w, column.values, cell.component(), 1, 1, id);
      }
      return;
    }
    int rows = state ? column.rows : Math.min(column.rows, decisions);
    builder.addAll(w, column.values, cell.component(), column.width(), rows, id);
  }

  private static boolean isNumber(EpisodeTable.Column column) {
    return column.text != null && column.values[0] != RowSource.textValue(column.text);
  }

  /** Takes the last state from the states reached, if every column lacks it and has it there. */
  private void completeStates(Columns names, int[] found, int decisions, String id) {
    String reached = layout.get("next_observations").orElse("next_observations");
    if (decisions == 0 || reached.equals("none")) {
      return;
    }
    Columns.Cell[] cells = new Columns.Cell[found.length];
    for (int w = 0; w < found.length; w++) {
      String path = Columns.canonical(wanted.get(w).path());
      boolean lacks = builder.timing(w) == ColumnTiming.STATE && builder.rows(w) == decisions;
      if (!lacks || builder.isInfo(w)) {
        continue;
      }
      if (!path.startsWith("observations")) {
        return;
      }
      String reachedPath = reached + path.substring("observations".length());
      if (!names.has(reachedPath)) {
        return;
      }
      cells[w] = names.resolve(new ColumnAddress(reachedPath, wanted.get(w).component()));
      if (present.get(cells[w].column()).rows != decisions) {
        return;
      }
    }
    for (int w = 0; w < found.length; w++) {
      if (cells[w] != null) {
        EpisodeTable.Column column = present.get(cells[w].column());
        int last = (decisions - 1) * column.width() + cells[w].component();
        builder.addAll(w, column.values, last, 1, 1, id);
      }
    }
  }

  private void hash(EpisodeTable table) {
    List<EpisodeTable.Column> all = table.columns();
    if (hashedColumns != all.size()) {
      List<String> names = new ArrayList<>();
      all.forEach(c -> names.add(c.name));
      fingerprint = new Fingerprint(names);
      hashedColumns = names.size();
    }
    fingerprint.clear();
    for (int c = 0; c < hashedColumns; c++) {
      EpisodeTable.Column column = all.get(c);
      if (column.present && !isIndex(column.name)) {
        fingerprint.add(c, column.values, 0, column.count);
      }
    }
  }

  private boolean isIndex(String name) {
    return Columns.isIndex(name)
        || layout.get("episode").filter(name::equals).isPresent()
        || layout.get("step").filter(name::equals).isPresent()
        || layout.get("environment").filter(name::equals).isPresent();
  }
}
