package org.surety.trace;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.surety.base.InputException;
import org.surety.spec.LogLayout;

/**
 * The episodes of an npz file that says in an array of its own where each ends: {@code
 * episode_ends} (running totals), {@code episode_starts}, {@code episode_offsets} (starts and the
 * total) or {@code episode_lengths}.
 *
 * <p>The lengths count decisions if the actions and results have as many rows as the lengths add up
 * to; states then have as many rows, or one more per episode. Otherwise the lengths count states.
 * Arrays with one row per episode hold for the episode as a whole.
 */
final class NpzTables implements EpisodeTables {
  private static final List<String> BOUNDARIES =
      List.of("episode_ends", "episode_starts", "episode_offsets", "episode_lengths");

  /** How an array's rows are given out to episodes. */
  private enum Share {
    AS_LONG,
    ONE_LESS,
    ONE_MORE,
    SINGLE
  }

  private record Part(NpyReader reader, Share share, EpisodeTable.Column column) {}

  private final NpzArchive archive;
  private final long[] lengths;
  private final List<Part> parts = new ArrayList<>();
  private final EpisodeTable table = new EpisodeTable();
  private int episode = -1;

  /** The name of the array with the boundaries, if the archive has one. */
  static Optional<String> boundaries(NpzArchive archive) {
    return BOUNDARIES.stream().filter(archive.headers()::containsKey).findFirst();
  }

  NpzTables(NpzArchive archive, String boundaries, LogLayout layout) throws IOException {
    this.archive = archive;
    lengths = lengths(archive, boundaries, stepRows(archive));
    long total = Arrays.stream(lengths).sum();
    boolean states = layout.get("rows").filter("states"::equals).isPresent();
    Map<String, Share> shares = new LinkedHashMap<>();
    for (Map.Entry<String, NpyHeader> entry : archive.headers().entrySet()) {
      String name = entry.getKey();
      if (BOUNDARIES.contains(name) || entry.getValue().axes() == 0) {
        continue;
      }
      Share share = share(name, entry.getValue().rows(), total, states);
      if (share != null) {
        shares.put(name, share);
      }
    }
    for (Map.Entry<String, Share> entry : shares.entrySet()) {
      NpyReader reader = archive.read(entry.getKey());
      parts.add(new Part(reader, entry.getValue(), table.column(entry.getKey())));
    }
  }

  private static long stepRows(NpzArchive archive) {
    long rows = -1;
    for (Map.Entry<String, NpyHeader> entry : archive.headers().entrySet()) {
      boolean decision = Columns.timing(entry.getKey()) != ColumnTiming.STATE;
      if (entry.getValue().axes() > 0 && (decision || rows < 0)) {
        rows = Math.max(rows, entry.getValue().rows());
      }
    }
    return rows;
  }

  private static long[] lengths(NpzArchive archive, String name, long stepRows) throws IOException {
    double[] given = archive.all(name);
    int episodes = name.equals("episode_offsets") ? given.length - 1 : given.length;
    if (episodes < 1) {
      throw new InputException(
          archive.place(name), "names no episode", "save one entry per episode");
    }
    long[] lengths = new long[episodes];
    for (int e = 0; e < episodes; e++) {
      double length =
          switch (name) {
            case "episode_lengths" -> given[e];
            case "episode_ends" -> given[e] - (e == 0 ? 0 : given[e - 1]);
            case "episode_starts" -> (e + 1 < episodes ? given[e + 1] : stepRows) - given[e];
            default -> given[e + 1] - given[e];
          };
      if (!(length >= 0 && length <= Integer.MAX_VALUE - 8) || length != Math.rint(length)) {
        throw new InputException(
            archive.place(name),
            "gives episode " + e + " the length " + length,
            "write boundaries in ascending order");
      }
      lengths[e] = (long) length;
    }
    return lengths;
  }

  private @Nullable Share share(String name, long rows, long total, boolean states) {
    int episodes = lengths.length;
    boolean state = Columns.timing(name) == ColumnTiming.STATE;
    if (rows == total) {
      return Share.AS_LONG;
    }
    if (state && rows == total + episodes && !states) {
      return Share.ONE_MORE;
    }
    if (!state && rows == total - episodes) {
      return Share.ONE_LESS;
    }
    if (rows == episodes) {
      return Share.SINGLE;
    }
    if (!state || Columns.kind(name).equals("observations")) {
      throw new InputException(
          archive.place(name),
          "has " + rows + " rows, but the episodes add up to " + total,
          "give it one row per decision, or states one more per episode");
    }
    return null;
  }

  @Override
  public boolean next() throws IOException {
    if (episode + 1 >= lengths.length) {
      return false;
    }
    episode++;
    table.clear();
    int length = (int) lengths[episode];
    for (Part part : parts) {
      int rows =
          switch (part.share) {
            case AS_LONG -> length;
            case ONE_LESS -> length - 1;
            case ONE_MORE -> length + 1;
            case SINGLE -> 1;
          };
      if (rows < 0) {
        throw new InputException(place(), "has no state", "leave empty episodes out");
      }
      read(part, rows);
    }
    return true;
  }

  private static void read(Part part, int rows) throws IOException {
    EpisodeTable.Column column = part.column;
    column.present = true;
    column.rows = rows;
    column.scalar = part.share == Share.SINGLE;
    column.texts = part.reader.header().isText() && !column.scalar;
    long count = rows * part.reader.header().width(1);
    for (long i = 0; i < count; i++) {
      column.add(part.reader.next());
    }
    if (column.scalar && (part.reader.header().isText() || !part.reader.exact())) {
      column.text = part.reader.text();
    }
  }

  @Override
  public EpisodeTable table() {
    return table;
  }

  @Override
  public String file() {
    return archive.file();
  }

  @Override
  public String place() {
    return archive.file() + " episode " + episode;
  }

  @Override
  public void close() throws IOException {
    for (Part part : parts) {
      part.reader.close();
    }
    archive.close();
  }
}
