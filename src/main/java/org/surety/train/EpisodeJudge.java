package org.surety.train;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.surety.env.BatchEnvironment;
import org.surety.monitor.LaneMonitor;
import org.surety.monitor.Outcome;
import org.surety.trace.EpisodeEnd;

/**
 * Judges the episodes of a batch by a certified property while they run, as {@code surety monitor}
 * judges their log: at the certificate's horizon, or where they end before it, by the ends of the
 * {@linkplain BatchEnvironment#unwrapped environment itself}. An episode that training ends sooner,
 * by a deadline or the verdict of a formula of its own, gets a verdict only if nothing that could
 * have followed would have changed it; else it has none, like one that is still running: it is not
 * known, and nobody may say that it violated the property. Serves one thread.
 */
public final class EpisodeJudge {
  /** Values that hold a lane's state beside the monitor's. */
  private static final int OWN = 3;

  private final BatchEnvironment environment;
  private final BatchEnvironment unwrapped;
  private final EpisodeTotals totals;
  private final EpisodeProperty.Source[] sources;

  /** By source: values of a lane in its array. */
  private final int[] widths;

  private final LaneMonitor monitor;
  private final int horizon;
  private final double[][] columns;
  private final double[] last;
  private final int[] reading;

  // By lane.
  private final long[] episode;
  private final boolean[] judged;
  private final double[] reward;
  private final double[] cost;

  EpisodeJudge(EpisodeProperty property, BatchEnvironment environment, EpisodeTotals totals) {
    this.environment = environment;
    this.totals = totals;
    unwrapped = environment.unwrapped();
    List<EpisodeProperty.Source> found = property.sources(environment, "the environment");
    sources = found.toArray(EpisodeProperty.Source[]::new);
    int lanes = environment.lanes();
    episode = new long[lanes];
    monitor = property.monitor(found, lanes, lane -> "training episode " + episode[lane]);
    widths = new int[sources.length];
    for (int c = 0; c < widths.length; c++) {
      widths[c] = width(sources[c].array());
    }
    horizon = property.horizon();
    columns = new double[sources.length][lanes];
    last = new double[sources.length];
    reading = new int[lanes];
    judged = new boolean[lanes];
    reward = new double[lanes];
    cost = new double[lanes];
  }

  /**
   * A lane has been reset.
   *
   * @param number of the episode, for messages
   */
  public void begin(int lane, long number) {
    episode[lane] = number;
    judged[lane] = false;
    reward[lane] = 0;
    cost[lane] = 0;
    monitor.begin(lane);
  }

  /**
   * Reads the states that all lanes are in; to be called when actions are chosen and before they
   * are taken.
   *
   * @param actions {@code [lanes × a]}, as they are carried out
   */
  public void decided(double[] actions) {
    int count = 0;
    for (int lane = 0; lane < judged.length; lane++) {
      if (!judged[lane]) {
        reading[count++] = lane;
      }
    }
    for (int c = 0; c < sources.length; c++) {
      double[] from = array(sources[c].array(), actions);
      double[] to = columns[c];
      int width = widths[c];
      int at = sources[c].component();
      for (int i = 0; i < count; i++) {
        to[i] = from[reading[i] * width + at];
      }
    }
    monitor.read(reading, count, columns);
    for (int i = 0; i < count; i++) {
      count(reading[i], monitor.decided(reading[i]));
    }
  }

  /**
   * Notes where the actions have led; to be called before any lane is reset.
   *
   * @param actions as given to {@link #decided}
   * @param decisions by lane: taken in its episode, this one included
   */
  public void reached(double[] actions, int[] decisions) {
    for (int lane = 0; lane < judged.length; lane++) {
      if (judged[lane]) {
        continue;
      }
      reward[lane] = unwrapped.rewards()[lane];
      cost[lane] = unwrapped.costs()[lane];
      if (decisions[lane] >= horizon || environment.ended(lane)) {
        conclude(lane, actions, decisions[lane] >= horizon);
      }
    }
  }

  private void conclude(int lane, double[] actions, boolean atHorizon) {
    boolean cut = !atHorizon && !unwrapped.ended(lane);
    if (cut && monitor.readsAction()) {
      return; // the action that would have been taken here is not known
    }
    for (int c = 0; c < sources.length; c++) {
      last[c] = array(sources[c].array(), actions)[lane * widths[c] + sources[c].component()];
    }
    Outcome outcome = monitor.conclude(lane, last, atHorizon ? null : end(lane));
    if (!cut || outcome != Outcome.UNDECIDED) {
      count(lane, outcome);
    }
  }

  private EpisodeEnd end(int lane) {
    return unwrapped.terminated(lane) ? EpisodeEnd.TERMINATED : EpisodeEnd.TRUNCATED;
  }

  private void count(int lane, @Nullable Outcome outcome) {
    if (outcome != null) {
      totals.judged(outcome);
      judged[lane] = true;
    }
  }

  private double[] array(EpisodeProperty.Array array, double[] actions) {
    return switch (array) {
      case OBSERVATIONS -> environment.observations();
      case ACTIONS -> actions;
      case REWARDS -> reward;
      case COSTS -> cost;
      case INFOS -> environment.infos();
    };
  }

  private int width(EpisodeProperty.Array array) {
    return switch (array) {
      case OBSERVATIONS -> environment.observationSize();
      case ACTIONS -> environment.actionSize();
      case REWARDS, COSTS -> 1;
      case INFOS -> environment.infoNames().size();
    };
  }

  /** Number of values that hold what is kept of a lane's episode. */
  public int stateSize() {
    return OWN + monitor.stateSize();
  }

  /** Writes them, from index {@code at} on. */
  public void save(int lane, double[] to, int at) {
    to[at] = judged[lane] ? 1 : 0;
    to[at + 1] = reward[lane];
    to[at + 2] = cost[lane];
    monitor.save(lane, to, at + OWN);
  }

  /** Continues an episode that was saved. */
  public void restore(int lane, double[] from, int at) {
    judged[lane] = from[at] != 0;
    reward[lane] = from[at + 1];
    cost[lane] = from[at + 2];
    monitor.restore(lane, from, at + OWN);
  }
}
