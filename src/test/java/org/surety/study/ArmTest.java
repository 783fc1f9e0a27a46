package org.surety.study;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.surety.base.InputException;
import org.surety.guard.GuardSetting;
import org.surety.numeric.Decimals;
import org.surety.ratio.BaseRisk;

final class ArmTest {
  private static final BaseRisk BASE = BaseRisk.unchanged(new BigDecimal("0.009285"), 22);
  private static final BigDecimal RISK = new BigDecimal("0.1");

  /** By the guard as it will run: its limit, over as many decisions as it may deviate. */
  @Test
  void everyGuardHasTheBoundThatArmsAreComparedAt() {
    for (Arm arm : Arm.values()) {
      GuardSetting guard = arm.setting(BASE, RISK, 15);
      double bound = arm.bound(BASE, Decimals.down(guard.limit()), guard.horizon());
      assertTrue(bound <= 0.1 * (1 + 1e-9) && bound > 0.099, arm.word() + ": " + bound);
    }
  }

  @Test
  void aGuardThatStopsDeviatingEarlierMayDeviateFurther() {
    GuardSetting all = Arm.ALPHA_T.setting(BASE, RISK, 15);
    GuardSetting some = Arm.ALPHA_N.setting(BASE, RISK, 15);
    assertEquals(22, all.horizon());
    assertEquals(15, some.horizon());
    assertEquals(
        22 * Math.log(all.limit().doubleValue()), 15 * Math.log(some.limit().doubleValue()), 1e-9);
  }

  /** The paper's numbers for 22 decisions, which are those of its 21 recorded ticks. */
  @Test
  void alphaIsThePapersAtItsCountOfDecisions() {
    assertEquals(1.1141, Arm.ALPHA_T.setting(BASE, RISK, 15).limit().doubleValue(), 1e-4);
    assertEquals(
        1.0461, Arm.ALPHA_T.setting(BASE, new BigDecimal("0.025"), 15).limit().doubleValue(), 1e-4);
  }

  @Test
  void aRiskBelowTheBasesBoundIsRefused() {
    BigDecimal less = new BigDecimal("0.009");
    for (Arm arm : Arm.values()) {
      assertThrows(InputException.class, () -> arm.setting(BASE, less, 15), arm.word());
    }
  }
}
