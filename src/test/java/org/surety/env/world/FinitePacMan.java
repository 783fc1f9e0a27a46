package org.surety.env.world;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Pac-Man with two ghosts: a situation is their three cells. Ghosts move independently of each
 * other, given where Pac-Man went, so that means are taken over one after the other.
 */
final class FinitePacMan implements FiniteWorld {
  private static final int WAYS = 4;
  private static final double CHASE = 0.4;
  private static final long GHOST = 4;

  private final PacMan game;

  /** Cells that are no wall, in order; the number of one is its place here. */
  private final int[] free;

  private final int n;

  /** By place of Pac-Man and action. */
  private final int[] moves;

  /** By place of Pac-Man, place of a ghost and way: where it goes, the chase first. */
  private final int[] hunts;

  private double[] moved = {};
  private double[] half = {};
  private int cases;

  FinitePacMan(PacMan game) {
    this.game = game;
    free = IntStream.range(0, game.mazeCells()).filter(game::isFree).toArray();
    n = free.length;
    moves = new int[n * (WAYS + 1)];
    hunts = new int[n * n * (WAYS + 1)];
    for (int p = 0; p < n; p++) {
      for (int action = 0; action <= WAYS; action++) {
        moves[p * (WAYS + 1) + action] = place(game.successor(free[p], action));
      }
      for (int g = 0; g < n; g++) {
        int at = (p * n + g) * (WAYS + 1);
        hunts[at] = place(game.chaser(free[g], free[p]));
        for (int way = 0; way < WAYS; way++) {
          hunts[at + 1 + way] = place(game.successor(free[g], way));
        }
      }
    }
  }

  private int place(int cell) {
    return Arrays.binarySearch(free, cell);
  }

  @Override
  public PacMan environment() {
    return game;
  }

  @Override
  public int limit() {
    return PacMan.LIMIT;
  }

  @Override
  public int situations() {
    return n * n * n;
  }

  @Override
  public int situation(int lane) {
    return (place(game.cell(lane, 0)) * n + place(game.cell(lane, 1))) * n
        + place(game.cell(lane, 2));
  }

  @Override
  public long label(int situation) {
    int p = situation / (n * n);
    boolean caught = situation / n % n == p || situation % n == p;
    return game.food(free[p]) | (caught ? GHOST : 0);
  }

  @Override
  public void take(double[] worth, int cases) {
    this.cases = cases;
    if (moved.length != worth.length) {
      moved = new double[worth.length];
      half = new double[n * n * cases];
    }
    int block = half.length;
    int row = n * cases;
    Arrays.fill(moved, 0);
    for (int p = 0; p < n; p++) {
      Arrays.fill(half, 0);
      for (int g = 0; g < n; g++) {
        for (int way = 0; way <= WAYS; way++) {
          int to = hunts[(p * n + g) * (WAYS + 1) + way];
          add(worth, p * block + to * row, half, g * row, row, way);
        }
      }
      for (int h = 0; h < n; h++) {
        for (int way = 0; way <= WAYS; way++) {
          int to = hunts[(p * n + h) * (WAYS + 1) + way];
          for (int g = 0; g < n; g++) {
            int at = p * block + g * row + h * cases;
            add(half, g * row + to * cases, moved, at, cases, way);
          }
        }
      }
    }
  }

  private static void add(double[] of, int from, double[] to, int at, int count, int way) {
    double probability = way == 0 ? CHASE : (1 - CHASE) / WAYS;
    for (int i = 0; i < count; i++) {
      to[at + i] += probability * of[from + i];
    }
  }

  @Override
  public double worth(int situation, int kase, int action) {
    int p = situation / (n * n);
    int to = moves[p * (WAYS + 1) + action] * n * n + situation % (n * n);
    return moved[to * cases + kase];
  }
}
