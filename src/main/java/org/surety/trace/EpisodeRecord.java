package org.surety.trace;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One trajectory as a collector records it, complete with its last observation: what an {@link
 * EpisodeWriter} writes. The arrays are not copied; nobody writes to them after construction.
 */
public final class EpisodeRecord {
  private final double[][] observations;
  private final double[][] actions;
  private final double[] rewards;
  private final double @Nullable [] costs;
  private final Map<String, double[][]> decisionColumns;
  private final Map<String, double[][]> infos;
  private final boolean terminated;
  private final boolean truncated;

  /**
   * @param observations {@code [T + 1][d]}: s_0 to s_T
   * @param actions {@code [T][a]}
   * @param rewards {@code [T]}, after each decision
   * @param costs {@code [T]}, after each decision, or null
   * @param decisionColumns further columns recorded with each action, {@code [T][width]} by name:
   *     {@code mean}, {@code std}, {@code log_prob}
   * @param infos further columns recorded at each state, {@code [T + 1][width]} by name, without
   *     the prefix {@code infos.}
   * @param terminated whether the environment ended after the last decision
   * @param truncated whether a limit stopped the episode after the last decision
   */
  public EpisodeRecord(
      double[][] observations,
      double[][] actions,
      double[] rewards,
      double @Nullable [] costs,
      Map<String, double[][]> decisionColumns,
      Map<String, double[][]> infos,
      boolean terminated,
      boolean truncated) {
    int decisions = rewards.length;
    check("observations", observations.length, decisions + 1);
    check("actions", actions.length, decisions);
    if (costs != null) {
      check("costs", costs.length, decisions);
    }
    decisionColumns.forEach((name, rows) -> check(name, rows.length, decisions));
    infos.forEach((name, rows) -> check("infos." + name, rows.length, decisions + 1));
    this.observations = observations;
    this.actions = actions;
    this.rewards = rewards;
    this.costs = costs;
    this.decisionColumns = Collections.unmodifiableMap(new LinkedHashMap<>(decisionColumns));
    this.infos = Collections.unmodifiableMap(new LinkedHashMap<>(infos));
    this.terminated = terminated;
    this.truncated = truncated;
  }

  private static void check(String name, int rows, int expected) {
    if (rows != expected) {
      throw new IllegalArgumentException(name + " has " + rows + " rows, expected " + expected);
    }
  }

  /** Number T of decisions. */
  public int decisions() {
    return rewards.length;
  }

  /** {@code [T + 1][d]}. */
  public double[][] observations() {
    return observations;
  }

  /** {@code [T][a]}. */
  public double[][] actions() {
    return actions;
  }

  /** {@code [T]}. */
  public double[] rewards() {
    return rewards;
  }

  /** {@code [T]}, or null where none are recorded. */
  public double @Nullable [] costs() {
    return costs;
  }

  /** {@code [T][width]} by name. */
  public Map<String, double[][]> decisionColumns() {
    return decisionColumns;
  }

  /** {@code [T + 1][width]} by name. */
  public Map<String, double[][]> infos() {
    return infos;
  }

  /** Whether the environment ended. */
  public boolean terminated() {
    return terminated;
  }

  /** Whether a limit stopped the episode. */
  public boolean truncated() {
    return truncated;
  }
}
