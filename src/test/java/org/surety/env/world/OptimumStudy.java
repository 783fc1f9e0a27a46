package org.surety.env.world;

import java.util.List;
import org.surety.env.BatchEnvironment;
import org.surety.env.Environments;

/**
 * What the best policy comes to in the grids and games of Pac-Man of {@code environments.md}, by
 * the properties that policies are judged by there.
 */
public final class OptimumStudy {
  private static final String FOUR = "F (goal1 & X F (goal2 & X F (goal3 & X F goal4)))";
  private static final String PATROL = "G[0,60] (F[0,40] goal1 & F[0,40] goal2)";
  private static final String SEQUENCE = "F (goal1 & X F goal2) & G !unsafe";
  private static final String SETTLES = "F (G goal1 | G goal2) & G !unsafe";
  private static final String EATS = "F food1 & F food2 & G !ghost";

  private record Row(String world, List<String> formulas) {}

  private static final List<Row> ROWS =
      List.of(
          new Row(
              "minecraft",
              List.of(
                  "F (wood & X F tool_shed)",
                  "F (grass & X F tool_shed)",
                  "F (wood & X F (grass & X F (iron & X F tool_shed)))",
                  "F (wood & X F work_bench)",
                  "F (grass & X F work_bench)",
                  "F (iron & X F (wood & X F work_bench))",
                  "F (wood & X F (iron & X F (work_bench & X F gold)))")),
          new Row("gridworld-1", List.of(SEQUENCE, SETTLES)),
          new Row("gridworld-2", List.of(SEQUENCE, SETTLES)),
          new Row("gridworld-3", List.of(PATROL, "F (G goal1 | G goal2)")),
          new Row("robot-surv", List.of(PATROL)),
          new Row("slp-sml", List.of("F goal1", FOUR)),
          new Row("slp-med", List.of("F goal1", FOUR)),
          new Row("slp-lrg", List.of("F goal1", FOUR)),
          new Row("frozen-lake-1", List.of("F goal1 & G !unsafe")),
          new Row("frozen-lake-2", List.of("F goal1 & G !unsafe")),
          new Row("frozen-lake-3", List.of("F goal1 & G !unsafe")),
          new Row("frozen-lake-4", List.of(FOUR + " & G !unsafe")),
          new Row("frozen-lake-5", List.of(FOUR + " & G !unsafe")),
          new Row("frozen-lake-6", List.of(FOUR + " & G !unsafe")),
          new Row("frozen-lake-4x4", List.of("F goal2 & G !unsafe")),
          new Row("frozen-lake-8x8", List.of("F goal2 & G !unsafe")),
          new Row("pacman-small", List.of(EATS)),
          new Row("pacman-large", List.of(EATS)));

  private OptimumStudy() {}

  /** Prints the probabilities. */
  public static void main(String[] arguments) {
    for (Row row : ROWS) {
      for (String formula : row.formulas()) {
        try (BatchEnvironment world = Environments.named(row.world()).batch().apply(1)) {
          System.out.printf(
              "%-16s %.5f  %s%n", row.world(), WorldOptimum.of(world, formula), formula);
        }
      }
    }
  }
}
