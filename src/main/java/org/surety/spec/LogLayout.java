package org.surety.spec;

import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The {@code log { ... }} block of a property file: what a log's format does not say by itself.
 *
 * <p>Keys, all optional: {@code episode} (column that identifies the episode), {@code step} (column
 * that orders its rows), {@code environment} (column of the parallel environment's index), {@code
 * terminated}, {@code truncated}, {@code done} (flag columns), {@code autoreset} ({@code none},
 * {@code next-step}, {@code same-step}), {@code rows} ({@code states}: each episode's last row is
 * its final state, from which no decision was taken; {@code decisions}: every row is a decision),
 * {@code next_observations} (column that holds the state reached), {@code max_steps} (time limit
 * that ended the episodes, where the log has no flag for it).
 *
 * @param entries the block's entries by key
 */
public record LogLayout(SortedMap<String, String> entries) {
  /** Nothing said. */
  public static final LogLayout UNSPECIFIED = new LogLayout(new TreeMap<>());

  /** Copies the entries. */
  public LogLayout {
    entries = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(entries));
  }

  /** The entries given. */
  public static LogLayout of(Map<String, String> entries) {
    return new LogLayout(new TreeMap<>(entries));
  }

  /** The value of {@code key}, if the property file gives one. */
  public Optional<String> get(String key) {
    return Optional.ofNullable(entries.get(key));
  }
}
