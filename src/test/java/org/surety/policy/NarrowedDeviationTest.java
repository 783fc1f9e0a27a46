package org.surety.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.surety.base.InputException;
import org.surety.policy.file.Policies;
import org.surety.policy.file.PolicyHints;

class NarrowedDeviationTest {
  private static Network layer(double bias, double... weights) {
    return new Network(
        List.of(new DenseLayer(2, weights, new double[] {bias}, Activation.IDENTITY)));
  }

  private static Policy base(double bias) {
    Normalizer normalizer = new Normalizer(new double[] {0.1, 0.2}, new double[] {4, 9}, 1e-8, 10);
    Head.Deviation deviation =
        new Head.StateDeviation(layer(bias, 0.3, 0.1), StdMap.tanhLog(-2, 1));
    return new Policy(
        2,
        normalizer,
        Network.NONE,
        new Head.Gaussian(layer(0.5, 1, -1), deviation),
        ActionScaling.tanh());
  }

  private static Policy task(Policy base) {
    return new Policy(
        2,
        null,
        Network.NONE,
        new Head.Gaussian(
            layer(0.4, 0.9, -1.1), new Head.NarrowedDeviation(layer(-0.7, 0.2, 2), base)),
        ActionScaling.tanh());
  }

  @Test
  void deviationIsTheBasesDividedAndItsNormalizerStaysItsOwn() {
    Policy base = base(0.2);
    double[] states = {0.3, -0.6, 1.5, 2, -3, 0.25};
    double[] mean = new double[3];
    double[] std = new double[3];
    double[] baseMean = new double[3];
    double[] baseStd = new double[3];
    task(base).evaluator(3).gaussian(states, 0, 3, mean, std);
    base.evaluator(3).gaussian(states, 0, 3, baseMean, baseStd);
    for (int k = 0; k < 3; k++) {
      double x = states[2 * k];
      double y = states[2 * k + 1];
      double softplus = Math.log1p(Math.exp(-0.7 + 0.2 * x + 2 * y));
      assertEquals(Math.log(baseStd[k]) - softplus, Math.log(std[k]), 1e-14);
      assertEquals(0.4 + 0.9 * x - 1.1 * y, mean[k], 1e-14);
      assertTrue(std[k] < baseStd[k]);
    }
  }

  @Test
  void aFileGivesBackTheSamePolicyWithItsBase(@TempDir Path folder) throws IOException {
    Policy task = task(base(0.2));
    Path file = folder.resolve("task.safetensors");
    Policies.writeSafetensors(task, file);
    Policy read = Policies.read(file, PolicyHints.NONE);
    assertEquals(task, read);
    assertEquals(task.digest(), read.digest());
  }

  @Test
  void anotherBaseIsAnotherPolicy() {
    assertFalse(task(base(0.2)).equals(task(base(0.3))));
    assertNotEquals(task(base(0.2)).digest(), task(base(0.3)).digest());
  }

  @Test
  void onnxCannotStateIt(@TempDir Path folder) {
    Path file = folder.resolve("task.onnx");
    InputException refused =
        assertThrows(InputException.class, () -> Policies.writeOnnx(task(base(0.2)), file));
    assertTrue(refused.getMessage().contains("safetensors"), refused::getMessage);
  }

  @Test
  void onlyADeviationOfItsOwnCanBeNarrowed() {
    Policy task = task(base(0.2));
    assertThrows(IllegalArgumentException.class, () -> task(task));
  }
}
