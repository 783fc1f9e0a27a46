package org.surety.train.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.surety.base.InputException;
import org.surety.policy.Activation;

/** What is asked of libtorch: right numbers, gradients that do not add up, memory that is flat. */
class NetworkReplicaTest {
  private static final NetworkShape SHAPE =
      new NetworkShape(
          3,
          List.of(
              new NetworkShape.Layer(3, 5, Activation.TANH),
              new NetworkShape.Layer(5, 4, Activation.SOFTPLUS)),
          List.of(
              List.of(new NetworkShape.Layer(4, 2, Activation.IDENTITY)),
              List.of(
                  new NetworkShape.Layer(4, 3, Activation.ELU),
                  new NetworkShape.Layer(3, 1, Activation.SIGMOID))),
          2);

  private static float[] random(int size, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = (float) (random.nextDouble() - 0.5);
    }
    return values;
  }

  /** The same network in plain Java. */
  private static double[] outputs(float[] numbers, float[] in, int row) {
    double[] x = new double[SHAPE.inputs()];
    for (int i = 0; i < x.length; i++) {
      x[i] = in[row * x.length + i];
    }
    int at = 0;
    for (NetworkShape.Layer layer : SHAPE.trunk()) {
      x = dense(layer, numbers, at, x);
      at += layer.parameters();
    }
    double[] out = new double[SHAPE.outputs()];
    int k = 0;
    for (List<NetworkShape.Layer> head : SHAPE.heads()) {
      double[] y = x;
      for (NetworkShape.Layer layer : head) {
        y = dense(layer, numbers, at, y);
        at += layer.parameters();
      }
      for (double value : y) {
        out[k++] = value;
      }
    }
    while (k < out.length) {
      out[k++] = numbers[at++];
    }
    return out;
  }

  private static double[] dense(NetworkShape.Layer layer, float[] numbers, int at, double[] x) {
    double[] y = new double[layer.outputs()];
    int bias = at + layer.inputs() * layer.outputs();
    for (int o = 0; o < y.length; o++) {
      double sum = numbers[bias + o];
      for (int i = 0; i < x.length; i++) {
        sum += numbers[at + o * x.length + i] * x[i];
      }
      y[o] = layer.activation().at(sum);
    }
    return y;
  }

  @Test
  void outputsAreThoseOfTheSameNetworkInJava() {
    float[] numbers = random(SHAPE.parameters(), 1);
    float[] in = random(7 * SHAPE.inputs(), 2);
    float[] out = new float[7 * SHAPE.outputs()];
    try (NetworkReplica replica = new NetworkReplica(SHAPE, "cpu")) {
      replica.load(numbers);
      replica.forward(in, 2, 5, 2, out);
    }
    for (int row = 2; row < 7; row++) {
      double[] expected = outputs(numbers, in, row);
      for (int k = 0; k < expected.length; k++) {
        assertEquals(expected[k], out[row * expected.length + k], 1e-6);
      }
    }
    assertEquals(0, out[0], "rows before the first are left alone");
  }

  @Test
  void gradientsAreThoseOfFiniteDifferencesAndDoNotAddUp() {
    float[] numbers = random(SHAPE.parameters(), 3);
    int rows = 6;
    float[] in = random(rows * SHAPE.inputs(), 4);
    float[] bar = random(rows * SHAPE.outputs(), 5);
    float[] out = new float[bar.length];
    float[] gradient = new float[SHAPE.parameters()];
    try (NetworkReplica replica = new NetworkReplica(SHAPE, "cpu")) {
      replica.load(numbers);
      for (int pass = 0; pass < 3; pass++) {
        replica.forwardForGradient(in, rows, out);
        replica.backward(bar, rows, gradient);
      }
    }
    for (int i = 0; i < numbers.length; i++) {
      double step = 1e-3;
      double up = loss(numbers, i, step, in, bar, rows);
      double down = loss(numbers, i, -step, in, bar, rows);
      assertEquals((up - down) / (2 * step), gradient[i], 2e-5, "number " + i);
    }
  }

  private static double loss(
      float[] numbers, int index, double step, float[] in, float[] bar, int rows) {
    float[] moved = numbers.clone();
    moved[index] += (float) step;
    double sum = 0;
    for (int row = 0; row < rows; row++) {
      double[] out = outputs(moved, in, row);
      for (int k = 0; k < out.length; k++) {
        sum += bar[row * out.length + k] * out[k];
      }
    }
    return sum;
  }

  @Test
  void twoThreadsTrainAtOnceAndGetTheSameGradientsAsOne() throws Exception {
    float[] numbers = random(SHAPE.parameters(), 6);
    float[] in = random(64 * SHAPE.inputs(), 7);
    float[] bar = random(64 * SHAPE.outputs(), 8);
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      Future<float[]> a = threads.submit(() -> manyGradients(numbers, in, bar));
      Future<float[]> b = threads.submit(() -> manyGradients(numbers, in, bar));
      float[] alone = manyGradients(numbers, in, bar);
      assertArrayEquals(alone, a.get());
      assertArrayEquals(alone, b.get());
    } finally {
      threads.shutdown();
    }
  }

  private static float[] manyGradients(float[] numbers, float[] in, float[] bar) {
    float[] gradient = new float[numbers.length];
    try (NetworkReplica replica = new NetworkReplica(SHAPE, "cpu")) {
      replica.load(numbers);
      for (int i = 0; i < 50; i++) {
        replica.forwardForGradient(in, 64, new float[64 * SHAPE.outputs()]);
        replica.backward(bar, 64, gradient);
      }
    }
    return gradient;
  }

  @Test
  void twoThousandStepsOfTrainingLeaveNativeMemoryFlat() throws IOException {
    Path statm = Path.of("/proc/self/statm");
    Assumptions.assumeTrue(Files.exists(statm), "only Linux says how much memory is resident");
    NetworkShape shape = NetworkShape.perceptron(6, List.of(64, 64), Activation.TANH, 4);
    int rows = 64;
    float[] in = random(rows * 6, 9);
    float[] bar = random(rows * 4, 10);
    float[] out = new float[rows * 4];
    float[] gradient = new float[shape.parameters()];
    try (NetworkReplica replica = new NetworkReplica(shape, "cpu")) {
      replica.load(shape.initial(1, 1));
      long before = 0;
      for (int i = 0; i < 3000; i++) {
        if (i == 1000) {
          System.gc();
          before = resident(statm);
        }
        replica.forwardForGradient(in, rows, out);
        replica.backward(bar, rows, gradient);
        replica.load(gradient);
      }
      System.gc();
      long grown = resident(statm) - before;
      assertEquals(1, replica.attachedArrays());
      // Nine arrays left behind by each step would be 135 MB.
      assertTrue(grown < 48L << 20, "2,000 steps took " + (grown >> 20) + " MiB");
    }
  }

  private static long resident(Path statm) throws IOException {
    return 4096 * Long.parseLong(Files.readString(statm).split(" ")[1]);
  }

  @Test
  void unknownDevicesAreInputErrors() {
    assertThrows(InputException.class, () -> new NetworkReplica(SHAPE, "gpu7"));
    assertThrows(InputException.class, () -> new NetworkReplica(SHAPE, "tpu"));
  }
}
