package org.surety.env;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.surety.base.InputException;

/**
 * How to run environments of Gymnasium.
 *
 * @param id as {@code gymnasium.make} takes it, perhaps after {@code module:}
 * @param python the interpreter
 * @param labels atom → name of the info that says whether it holds
 * @param infos further infos to record, beside all numbers that a first step shows
 * @param processes among how many Python processes lanes are shared, at least 1
 * @param patience how long one answer may take
 */
public record GymnasiumOptions(
    String id,
    String python,
    SortedMap<String, String> labels,
    List<String> infos,
    int processes,
    Duration patience) {
  /** Refuses numbers that make no sense. */
  public GymnasiumOptions {
    if (processes < 1 || labels.size() > 62 || patience.isNegative() || patience.isZero()) {
      throw new IllegalArgumentException(
          processes + " processes, " + labels.size() + " labels, " + patience);
    }
  }

  /** What names of such environments begin with; the id follows. */
  public static final String PREFIX = "gymnasium:";

  /**
   * Options as users write them.
   *
   * @param name {@value #PREFIX} and the id
   * @param labels such as {@code goal=goal_met, hazard=constraint_violated}: atom, then info
   * @param infos further infos, separated by commas
   * @param patience how many seconds one answer may take
   * @param place where the labels are from, for messages
   */
  public static GymnasiumOptions of(
      String name,
      String python,
      String labels,
      String infos,
      int processes,
      int patience,
      String place) {
    SortedMap<String, String> atoms = new TreeMap<>();
    for (String label : items(labels)) {
      String[] sides = label.split("=", -1);
      if (sides.length != 2 || !sides[0].strip().matches("[A-Za-z_]\\w*") || sides[1].isBlank()) {
        throw new InputException(
            place,
            "'" + label + "' is no label",
            "write atom=info, such as goal=goal_met, separated by commas");
      }
      if (atoms.put(sides[0].strip(), sides[1].strip()) != null) {
        throw new InputException(place, "'" + sides[0].strip() + "' has two infos", "name one");
      }
    }
    if (atoms.size() > 62) {
      throw new InputException(place, atoms.size() + " atoms are too many", "name at most 62");
    }
    return new GymnasiumOptions(
        name.substring(PREFIX.length()),
        python,
        atoms,
        items(infos),
        processes,
        Duration.ofSeconds(patience));
  }

  private static List<String> items(String list) {
    List<String> items = new ArrayList<>();
    for (String item : list.split(",", -1)) {
      if (!item.isBlank()) {
        items.add(item.strip());
      }
    }
    return items;
  }
}
