package org.surety.env;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntFunction;
import org.surety.base.InputException;
import org.surety.base.Spelling;

/** The environments that can be named on the command line, and what certificates say of them. */
public final class Environments {
  private static final SortedMap<String, Environments.Description> ALL =
      new TreeMap<>(
          Map.of(
              "point-robot",
              new Description(
                  "point-robot",
                  "1",
                  "a single point: position (0.05858, -0.45696) m, heading 2.74944 rad, at rest;"
                      + " hazard of radius 0.5 m at (-0.12215, 0.91048), goal of radius 0.3 m at"
                      + " (-0.16202, 2.11377)",
                  "deterministic planar motion in closed form (force and turn rate constant within"
                      + " a decision); the only randomness is the policy's own sampling noise",
                  "the environment's own geometry, exact, at decision instants",
                  "0.2",
                  PointRobot::new,
                  new ScriptedPointRobotController())));

  private Environments() {}

  /**
   * An environment.
   *
   * @param name as on the command line
   * @param version changes whenever its behavior does
   * @param initialDistribution in words, where episodes start
   * @param dynamics in words, what is random besides the policy
   * @param labelSource in words, who says where the robot is
   * @param decisionSeconds duration of a decision in s, decimal
   * @param batch makes a batch with a number of lanes
   * @param scripted the controller that comes with it
   */
  public record Description(
      String name,
      String version,
      String initialDistribution,
      String dynamics,
      String labelSource,
      String decisionSeconds,
      IntFunction<? extends BatchEnvironment> batch,
      GaussianController scripted) {}

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
