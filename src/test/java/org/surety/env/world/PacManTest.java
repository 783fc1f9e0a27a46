package org.surety.env.world;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PacManTest {
  /** Of two foods and two ghosts, and of each ghost whether it is within 0 to 3 moves. */
  private static final int BY_ACTION = 4 + 2 * 4;

  @Test
  void noGhostIsInPacMansCellWhereAGameBeginsAnywhere() {
    try (PacMan game = new PacMan(PacMan.SMALL, 5000)) {
      long food = 0;
      for (int lane = 0; lane < 5000; lane++) {
        game.resetAnywhere(lane, 2, lane);
        assertEquals(0, game.labels()[lane] & 4);
        food |= game.labels()[lane];
        for (int mover = 0; mover < 3; mover++) {
          assertTrue(game.isFree(game.cell(lane, mover)));
        }
      }
      assertEquals(3, food, "Pac-Man begins at both foods now and then");
    }
  }

  @Test
  void ghostsChaseAlongShortestWays() {
    try (PacMan game = new PacMan(PacMan.SMALL, 2000)) {
      double[] stay = new double[2000];
      Arrays.fill(stay, 4);
      for (int lane = 0; lane < 2000; lane++) {
        game.reset(lane, 1, lane);
      }
      int caught = 0;
      for (int t = 0; t < 120; t++) {
        game.step(stay);
      }
      for (long label : game.labels()) {
        caught += (label & 4) != 0 ? 1 : 0;
      }
      assertTrue(caught > 200, "who stays is caught: " + caught);
    }
  }

  /** Moves to a cell from all that lead there, by a search of the drawn maze. */
  private static Map<Integer, Integer> distances(List<String> maze, int target) {
    int columns = maze.get(0).length();
    String text = String.join("", maze);
    Map<Integer, Integer> found = new HashMap<>(Map.of(target, 0));
    Deque<Integer> open = new ArrayDeque<>(List.of(target));
    while (!open.isEmpty()) {
      int cell = open.remove();
      for (int next : new int[] {cell + 1, cell - columns, cell - 1, cell + columns}) {
        if (text.charAt(next) != '%' && !found.containsKey(next)) {
          found.put(next, Objects.requireNonNull(found.get(cell)) + 1);
          open.add(next);
        }
      }
    }
    return found;
  }

  private static double near(List<String> maze, int from, int to) {
    return 1.0 / (1 + Objects.requireNonNull(distances(maze, to).get(from)));
  }

  @Test
  void ofEachMoveItIsSeenHowNearItLeadsToFoodAndToGhostsTheNearestLast() {
    SplittableRandom random = new SplittableRandom(3);
    List<String> maze = PacMan.LARGE;
    int columns = maze.get(0).length();
    String text = String.join("", maze);
    int lanes = 50;
    try (PacMan game = new PacMan(maze, lanes)) {
      double[] actions = new double[lanes];
      for (int lane = 0; lane < lanes; lane++) {
        game.resetAnywhere(lane, 4, lane);
        actions[lane] = random.nextInt(5);
      }
      game.step(actions);
      for (int lane = 0; lane < lanes; lane++) {
        double[] expected = new double[5 * BY_ACTION];
        int[] by = {1, -columns, -1, columns, 0};
        for (int action = 0; action < 5; action++) {
          int to = game.cell(lane, 0) + by[action];
          to = text.charAt(to) == '%' ? game.cell(lane, 0) : to;
          int at = BY_ACTION * action;
          expected[at] = near(maze, to, text.indexOf('o'));
          expected[at + 1] = near(maze, to, text.lastIndexOf('o'));
          expected[at + 2] = near(maze, to, game.cell(lane, 1));
          expected[at + 3] = near(maze, to, game.cell(lane, 2));
          Arrays.sort(expected, at + 2, at + 4);
          for (int k = 0; k < 8; k++) {
            double moves = 1 / expected[at + 2 + k / 4] - 1;
            expected[at + 4 + k] = moves < k % 4 + 0.5 ? 1 : 0;
          }
        }
        int end = (lane + 1) * game.observationSize();
        assertArrayEquals(
            expected, Arrays.copyOfRange(game.observations(), end - 5 * BY_ACTION, end));
      }
    }
  }
}
