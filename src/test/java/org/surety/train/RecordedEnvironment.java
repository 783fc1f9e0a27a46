package org.surety.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.surety.base.Progress;
import org.surety.certify.FileLogs;
import org.surety.certify.MonitorLogs;
import org.surety.env.BatchEnvironment;
import org.surety.env.ResumableEnvironment;
import org.surety.monitor.Outcome;
import org.surety.spec.PropertyFile;
import org.surety.trace.EpisodeRecord;
import org.surety.trace.EpisodeWriter;
import org.surety.trace.EpisodeWriters;

/** An environment whose episodes are written down as a rollout would log them. */
public final class RecordedEnvironment implements ResumableEnvironment {
  private final ResumableEnvironment inner;
  private final Map<Long, EpisodeRecord> finished;
  private final long[] episode;
  private final List<List<double[]>> rows = new ArrayList<>();

  /**
   * Records the environment.
   *
   * @param finished receives episodes that ended, by number
   */
  public RecordedEnvironment(ResumableEnvironment inner, Map<Long, EpisodeRecord> finished) {
    this.inner = inner;
    this.finished = finished;
    episode = new long[inner.lanes()];
    for (int lane = 0; lane < inner.lanes(); lane++) {
      rows.add(new ArrayList<>());
    }
  }

  @Override
  public void reset(int lane, long seed, long number) {
    inner.reset(lane, seed, number);
    episode[lane] = number;
    rows.get(lane).clear();
    see(lane, new double[inner.actionSize()]);
  }

  /** Observation, infos, and what led there: action, reward, cost. */
  private void see(int lane, double[] action) {
    int o = inner.observationSize();
    int k = inner.infoNames().size();
    double[] row = new double[o + k + action.length + 2];
    System.arraycopy(inner.observations(), lane * o, row, 0, o);
    System.arraycopy(inner.infos(), lane * k, row, o, k);
    System.arraycopy(action, 0, row, o + k, action.length);
    row[row.length - 2] = inner.rewards()[lane];
    row[row.length - 1] = inner.costs()[lane];
    rows.get(lane).add(row);
  }

  @Override
  public void step(double[] actions, int from, int to) {
    boolean[] running = new boolean[inner.lanes()];
    for (int lane = from; lane < to; lane++) {
      running[lane] = !inner.ended(lane);
    }
    inner.step(actions, from, to);
    for (int lane = from; lane < to; lane++) {
      if (running[lane]) {
        int a = inner.actionSize();
        see(lane, Arrays.copyOfRange(actions, lane * a, (lane + 1) * a));
        if (inner.ended(lane)) {
          finished.put(episode[lane], record(lane));
        }
      }
    }
  }

  /** Where several threads put their episodes. */
  public static Map<Long, EpisodeRecord> log() {
    return Collections.synchronizedMap(new TreeMap<>());
  }

  /**
   * The episodes that are running, as far as they are known once decisions have been taken in their
   * last states: up to the state before, or to the horizon.
   */
  public Map<Long, EpisodeRecord> running(int horizon) {
    Map<Long, EpisodeRecord> running = log();
    for (int lane = 0; lane < inner.lanes(); lane++) {
      int decisions = rows.get(lane).size() - 1;
      if (decisions > 0 && !inner.ended(lane)) {
        running.put(
            episode[lane], first(decisions >= horizon ? horizon : decisions - 1, record(lane)));
      }
    }
    return running;
  }

  /** The first decisions of an episode, as if a time limit had ended it. */
  public static EpisodeRecord first(int decisions, EpisodeRecord e) {
    Map<String, double[][]> infos = new LinkedHashMap<>();
    e.infos().forEach((name, all) -> infos.put(name, Arrays.copyOf(all, decisions + 1)));
    return new EpisodeRecord(
        Arrays.copyOf(e.observations(), decisions + 1),
        Arrays.copyOf(e.actions(), decisions),
        Arrays.copyOf(e.rewards(), decisions),
        Arrays.copyOf(Objects.requireNonNull(e.costs()), decisions),
        Map.of(),
        infos,
        false,
        true);
  }

