package org.surety.study;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.surety.base.Progress;
import org.surety.certificate.Json;
import org.surety.env.Environments;
import org.surety.env.PolicyController;
import org.surety.env.Rollouts;
import org.surety.guard.GuardSetting;
import org.surety.policy.ActionScaling;
import org.surety.policy.Activation;
import org.surety.policy.Policy;
import org.surety.policy.file.Policies;
import org.surety.policy.file.PolicyHints;
import org.surety.ratio.BaseRisk;
import org.surety.train.tensor.GaussianActor;

/**
 * With a small base policy that PPO trained for the formula's verdict alone, with a bonus for
 * entropy and no discount ({@code BasePolicies}, 2 M steps).
 */
final class FreshRolloutsTest {
  static final Path BASE = Path.of("src/test/resources/study/base.safetensors");
  private static final String ENVIRONMENT = "point-reach-avoid-5-fixed";
  private static final int T = 22;

  private static Policy base() throws IOException {
    return Policies.read(BASE, PolicyHints.NONE);
  }

  private static FreshRollouts guarded(GuardSetting guard, Policy task) throws IOException {
    return new FreshRollouts(Environments.named(ENVIRONMENT).batch(), T, base(), task, guard, 3);
  }

  private static FreshRollouts alone(int longest) throws IOException {
    return new FreshRollouts(
        Environments.named(ENVIRONMENT).batch(), longest, base(), null, null, 3);
  }

  /** A policy with random weights: as far from the base as one may be. */
  private static Policy stranger() {
    return GaussianActor.fresh(
        44,
        2,
        List.of(8),
        Activation.TANH,
        0.3,
        ActionScaling.bounded(ActionScaling.Mode.CLIP, new double[] {-1, -1}, new double[] {1, 1}),
        11);
  }

  @Test
  void basePolicyTakesAsLongAsInRolloutsThatAreLogged() throws IOException {
    Census counted = alone(100).play(4000, () -> false);
    double[] decisions = new double[4000];
    int[] next = {0};
    new Rollouts(Environments.named(ENVIRONMENT).batch(), new PolicyController(base()), 8, 1, 256)
        .collect(decisions.length, e -> decisions[next[0]++] = e.decisions(), Progress.NONE);
    double logged = Arrays.stream(decisions).average().orElseThrow();
    // Two samples of 4,000 with a standard deviation of 0.8 each: five standard errors.
    assertEquals(logged, (double) counted.decisions() / counted.episodes(), 0.09);
    assertTrue(counted.failures(T) < 40, counted.toString());
  }

  @Test
  void fewerEpisodesAreTheFirstOfMore() throws IOException {
    Census few = alone(T).play(50, () -> false);
    Census lanes = alone(T).play(200, () -> false);
    assertEquals(50, few.episodes());
    for (int t = 0; t <= T; t++) {
      assertTrue(few.reached()[t] <= lanes.reached()[t]);
    }
  }

  @Test
  void aGuardThatAllowsNothingPlaysBaseToTheLastBit() throws IOException {
    Census expected = alone(T).play(500, () -> false);
    Census played = guarded(Arm.perStep(BigDecimal.ONE, T), stranger()).play(500, () -> false);
    assertEquals(0, played.exceptions());
    assertEquals(0, played.deviating());
    assertEquals(0, played.largestLogRatio());
    assertTrue(Arrays.equals(expected.reached(), played.reached()));
    assertTrue(Arrays.equals(expected.touched(), played.touched()));
  }

  @Test
  void everyGuardKeepsItsLimitWithAPolicyThatIsNothingLikeTheBase() throws IOException {
    BaseRisk risk = BaseRisk.unchanged(new BigDecimal("0.005"), T);
    for (Arm arm : Arm.values()) {
      GuardSetting guard = arm.setting(risk, new BigDecimal("0.1"), 15);
      Census played = guarded(guard, stranger()).play(500, () -> false);
      assertEquals(0, played.exceptions(), arm.word());
      assertTrue(played.deviating() > 0, arm.word());
      double most = guard.limit().doubleValue();
      if (arm == Arm.BUDGET) {
        assertTrue(played.largestLogRatio() <= most + 1e-9);
      } else if (guard.kind() == GuardSetting.Kind.PER_STEP) {
        assertTrue(played.largestLogRatio() <= T * Math.log(most));
      }
      // A tenth of 500 episodes is allowed; 80 are more than four deviations above that.
      assertTrue(played.failures(T) < 80, arm.word() + ": " + played.failures(T));
    }
  }

  @Test
  void causesAddUpAndCountsAreKeptThroughAFile() throws IOException {
    Census counted = alone(100).play(1000, () -> false);
    Census twice = counted.plus(counted);
    assertEquals(2 * counted.failures(16), twice.failures(16));
    assertEquals(twice.failures(16), twice.late(16) + twice.hazards(16));
    assertEquals(counted.meanDecisions(16), twice.meanDecisions(16), 1e-12);
    String text = twice.toJson().pretty();
    assertEquals(twice, Census.of(Json.parse(text, "test"), "test"));
  }

  @Test
  void aStoppedCountIsGivenUp() throws IOException {
    FreshRollouts rollouts = alone(T);
    assertThrows(FreshRollouts.Stopped.class, () -> rollouts.play(10, () -> true));
  }
}
