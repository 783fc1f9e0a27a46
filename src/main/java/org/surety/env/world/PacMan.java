package org.surety.env.world;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.stream.IntStream;
import org.surety.env.StartsAnywhere;

/**
 * Pac-Man in a maze: {@code food1} and {@code food2} hold where food lies, whether or not it was
 * there before, and {@code ghost} where a ghost is in Pac-Man's cell. Action: right, up, left, down
 * or stay. Then every ghost moves: with probability 0.4 along a shortest way to Pac-Man, else
 * right, up, left or down, each equally likely; walls stop everybody.
 *
 * <p>Observed are row and column of Pac-Man and of every ghost, as indicators, and of the cell that
 * each action leads to how near it is to every food and then to every ghost, the nearest last: 1 /
 * (1 + d) for a shortest way of d moves; and after that whether each of these ghosts is within 0,
 * 1, 2 and 3 moves. Known beside that: {@code row}, {@code column}.
 *
 * <p>LCRL's ghosts draw their random moves from a list that has one direction twice and lacks
 * another; its ways are shortest as well, but may differ where there are several.
 */
public final class PacMan extends LabeledWorld implements StartsAnywhere {
  static final int LIMIT = 200;
  private static final int ACTIONS = 5;
  private static final int WAYS = 4;

  /** How far away a ghost is told apart from one that is farther. */
  private static final int CLOSE = 4;

  private static final double CHASE = 0.4;
  private static final int[] ROW_WAY = {0, -1, 0, 1, 0};
  private static final int[] COLUMN_WAY = {1, 0, -1, 0, 0};
  private static final long GHOST = 4;

  /** The small maze of LCRL. */
  static final List<String> SMALL =
      List.of(
          "%%%%%%%%%%%%%%%%%%%%",
          "%......%G  G%......%",
          "%.%..%.%%%% %.%..%.%",
          "%.%o............o%.%",
          "%.%..%.%%%%%%.%..%.%",
          "%........P.........%",
          "%%%%%%%%%%%%%%%%%%%%");

  /** The large maze of LCRL. */
  static final List<String> LARGE =
      List.of(
          "%%%%%%%%%%%%%%%%%%%%",
          "%....%........%....%",
          "%.%%.%.%%%%%%.%.%%.%",
          "%.%..............%.%",
          "%.%.%%.%%  %%.%%.%.%",
          "%......%G  G%......%",
          "%.%.%%.%%%%%%.%%.%.%",
          "%.%..............%.%",
          "%.%%.%.%%%%%%.%.%%.%",
          "%o.......P........o%",
          "%%%%%%%%%%%%%%%%%%%%");

  private final int rows;
  private final int columns;
  private final int start;
  private final int[] lairs;

  /** Cells that are no wall. */
  private final int[] free;

  private final int[] successors;
  private final long[] food;

  /** First move of a shortest way, by cell to start from and cell to reach. */
  private final int[] chase;

  /** 1 / (1 + moves of a shortest way), by cell to start from and cell to reach. */
  private final double[] near;

  /** Cells with food. */
  private final int[] meals;

  /** Cells of Pac-Man and the ghosts, lane after lane. */
  private final int[] cells;

  private final int movers;

  /**
   * Games at the start of episode 0 of seed 0.
   *
   * @param maze rows of characters: % a wall, P Pac-Man, G a ghost, o food, numbered from the left
   * @param lanes at least 1
   */
  PacMan(List<String> maze, int lanes) {
    super(
        lanes,
        (1 + count(maze, 'G')) * (maze.size() + maze.get(0).length())
            + ACTIONS * (count(maze, 'o') + count(maze, 'G') * (1 + CLOSE)),
        List.of("food1", "food2", "ghost"),
        List.of("row", "column"),
        LIMIT);
    rows = maze.size();
    columns = maze.get(0).length();
    String text = String.join("", maze);
    start = text.indexOf('P');
    lairs = cells(text, 'G');
    movers = 1 + lairs.length;
    free = IntStream.range(0, text.length()).filter(c -> text.charAt(c) != '%').toArray();
    food = new long[text.length()];
    meals = cells(text, 'o');
    for (int k = 0; k < meals.length; k++) {
      food[meals[k]] = 1L << k;
    }
    successors = new int[text.length() * ACTIONS];
    for (int cell = 0; cell < text.length(); cell++) {
      for (int action = 0; action < ACTIONS; action++) {
        int to = cell + ROW_WAY[action] * columns + COLUMN_WAY[action];
        boolean free = to >= 0 && to < text.length() && text.charAt(to) != '%';
        successors[cell * ACTIONS + action] = free ? to : cell;
      }
    }
    chase = new int[text.length() * text.length()];
    near = new double[chase.length];
    for (int cell = 0; cell < text.length(); cell++) {
      if (text.charAt(cell) != '%') {
        findWays(cell);
      }
    }
    cells = new int[lanes * movers];
    for (int lane = 0; lane < lanes; lane++) {
      reset(lane, 0, 0);
    }
  }

  private static int count(List<String> maze, char what) {
    return cells(String.join("", maze), what).length;
  }

  private static int[] cells(String text, char what) {
    List<Integer> found = new ArrayList<>();
    for (int cell = text.indexOf(what); cell >= 0; cell = text.indexOf(what, cell + 1)) {
      found.add(cell);
    }
    return found.stream().mapToInt(Integer::intValue).toArray();
  }

