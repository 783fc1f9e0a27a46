package org.surety.env.world;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.surety.base.InputException;
import org.surety.env.BatchEnvironment;
import org.surety.env.Environments;
import org.surety.env.ResumableEnvironment;
import org.surety.env.StartsAnywhere;

class WorldsTest {
  private static final int LANES = 40;

  private static Stream<String> names() {
    return Stream.concat(
        Stream.of("point-patrol", "point-patrol-anywhere"),
        Worlds.all().stream().map(Environments.Description::name));
  }

  private static ResumableEnvironment begun(String name) {
    ResumableEnvironment world =
        (ResumableEnvironment) Environments.named(name).batch().apply(LANES);
    for (int lane = 0; lane < LANES; lane++) {
      world.reset(lane, 3, lane);
    }
    return world;
  }

  private static double[] actions(BatchEnvironment world, SplittableRandom random) {
    double[] actions = new double[LANES * world.actionSize()];
    for (int i = 0; i < actions.length; i++) {
      actions[i] =
          world.actionChoices() > 0
              ? random.nextInt(world.actionChoices())
              : 2 * random.nextDouble() - 1;
    }
    return actions;
  }

  @ParameterizedTest
  @MethodSource("names")
  void episodesDependOnSeedAndNumberAlone(String name) {
    SplittableRandom random = new SplittableRandom(1);
    try (ResumableEnvironment together = begun(name);
        ResumableEnvironment apart = begun(name)) {
      // Another lane's past must not matter.
      apart.step(actions(apart, random));
      for (int lane = 0; lane < LANES; lane++) {
        apart.reset(lane, 3, lane);
      }
      for (int t = 0; t < 30; t++) {
        double[] actions = actions(together, random);
        together.step(actions);
        apart.step(actions, 17, LANES);
        apart.step(actions, 0, 17);
        assertArrayEquals(together.observations(), apart.observations());
        assertArrayEquals(together.labels(), apart.labels());
        assertArrayEquals(together.infos(), apart.infos());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void aSavedEpisodeContinuesBitForBit(String name) {
    SplittableRandom random = new SplittableRandom(2);
    try (ResumableEnvironment whole = begun(name);
        ResumableEnvironment part = begun(name)) {
      double[] saved = new double[whole.stateSize()];
      for (int t = 0; t < 7; t++) {
        whole.step(actions(whole, random));
      }
      for (int lane = 0; lane < LANES; lane++) {
        whole.save(lane, saved, 0);
        part.restore(lane, saved, 0);
      }
      assertArrayEquals(whole.observations(), part.observations());
      for (int t = 0; t < 13; t++) {
        double[] actions = actions(whole, random);
        whole.step(actions);
        part.step(actions);
        assertArrayEquals(whole.observations(), part.observations());
        assertArrayEquals(whole.labels(), part.labels());
        assertArrayEquals(whole.infos(), part.infos());
      }
    }
  }

  /** Labels are numbers in the log, too, under the names that property files use. */
  @ParameterizedTest
  @MethodSource("names")
  void labelsAreAmongTheInfosAndEpisodesEndAtTheLimitAlone(String name) {
    SplittableRandom random = new SplittableRandom(4);
    try (ResumableEnvironment world = begun(name)) {
      List<String> infos = world.infoNames();
      int steps = 0;
      while (!world.ended(0)) {
        for (int lane = 0; lane < LANES; lane++) {
          for (int k = 0; k < world.atoms().size(); k++) {
            int at = lane * infos.size() + infos.indexOf(world.atoms().get(k));
            assertEquals((double) (world.labels()[lane] >> k & 1), world.infos()[at]);
          }
        }
        world.step(actions(world, random));
        steps++;
      }
      assertTrue(steps >= 50 && steps <= 500, steps + " decisions");
      assertTrue(world.truncated(0));
      assertFalse(world.terminated(0));
      double[] before = world.observations().clone();
      world.step(actions(world, random));
      assertArrayEquals(before, world.observations(), "what has ended stands still");
    }
  }

  private static Stream<String> wide() {
    return names()
        .filter(
            name -> {
              try (BatchEnvironment world = Environments.named(name).batch().apply(1)) {
                return world instanceof StartsAnywhere;
              }
            });
  }

  @ParameterizedTest
  @MethodSource("wide")
  void startsAnywhereDependOnSeedAndNumberAloneAndLeaveTheNextEpisodeAlone(String name) {
    SplittableRandom random = new SplittableRandom(6);
    try (ResumableEnvironment usual = begun(name);
        ResumableEnvironment apart = begun(name);
        ResumableEnvironment continued = begun(name)) {
      StartsAnywhere wide = (StartsAnywhere) usual;
      double[] given = usual.observations().clone();
      apart.step(actions(apart, random));
      for (int lane = 0; lane < LANES; lane++) {
        wide.resetAnywhere(lane, 3, lane);
        ((StartsAnywhere) apart).resetAnywhere(LANES - 1 - lane, 3, LANES - 1 - lane);
      }
      assertFalse(Arrays.equals(given, usual.observations()));
      double[] saved = new double[usual.stateSize()];
      for (int t = 0; t < 20; t++) {
        double[] actions = actions(usual, random);
        usual.step(actions);
        apart.step(actions);
        assertArrayEquals(usual.observations(), apart.observations());
        assertArrayEquals(usual.infos(), apart.infos());
        if (t < 7) {
          continue;
        }
        for (int lane = 0; lane < LANES && t == 7; lane++) {
          usual.save(lane, saved, 0);
          continued.restore(lane, saved, 0);
        }
        if (t > 7) {
          continued.step(actions);
        }
        assertArrayEquals(usual.observations(), continued.observations());
        assertArrayEquals(usual.labels(), continued.labels());
      }
      for (int lane = 0; lane < LANES; lane++) {
        usual.reset(lane, 3, lane);
      }
      assertArrayEquals(given, usual.observations(), "a usual reset is the usual start");
    }
  }

  /** Counts of 300,000 starts on a lake, by chi-square at 1e-6. */
  @Test
  void anywhereIsEveryCellThatDoesNoHarmEquallyOften() {
    int lanes = 300_000;
    try (SlipperyGrid lake =
        (SlipperyGrid) Environments.named("frozen-lake-4x4").batch().apply(lanes)) {
      int[] counts = new int[16];
      for (int lane = 0; lane < lanes; lane++) {
        lake.resetAnywhere(lane, 11, lane);
        counts[lake.cell(lane)]++;
      }
      double chi = 0;
      for (int cell : new int[] {0, 1, 2, 3, 4, 6, 8, 9, 10, 13, 14}) {
        chi += Math.pow(counts[cell] - lanes / 11.0, 2) / (lanes / 11.0);
        counts[cell] = 0;
      }
      assertTrue(chi < 46.9, chi + " at 10 degrees of freedom");
      assertEquals(0, Arrays.stream(counts).sum(), "neither thin ice nor the corner that holds");
    }
  }

  @Test
  void theRoversMapIsThatOfTheImage() {
    try (MarsRover rover = new MarsRover(true, 1)) {
      assertEquals(1, labelAt(rover, 45, 152));
      assertEquals(2, labelAt(rover, 62, 16));
      assertEquals(4, labelAt(rover, 0, 199));
      assertEquals(4, labelAt(rover, 144, 199));
      assertEquals(0, labelAt(rover, 60, 100));
      rover.restore(0, new double[] {60, 100, 0}, 0);
      rover.step(new double[] {0.5});
      assertTrue(rover.infos()[0] >= 63.9 && rover.infos()[0] <= 65.5, "half a turn is down");
      assertEquals(100.2, rover.infos()[1], 0.3);
    }
  }

  private static long labelAt(MarsRover rover, double row, double column) {
    rover.restore(0, new double[] {row, column, 0}, 0);
    return rover.labels()[0];
  }

  /** One step of Gymnasium's CartPole-v1 from the same state. */
  @Test
  void theCartPoleMovesAsPublished() {
    try (CartPole pole = new CartPole(1)) {
      pole.restore(0, new double[] {0.01, 0.02, 0.03, 0.04, 0}, 0);
      pole.step(new double[] {1});
      double[] state = new double[5];
      pole.save(0, state, 0);
      assertEquals(0.0104, state[0], 1e-12);
      assertEquals(0.0308, state[2], 1e-12);
      double push = (10 + 0.05 * 0.04 * 0.04 * Math.sin(0.03)) / 1.1;
      double angular =
          (9.8 * Math.sin(0.03) - Math.cos(0.03) * push)
              / (0.5 * (4.0 / 3 - 0.1 * Math.pow(Math.cos(0.03), 2) / 1.1));
      assertEquals(0.04 + 0.02 * angular, state[3], 1e-12);
      assertEquals(0.02 + 0.02 * (push - 0.05 * angular * Math.cos(0.03) / 1.1), state[1], 1e-12);
      assertEquals(1, pole.labels()[0]);
      pole.restore(0, new double[] {0, 0, 0.22, 0, 0}, 0);
      assertEquals(2, pole.labels()[0]);
    }
  }

  @Test
  void aMistypedWorldIsSuggested() {
    InputException e =
        assertThrows(InputException.class, () -> Environments.named("frozen-lake-4x5"));
    assertTrue(e.getMessage().contains("frozen-lake-4x4"), e.getMessage());
  }
}
