package org.surety.policy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.surety.ratio.Categorical;
import org.surety.ratio.DiagonalGaussian;

/** A policy is its numbers and structure, and is evaluated the same in every way. */
class PolicyTest {
  private static DenseLayer layer(Random random, int inputs, int outputs, Activation activation) {
    double[] weights = random.doubles((long) inputs * outputs, -1, 1).toArray();
    return new DenseLayer(inputs, weights, random.doubles(outputs, -1, 1).toArray(), activation);
  }

  private static Policy stateDependent(int observations, int hidden, int actions) {
    Random random = new Random(1);
    return new Policy(
        observations,
        new Normalizer(new double[observations], ones(observations), 1e-8, 10),
        new Network(
            List.of(
                layer(random, observations, hidden, Activation.TANH),
                layer(random, hidden, hidden, Activation.ELU))),
        new Head.Gaussian(
            new Network(List.of(layer(random, hidden, actions, Activation.IDENTITY))),
            new Head.StateDeviation(
                new Network(List.of(layer(random, hidden, actions, Activation.IDENTITY))),
                StdMap.tanhLog(-5, 2))),
        ActionScaling.tanh());
  }

  private static double[] ones(int n) {
    double[] ones = new double[n];
    java.util.Arrays.fill(ones, 1);
    return ones;
  }

  @Test
  void theResultDoesNotDependOnTheBatch() {
    Policy policy = stateDependent(7, 300, 3);
    Random random = new Random(2);
    double[] batch = random.doubles(7 * 33, -3, 3).toArray();
    double[] mean = new double[3 * 33];
    double[] std = new double[3 * 33];
    policy.evaluator(33).gaussian(batch, 0, 33, mean, std);
    PolicyEvaluator single = policy.evaluator(1);
    for (int r = 0; r < 33; r++) {
      double[] one = new double[3];
      double[] deviation = new double[3];
      single.gaussian(batch, 7 * r, 1, one, deviation);
      for (int i = 0; i < 3; i++) {
        assertEquals(mean[3 * r + i], one[i], 0);
        assertEquals(std[3 * r + i], deviation[i], 0);
      }
    }
  }

  @Test
  void layersComputeTheirFormula() {
    Random random = new Random(4);
    for (Activation activation : Activation.values()) {
      for (int inputs : new int[] {1, 3, 4, 9}) {
        DenseLayer layer = layer(random, inputs, 5, activation);
        double[] x = random.doubles(inputs, -2, 2).toArray();
        double[] out = new double[5];
        layer.apply(x, 0, 1, out);
        for (int o = 0; o < 5; o++) {
          double sum = layer.bias()[o];
          for (int i = 0; i < inputs; i++) {
            sum += layer.weight(o, i) * x[i];
          }
          assertEquals(activation.at(sum), out[o], 1e-14);
        }
      }
    }
  }

  @Test
  void activationsHaveTheirLimits() {
    for (double x : new double[] {-800, -30, -1e-9, 0, 1e-9, 30, 800}) {
      assertEquals(Math.tanh(x), Activation.TANH.at(x), 1e-15);
      assertEquals(Math.max(0, x), Activation.RELU.at(x), 0);
      assertEquals(x > 0 ? x : Math.expm1(x), Activation.ELU.at(x), 1e-15);
      assertEquals(x / (1 + Math.exp(-x)), Activation.SILU.at(x), 1e-12 * Math.abs(x));
      assertTrue(Activation.SOFTPLUS.at(x) >= Math.max(0, x));
    }
    assertEquals(Math.log(2), Activation.SOFTPLUS.at(0), 1e-15);
    assertEquals(0.5, Activation.SIGMOID.at(0), 0);
    assertEquals(0, Activation.SIGMOID.at(-800), 0);
    assertTrue(Double.isNaN(Activation.RELU.at(Double.NaN)));
  }

  @Test
  void deviationsFollowTheirConvention() {
    assertEquals(Math.exp(-20), StdMap.clampedLog(-20, 2).at(-100), 1e-20);
    assertEquals(Math.exp(2), StdMap.clampedLog(-20, 2).at(100), 1e-14);
    assertEquals(Math.exp(-1.5), StdMap.tanhLog(-5, 2).at(0), 1e-15);
    assertEquals(Math.exp(2), StdMap.tanhLog(-5, 2).at(100), 1e-14);
    assertEquals(Math.log(2) + 0.1, StdMap.softplus(0.1).at(0), 1e-15);
    assertThrows(IllegalArgumentException.class, () -> StdMap.tanhLog(2, -5));
    assertThrows(IllegalArgumentException.class, () -> StdMap.clampedLog(Double.NaN, 2));
    assertThrows(IllegalArgumentException.class, () -> StdMap.softplus(-1));
  }