  /** What {@code surety monitor} counts on a log. */
  public static Map<Outcome, Long> monitored(
      String spec, int horizon, Map<Long, EpisodeRecord> log, Path folder) throws IOException {
    Map<Outcome, Long> counts = new EnumMap<>(Outcome.class);
    if (log.isEmpty()) {
      return counts;
    }
    Path file = folder.resolve("log.jsonl");
    try (EpisodeWriter writer = EpisodeWriters.open(file, Optional.empty())) {
      for (EpisodeRecord episode : log.values()) {
        writer.write(episode);
      }
      writer.finish();
    }
    MonitorLogs.judge(
        PropertyFile.parse("spec", spec),
        horizon,
        new FileLogs(List.of(file), Optional.empty()),
        verdict -> counts.merge(verdict.outcome(), 1L, Long::sum),
        Progress.NONE);
    Files.delete(file);
    return counts;
  }

  /** What a training has counted. */
  public static Map<Outcome, Long> counts(EpisodeTotals totals) {
    Map<Outcome, Long> counts = new EnumMap<>(Outcome.class);
    for (Outcome outcome : Outcome.values()) {
      if (totals.verdicts(outcome) > 0) {
        counts.put(outcome, totals.verdicts(outcome));
      }
    }
    return counts;
  }

  private EpisodeRecord record(int lane) {
    int o = inner.observationSize();
    List<String> names = inner.infoNames();
    int a = inner.actionSize();
    double[][] all = rows.get(lane).toArray(double[][]::new);
    double[][] reached = Arrays.copyOfRange(all, 1, all.length);
    Map<String, double[][]> infos = new LinkedHashMap<>();
    for (int k = 0; k < names.size(); k++) {
      int at = o + k;
      infos.put(
          names.get(k),
          Arrays.stream(all).map(row -> new double[] {row[at]}).toArray(double[][]::new));
    }
    int actionAt = o + names.size();
    return new EpisodeRecord(
        Arrays.stream(all).map(row -> Arrays.copyOf(row, o)).toArray(double[][]::new),
        Arrays.stream(reached)
            .map(row -> Arrays.copyOfRange(row, actionAt, actionAt + a))
            .toArray(double[][]::new),
        Arrays.stream(reached).mapToDouble(row -> row[row.length - 2]).toArray(),
        Arrays.stream(reached).mapToDouble(row -> row[row.length - 1]).toArray(),
        Map.of(),
        infos,
        inner.terminated(lane),
        inner.truncated(lane));
  }

  @Override
  public int lanes() {
    return inner.lanes();
  }

  @Override
  public int observationSize() {
    return inner.observationSize();
  }

  @Override
  public int actionSize() {
    return inner.actionSize();
  }

  @Override
  public double[] observations() {
    return inner.observations();
  }

  @Override
  public double[] rewards() {
    return inner.rewards();
  }

  @Override
  public double[] costs() {
    return inner.costs();
  }

  @Override
  public List<String> atoms() {
    return inner.atoms();
  }

  @Override
  public long[] labels() {
    return inner.labels();
  }

  @Override
  public List<String> infoNames() {
    return inner.infoNames();
  }

  @Override
  public double[] infos() {
    return inner.infos();
  }

  @Override
  public boolean terminated(int lane) {
    return inner.terminated(lane);
  }

  @Override
  public boolean truncated(int lane) {
    return inner.truncated(lane);
  }

  @Override
  public int stateSize() {
    return inner.stateSize();
  }

  @Override
  public void save(int lane, double[] to, int at) {
    inner.save(lane, to, at);
  }

  @Override
  public void restore(int lane, double[] from, int at) {
    inner.restore(lane, from, at);
  }

  @Override
  public BatchEnvironment unwrapped() {
    return inner.unwrapped();
  }
}
