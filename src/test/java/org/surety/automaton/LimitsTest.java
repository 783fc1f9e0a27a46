package org.surety.automaton;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LimitsTest {
  private static String refusal(Limits limits, int states) {
    return assertThrows(TooManyStatesException.class, () -> limits.check(states)).getMessage();
  }

  @Test
  void asManyStatesAsAllowedPassAndOneMoreSaysHowFarItGot() {
    Limits limits = Limits.states(10);
    assertDoesNotThrow(() -> limits.check(10));
    assertEquals("stopped after 10 states", refusal(limits, 11));
  }

  @Test
  void timeThatIsUpSaysHowManyStatesThereWere() {
    assertEquals(
        "stopped after 7 states in 0.0 s", refusal(Limits.startingNow(10, Duration.ZERO), 7));
    assertDoesNotThrow(() -> Limits.startingNow(10, Duration.ofDays(1)).check(7));
  }

  @Test
  void noLimitIsNever() {
    assertDoesNotThrow(() -> Limits.NONE.check(Integer.MAX_VALUE));
  }
}
