package org.surety.trace.hdf5;

import java.util.SortedMap;
import java.util.TreeMap;

/** The datasets below a group by their dotted names, in alphabetic order. */
final class Leaves {
  /** No log nests deeper; a group that contains itself ends here. */
  private static final int MOST_DEPTH = 16;

  /** No log has more members; groups that contain each other end here. */
  private static final int MOST_MEMBERS = 1 << 16;

  private int members;

  private Leaves() {}

  static SortedMap<String, Hdf5Dataset> of(Hdf5File file, Hdf5Group group) {
    TreeMap<String, Hdf5Dataset> leaves = new TreeMap<>();
    new Leaves().collect(file, group, "", 0, leaves);
    return leaves;
  }

  private void collect(
      Hdf5File file,
      Hdf5Group group,
      String prefix,
      int depth,
      SortedMap<String, Hdf5Dataset> leaves) {
    if (depth > MOST_DEPTH) {
      throw file.damaged("groups nested more than " + MOST_DEPTH + " deep");
    }
    for (String name : group.members().keySet()) {
      if (++members > MOST_MEMBERS) {
        throw file.damaged("more than " + MOST_MEMBERS + " members below one group");
      }
      Object member = group.open(name);
      if (member instanceof Hdf5Dataset dataset) {
        leaves.put(prefix + name, dataset);
      } else if (member instanceof Hdf5Group inner) {
        collect(file, inner, prefix + name + ".", depth + 1, leaves);
      }
    }
  }

  /**
   * Whether a row of the dataset is read as numbers. Images (bytes in two or more dimensions) are
   * not: nobody addresses a pixel, and as numbers they would take eight times their size.
   */
  static boolean numeric(Hdf5Dataset dataset) {
    Datatype type = dataset.type();
    boolean image =
        type.kind() == Datatype.Kind.INTEGER
            && type.size() == 1
            && !type.signed()
            && dataset.rowRank() >= 2;
    return type.numeric() && !image && dataset.width() <= 1 << 20;
  }
}
