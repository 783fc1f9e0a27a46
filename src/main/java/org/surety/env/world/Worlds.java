package org.surety.env.world;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import org.surety.env.BatchEnvironment;
import org.surety.env.Environments;

/** The worlds as environments that can be named. */
public final class Worlds {
  private static final String LABELS = "the environment's own state, exact, at decision instants";

  private Worlds() {}

  /** A description of each. */
  public static List<Environments.Description> all() {
    List<Environments.Description> all = new ArrayList<>();
    for (GridLayout layout : GridLayouts.all()) {
      all.add(grid(layout));
    }
    all.add(pacMan("pacman-small", PacMan.SMALL));
    all.add(pacMan("pacman-large", PacMan.LARGE));
    all.add(
        world(
            "cart-pole",
            "position, velocity, angle and angular velocity uniform in [-0.05, 0.05] (m, m/s, rad,"
                + " rad/s)",
            "deterministic, by Euler's method",
            "0.02",
            CartPole::new));
    all.add(rover("mars-rover", "row 35, column 25", false));
    all.add(rover("mars-rover-angle", "row 60, column 100", true));
    return all;
  }

  private static Environments.Description grid(GridLayout layout) {
    return world(
        layout.name(),
        "a single cell: row %d, column %d"
            .formatted(layout.start() / layout.columns(), layout.start() % layout.columns()),
        "%d x %d cells; with probability %s the action is replaced by one drawn uniformly from all %d"
            .formatted(layout.rows(), layout.columns(), layout.slip(), layout.actions()),
        "1",
        lanes -> new SlipperyGrid(layout, lanes));
  }

  private static Environments.Description pacMan(String name, List<String> maze) {
    return world(
        name,
        "a single state",
        "each ghost moves towards Pac-Man with probability 0.4, else in a direction drawn"
            + " uniformly",
        "1",
        lanes -> new PacMan(maze, lanes));
  }

  private static Environments.Description rover(String name, String start, boolean angles) {
    return world(
        name,
        "a single position: " + start,
        "the distance driven and a push are drawn for every decision",
        "1",
        lanes -> new MarsRover(angles, lanes));
  }

  private static Environments.Description world(
      String name,
      String initial,
      String dynamics,
      String seconds,
      IntFunction<? extends BatchEnvironment> batch) {
    return new Environments.Description(
        name, "1", initial, dynamics, LABELS, seconds, batch, Optional.empty());
  }
}
