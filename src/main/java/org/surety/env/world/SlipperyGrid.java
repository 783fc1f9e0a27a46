package org.surety.env.world;

import java.util.Arrays;
import java.util.List;
import org.surety.env.StartsAnywhere;

/**
 * Robots on a {@link GridLayout}. Action: one of its directions. Observed are the row and the
 * column, as indicators. Known beside that: {@code row} and {@code column}.
 */
public final class SlipperyGrid extends LabeledWorld implements StartsAnywhere {
  private static final int WORDS = 4;

  private final GridLayout layout;
  private final int[] harmless;
  private final int[] cells;
  private final long slipBelow;

  /**
   * Robots at the start of episode 0 of seed 0.
   *
   * @param lanes at least 1
   */
  public SlipperyGrid(GridLayout layout, int lanes) {
    super(
        lanes,
        layout.rows() + layout.columns(),
        layout.atoms(),
        List.of("row", "column"),
        layout.limit());
    this.layout = layout;
    harmless = layout.harmless();
    cells = new int[lanes];
    slipBelow = (long) StrictMath.rint(layout.slip() * 0x1p32);
    for (int lane = 0; lane < lanes; lane++) {
      reset(lane, 0, 0);
    }
  }

  /** The grid. */
  public GridLayout layout() {
    return layout;
  }

  /** The cell of a lane. */
  public int cell(int lane) {
    return cells[lane];
  }

  @Override
  public int actionChoices() {
    return layout.actions();
  }

  @Override
  void begin(int lane) {
    Arrays.fill(observations, lane * size, (lane + 1) * size, 0);
    enter(lane, layout.start());
  }

  /** In one of the grid's {@linkplain GridLayout#harmless() harmless} cells, each as likely. */
  @Override
  public void resetAnywhere(int lane, long seed, long episode) {
    reset(lane, seed, episode);
    noise.drawForStart(lane);
    enter(lane, harmless[(int) (noise.uniform(lane, 0) * harmless.length)]);
  }

  @Override
  void move(int lane, int decision, double[] actions) {
    int word = decision % WORDS;
    if (word == 0) {
      noise.draw(lane, decision / WORDS);
    }
    int n = layout.actions();
    int action = choice(actions[lane], n);
    long u = noise.word(lane, word);
    if (u < slipBelow) {
      action = (int) (u * n / slipBelow); // given that it slips, u is uniform below the bound
    }
    int to = layout.successor(cells[lane], action);
    if (to != cells[lane]) {
      enter(lane, to);
    }
  }

  private void enter(int lane, int cell) {
    int columns = layout.columns();
    int row = cell / columns;
    int column = cell % columns;
    int rowsAt = lane * size;
    int columnsAt = rowsAt + layout.rows();
    observations[rowsAt + cells[lane] / columns] = 0;
    observations[columnsAt + cells[lane] % columns] = 0;
    observations[rowsAt + row] = 1;
    observations[columnsAt + column] = 1;
    cells[lane] = cell;
    quantity(lane, 0, row);
    quantity(lane, 1, column);
    label(lane, layout.label(cell));
  }

  @Override
  public int stateSize() {
    return 2;
  }

  @Override
  public void save(int lane, double[] to, int at) {
    to[at] = cells[lane];
    to[at + 1] = decisions[lane];
  }

  @Override
  public void restore(int lane, double[] from, int at) {
    decisions[lane] = (int) from[at + 1];
    enter(lane, (int) from[at]);
    noise.draw(lane, decisions[lane] / WORDS);
  }
}
