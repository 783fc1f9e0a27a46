package org.surety.env;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** What to test of an environment of your own. */
class CartOnRailTest {
  @Test
  void anEpisodeIsTheSameInEveryLaneAndBatch() {
    CartOnRail few = new CartOnRail(2);
    CartOnRail many = new CartOnRail(9);
    few.reset(1, 5, 7);
    many.reset(4, 5, 7);
    double[] push = new double[9];
    Arrays.fill(push, 0.3);
    for (int t = 0; t < 50; t++) {
      few.step(push);
      many.step(push, 3, 6);
      assertArrayEquals(
          Arrays.copyOfRange(few.observations(), 2, 4),
          Arrays.copyOfRange(many.observations(), 8, 10));
    }
  }

  @Test
  void aLaneThatHasEndedStandsStillUntilItIsReset() {
    CartOnRail cart = new CartOnRail(1);
    for (int t = 0; t < 200; t++) {
      cart.step(new double[] {1});
    }
    assertTrue(cart.terminated(0));
    assertFalse(cart.truncated(0));
    assertEquals(1, cart.costs()[0]);
    assertEquals(2, cart.labels()[0]);
    double[] last = cart.observations().clone();
    cart.step(new double[] {-1});
    assertArrayEquals(last, cart.observations());
    cart.reset(0, 1, 1);
    assertFalse(cart.ended(0));
  }
}