  @Test
  void evaluationAllocatesNothing() {
    Policy policy = stateDependent(5, 16, 2);
    PolicyEvaluator evaluator = policy.evaluator(8);
    double[] batch = new double[40];
    double[] mean = new double[16];
    double[] std = new double[16];
    com.sun.management.ThreadMXBean threads =
        (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    evaluator.gaussian(batch, 0, 8, mean, std);
    long before = threads.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < 1000; i++) {
      evaluator.gaussian(batch, 0, 8, mean, std);
    }
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;
    assertTrue(allocated < 1000, allocated + " bytes in 1000 evaluations");
  }

  @Test
  void theDigestChangesWithEveryPart() {
    Policy policy = stateDependent(3, 4, 2);
    Head.Gaussian head = (Head.Gaussian) policy.head();
    Head.StateDeviation deviation = (Head.StateDeviation) head.deviation();
    DenseLayer first = policy.trunk().layers().get(0);
    double[] weights = first.weights();
    weights[5] = Math.nextUp(weights[5]);
    Network nudged =
        new Network(
            List.of(
                new DenseLayer(3, weights, first.bias(), first.activation()),
                policy.trunk().layers().get(1)));
    Network relu =
        new Network(
            List.of(
                new DenseLayer(3, first.weights(), first.bias(), Activation.RELU),
                policy.trunk().layers().get(1)));
    Head clamped =
        new Head.Gaussian(
            head.mean(), new Head.StateDeviation(deviation.raw(), StdMap.clampedLog(-5, 2)));
    List<Policy> all =
        List.of(
            policy,
            policy.withNormalizer(null),
            policy.withNormalizer(new Normalizer(new double[3], ones(3), 1e-7, 10)),
            new Policy(3, policy.normalizer(), nudged, head, policy.scaling()),
            new Policy(3, policy.normalizer(), relu, head, policy.scaling()),
            new Policy(3, policy.normalizer(), policy.trunk(), clamped, policy.scaling()),
            new Policy(3, policy.normalizer(), policy.trunk(), head, ActionScaling.none()));
    Set<String> digests = new HashSet<>();
    all.forEach(p -> digests.add(p.digest()));
    assertEquals(all.size(), digests.size());
    assertEquals(stateDependent(3, 4, 2).digest(), policy.digest());
    assertEquals(stateDependent(3, 4, 2), policy);
    assertNotEquals(policy, all.get(3));
  }

  @Test
  void theDescriptionIsCanonical() {
    Policy policy = stateDependent(3, 4, 2);
    assertEquals(
        "{\"action\":\"tanh\",\"head\":\"gaussian\",\"mean\":[\"identity\"],"
            + "\"normalizer\":{\"clip\":10,\"epsilon\":1E-8},\"observations\":3,\"schema\":1,"
            + "\"std\":{\"kind\":\"tanh-log\",\"layers\":[\"identity\"],\"lower\":-5,\"upper\":2},"
            + "\"trunk\":[\"tanh\",\"elu\"]}",
        policy.structure());
    assertEquals("0.1", PolicyDescription.shortest(0.1));
    assertEquals("2E-323", PolicyDescription.shortest(2e-323));
    assertEquals(1 / 3.0, Double.parseDouble(PolicyDescription.shortest(1 / 3.0)), 0);
    assertTrue(policy.toString().contains("3→4 tanh"), policy.toString());
  }

  @Test
  void partsThatDoNotFitAreRefused() {
    Random random = new Random(5);
    Network mean = new Network(List.of(layer(random, 4, 2, Activation.IDENTITY)));
    Head.Deviation two = new Head.ConstantDeviation(new double[2]);
    Head.Deviation three = new Head.ConstantDeviation(new double[3]);
    assertRefused(3, null, new Head.Gaussian(mean, two), ActionScaling.none());
    assertRefused(4, null, new Head.Gaussian(mean, three), ActionScaling.none());
    assertRefused(
        4,
        new Normalizer(new double[3], ones(3), 0, 1),
        new Head.Gaussian(mean, two),
        ActionScaling.none());
    assertRefused(
        4,
        null,
        new Head.Gaussian(mean, two),
        ActionScaling.bounded(ActionScaling.Mode.CLIP, new double[1], new double[1]));
    assertRefused(4, null, new Head.Categorical(mean), ActionScaling.tanh());
    assertThrows(
        IllegalArgumentException.class,
        () -> new DenseLayer(2, new double[] {1, Double.NaN}, new double[1], Activation.TANH));
    assertThrows(
        IllegalArgumentException.class,
        () -> new DenseLayer(2, new double[3], new double[1], Activation.TANH));
    assertThrows(
        IllegalArgumentException.class,
        () -> new Head.ConstantDeviation(new double[] {Double.NEGATIVE_INFINITY}));
    assertThrows(
        IllegalArgumentException.class, () -> new Normalizer(new double[1], new double[1], 0, 10));
    assertThrows(
        IllegalArgumentException.class,
        () -> ActionScaling.bounded(ActionScaling.Mode.CLIP, new double[] {1}, new double[] {-1}));
  }

