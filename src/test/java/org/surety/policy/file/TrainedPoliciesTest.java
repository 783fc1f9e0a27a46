package org.surety.policy.file;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.surety.policy.ActionScaling.Mode;
import org.surety.policy.Activation;
import org.surety.policy.Normalizer;
import org.surety.policy.Policy;
import org.surety.policy.StdMap;

/** Policies saved by Stable-Baselines3, CleanRL's modules and torch give what torch computes. */
class TrainedPoliciesTest {
  static final PolicyHints PLAIN = PolicyHints.NONE.withNormalizer(null);
  static final PolicyHints TANH = PLAIN.withActivation(Activation.TANH);
  static final PolicyHints UNSCALED = TANH.withAction(Mode.NONE, null, null);

  @TempDir Path folder;

  @Test
  void stableBaselinesPpoIsEvaluatedAsByTorch() {
    Policy policy = Fixtures.read("sb3_ppo.zip", PLAIN);
    Fixtures.assertAsTorch("sb3_ppo", policy, "mean", "std");
    assertEquals(Mode.CLIP, policy.scaling().mode());
    assertArrayEquals(new double[] {-2, -0.5}, policy.scaling().low());
    assertArrayEquals(new double[] {2, 1.5}, policy.scaling().high());
  }

  @Test
  void theActivationIsReadFromThePolicyKeywords() {
    Policy policy = Fixtures.read("sb3_ppo_elu.zip", PLAIN);
    assertEquals(Activation.ELU, policy.trunk().layers().get(0).activation());
    Fixtures.assertAsTorch("sb3_ppo_elu", policy, "mean", "std");
  }

  @Test
  void stableBaselinesDiscreteA2cIsEvaluatedAsByTorch() {
    Policy policy = Fixtures.read("sb3_a2c_discrete.zip", PLAIN);
    assertFalse(policy.gaussian());
    Fixtures.assertAsTorch("sb3_a2c_discrete", policy, "logits");
  }

  @Test
  void stableBaselinesSacIsEvaluatedAsByTorchDownToTheExecutedAction() {
    Policy policy = Fixtures.read("sb3_sac.zip", PLAIN);
    Fixtures.assertAsTorch("sb3_sac", policy, "mean", "std");
    double[][] executed = Fixtures.rows("sb3_sac", "action");
    double[][] observations = Fixtures.rows("sb3_sac", "observations");
    for (int r = 0; r < executed.length; r++) {
      double[] action = new double[2];
      policy.evaluator(1).gaussian(observations[r], 0, 1, action, new double[2]);
      policy.scaling().apply(action);
      assertArrayEquals(executed[r], action, 1e-6);
    }
  }

  @Test
  void vecNormalizeIsReadAndApplied() throws IOException {
    Normalizer normalizer = NormalizerFile.read(Fixtures.path("vec_normalize.pkl"));
    assertArrayEquals(Fixtures.expected("vec_normalize").numbers("mean"), normalizer.mean(), 0);
    assertArrayEquals(Fixtures.expected("vec_normalize").numbers("var"), normalizer.variance(), 0);
    assertEquals(5.0, normalizer.clip());
    assertEquals(1e-6, normalizer.epsilon());
    Policy policy = Fixtures.read("sb3_ppo.zip", PolicyHints.NONE.withNormalizer(normalizer));
    Fixtures.assertAsTorch("sb3_ppo_normalized", policy, "mean", "std");
  }

  @Test
  void cleanRlPpoIsEvaluatedAsByTorch() {
    PolicyHints hints = TANH.withAction(Mode.CLIP, new double[] {-1, -1}, new double[] {1, 1});
    Policy policy = Fixtures.read("ppo_continuous_action.cleanrl_model", hints);
    Fixtures.assertAsTorch("cleanrl_ppo", policy, "mean", "std");
    Policy same = Fixtures.read("cleanrl_ppo.safetensors", hints);
    assertEquals(policy, same);
    assertEquals(policy.digest(), same.digest());
  }

  @Test
  void cleanRlDiscretePpoIsEvaluatedAsByTorch() {
    Fixtures.assertAsTorch(
        "cleanrl_ppo_discrete", Fixtures.read("ppo.cleanrl_model", TANH), "logits");
  }

  @Test
  void cleanRlSacIsEvaluatedAsByTorch() {
    PolicyHints hints = PLAIN.withActivation(Activation.RELU).withStd(StdMap.tanhLog(-5, 2));
    Policy policy = Fixtures.read("sac_actor.pt", hints);
    Fixtures.assertAsTorch("cleanrl_sac", policy, "mean", "std");
    assertArrayEquals(new double[] {-2, -0.5}, policy.scaling().low());
    assertArrayEquals(new double[] {2, 1.5}, policy.scaling().high());
    // The same actor with its structure in the metadata needs no hints.
    assertEquals(policy, Fixtures.read("cleanrl_sac.safetensors", PolicyHints.NONE));
  }

  @ParameterizedTest
  @ValueSource(strings = {"f16", "bf16", "f64"})
  void numbersOfEveryPrecisionAreRead(String format) {
    double worst =
        Fixtures.assertAsTorch(
            "state_" + format, Fixtures.read("state_" + format + ".pt", UNSCALED), "mean", "std");
    // The expected outputs were computed in double precision from the rounded weights.
    assertTrue(worst < 1e-14, "off by " + worst);
  }

  @Test
  void viewsThatAreNotRowMajorAreRead() {
    Fixtures.assertAsTorch("strided", Fixtures.read("strided.pt", TANH), "logits");
  }

  @ParameterizedTest
  @ValueSource(strings = {"sb3_ppo.zip", "sb3_sac.zip", "sb3_a2c_discrete.zip"})
  void safetensorsGiveBackAnEqualPolicy(String name) throws IOException {
    Policy policy =
        Fixtures.read(
            name,
            PolicyHints.NONE.withNormalizer(
                name.contains("a2c")
                    ? null
                    : new Normalizer(
                        new double[] {0.1, 0, 1e-300}, new double[] {1, 2, 0}, 1e-8, 10)));
    Path file = folder.resolve("policy.safetensors");
    Policies.writeSafetensors(policy, file);
    Policy again = Policies.read(file, PolicyHints.NONE);
    assertEquals(policy, again);
    assertEquals(policy.digest(), again.digest());
    assertEquals(policy.description(), again.description());
  }
}
