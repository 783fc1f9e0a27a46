package org.surety.env;

import org.surety.base.Progress;
import org.surety.trace.EpisodeRecord;

/**
 * Measures how often the scripted controller violates {@code (!hazard) U goal}, by horizon, and how
 * fast episodes are collected. {@code PointRobotStudy [episodes] [seed]}.
 */
public final class PointRobotStudy {
  private static final ReachAvoidLayout LAYOUT = ReachAvoidLayout.PUBLISHED;

  private PointRobotStudy() {}

  /** Prints the counts. */
  public static void main(String[] arguments) throws Exception {
    long n = arguments.length > 0 ? Long.parseLong(arguments[0]) : 1_000_000;
    long seed = arguments.length > 1 ? Long.parseLong(arguments[1]) : 1;
    Environments.Description environment = Environments.named("point-robot");
    int tMax = ReachAvoidTask.POINT_ROBOT.maxDecisions();
    long[] goals = new long[tMax + 1];
    long[] hazards = new long[tMax + 1];
    double[] clearance = {Double.POSITIVE_INFINITY};
    long start = System.nanoTime();
    new Rollouts(environment.batch(), environment.scripted().orElseThrow(), seed)
        .collect(
            n,
            episode -> {
              count(episode, goals, hazards);
              for (double[] o : episode.observations()) {
                clearance[0] =
                    Math.min(
                        clearance[0],
                        Math.hypot(o[0] - LAYOUT.hazardX(), o[1] - LAYOUT.hazardY())
                            - LAYOUT.hazardRadius());
              }
            },
            Progress.NONE);
    double seconds = (System.nanoTime() - start) * 1e-9;
    System.out.printf("%d episodes in %.2f s, %.0f per s%n", n, seconds, n / seconds);
    System.out.printf("least clearance %.4f m%n", clearance[0]);
    long reached = 0;
    long burnt = 0;
    double sum = 0;
    for (int t = 0; t <= tMax; t++) {
      reached += goals[t];
      burnt += hazards[t];
      sum += (double) t * goals[t];
      if (goals[t] + hazards[t] > 0 || t == 22) {
        System.out.printf(
            "T=%d violations %d (hazard %d, late %d), goals now %d%n",
            t, n - reached, burnt, n - reached - burnt, goals[t]);
      }
    }
    System.out.printf("mean decisions to the goal %.3f%n", sum / reached);
  }

  static void count(EpisodeRecord episode, long[] goals, long[] hazards) {
    int t = episode.decisions();
    double[] last = episode.observations()[t];
    boolean goal =
        StrictMath.hypot(last[0] - LAYOUT.goalX(), last[1] - LAYOUT.goalY())
            <= ReachAvoidLayout.GOAL_RADIUS;
    if (goal) {
      goals[t]++;
    } else if (episode.terminated()) {
      hazards[t]++;
    }
  }
}
