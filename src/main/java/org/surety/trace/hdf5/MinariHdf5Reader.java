package org.surety.trace.hdf5;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.regex.Matcher;
import org.jspecify.annotations.Nullable;
import org.surety.base.InputException;
import org.surety.spec.ColumnAddress;
import org.surety.trace.Columns;
import org.surety.trace.Episode;
import org.surety.trace.EpisodeBuilder;
import org.surety.trace.EpisodeEnd;
import org.surety.trace.EpisodeReader;
import org.surety.trace.Fingerprint;
import org.surety.trace.JsonFacts;
import org.surety.trace.LogFacts;
import org.surety.trace.RowSource;

/** Reads the episodes of a Minari file by number, which is the order in which they started. */
final class MinariHdf5Reader implements EpisodeReader {
  private static final LogFacts FACTS =
      new LogFacts(MinariHdf5.NAME, true, "not applicable", "terminated+truncated");

  private final Hdf5File file;
  private final Hdf5Group root;
  private final long[] ids;
  private final long firstNumber;
  private final List<ColumnAddress> wanted;
  private final EpisodeBuilder builder;
  private @Nullable Shape shape;
  private double[] numbers = new double[1024];
  private int position;

  /** The columns of an episode; most files have one shape throughout. */
  private static final class Shape {
    final Map<String, Integer> widths;
    final Fingerprint fingerprint;

    /** For each column, in order: which of the columns asked for are components of it. */
    final int[][] wanted;

    final int[][] components;

    Shape(String place, Map<String, Integer> widths, List<ColumnAddress> addresses) {
      this.widths = widths;
      List<String> names = List.copyOf(widths.keySet());
      fingerprint = new Fingerprint(names);
      Map<String, Integer> addressable = new LinkedHashMap<>(widths);
      addressable.values().removeIf(w -> w == 0);
      Columns columns = new Columns(place, addressable);
      List<List<Integer>> found = new ArrayList<>();
      List<List<Integer>> parts = new ArrayList<>();
      names.forEach(
          n -> {
            found.add(new ArrayList<>());
            parts.add(new ArrayList<>());
          });
      for (int w = 0; w < addresses.size(); w++) {
        Columns.Cell cell = columns.resolve(addresses.get(w));
        int c = names.indexOf(columns.name(cell.column()));
        found.get(c).add(w);
        parts.get(c).add(cell.component());
      }
      wanted = arrays(found);
      components = arrays(parts);
    }

    private static int[][] arrays(List<List<Integer>> lists) {
      return lists.stream()
          .map(list -> list.stream().mapToInt(Integer::intValue).toArray())
          .toArray(int[][]::new);
    }
  }

  MinariHdf5Reader(Path path, long firstNumber, List<ColumnAddress> wanted) throws IOException {
    this.firstNumber = firstNumber;
    this.wanted = List.copyOf(wanted);
    file = new Hdf5File(path);
    try {
      root = file.root();
      ids =
          root.members().keySet().stream()
              .map(MinariHdf5.EPISODE::matcher)
              .filter(Matcher::matches)
              .mapToLong(m -> Long.parseLong(m.group(1)))
              .sorted()
              .toArray();
      checkNoneIsMissing();
      checkTotal(path.resolveSibling("metadata.json"));
      builder = new EpisodeBuilder(path.toString(), wanted);
    } catch (RuntimeException | IOException | Error e) {
      file.close();
      throw e;
    }
  }

  /** Minari numbers episodes without gaps; a gap means that somebody took episodes out. */
  private void checkNoneIsMissing() {
    if (ids.length == 0) {
      throw new InputException(
          file.path().toString(),
          "holds no group episode_0",
          "name a Minari file, or the format with --format");
    }
    for (int i = 0; i < ids.length; i++) {
      if (ids[i] != i) {
        throw new InputException(
            file.path().toString(),
            ids[i] > i
                ? "episode_" + i + " is missing though episode_" + ids[i] + " is there"
                : "episode_" + ids[i] + " is there twice",
            "give the whole log; episodes left out would bias the result");
      }
    }
  }

  /** A dataset's own count of its episodes, where the file lies in its dataset. */
  private void checkTotal(Path metadata) throws IOException {
    if (!Files.isRegularFile(metadata)) {
      return;
    }
    String total = JsonFacts.read(metadata).get("total_episodes");
    if (total != null && !total.equals(Integer.toString(ids.length))) {
      throw new InputException(
          metadata.toString(),
          "says total_episodes " + total + ", but the file beside it holds " + ids.length,
          "copy the whole dataset");
    }
  }

  @Override
  public @Nullable Episode next() throws IOException {
    if (position == ids.length) {
      return null;
    }
    Episode episode = Guard.guard(file.path(), () -> read(position));
    position++;
    return episode;
  }

