package org.surety.env.world;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * A rover on a satellite image of Mars whose colors are labels: {@code goal1}, {@code goal2},
 * {@code unsafe}. The map has {@value #ROWS} by {@value #COLUMNS} cells; a position has the label
 * of the cell whose middle is nearest.
 *
 * <p>A rover with directions goes right, up, left or down by a uniform distance of up to 10 cells,
 * or stays; one with angles takes an action a in [−1, 1] and goes 4 to 5 cells in the direction
 * (sin π a, cos π a) of rows and columns. Either is pushed by −0.1 to 0.5 in rows and in columns.
 * The border stops it. Observed are row and column, scaled to [−1, 1]; known beside that: {@code
 * row} and {@code column}.
 *
 * <p>The label of each cell is that of LCRL's image marsrover_1.png by LCRL's rule.
 */
public final class MarsRover extends LabeledWorld {
  private static final int LIMIT = 150;
  private static final int ROWS = 145;
  private static final int COLUMNS = 200;
  private static final String MAP = "mars-rover.txt";
  private static final String KINDS = "abx";
  private static final byte[] LABELS = readMap();
  private static final int DIRECTIONS = 5;
  private static final double[] ROW_WAY = {0, -1, 0, 1, 0};
  private static final double[] COLUMN_WAY = {1, 0, -1, 0, 0};

  private final boolean angles;
  private final double[] row;
  private final double[] column;

  /**
   * Rovers at the start of episode 0 of seed 0.
   *
   * @param angles whether the action is an angle, not a direction
   * @param lanes at least 1
   */
  public MarsRover(boolean angles, int lanes) {
    super(lanes, 2, List.of("goal1", "goal2", "unsafe"), List.of("row", "column"), LIMIT);
    this.angles = angles;
    row = new double[lanes];
    column = new double[lanes];
    for (int lane = 0; lane < lanes; lane++) {
      reset(lane, 0, 0);
    }
  }

  /**
   * Reads the map: a line a row, lengths of runs, each followed by its label: a and b for the
   * goals, x for what is unsafe, a dot for nothing.
   */
  private static byte[] readMap() {
    String text;
    try (InputStream in = Objects.requireNonNull(MarsRover.class.getResourceAsStream(MAP))) {
      text = new String(in.readAllBytes(), StandardCharsets.US_ASCII);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    byte[] labels = new byte[ROWS * COLUMNS];
    int cell = 0;
    int length = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isDigit(c)) {
        length = 10 * length + c - '0';
      } else if (c != '\n') {
        int kind = KINDS.indexOf(c);
        Arrays.fill(labels, cell, cell + length, (byte) (kind < 0 ? 0 : 1 << kind));
        cell += length;
        length = 0;
      }
    }
    if (cell != labels.length) {
      throw new IllegalStateException(MAP + " has " + cell + " cells");
    }
    return labels;
  }

  @Override
  public int actionChoices() {
    return angles ? 0 : DIRECTIONS;
  }

  @Override
  void begin(int lane) {
    row[lane] = angles ? 60 : 35;
    column[lane] = angles ? 100 : 25;
    see(lane);
  }

  @Override
  void move(int lane, int decision, double[] actions) {
    noise.draw(lane, decision);
    double rows;
    double columns;
    if (angles) {
      double distance = 4 + noise.uniform(lane, 0);
      double angle = Math.PI * Math.max(-1, Math.min(1, actions[lane]));
      rows = distance * StrictMath.sin(angle);
      columns = distance * StrictMath.cos(angle);
    } else {
      double distance = 10 * noise.uniform(lane, 0);
      int direction = choice(actions[lane], DIRECTIONS);
      rows = distance * ROW_WAY[direction];
      columns = distance * COLUMN_WAY[direction];
    }
    row[lane] = within(row[lane] + rows + push(lane, 1), ROWS);
    column[lane] = within(column[lane] + columns + push(lane, 2), COLUMNS);
    see(lane);
  }

  private double push(int lane, int word) {
    return -0.1 + 0.6 * noise.uniform(lane, word);
  }

  private static double within(double position, int size) {
    return Math.max(0, Math.min(size - 1, position));
  }

  private void see(int lane) {
    observations[2 * lane] = row[lane] / (ROWS - 1) * 2 - 1;
    observations[2 * lane + 1] = column[lane] / (COLUMNS - 1) * 2 - 1;
    quantity(lane, 0, row[lane]);
    quantity(lane, 1, column[lane]);
    label(lane, LABELS[nearest(row[lane]) * COLUMNS + nearest(column[lane])]);
  }

  private static int nearest(double position) {
    return (int) Math.ceil(position - 0.5);
  }

  @Override
  public int stateSize() {
    return 3;
  }

  @Override
  public void save(int lane, double[] to, int at) {
    to[at] = row[lane];
    to[at + 1] = column[lane];
    to[at + 2] = decisions[lane];
  }

  @Override
  public void restore(int lane, double[] from, int at) {
    row[lane] = from[at];
    column[lane] = from[at + 1];
    decisions[lane] = (int) from[at + 2];
    see(lane);
  }
}
