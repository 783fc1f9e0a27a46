package org.surety.trace;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * The columns of the episodes in one log that is being written, in the order in which all writers
 * write them. Names are the canonical ones of {@link Columns}.
 *
 * @param columns one for each array
 */
record RecordColumns(List<Column> columns) {
  /**
   * One array of an episode.
   *
   * @param name canonical name
   * @param width values per row, at least 1
   * @param vector whether the values are components, rather than one number a row
   * @param states whether there are T + 1 rows
   * @param rows the rows of an episode; {@code [T + 1 or T][width]}
   */
  record Column(
      String name,
      int width,
      boolean vector,
      boolean states,
      Function<EpisodeRecord, double[][]> rows) {}

  RecordColumns {
    columns = List.copyOf(columns);
  }

  /** The columns that an episode has. */
  static RecordColumns of(EpisodeRecord episode) {
    List<Column> columns = new ArrayList<>();
    add(columns, "observations", true, true, episode, EpisodeRecord::observations);
    episode
        .infos()
        .forEach(
            (name, rows) ->
                add(
                    columns,
                    "infos." + name,
                    false,
                    true,
                    episode,
                    e -> required(e.infos().get(name), "infos." + name)));
    add(columns, "actions", true, false, episode, EpisodeRecord::actions);
    add(columns, "rewards", false, false, episode, e -> column(e.rewards()));
    if (episode.costs() != null) {
      add(columns, "costs", false, false, episode, e -> column(required(e.costs(), "costs")));
    }
    episode
        .decisionColumns()
        .forEach(
            (name, rows) ->
                add(
                    columns,
                    name,
                    false,
                    false,
                    episode,
                    e -> required(e.decisionColumns().get(name), name)));
    return new RecordColumns(columns);
  }

  private static void add(
      List<Column> columns,
      String name,
      boolean vector,
      boolean states,
      EpisodeRecord episode,
      Function<EpisodeRecord, double[][]> rows) {
    double[][] values = rows.apply(episode);
    int width = values.length == 0 ? 1 : values[0].length;
    columns.add(new Column(name, width, vector || width > 1, states, rows));
  }

  /** Throws unless the episode has these columns; to be called before it is written. */
  void check(EpisodeRecord episode) {
    int given =
        3
            + (episode.costs() == null ? 0 : 1)
            + episode.decisionColumns().size()
            + episode.infos().size();
    if (given != columns.size()) {
      throw new IllegalArgumentException("all episodes of a log must have the same columns");
    }
    for (Column column : columns) {
      for (double[] row : column.rows.apply(episode)) {
        if (row.length != column.width) {
          throw new IllegalArgumentException(
              "'"
                  + column.name
                  + "' has "
                  + row.length
                  + " values in a row, but "
                  + column.width
                  + " in the first episode");
        }
      }
    }
  }

  private static double[][] column(double[] values) {
    double[][] rows = new double[values.length][];
    for (int t = 0; t < values.length; t++) {
      rows[t] = new double[] {values[t]};
    }
    return rows;
  }

  private static <T> T required(@org.jspecify.annotations.Nullable T value, String name) {
    if (value == null) {
      throw new IllegalArgumentException("an episode has no '" + name + "', the first one had");
    }
    return value;
  }
}