  /** First moves to a cell from everywhere, by breadth-first search backwards. */
  private void findWays(int target) {
    int all = food.length;
    int[] distance = new int[all];
    Arrays.fill(distance, Integer.MAX_VALUE);
    distance[target] = 0;
    Deque<Integer> open = new ArrayDeque<>(List.of(target));
    while (!open.isEmpty()) {
      int cell = open.remove();
      for (int way = 0; way < WAYS; way++) {
        int next = successors[cell * ACTIONS + way]; // ways go both directions
        if (distance[next] == Integer.MAX_VALUE) {
          distance[next] = distance[cell] + 1;
          open.add(next);
        }
      }
    }
    for (int cell = 0; cell < all; cell++) {
      int best = cell;
      for (int way = 0; way < WAYS && distance[cell] < Integer.MAX_VALUE; way++) {
        int next = successors[cell * ACTIONS + way];
        best = distance[next] < distance[best] ? next : best;
      }
      chase[cell * all + target] = best;
      near[cell * all + target] = 1 / (1.0 + distance[cell]);
    }
  }

  /** Number of cells of the maze, walls among them. */
  int mazeCells() {
    return food.length;
  }

  /** Whether a cell is no wall. */
  boolean isFree(int cell) {
    return Arrays.binarySearch(free, cell) >= 0;
  }

  /** Cell of Pac-Man (0) or of the k-th ghost (k) in a lane. */
  int cell(int lane, int mover) {
    return cells[lane * movers + mover];
  }

  /** Where a move leads; walls stop it. */
  int successor(int cell, int action) {
    return successors[cell * ACTIONS + action];
  }

  /** Where a ghost that chases goes. */
  int chaser(int ghost, int target) {
    return chase[ghost * food.length + target];
  }

  /** Food in a cell: bit k for food k + 1. */
  long food(int cell) {
    return food[cell];
  }

  @Override
  public int actionChoices() {
    return ACTIONS;
  }

  @Override
  void begin(int lane) {
    Arrays.fill(observations, lane * size, (lane + 1) * size, 0);
    place(lane, 0, start);
    for (int g = 0; g < lairs.length; g++) {
      place(lane, 1 + g, lairs[g]);
    }
    see(lane);
  }

  /** Everybody in a cell that is no wall, and no ghost in Pac-Man's, all as likely. */
  @Override
  public void resetAnywhere(int lane, long seed, long episode) {
    reset(lane, seed, episode);
    noise.drawForStart(lane);
    int own = (int) (noise.uniform(lane, 0) * free.length);
    place(lane, 0, free[own]);
    for (int g = 0; g < lairs.length; g++) {
      int away = 1 + (int) (noise.uniform(lane, 1 + g) * (free.length - 1));
      place(lane, 1 + g, free[(own + away) % free.length]);
    }
    see(lane);
  }

  @Override
  void move(int lane, int decision, double[] actions) {
    noise.draw(lane, decision);
    int at = lane * movers;
    place(lane, 0, successors[cells[at] * ACTIONS + choice(actions[lane], ACTIONS)]);
    for (int g = 0; g < lairs.length; g++) {
      int cell = cells[at + 1 + g];
      double u = noise.uniform(lane, g);
      int way = (int) ((u - CHASE) / (1 - CHASE) * WAYS);
      place(
          lane,
          1 + g,
          u < CHASE
              ? chase[cell * food.length + cells[at]]
              : successors[cell * ACTIONS + Math.min(WAYS - 1, way)]);
    }
    see(lane);
  }

  private void place(int lane, int mover, int cell) {
    int at = lane * movers + mover;
    int o = lane * size + mover * (rows + columns);
    observations[o + cells[at] / columns] = 0;
    observations[o + rows + cells[at] % columns] = 0;
    observations[o + cell / columns] = 1;
    observations[o + rows + cell % columns] = 1;
    cells[at] = cell;
  }

  private void see(int lane) {
    int at = lane * movers;
    boolean caught = false;
    for (int g = 1; g < movers; g++) {
      caught |= cells[at + g] == cells[at];
    }
    int row = cells[at] / columns;
    quantity(lane, 0, row);
    quantity(lane, 1, cells[at] % columns);
    label(lane, food[cells[at]] | (caught ? GHOST : 0));
    int o = lane * size + movers * (rows + columns);
    for (int action = 0; action < ACTIONS; action++) {
      int to = successors[cells[at] * ACTIONS + action] * food.length;
      for (int meal : meals) {
        observations[o++] = near[to + meal];
      }
      for (int g = 1; g < movers; g++) {
        observations[o++] = near[to + cells[at + g]];
      }
      Arrays.sort(observations, o - lairs.length, o);
      for (int g = 0; g < lairs.length; g++) {
        for (int moves = 0; moves < CLOSE; moves++) {
          observations[o + g * CLOSE + moves] =
              observations[o - lairs.length + g] >= 1 / (1.0 + moves) ? 1 : 0;
        }
      }
      o += lairs.length * CLOSE;
    }
  }

  @Override
  public int stateSize() {
    return movers + 1;
  }

  @Override
  public void save(int lane, double[] to, int at) {
    for (int m = 0; m < movers; m++) {
      to[at + m] = cells[lane * movers + m];
    }
    to[at + movers] = decisions[lane];
  }

  @Override
  public void restore(int lane, double[] from, int at) {
    decisions[lane] = (int) from[at + movers];
    for (int m = 0; m < movers; m++) {
      place(lane, m, (int) from[at + m]);
    }
    see(lane);
  }
}
