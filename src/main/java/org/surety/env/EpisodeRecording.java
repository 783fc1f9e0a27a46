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
  private final List<String> drawNames;
  private final List<double[][]> draws = new ArrayList<>();
  private final List<double[]> outcomes = new ArrayList<>();
  private final List<double[]> infos = new ArrayList<>();

  /**
   * Begins with the lane's present observation.
   *
   * @param drawNames what is noted of a decision beside the action
   */
  EpisodeRecording(BatchEnvironment environment, int lane, List<String> drawNames) {
    this.drawNames = drawNames;
    this.environment = environment;
    this.lane = lane;
    observe();
  }

  /** The number of decisions begun. */
  int decisions() {
    return actions.size();
  }

  /**
   * Notes a decision.
   *
   * @param draw what is known of it beside the action, by name
   * @param executed actions of the whole batch
   */
  void decided(double[][] draw, double[] executed) {
    int a = environment.actionSize();
    actions.add(Arrays.copyOfRange(executed, lane * a, (lane + 1) * a));
    draws.add(draw);
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

  /** The episode. */
  EpisodeRecord episode() {
    Map<String, double[][]> decisionColumns = new LinkedHashMap<>();
    for (int k = 0; k < drawNames.size(); k++) {
      int column = k;
      decisionColumns.put(drawNames.get(k), rows(draws.stream().map(d -> d[column]).toList()));
    }
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
