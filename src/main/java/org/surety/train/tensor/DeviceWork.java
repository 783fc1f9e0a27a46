package org.surety.train.tensor;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a {@link Workspace} has asked of its device, by part of a program: on a GPU the processor
 * spends its time on this, whatever the sizes.
 */
public final class DeviceWork {
  private final Map<String, Counts> parts = new LinkedHashMap<>();
  private Counts now = part("");

  /** One part's. */
  private static final class Counts {
    private long launches;
    private long views;
    private long uploads;
    private long waits;
  }

  /**
   * How often something was asked for.
   *
   * @param launches operations on elements; a pass back through a network counts what it consists
   *     of
   * @param views of memory that is there: slices, shapes
   * @param uploads from the processor's memory; on a GPU the processor waits for each
   * @param waits of the processor for a result
   */
  public record Count(long launches, long views, long uploads, long waits) {
    /** The sum of two. */
    public Count plus(Count other) {
      return new Count(
          launches + other.launches,
          views + other.views,
          uploads + other.uploads,
          waits + other.waits);
    }
  }

  private Counts part(String name) {
    return parts.computeIfAbsent(name, n -> new Counts());
  }

  /** Counts what follows for a part, until the next call. */
  public void enter(String name) {
    now = part(name);
  }

  /** Forgets all counts. */
  public void clear() {
    parts.clear();
    now = part("");
  }

  /** The counts by part, in the order in which the parts were first entered. */
  public Map<String, Count> byPart() {
    Map<String, Count> all = new LinkedHashMap<>();
    parts.forEach(
        (name, c) -> {
          if (c.launches + c.views + c.uploads + c.waits > 0) {
            all.put(name, new Count(c.launches, c.views, c.uploads, c.waits));
          }
        });
    return all;
  }

  /** The counts of all parts. */
  public Count total() {
    return byPart().values().stream().reduce(new Count(0, 0, 0, 0), Count::plus);
  }

  void launched(int kernels) {
    now.launches += kernels;
  }

  void viewed() {
    now.views++;
  }

  void uploaded() {
    now.uploads++;
  }

  void waited() {
    now.waits++;
  }
}
