package org.surety.policy.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.surety.base.InputException;
import org.surety.policy.ActionScaling;
import org.surety.policy.ActionScaling.Mode;
import org.surety.policy.Activation;
import org.surety.policy.DenseLayer;
import org.surety.policy.Head;
import org.surety.policy.Network;
import org.surety.policy.Normalizer;
import org.surety.policy.Policy;
import org.surety.policy.StdMap;

/** ONNX models by both of torch's exporters. */
class OnnxPoliciesTest {
  @TempDir Path folder;

  private static final PolicyHints PLAIN =
      PolicyHints.NONE.withNormalizer(null).withAction(Mode.NONE, null, null);

  @ParameterizedTest
  @ValueSource(strings = {"ppo.onnx", "ppo_dynamo.onnx"})
  void ppoWithConstantDeviationIsEvaluatedAsByTorch(String file) {
    Fixtures.assertAsTorch("sb3_ppo", Fixtures.read(file, PLAIN), "mean", "std");
  }

  @ParameterizedTest
  @CsvSource({"sac.onnx,sb3_sac,CLAMPED_LOG,-20", "cleanrl_sac.onnx,cleanrl_sac,TANH_LOG,-5"})
  void deviationsThatDependOnTheStateAreRecognized(
      String file, String expected, StdMap.Kind kind, double lower) {
    Policy policy = Fixtures.read(file, PLAIN);
    Fixtures.assertAsTorch(expected, policy, "mean", "std");
    Head.StateDeviation deviation =
        (Head.StateDeviation) ((Head.Gaussian) policy.head()).deviation();
    assertEquals(new StdMap(kind, lower, 2), deviation.map());
    assertEquals(2, policy.trunk().layers().size(), "the trunk is shared");
  }

  @ParameterizedTest
  @ValueSource(strings = {"normalized.onnx", "normalized_dynamo.onnx"})
  void aNormalizerInTheGraphIsRecognized(String file) {
    Policy policy =
        Fixtures.read(
            file, PolicyHints.NONE.withAction(Mode.NONE, null, null).withLogStd(0.0, 0.0));
    Normalizer normalizer = policy.normalizer();
    assertNotNull(normalizer);
    assertEquals(5.0, normalizer.clip());
    Fixtures.assertAsTorch("onnx_normalized", policy, "mean");
  }

  @Test
  void softmaxMeansCategories() {
    Policy policy = Fixtures.read("softmax.onnx", PLAIN);
    Fixtures.assertAsTorch("cleanrl_ppo_discrete", policy, "logits");
  }

  @Test
  void otherOperatorsAreRefusedByName() {
    String message =
        assertThrows(InputException.class, () -> Fixtures.read("conv.onnx", PLAIN)).getMessage();
    assertTrue(message.contains("needs the operator Conv"), message);
  }

  @Test
  void aMeanWithoutDeviationIsAskedForOne() {
    String message =
        assertThrows(
                InputException.class,
                () ->
                    Fixtures.read(
                        "normalized.onnx", PolicyHints.NONE.withAction(Mode.NONE, null, null)))
            .getMessage();
    assertTrue(message.contains("does not say any standard deviation"), message);
  }

  /** In float32: reading gives what was written, each number rounded once. */
  @ParameterizedTest
  @ValueSource(strings = {"sb3_ppo.zip", "sb3_ppo_elu.zip", "sb3_sac.zip", "sb3_a2c_discrete.zip"})
  void whatIsWrittenIsReadBack(String name) throws IOException {
    Policy policy = Fixtures.read(name, PolicyHints.NONE.withNormalizer(null));
    Path file = folder.resolve("policy.onnx");
    Policies.writeOnnx(policy, file);
    Policy again = Policies.read(file, PLAIN);
    assertEquals(policy.trunk(), again.trunk());
    Fixtures.assertAsTorch(
        name.replace(".zip", ""),
        again,
        policy.gaussian() ? new String[] {"mean", "std"} : new String[] {"logits"});
  }

  @Test
  void everyHeadAndNormalizerIsWritten() throws IOException {
    Network hidden =
        new Network(
            List.of(
                new DenseLayer(2, new double[] {1, 2, 3, 4}, new double[2], Activation.SILU),
                new DenseLayer(2, new double[] {4, 3, 2, 1}, new double[2], Activation.SIGMOID)));
    Network out =
        new Network(
            List.of(new DenseLayer(2, new double[] {1, -1}, new double[1], Activation.IDENTITY)));
    Normalizer normalizer =
        new Normalizer(new double[] {0.5, -0.25}, new double[] {4, 0.25}, 0, 10);
    for (StdMap map :
        List.of(
            StdMap.softplus(0),
            StdMap.softplus(0.125),
            StdMap.tanhLog(-5, 2),
            StdMap.clampedLog(-20, Double.POSITIVE_INFINITY),
            StdMap.clampedLog(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY))) {
      Policy policy =
          new Policy(
              2,
              normalizer,
              hidden,
              new Head.Gaussian(out, new Head.StateDeviation(out, map)),
              ActionScaling.none());
      Path file = folder.resolve("policy.onnx");
      Policies.writeOnnx(policy, file);
      assertEquals(
          policy,
          Policies.read(file, PolicyHints.NONE.withAction(Mode.NONE, null, null)),
          map.toString());
    }
  }

  @Test
  void numbersBeyondFloat32AreNotWritten() {
    Network huge =
        new Network(
            List.of(new DenseLayer(1, new double[] {1e39}, new double[1], Activation.IDENTITY)));
    Policy policy =
        new Policy(1, null, Network.NONE, new Head.Categorical(huge), ActionScaling.none());
    assertThrows(
        InputException.class, () -> Policies.writeOnnx(policy, folder.resolve("huge.onnx")));
  }
}
