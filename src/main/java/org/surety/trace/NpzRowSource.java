package org.surety.trace;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.surety.base.InputException;

/**
 * The rows of an npz file whose arrays have a row per step: one after the other, {@code [rows,
 * ...]}, or of parallel environments, {@code [steps, environments, ...]}, which then have a column
 * {@code environment}. The arrays are unpacked side by side.
 *
 * <p>The first axis must be the same for everything that belongs to steps. Other arrays (statistics
 * of a normalization, bounds) are left alone.
 */
final class NpzRowSource extends RowSource {
  static final String ENVIRONMENT = "environment";

  private final NpzArchive archive;
  private final List<NpyReader> readers;
  private final long rows;
  private final int environments;
  private long row = -1;

  static NpzRowSource open(NpzArchive archive) throws IOException {
    int axes = isVector(archive.headers()) ? 2 : 1;
    NpyHeader reference = reference(archive);
    long rows = reference.rows();
    long environments = axes == 2 ? reference.shape()[1] : 1;
    Map<String, Integer> widths = new LinkedHashMap<>();
    List<String> names = new ArrayList<>();
    for (Map.Entry<String, NpyHeader> entry : archive.headers().entrySet()) {
      NpyHeader header = entry.getValue();
      boolean fits =
          header.axes() >= axes
              && header.rows() == rows
              && (axes == 1 || header.shape()[1] == environments);
      if (fits && header.width(axes) <= 1 << 20) {
        widths.put(entry.getKey(), (int) header.width(axes));
        names.add(entry.getKey());
      } else if (belongsToSteps(entry.getKey())) {
        throw new InputException(
            archive.place(entry.getKey()),
            "has the shape "
                + java.util.Arrays.toString(header.shape())
                + ", which does not fit "
                + rows
                + " steps"
                + (axes == 1 ? "" : " of " + environments + " environments"),
            "give all arrays one row per step; ragged episodes need episode_ends");
      }
    }
    if (axes == 2 && !widths.containsKey(ENVIRONMENT)) {
      widths.put(ENVIRONMENT, 1);
    }
    List<NpyReader> readers = new ArrayList<>();
    for (String name : names) {
      readers.add(archive.read(name));
    }
    return new NpzRowSource(
        archive, new Columns(archive.file(), widths), readers, rows, (int) environments);
  }

  private NpzRowSource(
      NpzArchive archive, Columns columns, List<NpyReader> readers, long rows, int environments) {
    super(columns);
    this.archive = archive;
    this.readers = readers;
    this.rows = rows * environments;
    this.environments = environments;
  }

  private static boolean belongsToSteps(String name) {
    String kind = Columns.kind(name);
    return kind.equals("observations")
        || kind.equals("next_observations")
        || kind.equals("actions")
        || Columns.timing(name) == ColumnTiming.REACHED;
  }

  /** The array that says how many steps there are. */
  private static NpyHeader reference(NpzArchive archive) {
    for (String kind : List.of("rewards", "terminated", "done", "truncated", "actions")) {
      for (Map.Entry<String, NpyHeader> entry : archive.headers().entrySet()) {
        if (Columns.kind(entry.getKey()).equals(kind)) {
          return entry.getValue();
        }
      }
    }
    return archive.headers().values().stream()
        .filter(h -> h.axes() > 0)
        .findFirst()
        .orElseThrow(
            () ->
                new InputException(
                    archive.file(),
                    "there is no array with a row per step",
                    "save arrays such as observations, actions, rewards, terminated, truncated"));
  }

  /** Whether results have two axes that are steps and environments. */
  private static boolean isVector(Map<String, NpyHeader> headers) {
    for (Map.Entry<String, NpyHeader> entry : headers.entrySet()) {
      long[] shape = entry.getValue().shape();
      if (Columns.timing(entry.getKey()) == ColumnTiming.REACHED && shape.length == 2) {
        return shape[1] > 1 || hasObservationsByEnvironment(headers);
      }
    }
    return false;
  }

  private static boolean hasObservationsByEnvironment(Map<String, NpyHeader> headers) {
    return headers.entrySet().stream()
        .anyMatch(
            e ->
                Columns.kind(e.getKey()).equals("observations")
                    && e.getValue().axes() >= 3
                    && e.getValue().shape()[1] == 1);
  }

  @Override
  public boolean next() throws IOException {
    if (row + 1 >= rows) {
      return false;
    }
    row++;
    for (int c = 0; c < readers.size(); c++) {
      NpyReader reader = readers.get(c);
      int end = columns().offset(c + 1);
      boolean isText = reader.header().isText();
      for (int cell = columns().offset(c); cell < end; cell++) {
        values[cell] = reader.next();
        kinds[cell] = isText ? TEXT : NUMBER;
        if (keys[cell] && !reader.exact()) {
          kinds[cell] = TEXT;
          values[cell] = textValue(reader.text());
        }
      }
    }
    if (readers.size() < columns().size()) {
      values[values.length - 1] = row % environments;
    }
    return true;
  }

  @Override
  public String text(int cell) {
    for (int c = 0; c < readers.size(); c++) {
      if (columns().offset(c + 1) > cell) {
        return readers.get(c).text();
      }
    }
    return "";
  }

  @Override
  public String place() {
    return environments == 1
        ? archive.file() + " row " + row
        : archive.file() + " step " + row / environments + " environment " + row % environments;
  }

  @Override
  public void close() throws IOException {
    for (NpyReader reader : readers) {
      reader.close();
    }
    archive.close();
  }
}