  private Episode read(int index) {
    String id = "episode_" + ids[index];
    if (!(root.open(id) instanceof Hdf5Group group)) {
      throw problem(id, "is not a group");
    }
    SortedMap<String, Hdf5Dataset> leaves = Leaves.of(file, group);
    Shape columns = shape(leaves);
    int decisions = decisions(id, leaves);
    EpisodeEnd end = end(id, leaves, decisions);
    columns.fingerprint.clear();
    int c = 0;
    for (Map.Entry<String, Hdf5Dataset> leaf : leaves.entrySet()) {
      checkRows(id, leaf.getKey(), leaf.getValue(), decisions);
      if (Leaves.numeric(leaf.getValue())) {
        readNumbers(leaf.getValue(), c, columns, id);
      } else {
        hashBytes(leaf.getValue(), c, columns.fingerprint);
      }
      c++;
    }
    return builder.build(firstNumber + index, id, decisions, end, columns.fingerprint);
  }

  private Shape shape(SortedMap<String, Hdf5Dataset> leaves) {
    Map<String, Integer> widths = new LinkedHashMap<>();
    leaves.forEach((name, data) -> widths.put(name, Leaves.numeric(data) ? (int) data.width() : 0));
    Shape known = shape;
    if (known == null || !known.widths.equals(widths)) {
      known = new Shape(file.path().toString(), widths, wanted);
      shape = known;
    }
    return known;
  }

  private Hdf5Dataset flat(String id, Map<String, Hdf5Dataset> leaves, String name) {
    Hdf5Dataset data = leaves.get(name);
    if (data == null) {
      throw problem(id, "has no dataset '" + name + "'");
    }
    if (!Leaves.numeric(data) || data.width() != 1) {
      throw problem(id, "'" + name + "' has not one number per decision");
    }
    return data;
  }

  private int decisions(String id, Map<String, Hdf5Dataset> leaves) {
    long rows = flat(id, leaves, "rewards").rows();
    if (rows >= Integer.MAX_VALUE - 8) {
      throw problem(id, "claims " + rows + " decisions");
    }
    return (int) rows;
  }

  private EpisodeEnd end(String id, Map<String, Hdf5Dataset> leaves, int decisions) {
    boolean terminated = flag(id, flat(id, leaves, "terminations"), decisions);
    boolean truncated = flag(id, flat(id, leaves, "truncations"), decisions);
    if (terminated) {
      return EpisodeEnd.TERMINATED;
    }
    return truncated ? EpisodeEnd.TRUNCATED : EpisodeEnd.LOG_ENDED;
  }

  /** The flag of the last decision; no earlier one may be set. */
  private boolean flag(String id, Hdf5Dataset data, int decisions) {
    checkRows(id, data.name(), data, decisions);
    boolean last = false;
    for (int row = 0; row < decisions; ) {
      Hdf5Dataset.Band band = data.band(row);
      double[] flags = decode(data, band);
      for (int i = 0; i < band.count(); i++) {
        if (last) {
          throw problem(
              id,
              "'"
                  + data.name()
                  + "' is set at decision "
                  + (row + i - 1)
                  + ", but decisions follow");
        }
        last = flags[i] != 0;
      }
      row = (int) band.end();
    }
    return last;
  }

  private void checkRows(String id, String name, Hdf5Dataset data, int decisions) {
    int dot = name.indexOf('.');
    long expected =
        switch (dot < 0 ? name : name.substring(0, dot)) {
          case "observations" -> decisions + 1L;
          case "actions", "terminations", "truncations" -> decisions;
          default -> data.rows();
        };
    if (data.rows() != expected) {
      throw problem(
          id,
          "'"
              + name
              + "' has "
              + data.rows()
              + " rows for "
              + decisions
              + " rewards, expected "
              + expected);
    }
  }

  private void readNumbers(Hdf5Dataset data, int c, Shape columns, String id) {
    int width = (int) data.width();
    int[] into = columns.wanted[c];
    if (width == 0) {
      return;
    }
    for (long row = 0; row < data.rows(); ) {
      Hdf5Dataset.Band band = data.band(row);
      double[] values = decode(data, band);
      columns.fingerprint.add(c, values, 0, band.count() * width);
      for (int k = 0; k < into.length; k++) {
        builder.addAll(into[k], values, columns.components[c][k], width, band.count(), id);
      }
      row = band.end();
    }
  }

  private double[] decode(Hdf5Dataset data, Hdf5Dataset.Band band) {
    int count = Math.multiplyExact(band.count(), (int) data.width());
    if (numbers.length < count) {
      numbers = new double[count];
    }
    data.type().decode(band.bytes(), 0, numbers, count);
    return numbers;
  }

  private static void hashBytes(Hdf5Dataset data, int c, Fingerprint fingerprint) {
    if (data.type().kind() == Datatype.Kind.REFERENCES || data.rowBytes() == 0) {
      return;
    }
    for (long row = 0; row < data.rows(); ) {
      Hdf5Dataset.Band band = data.band(row);
      for (int i = 0; i < band.count(); i++) {
        byte[] bytes = data.rowAsBytes(band, i);
        fingerprint.add(c, RowSource.textValue(bytes, 0, bytes.length));
      }
      row = band.end();
    }
  }

  private InputException problem(String id, String what) {
    return new InputException(file.path() + ", " + id, what, "give a log as Minari writes it");
  }

  @Override
  public LogFacts facts() {
    return FACTS;
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