  private static void assertRefused(
      int observations,
      @org.jspecify.annotations.Nullable Normalizer normalizer,
      Head head,
      ActionScaling scaling) {
    assertThrows(
        IllegalArgumentException.class,
        () -> new Policy(observations, normalizer, Network.NONE, head, scaling));
  }

  @Test
  void distributionsAreThoseOfTheRatioRoom() {
    Policy policy = stateDependent(3, 4, 2);
    double[] mean = new double[2];
    double[] std = new double[2];
    double[] observation = {0.1, -0.2, 0.3};
    policy.evaluator(1).gaussian(observation, 0, 1, mean, std);
    assertEquals(new DiagonalGaussian(mean, std), policy.evaluator(1).distribution(observation));
    Random random = new Random(6);
    Policy discrete =
        new Policy(
            3,
            null,
            Network.NONE,
            new Head.Categorical(new Network(List.of(layer(random, 3, 4, Activation.IDENTITY)))),
            ActionScaling.none());
    double[] logits = new double[4];
    discrete.evaluator(2).logits(observation, 0, 1, logits);
    Categorical drawn = (Categorical) discrete.evaluator(1).distribution(observation);
    for (int c = 0; c < 4; c++) {
      assertEquals(Categorical.ofLogits(logits).probability(c), drawn.probability(c), 0);
    }
    assertThrows(
        IllegalArgumentException.class, () -> policy.evaluator(1).distribution(Double.NaN, 0, 0));
  }

  @Test
  void executedActionsAreScaledAfterTheDraw() {
    double[] action = {0.3, -7};
    ActionScaling.bounded(
            ActionScaling.Mode.TANH_RESCALE, new double[] {-2, 0}, new double[] {2, 1})
        .apply(action);
    assertArrayEquals(new double[] {2 * Math.tanh(0.3), 0.5 * (1 + Math.tanh(-7))}, action, 1e-15);
  }

  @Test
  void aRatioBoundedPolicyKeepsItsRatioWhateverItsWeights() {
    Random random = new Random(11);
    for (int i = 0; i < 300; i++) {
      int d = 1 + i % 3;
      Policy policy =
          new Policy(
              2,
              null,
              Network.NONE,
              new Head.RatioBounded(
                  new Network(List.of(layer(random, 2, 3 * d + 1, Activation.IDENTITY)))),
              ActionScaling.none());
      assertEquals(d, policy.actions());
      DiagonalGaussian base =
          new DiagonalGaussian(
              random.doubles(d, -1, 1).toArray(), random.doubles(d, 0.1, 2).toArray());
      double[] observation = random.doubles(2, -20, 20).toArray();
      DiagonalGaussian bounded = policy.evaluator(1).distribution(observation, base, 0.1);
      assertTrue(bounded.maxLogRatioUpper(base) <= 0.1);
    }
  }

  @Test
  void aRatioBoundedPolicyDoesNotStandAlone() {
    Policy policy =
        new Policy(
            1,
            null,
            Network.NONE,
            new Head.RatioBounded(
                new Network(List.of(layer(new Random(1), 1, 4, Activation.IDENTITY)))),
            ActionScaling.none());
    assertTrue(policy.gaussian() && !policy.standsAlone());
    assertThrows(IllegalStateException.class, () -> policy.evaluator(1).distribution(0.5));
    assertThrows(org.surety.base.InputException.class, () -> new Replay(policy, 1e-3));
    assertThrows(
        IllegalArgumentException.class,
        () ->
            new Policy(
                1,
                null,
                Network.NONE,
                new Head.RatioBounded(
                    new Network(List.of(layer(new Random(1), 1, 5, Activation.IDENTITY)))),
                ActionScaling.none()));
  }
}
