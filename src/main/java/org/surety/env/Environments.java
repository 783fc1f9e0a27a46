package org.surety.env;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntFunction;
import org.surety.base.InputException;
import org.surety.base.Spelling;
import org.surety.env.world.Worlds;

/** The environments that can be named on the command line, and what certificates say of them. */
public final class Environments {
  private static final SortedMap<String, Description> ALL = new TreeMap<>();

  static {
    for (ReachAvoidTask task : reachAvoidTasks()) {
      ALL.put(task.name(), reachAvoid(task));
    }
    for (PointPatrol.Start start : PointPatrol.Start.values()) {
      Description patrol = patrol(start);
      ALL.put(patrol.name(), patrol);
    }
    for (Description world : Worlds.all()) {
      ALL.put(world.name(), world);
    }
  }

  private Environments() {}

  /**
   * An environment.
   *
   * @param name as on the command line
   * @param version changes whenever its behavior does
   * @param initialDistribution in words, where episodes start
   * @param dynamics in words, what is random besides the policy
   * @param labelSource in words, who says where the robot is
   * @param decisionSeconds duration of a decision in s, decimal; or {@code unknown}
   * @param batch makes a batch with a number of lanes
   * @param scripted the controller that comes with it, if any
   */
  public record Description(
      String name,
      String version,
      String initialDistribution,
      String dynamics,
      String labelSource,
      String decisionSeconds,
      IntFunction<? extends BatchEnvironment> batch,
      Optional<GaussianController> scripted) {}

  private static List<ReachAvoidTask> reachAvoidTasks() {
    List<ReachAvoidTask> tasks = new ArrayList<>();
    tasks.add(ReachAvoidTask.POINT_ROBOT);
    for (int rate : new int[] {5, 50}) {
      for (boolean hazardEnds : new boolean[] {true, false}) {
        for (ReachAvoidLevel level : ReachAvoidLevel.values()) {
          tasks.add(
              new ReachAvoidTask(
                  level, Optional.empty(), rate, hazardEnds, ReachAvoidTask.Sensing.SENSORS));
        }
        tasks.add(
            new ReachAvoidTask(
                ReachAvoidLevel.FIVE,
                Optional.of(ReachAvoidLayout.PUBLISHED),
                rate,
                hazardEnds,
                ReachAvoidTask.Sensing.SENSORS));
      }
    }
    return tasks;
  }

  private static Description reachAvoid(ReachAvoidTask task) {
    return new Description(
        task.name(),
        "1",
        task.layout().map(Environments::fixed).orElseGet(() -> random(task.level())),
        "deterministic planar motion in closed form (force and turn rate constant within"
            + " a decision); the only randomness is the policy's own sampling noise"
            + (task.layout().isPresent() ? "" : " and the layout drawn for each episode"),
        "the environment's own geometry, exact, at decision instants",
        task.decisionsPerSecond() == 5 ? "0.2" : "0.02",
        lanes -> new PointReachAvoid(task, lanes),
        task.equals(ReachAvoidTask.POINT_ROBOT)
            ? Optional.of(new ScriptedPointRobotController())
            : Optional.empty());
  }

  private static Description patrol(PointPatrol.Start start) {
    boolean below = start == PointPatrol.Start.BELOW;
    return new Description(
        below ? "point-patrol" : "point-patrol-anywhere",
        "1",
        (below
                ? "position uniform in [-0.5, 0.5] x [-1.3, -0.9] m"
                : "position uniform in [-1.5, 1.5]^2 m outside the hazard")
            + ", heading uniform, at rest",
        "deterministic planar motion in closed form (force and turn rate constant within a"
            + " decision)",
        "the environment's own geometry, exact, at decision instants",
        "0.2",
        lanes -> new PointPatrol(lanes, start),
        Optional.empty());
  }

  private static String fixed(ReachAvoidLayout at) {
    return "a single point: position (%s, %s) m, heading %s rad, at rest; hazard of radius %s m at (%s, %s), goal of radius %s m at (%s, %s)"
        .formatted(
            at.x(),
            at.y(),
            at.heading(),
            at.hazardRadius(),
            at.hazardX(),
            at.hazardY(),
            ReachAvoidLayout.GOAL_RADIUS,
            at.goalX(),
            at.goalY());
  }

  private static String random(ReachAvoidLevel level) {
    return "robot, hazard of radius %s m and goal of radius %s m placed at random as level %d of SafetyPointReachAvoid says, heading uniform, at rest"
        .formatted(level.hazardRadius(), ReachAvoidLayout.GOAL_RADIUS, level.number());
  }

  /**
   * An environment of Gymnasium. It is started once, to learn what it is.
   *
   * @throws InputException if it cannot be started
   */
  public static Description gymnasium(GymnasiumOptions options) {
    String versions;
    try (GymnasiumEnvironment one = new GymnasiumEnvironment(options, 1)) {
      versions = one.versions();
    }
    return new Description(
        GymnasiumOptions.PREFIX + options.id(),
        versions,
        "as reset(seed=...) of " + options.id() + " draws it, a seed for each episode",
        "those of " + options.id() + ", as far as they are random from the seed of the episode",
        "infos of the environment, as it says them",
        "unknown",
        lanes -> new GymnasiumEnvironment(options, lanes),
        Optional.empty());
  }

  /** The names, sorted. */
  public static List<String> names() {
    return List.copyOf(ALL.keySet());
  }

  /** The environment of a name; unknown names are an input error with a suggestion. */
  public static Description named(String name) {
    Description found = ALL.get(name);
    if (found == null) {
      throw new InputException(
          "--env", "'" + name + "' is not an environment", Spelling.remedy(name, names()));
    }
    return found;
  }
}
