package org.surety.env.world;

import java.util.List;

/**
 * The grids of LCRL, from its repository (github.com/grockious/lcrl, version 0.0.9.2). Limits are
 * ours: LCRL's episodes may take 4,000 decisions, which a certificate would have to judge.
 */
final class GridLayouts {
  private static final String UNSAFE = "unsafe";

  private GridLayouts() {}

  static List<GridLayout> all() {
    return List.of(
        minecraft(),
        gridworld1(),
        gridworld2(),
        gridworld3(),
        surveillance(),
        goals(GridLayout.of("slp-sml", 12, 10), 5, 7, 8, 10, 8, 10, 8, 10)
            .area("goal3", 7, 9, 4, 6)
            .area("goal4", 8, 10, 0, 2)
            .start(2, 0)
            .slip(0.05)
            .limit(150)
            .build(),
        medium(GridLayout.of("slp-med", 20, 20)).start(2, 0).slip(0.05).limit(200).build(),
        large(GridLayout.of("slp-lrg", 40, 40))
            .area("goal4", 0, 8, 31, 39)
            .start(2, 0)
            .slip(0.05)
            .limit(400)
            .build(),
        smallLake("frozen-lake-1").sinks(4, 7, 5, 8).build(),
        mediumLake("frozen-lake-2")
            .sinks(
                12, 15, 12, 16, 12, 17, 12, 18, 13, 15, 13, 16, 13, 17, 13, 18, 14, 15, 14, 16, 14,
                17, 14, 18, 15, 15, 15, 16, 15, 17, 15, 18)
            .build(),
        largeLake("frozen-lake-3").build(),
        smallLake("frozen-lake-4").sinks(7, 8, 0, 1).build(),
        mediumLake("frozen-lake-5").build(),
        largeLake("frozen-lake-6").build(),
        GridLayout.of("frozen-lake-4x4", 4, 4)
            .at(UNSAFE, 1, 1, 1, 3, 2, 3, 3, 0)
            .at("goal1", 0, 3)
            .at("goal2", 3, 3)
            .sinks(3, 3)
            .withoutStay()
            .slip(0.05)
            .limit(50)
            .build(),
        GridLayout.of("frozen-lake-8x8", 8, 8)
            .at(UNSAFE, 2, 3, 3, 5, 4, 3, 5, 1, 5, 2, 5, 6, 6, 1, 6, 4, 6, 6, 7, 3)
            .at("goal1", 0, 7)
            .at("goal2", 7, 7)
            .sinks(7, 7)
            .withoutStay()
            .slip(0.05)
            .limit(100)
            .build());
  }

  private static GridLayout minecraft() {
    return GridLayout.of("minecraft", 10, 10)
        .area("obstacle", 0, 3, 5, 6)
        .area("obstacle", 2, 3, 7, 10)
        .at("grass", 0, 0, 4, 5, 8, 1, 8, 7)
        .at("wood", 2, 2, 7, 3, 5, 7, 9, 9)
        .at("iron", 0, 3, 4, 0, 6, 8, 9, 4)
        .at("work_bench", 6, 1, 6, 5, 4, 9)
        .at("tool_shed", 2, 4, 9, 0, 7, 7)
        .at("gold", 0, 7)
        .start(9, 2)
        .limit(100)
        .build();
  }

  private static GridLayout gridworld1() {
    return GridLayout.of("gridworld-1", 40, 40)
        .area(UNSAFE, 25, 33, 7, 15)
        .area(UNSAFE, 7, 15, 25, 33)
        .area("goal1", 15, 25, 15, 25)
        .area("goal2", 33, 40, 0, 7)
        .slip(0.15)
        .limit(300)
        .build();
  }

  private static GridLayout gridworld2() {
    return GridLayout.of("gridworld-2", 40, 40)
        .area(UNSAFE, 25, 33, 0, 40)
        .area(null, 25, 33, 12, 28)
        .area("goal1", 0, 8, 0, 8)
        .area("goal2", 33, 40, 0, 40)
        .start(0, 39)
        .slip(0.15)
        .limit(300)
        .build();
  }

  private static GridLayout gridworld3() {
    return GridLayout.of("gridworld-3", 5, 5)
        .area("obstacle", 1, 4, 2, 3)
        .area("goal1", 0, 2, 3, 5)
        .area("goal2", 3, 5, 3, 5)
        .start(2, 0)
        .slip(0.05)
        .limit(100)
        .build();
  }

  private static GridLayout surveillance() {
    return GridLayout.of("robot-surv", 5, 5)
        .at("obstacle", 0, 0, 1, 2, 1, 3, 4, 2)
        .at("goal1", 4, 0)
        .at("goal2", 0, 4)
        .start(1, 0)
        .slip(0.05)
        .limit(100)
        .build();
  }

  private static GridLayout.Builder goals(GridLayout.Builder grid, int... at) {
    return grid.area("goal1", at[0], at[1], at[2], at[3]).area("goal2", at[4], at[5], at[6], at[7]);
  }

  private static GridLayout.Builder medium(GridLayout.Builder grid) {
    return goals(grid, 12, 16, 15, 19, 15, 19, 15, 19)
        .area("goal3", 9, 13, 9, 13)
        .area("goal4", 0, 4, 15, 19);
  }

  private static GridLayout.Builder large(GridLayout.Builder grid) {
    return goals(grid, 20, 28, 31, 39, 31, 39, 31, 39).area("goal3", 20, 28, 20, 28);
  }

  private static GridLayout.Builder smallLake(String name) {
    return goals(lake(name, 12, 10, 3, 5, 3, 5), 4, 6, 7, 9, 7, 9, 7, 9)
        .area("goal3", 6, 8, 3, 5)
        .area("goal4", 7, 9, 0, 2)
        .start(0, 5)
        .limit(150);
  }

  private static GridLayout.Builder mediumLake(String name) {
    return medium(lake(name, 20, 20, 4, 8, 9, 13)).start(0, 10).limit(200);
  }

  private static GridLayout.Builder largeLake(String name) {
    return large(lake(name, 40, 40, 4, 8, 9, 13))
        .area("goal4", 0, 4, 15, 19)
        .start(0, 20)
        .limit(400);
  }

  private static GridLayout.Builder lake(
      String name, int rows, int columns, int row, int toRow, int column, int toColumn) {
    return GridLayout.of(name, rows, columns)
        .area(UNSAFE, row, toRow, column, toColumn)
        .withoutStay()
        .slip(0.1);
  }
}
