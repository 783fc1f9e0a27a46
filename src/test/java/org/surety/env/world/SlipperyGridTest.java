package org.surety.env.world;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class SlipperyGridTest {
  private static GridLayout layout(String name) {
    return GridLayouts.all().stream().filter(l -> l.name().equals(name)).findFirst().orElseThrow();
  }

  private static int cell(GridLayout layout, int row, int column) {
    return row * layout.columns() + column;
  }

  @Test
  void layoutsAreThoseOfThePublication() {
    GridLayout minecraft = layout("minecraft");
    assertEquals(cell(minecraft, 9, 2), minecraft.start());
    assertEquals(
        List.of("gold", "grass", "iron", "tool_shed", "wood", "work_bench"), minecraft.atoms());
    assertEquals("gold", only(minecraft, 0, 7));
    assertEquals("wood", only(minecraft, 5, 7));
    assertEquals("work_bench", only(minecraft, 4, 9));
    GridLayout two = layout("gridworld-2");
    assertEquals("unsafe", only(two, 25, 11));
    assertEquals("", only(two, 25, 12));
    assertEquals("unsafe", only(two, 32, 28));
    assertEquals("goal2", only(two, 33, 12));
    GridLayout lake = layout("frozen-lake-8x8");
    assertEquals(4, lake.actions());
    long unsafe = 1L << lake.atoms().indexOf("unsafe");
    assertEquals(
        10, java.util.stream.IntStream.range(0, 64).filter(c -> lake.label(c) == unsafe).count());
    assertEquals(4, layout("slp-sml").atoms().size());
  }

  private static String only(GridLayout layout, int row, int column) {
    long label = layout.label(cell(layout, row, column));
    return label == 0 ? "" : layout.atoms().get(Long.numberOfTrailingZeros(label));
  }

  @Test
  void bordersObstaclesAndSinksHold() {
    GridLayout grid = layout("gridworld-3");
    int right = GridLayout.ACTIONS.indexOf("right");
    int down = GridLayout.ACTIONS.indexOf("down");
    assertEquals(cell(grid, 2, 1), grid.successor(cell(grid, 2, 1), right), "an obstacle");
    assertEquals(cell(grid, 0, 2), grid.successor(cell(grid, 0, 1), right));
    assertEquals(cell(grid, 4, 0), grid.successor(cell(grid, 4, 0), down), "the border");
    GridLayout lake = layout("frozen-lake-4x4");
    for (int action = 0; action < 4; action++) {
      assertEquals(15, lake.successor(15, action), "a sink");
    }
  }

  /** Counts of a million moves, by chi-square at 1e-6. */
  @Test
  void slipsAreUniformOverAllActions() {
    GridLayout grid = GridLayout.of("open", 3, 3).start(1, 1).slip(0.15).limit(1_000_000).build();
    int lanes = 1000;
    SlipperyGrid open = new SlipperyGrid(grid, lanes);
    int[] counts = new int[9];
    double[] up = new double[lanes];
    Arrays.fill(up, GridLayout.ACTIONS.indexOf("up"));
    for (int t = 0; t < 1000; t++) {
      for (int lane = 0; lane < lanes; lane++) {
        open.restore(lane, new double[] {grid.start(), t}, 0);
      }
      open.step(up);
      for (int lane = 0; lane < lanes; lane++) {
        counts[open.cell(lane)]++;
      }
      if (t == 0) {
        for (int lane = 0; lane < lanes; lane++) {
          open.reset(lane, 5, lane);
        }
        counts = new int[9];
      }
    }
    double n = 999.0 * lanes;
    double chi = 0;
    int[] cells = {5, 1, 3, 7, 4};
    for (int action = 0; action < 5; action++) {
      double expected = n * (0.15 / 5 + (action == 1 ? 0.85 : 0));
      chi += Math.pow(counts[cells[action]] - expected, 2) / expected;
    }
    assertTrue(chi < 33.4, chi + " at 4 degrees of freedom: " + Arrays.toString(counts));
  }

  @Test
  void rowAndColumnAreObservedAsIndicators() {
    GridLayout grid = layout("minecraft");
    SlipperyGrid one = new SlipperyGrid(grid, 2);
    for (int action : new int[] {1, 1, 0, 0, 2, 3, 4}) {
      one.step(new double[] {0, action});
      double[] seen = Arrays.copyOfRange(one.observations(), 20, 40);
      assertEquals(2, Arrays.stream(seen).sum());
      assertEquals(1, seen[one.cell(1) / 10]);
      assertEquals(1, seen[10 + one.cell(1) % 10]);
      int row = one.cell(1) / 10;
      assertEquals(row, one.infos()[8]);
      assertEquals(grid.label(one.cell(1)), one.labels()[1]);
      for (int k = 0; k < 6; k++) {
        assertEquals((double) (grid.label(one.cell(1)) >> k & 1), one.infos()[10 + k]);
      }
    }
  }
}
