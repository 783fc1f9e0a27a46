package org.surety.train.sac;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.surety.guard.CounterNoise;
import org.surety.policy.ActionScaling;
import org.surety.policy.Activation;
import org.surety.policy.Policy;
import org.surety.policy.StdMap;
import org.surety.train.Settings;
import org.surety.train.tensor.GaussianActor;
import org.surety.train.tensor.NetworkShape;

/** The gradients of whole losses, through networks, squashing and the smaller critic. */
class SacWorkerTest {
  private static final int ROWS = 12;
  private static final SacSettings SETTINGS =
      SacSettings.of(
          Settings.parse(
              "[rollout]\nworkers = 1\nlanes = 1\n[sac]\nbatch = 12\ngamma = 0.9\n"
                  .getBytes(StandardCharsets.UTF_8),
              "test",
              SacSettings.KEYS));
  private static final Policy POLICY =
      GaussianActor.fresh(
          3, 2, List.of(5), Activation.TANH, StdMap.tanhLog(-5, 2), ActionScaling.tanh(), 1);
  private static final GaussianActor ACTOR = new GaussianActor(POLICY);
  private static final NetworkShape CRITICS =
      NetworkShape.siblings(2, 5, List.of(6), Activation.TANH);

  private final ReplayBuffer replay = new ReplayBuffer(ROWS, 3, 2, 0.5);
  private final ReplayBuffer.Batch batch = new ReplayBuffer.Batch(ROWS);
  private final float[] actor = random(ACTOR.shape().parameters(), 2);
  private final float[] critics = random(CRITICS.parameters(), 3);
  private final float[] targets = random(CRITICS.parameters(), 4);

  private static float[] random(int size, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = (float) (2 * random.nextDouble() - 1);
    }
    return values;
  }

  SacWorkerTest() {
    SplittableRandom random = new SplittableRandom(6);
    for (int i = 0; i < ROWS; i++) {
      replay.add(
          random(3, 10 + i),
          0,
          random(2, 50 + i),
          0,
          random.nextDouble(),
          new double[] {random.nextDouble(), random.nextDouble(), random.nextDouble()},
          0,
          i % 4 == 0 ? 0 : 1);
      batch.index[i] = i;
      batch.error[i] = random.nextDouble();
    }
    replay.prioritize(batch);
    replay.draw(new CounterNoise(1), 0.7, batch);
  }

  private SacWorker worker(float[] actorNumbers, float[] criticNumbers) {
    SacWorker worker = new SacWorker(SETTINGS, ACTOR, CRITICS, ROWS, "cpu", 8);
    worker.policy().load(actorNumbers);
    worker.critics().load(criticNumbers);
    worker.targets().load(targets);
    return worker;
  }

  private interface Loss {
    double at(float[] numbers);
  }

  private static void check(float[] numbers, float[] gradient, Loss loss, double scale) {
    double largest = 0;
    for (int i = 0; i < numbers.length; i++) {
      double h = 4e-3;
      float[] up = numbers.clone();
      float[] down = numbers.clone();
      up[i] += (float) h;
      down[i] -= (float) h;
      double difference = (loss.at(up) - loss.at(down)) / (up[i] - down[i]) * scale;
      assertEquals(difference, gradient[i], 2e-3 * (1 + Math.abs(difference)), "number " + i);
      largest = Math.max(largest, Math.abs(difference));
    }
    assertTrue(largest > 0.05, "there is something to see: " + largest);
  }

  @Test
  void theActorsGradientIsThatOfFiniteDifferences() {
    try (SacWorker worker = worker(actor, critics);
        SacWorker probe = worker(actor, critics)) {
      worker.learnActions(replay, batch, 0, ROWS, 5, 0.3);
      check(
          actor,
          worker.actorGradient(),
          numbers -> {
            probe.policy().load(numbers);
            probe.learnActions(replay, batch, 0, ROWS, 5, 0.3);
            return probe.actorLoss();
          },
          1.0 / ROWS);
    }
  }

  @Test
  void theCriticsGradientIsThatOfFiniteDifferences() {
    try (SacWorker worker = worker(actor, critics);
        SacWorker probe = worker(actor, critics)) {
      worker.learnValues(replay, batch, 0, ROWS, 5, 0.3);
      check(
          critics,
          worker.criticGradient(),
          numbers -> {
            probe.critics().load(numbers);
            probe.learnValues(replay, batch, 0, ROWS, 5, 0.3);
            return probe.criticLoss();
          },
          1);
    }
  }

  /** Shares of a batch add up to the gradient of all of it, whoever has which row. */
  @Test
  void sharesAddUp() {
    try (SacWorker all = worker(actor, critics);
        SacWorker half = worker(actor, critics)) {
      all.learnValues(replay, batch, 0, ROWS, 7, 0.3);
      all.learnActions(replay, batch, 0, ROWS, 7, 0.3);
      float[] critic = new float[critics.length];
      float[] policy = new float[actor.length];
      double loss = 0;
      for (int from : new int[] {0, 5}) {
        half.learnValues(replay, batch, from, from == 0 ? 5 : ROWS, 7, 0.3);
        half.learnActions(replay, batch, from, from == 0 ? 5 : ROWS, 7, 0.3);
        add(half.criticGradient(), critic);
        add(half.actorGradient(), policy);
        loss += half.criticLoss();
      }
      assertEquals(all.criticLoss(), loss, 1e-6);
      for (int i = 0; i < critic.length; i++) {
        assertEquals(all.criticGradient()[i], critic[i], 1e-5);
      }
      for (int i = 0; i < policy.length; i++) {
        assertEquals(all.actorGradient()[i], policy[i], 1e-5);
      }
    }
  }

  /** The error of a row whose next observation comes after some decisions; 0 is a terminal one. */
  private double error(int decisions) {
    SacSettings settings =
        SacSettings.of(
            Settings.parse(
                "[sac]\ngamma = 0.9\nreturn_steps = 3\n".getBytes(StandardCharsets.UTF_8),
                "test",
                SacSettings.KEYS));
    ReplayBuffer one = new ReplayBuffer(1, 3, 2, 0);
    one.add(random(3, 5), 0, random(2, 6), 0, 0.3, new double[] {0.2, -0.4, 0.6}, 0, decisions);
    ReplayBuffer.Batch row = new ReplayBuffer.Batch(1);
    row.weight[0] = 1;
    try (SacWorker worker = new SacWorker(settings, ACTOR, CRITICS, 1, "cpu", 8)) {
      worker.policy().load(actor);
      worker.critics().load(critics);
      worker.targets().load(targets);
      worker.learnValues(one, row, 0, 1, 5, 0.3);
      return row.error[0];
    }
  }

  @Test
  void theNextValueIsDiscountedByTheDecisionsInBetween() {
    double value = error(0) - error(1);
    assertTrue(Math.abs(value) > 0.01, "there is a value: " + value);
    assertEquals(0.9 * value, error(0) - error(2), 1e-6);
    assertEquals(0.81 * value, error(0) - error(3), 1e-6);
  }

  private static void add(float[] from, float[] to) {
    for (int i = 0; i < to.length; i++) {
      to[i] += from[i];
    }
  }
}
