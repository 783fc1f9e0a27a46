package org.surety.train.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.surety.env.Environments;
import org.surety.env.PointReachAvoid;
import org.surety.env.ProductEnvironment;
import org.surety.env.ProductRewards;
import org.surety.env.TemporalTask;
import org.surety.train.tensor.Workspace.Precision;

/** Products on a device are the products on arrays, lane by lane and step by step. */
class TensorProductTest {
  private static final int LANES = 120;

  @ParameterizedTest
  @CsvSource({
    "point-robot, !hazard U goal, auto, 1",
    "point-robot, F goal & G !hazard, auto, 0.5",
    "point-reach-avoid-5, !hazard U goal, auto, 1",
    "point-reach-avoid-2, G F goal & G !hazard, ldba, 1",
    "point-reach-avoid-1, F G !goal, ldba, 0",
    "point-reach-avoid-3, F G goal | G F hazard, ldba, 1"
  })
  void everyLaneIsWhatItIsOnArrays(String name, String formula, String automaton, double advance) {
    TemporalTask task = TemporalTask.of(formula, automaton, List.of("goal", "hazard"), "test");
    ProductRewards paid = new ProductRewards(0.1, 1, -0.5, advance, 0.97);
    PointReachAvoid robots = (PointReachAvoid) Environments.named(name).batch().apply(LANES);
    ProductEnvironment expected =
        ProductEnvironment.of(robots, task, paid, ProductEnvironment.Ending.VERDICT);
    SplittableRandom random = new SplittableRandom(5);
    long[] episode = new long[LANES];
    for (int lane = 0; lane < LANES; lane++) {
      episode[lane] = lane;
      expected.reset(lane, 11, lane);
    }
    int ends = 0;
    int achievements = 0;
    int events = 0;
    try (Workspace workspace = new Workspace("cpu")) {
      TensorProduct actual =
          new TensorProduct(workspace, robots.task(), task, paid, LANES, Precision.DOUBLE);
      actual.begin(11, episode.clone(), LANES);
      int size = expected.actionSize();
      for (int t = 0; t < 150; t++) {
        double[] actions = new double[LANES * size];
        for (int lane = 0; lane < LANES; lane++) {
          // Half of the lanes hold their course for long.
          for (int i = 0; i < size; i++) {
            boolean drive = i == 0 && lane % 2 == 0;
            actions[lane * size + i] = drive ? 1 : 2.4 * random.nextDouble() - 1.2;
          }
        }
        try (Workspace.Scope scope = workspace.scope()) {
          expected.step(actions);
          actual.step(workspace.of(Precision.DOUBLE, actions, LANES, size));
          double[] states = actual.automatonStates().toArray();
          double[] rewards = actual.rewards().toArray();
          double[] costs = actual.costs().toArray();
          double[] ended = actual.ended().toArray();
          double[] truncated = actual.truncated().toArray();
          double[] achieved = actual.achieved().toArray();
          double[] observations = actual.observations().toArray();
          for (int lane = 0; lane < LANES; lane++) {
            String where = formula + " step " + t + " lane " + lane;
            assertEquals(expected.automatonStates()[lane], states[lane], where);
            assertEquals(expected.rewards()[lane], rewards[lane], 1e-7, where);
            assertEquals(expected.costs()[lane], costs[lane], where);
            assertEquals(expected.ended(lane), ended[lane] == 1, where);
            assertEquals(expected.truncated(lane), truncated[lane] == 1, where);
            if (expected.ended(lane)) {
              assertEquals(expected.achieved(lane), achieved[lane] == 1, where);
              ends++;
              achievements += expected.achieved(lane) ? 1 : 0;
              episode[lane] += LANES;
              expected.reset(lane, 11, episode[lane]);
            }
            events += expected.rewards()[lane] > 0.5 ? 1 : 0;
          }
          assertEquals(LANES * expected.observationSize(), observations.length);
          actual.resetEnded();
          double[] after = actual.observations().toArray();
          for (int k = 0; k < after.length; k++) {
            assertEquals(expected.observations()[k], after[k], 1e-6, formula + " step " + t);
          }
        }
      }
    }
    assertTrue(ends + achievements + events > 0, "something happens");
  }

  @Test
  void savedEpisodesGoOnAsTheyWere() {
    TemporalTask task =
        TemporalTask.of("G F goal & G !hazard", "ldba", List.of("goal", "hazard"), "test");
    try (Workspace workspace = new Workspace("cpu");
        Workspace.Scope scope = workspace.scope()) {
      PointReachAvoid robots = (PointReachAvoid) Environments.named("point-robot").batch().apply(1);
      TensorProduct whole =
          new TensorProduct(
              workspace, robots.task(), task, ProductRewards.PROPERTY, 3, Precision.DOUBLE);
      Tensor ahead = workspace.of(Precision.DOUBLE, new double[] {1, 0, 0.5, 0.5, -1, 1}, 3, 2);
      for (int t = 0; t < 5; t++) {
        whole.step(ahead);
      }
      TensorProduct part =
          new TensorProduct(
              workspace, robots.task(), task, ProductRewards.PROPERTY, 3, Precision.DOUBLE);
      part.restore(whole.state());
      whole.step(ahead);
      part.step(ahead);
      assertEquals(
          List.of(0.0),
          List.of(whole.state().minus(part.state()).abs().max().value()),
          "what differs");
    }
  }
}
