package org.surety.env.world;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A slippery grid: cells by row (0 on top) and column, at most one label a cell, and a robot that
 * is asked to go right, up, left, down or, where it can, to stay. With the probability of slipping
 * it does one of these at random instead. Borders and obstacles stop it; sinks hold it.
 */
public final class GridLayout {
  private static final int[][] MOVES = {{0, 1}, {-1, 0}, {0, -1}, {1, 0}, {0, 0}};

  /** Directions in the order of action numbers; the last is left out where there is no staying. */
  public static final List<String> ACTIONS = List.of("right", "up", "left", "down", "stay");

  private final String name;
  private final int rows;
  private final int columns;
  private final int start;
  private final double slip;
  private final int actions;
  private final int limit;
  private final List<String> atoms;
  private final long[] labels;
  private final int[] successors;
  private final int[] harmless;

  private GridLayout(Builder b) {
    name = b.name;
    rows = b.rows;
    columns = b.columns;
    start = b.start;
    slip = b.slip;
    actions = b.stay ? 5 : 4;
    limit = b.limit;
    Set<String> names = new LinkedHashSet<>();
    for (String label : b.cells) {
      if (label != null && !label.equals(Builder.OBSTACLE)) {
        names.add(label);
      }
    }
    atoms = names.stream().sorted().toList();
    labels = new long[rows * columns];
    successors = new int[rows * columns * actions];
    for (int cell = 0; cell < labels.length; cell++) {
      String label = b.cells[cell];
      int atom = label == null ? -1 : atoms.indexOf(label);
      labels[cell] = atom < 0 ? 0 : 1L << atom;
      for (int action = 0; action < actions; action++) {
        int row = Math.max(0, Math.min(rows - 1, cell / columns + MOVES[action][0]));
        int column = Math.max(0, Math.min(columns - 1, cell % columns + MOVES[action][1]));
        int to = row * columns + column;
        boolean held = Builder.OBSTACLE.equals(b.cells[to]) || b.sinks.contains(cell);
        successors[cell * actions + action] = held ? cell : to;
      }
    }
    harmless = IntStream.range(0, labels.length).filter(b::isHarmless).toArray();
  }

  /** A grid of a size, with nothing in it. */
  static Builder of(String name, int rows, int columns) {
    return new Builder(name, rows, columns);
  }

  /** Puts a grid together; what is put later replaces what was there. */
  static final class Builder {
    private static final String OBSTACLE = "obstacle";
    private static final String UNSAFE = "unsafe";

    private final String name;
    private final int rows;
    private final int columns;
    private final @Nullable String[] cells;
    private final List<Integer> sinks = new ArrayList<>();
    private int start;
    private double slip;
    private boolean stay = true;
    private int limit = 100;

    private Builder(String name, int rows, int columns) {
      this.name = name;
      this.rows = rows;
      this.columns = columns;
      this.cells = new @Nullable String[rows * columns];
    }

    Builder start(int row, int column) {
      start = row * columns + column;
      return this;
    }

    Builder slip(double probability) {
      slip = probability;
      return this;
    }

    Builder withoutStay() {
      stay = false;
      return this;
    }

    Builder limit(int decisions) {
      limit = decisions;
      return this;
    }

    /** Labels a rectangle; the last row and column are not part of it. */
    Builder area(@Nullable String label, int row, int toRow, int column, int toColumn) {
      for (int r = row; r < toRow; r++) {
        Arrays.fill(cells, r * columns + column, r * columns + toColumn, label);
      }
      return this;
    }

    /** Labels cells, given as row, column, row, column, ... */
    Builder at(String label, int... cellsOfLabel) {
      for (int i = 0; i < cellsOfLabel.length; i += 2) {
        cells[cellsOfLabel[i] * columns + cellsOfLabel[i + 1]] = label;
      }
      return this;
    }

    /** Makes cells hold whoever is there; as {@link #at}. */
    Builder sinks(int... at) {
      for (int i = 0; i < at.length; i += 2) {
        sinks.add(at[i] * columns + at[i + 1]);
      }
      return this;
    }

    private boolean isHarmless(int cell) {
      String label = cells[cell];
      return !sinks.contains(cell) && !OBSTACLE.equals(label) && !UNSAFE.equals(label);
    }

    GridLayout build() {
      return new GridLayout(this);
    }
  }

  /** Its name as an environment. */
  public String name() {
    return name;
  }

  /** Number of rows. */
  public int rows() {
    return rows;
  }

  /** Number of columns. */
  public int columns() {
    return columns;
  }

  /** The cell that episodes begin in, row times columns plus column. */
  public int start() {
    return start;
  }

  /** The cells that are no obstacle, hold nobody and are not labeled unsafe, in ascending order. */
  public int[] harmless() {
    return harmless.clone();
  }

  /** Probability that an action is replaced by one drawn uniformly from all. */
  public double slip() {
    return slip;
  }

  /** Number of actions, the first of {@link #ACTIONS}. */
  public int actions() {
    return actions;
  }

  /** Decisions after which an episode is truncated. */
  public int limit() {
    return limit;
  }

  /** Labels that some cell has. */
  public List<String> atoms() {
    return atoms;
  }

  /** Label of a cell: bit k for atom k. */
  public long label(int cell) {
    return labels[cell];
  }

  /** Where an action that does not slip leads. */
  public int successor(int cell, int action) {
    return successors[cell * actions + action];
  }
}
