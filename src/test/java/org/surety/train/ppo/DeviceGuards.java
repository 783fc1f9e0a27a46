package org.surety.train.ppo;

import java.math.BigDecimal;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.surety.guard.GuardSetting;

/** A guard of each kind, with room for something to do. */
final class DeviceGuards {
  private DeviceGuards() {}

  static @Nullable GuardSetting of(Restriction.Kind kind) {
    return switch (kind) {
      case PER_STEP -> GuardSetting.of(GuardSetting.Kind.PER_STEP, new BigDecimal("1.3"), 40);
      case BUDGET -> capped(GuardSetting.Kind.BUDGET, "2.5", "0.5");
      case MEAN_ONLY -> capped(GuardSetting.Kind.MEAN_ONLY, "1.5", "0.4");
      case NONE -> null;
    };
  }

  private static GuardSetting capped(GuardSetting.Kind kind, String limit, String cap) {
    return new GuardSetting(
        kind, new BigDecimal(limit), Optional.of(new BigDecimal(cap)), 40, Optional.empty());
  }
}
