package org.surety.env;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.surety.trace.EpisodeRecord;

/** Gathers what happens in one lane of a batch, from its reset to its end. */
final class EpisodeRecording {
  private final BatchEnvironment environment;
  private final int lane;
  private final List<double[]> observations = new ArrayList<>();
  private final List<double[]> actions = new ArrayList<>();
  private final List<double[]> rawActions = new ArrayList<>();
  private final List<double[]> means = new ArrayList<>();
  private final List<double[]> stds = new ArrayList<>();
  private final List<double[]> logProbs = new ArrayList<>();
  private final List<double[]> outcomes = new ArrayList<>();
  private final List<double[]> infos = new ArrayList<>();

  /** Begins with the lane's present observation. */
  EpisodeRecording(BatchEnvironment environment, int lane) {
    this.environment = environment;
    this.lane = lane;
    observe();
  }

  /** The number of decisions begun. */
  int decisions() {
    return actions.size();
  }

  /** Notes a decision; the arrays are those of the whole batch. */
  void decided(double[] action, double[] raw, double[] mean, double[] std, double logProb) {
    actions.add(own(action));
    rawActions.add(own(raw));
    means.add(own(mean));
    stds.add(own(std));
    logProbs.add(new double[] {logProb});
  }

  /** Notes the state that the decision led to. */
  void reached() {
    outcomes.add(new double[] {environment.rewards()[lane], environment.costs()[lane]});
    observe();
  }

  private void observe() {
    int d = environment.observationSize();
    observations.add(Arrays.copyOfRange(environment.observations(), lane * d, (lane + 1) * d));
    int k = environment.infoNames().size();
    infos.add(Arrays.copyOfRange(environment.infos(), lane * k, (lane + 1) * k));
  }

  private double[] own(double[] batch) {
    int a = environment.actionSize();
    return Arrays.copyOfRange(batch, lane * a, (lane + 1) * a);
  }

  /** The episode. */
  EpisodeRecord episode() {
    Map<String, double[][]> decisionColumns = new LinkedHashMap<>();
    decisionColumns.put("raw_action", rows(rawActions));
    decisionColumns.put("mean", rows(means));
    decisionColumns.put("std", rows(stds));
    decisionColumns.put("log_prob", rows(logProbs));
    return new EpisodeRecord(
        rows(observations),
        rows(actions),
        outcomes.stream().mapToDouble(o -> o[0]).toArray(),
        outcomes.stream().mapToDouble(o -> o[1]).toArray(),
        decisionColumns,
        infoColumns(),
        environment.terminated(lane),
        environment.truncated(lane));
  }

  private Map<String, double[][]> infoColumns() {
    Map<String, double[][]> columns = new LinkedHashMap<>();
    List<String> names = environment.infoNames();
    for (int k = 0; k < names.size(); k++) {
      int column = k;
      columns.put(
          names.get(k), rows(infos.stream().map(row -> new double[] {row[column]}).toList()));
    }
    return columns;
  }

  private static double[][] rows(List<double[]> rows) {
    return rows.toArray(double[][]::new);
  }
}
