package org.surety.env;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.surety.automaton.Limits;
import org.surety.automaton.translate.LdbaTranslator;
import org.surety.automaton.translate.LtlfTranslator;
import org.surety.base.InputException;
import org.surety.logic.LtlParser;

class ProductEnvironmentTest {
  private static final int LANES = 64;

  private static AutomatonTable infinite(String f) {
    return AutomatonTable.of(
        LdbaTranslator.withJumps(LtlParser.parse(f), Limits.NONE), Limits.NONE);
  }

  private static AutomatonTable finite(String f) {
    return AutomatonTable.of(LtlfTranslator.translate(LtlParser.parse(f)), Limits.NONE);
  }

  private static ProductEnvironment product(
      BatchEnvironment environment, AutomatonTable table, ProductRewards rewards) {
    TemporalTask.Reading reading =
        table.sets() == 0 ? TemporalTask.Reading.FINITE : TemporalTask.Reading.INFINITE;
    return ProductEnvironment.of(
        environment,
        TemporalTask.of("test", table, reading),
        rewards,
        ProductEnvironment.Ending.VERDICT);
  }

  private static ProductEnvironment cart(AutomatonTable table, ProductRewards rewards) {
    ProductEnvironment product = product(new CartOnRail(LANES), table, rewards);
    for (int lane = 0; lane < LANES; lane++) {
      product.reset(lane, 1, lane);
    }
    return product;
  }

  @Test
  void theAutomatonReadsTheLabelOfEveryStateFromTheFirst() {
    AutomatonTable table = finite("!off U[0,150] middle");
    ProductEnvironment product = cart(table, new ProductRewards(0, 5, -3));
    Random random = new Random(1);
    int[] state = new int[LANES];
    for (int lane = 0; lane < LANES; lane++) {
      state[lane] = table.successor(0, letter(table, product, lane));
    }
    assertArrayEquals(state, product.automatonStates());
    int rejected = 0;
    int reached = 0;
    for (int t = 0; t < 250; t++) {
      double[] actions = random.doubles(LANES, -1, 1).toArray();
      boolean[] ended = new boolean[LANES];
      for (int lane = 0; lane < LANES; lane++) {
        ended[lane] = product.ended(lane);
        actions[lane] = Math.signum(actions[lane] + (lane < 32 ? 0.5 : 0));
      }
      product.step(actions);
      for (int lane = 0; lane < LANES; lane++) {
        if (!ended[lane]) {
          int letter = letter(table, product, lane);
          int events = table.events(state[lane], letter);
          state[lane] = table.successor(state[lane], letter);
          boolean sink = state[lane] == table.sink();
          boolean progress = (events & AutomatonTable.PROGRESS) != 0;
          assertEquals((progress ? 5 : 0) + (sink ? -3 : 0), product.rewards()[lane]);
          assertTrue(!progress || product.terminated(lane));
          assertEquals(sink ? 1 : 0, product.costs()[lane]);
          assertTrue(!sink || product.terminated(lane));
          rejected += sink ? 1 : 0;
          reached += progress ? 1 : 0;
        }
        int at = lane * product.observationSize() + 2;
        assertEquals(1, product.observations()[at + state[lane]]);
        assertEquals(state[lane], product.infos()[lane]);
      }
      assertArrayEquals(state, product.automatonStates());
    }
    assertTrue(rejected > 10 && reached > 0, rejected + " rejected, " + reached + " reached");
  }

  private static int letter(AutomatonTable table, ProductEnvironment product, int lane) {
    int letter = 0;
    for (int k = 0; k < table.atoms().size(); k++) {
      int bit = product.atoms().indexOf(table.atoms().get(k));
      letter |= (int) (product.labels()[lane] >> bit & 1) << k;
    }
    return letter;
  }

  @Test
  void theRewardOfTheEnvironmentIsKeptWhereItIsAskedFor() {
    ProductEnvironment product = cart(finite("G !off"), new ProductRewards(2, 0, -10));
    CartOnRail alone = new CartOnRail(LANES);
    for (int lane = 0; lane < LANES; lane++) {
      alone.reset(lane, 1, lane);
    }
    double[] push = new double[LANES];
    for (int t = 0; t < 5; t++) {
      alone.step(push);
      product.step(push);
      for (int lane = 0; lane < LANES; lane++) {
        assertEquals(2 * alone.rewards()[lane], product.rewards()[lane]);
      }
    }
  }

  @Test
  void aJumpIsAnActionBesideThatOfTheEnvironment() {
    AutomatonTable table = infinite("F G !off");
    ProductEnvironment product = cart(table, ProductRewards.PROPERTY);
    assertEquals(1, table.mostJumps());
    assertEquals(2, product.actionSize());
    double[] actions = new double[2 * LANES];
    for (int lane = 0; lane < LANES; lane++) {
      actions[2 * lane + 1] = lane % 2 == 0 ? -0.5 : 0.5;
    }
    product.step(actions);
    for (int lane = 0; lane < LANES; lane++) {
      boolean jumped = lane % 2 == 1;
      assertEquals(jumped ? 1 : 0, product.rewards()[lane], "waiting is never paid");
      assertEquals(jumped, product.automatonStates()[lane] != 0);
    }
  }

  @Test
  void rangesOfLanesStepAsAllTogether() {
    AutomatonTable table = infinite("G(off -> F middle) & G F !off");
    ProductEnvironment together = cart(table, ProductRewards.PROPERTY);
    ProductEnvironment apart = cart(table, ProductRewards.PROPERTY);
    Random random = new Random(3);
    for (int t = 0; t < 50; t++) {
      double[] actions = random.doubles((long) LANES * together.actionSize(), -1, 1).toArray();
      together.step(actions);
      apart.step(actions, 40, LANES);
      apart.step(actions, 0, 40);
      assertArrayEquals(together.observations(), apart.observations());
      assertArrayEquals(together.rewards(), apart.rewards());
    }
  }

  @Test
  void aLaneInTheSinkStandsStill() {
    ProductEnvironment product = cart(finite("X[!] false"), ProductRewards.PROPERTY);
    double[] push = new double[LANES];
    double[] before = product.observations().clone();
    assertTrue(product.terminated(0));
    product.step(push);
    assertArrayEquals(before, product.observations());
    assertFalse(product.truncated(0));
  }

  @Test
  void anAtomThatTheEnvironmentLacksIsRefused() {
    InputException e =
        assertThrows(
            InputException.class,
            () -> product(new CartOnRail(1), finite("G !of"), ProductRewards.PROPERTY));
    assertTrue(e.getMessage().contains("'off'"), e.getMessage());
  }
}
