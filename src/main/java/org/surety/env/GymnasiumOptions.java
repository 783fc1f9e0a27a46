package org.surety.env;

import java.time.Duration;
import java.util.List;
import java.util.SortedMap;

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
}
