package org.surety.trace.hdf5;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import org.surety.base.InputException;
import org.surety.trace.Columns;
import org.surety.trace.RowSource;

/** Row by row over arrays of equal length; each array is read a band at a time. */
final class FlatHdf5Source extends RowSource {
  private static final String METADATA = "metadata.";

  private final Path path;
  private final Hdf5File file;
  private final List<Array> arrays;
  private final long rows;
  private long row = -1;

  private static final class Array {
    final Hdf5Dataset data;
    final int cell;
    final int width;
    final boolean numeric;
    Hdf5Dataset.@Nullable Band band;
    double[] values = new double[0];

    Array(Hdf5Dataset data, int cell, boolean numeric) {
      this.data = data;
      this.cell = cell;
      this.numeric = numeric;
      this.width = numeric ? (int) data.width() : 1;
    }
  }

  private record Opened(
      Hdf5File file, Columns columns, SortedMap<String, Hdf5Dataset> leaves, long rows) {}

  /**
   * @param required arrays that must be there
   * @param stripped a prefix that is left off names
   */
  FlatHdf5Source(Path path, Set<String> required, String stripped) throws IOException {
    this(path, open(path, required, stripped));
  }

  private FlatHdf5Source(Path path, Opened opened) {
    super(opened.columns);
    this.path = path;
    file = opened.file;
    rows = opened.rows;
    arrays = new ArrayList<>();
    int c = 0;
    for (Hdf5Dataset data : opened.leaves.values()) {
      boolean numeric = Leaves.numeric(data);
      int cell = columns().offset(c++);
      arrays.add(new Array(data, cell, numeric));
      if (!numeric) {
        kinds[cell] = TEXT;
      }
    }
  }

  private static Opened open(Path path, Set<String> required, String stripped) throws IOException {
    Hdf5File file = new Hdf5File(path);
    try {
      SortedMap<String, Hdf5Dataset> leaves = Leaves.of(file, file.root());
      for (String name : required) {
        if (!leaves.containsKey(name)) {
          throw new InputException(
              path.toString(),
              "has no array '" + name + "'",
              "name the file's format with --format");
        }
      }
      long rows = java.util.Objects.requireNonNull(leaves.get("rewards")).rows();
      leaves
          .entrySet()
          .removeIf(
              e ->
                  e.getKey().startsWith(METADATA)
                      || e.getValue().scalar()
                      || e.getValue().rowBytes() == 0
                      || e.getValue().type().kind() == Datatype.Kind.REFERENCES);
      Map<String, Integer> widths = new LinkedHashMap<>();
      leaves.forEach(
          (name, data) -> {
            if (data.rows() != rows) {
              throw new InputException(
                  path.toString(),
                  "'" + name + "' has " + data.rows() + " rows, but 'rewards' has " + rows,
                  "write every array over all decisions");
            }
            String shown = name.startsWith(stripped) ? name.substring(stripped.length()) : name;
            if (widths.put(shown, Leaves.numeric(data) ? (int) data.width() : 1) != null) {
              throw new InputException(
                  path.toString(), "has two arrays '" + shown + "'", "rename one of them");
            }
          });
      return new Opened(file, new Columns(path.toString(), widths), leaves, rows);
    } catch (RuntimeException | Error e) {
      file.close();
      throw e;
    }
  }

  @Override
  public boolean next() throws IOException {
    if (row + 1 >= rows) {
      return false;
    }
    row++;
    for (Array array : arrays) {
      Hdf5Dataset.Band band = array.band;
      if (band == null || row >= band.end()) {
        band = Guard.guard(path, () -> load(array));
      }
      int at = (int) (row - band.first());
      if (!array.numeric) {
        byte[] bytes = array.data.rowAsBytes(band, at);
        values[array.cell] = textValue(bytes, 0, bytes.length);
      } else if (array.width == 1) {
        values[array.cell] = array.values[at];
      } else {
        System.arraycopy(array.values, at * array.width, values, array.cell, array.width);
      }
    }
    return true;
  }

  private Hdf5Dataset.Band load(Array array) {
    Hdf5Dataset.Band band = array.data.band(row);
    if (array.numeric) {
      int count = Math.multiplyExact(band.count(), array.width);
      if (array.values.length < count) {
        array.values = new double[count];
      }
      array.data.type().decode(band.bytes(), 0, array.values, count);
    }
    array.band = band;
    return band;
  }

  @Override
  public String text(int cell) {
    return "(not a number)";
  }

  @Override
  public String place() {
    return path + " row " + row;
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
