package org.surety.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.surety.base.InputException;
import org.surety.policy.ReplayResult.Statistic;
import org.surety.policy.ReplayResult.Verdict;

/** Draws from the policy pass at the stated rate; what is drawn otherwise is found out. */
class ReplayTest {
  private static final double RATE = 1e-6;
  private static final int DECISIONS = 100;

  /** How the noise z of an action comes about; {@code z} holds both dimensions of the last step. */
  private interface Noise {
    void next(Random random, double[] z, boolean first);
  }

  private static final Noise INDEPENDENT =
      (random, z, first) -> {
        z[0] = random.nextGaussian();
        z[1] = random.nextGaussian();
      };

  private static Policy gaussian() {
    DenseLayer hidden =
        new DenseLayer(
            2, new double[] {0.5, -1, 0.3, 0.8, -0.2, 0.1}, new double[3], Activation.TANH);
    DenseLayer mean =
        new DenseLayer(
            3, new double[] {1, 2, -1, 0.5, 0, 1}, new double[] {0.1, -0.2}, Activation.IDENTITY);
    return new Policy(
        2,
        null,
        new Network(List.of(hidden)),
        new Head.Gaussian(
            new Network(List.of(mean)), new Head.ConstantDeviation(new double[] {-1, 0.5})),
        ActionScaling.bounded(
            ActionScaling.Mode.CLIP, new double[] {-0.5, -0.5}, new double[] {0.5, 0.5}));
  }

  private static Policy categorical() {
    return new Policy(
        2,
        null,
        Network.NONE,
        new Head.Categorical(
            new Network(
                List.of(
                    new DenseLayer(
                        2,
                        new double[] {1, 0, 0, 1, -1, 0.5},
                        new double[3],
                        Activation.IDENTITY)))),
        ActionScaling.none());
  }

  /** Episodes that end early where the first noise is large, as real ones may. */
  private static ReplayResult replay(Noise noise, int episodes, long seed, double rate) {
    Policy policy = gaussian();
    Replay replay = new Replay(policy, rate);
    Random random = new Random(seed);
    PolicyEvaluator evaluator = policy.evaluator(1);
    double[] mean = new double[2];
    double[] std = new double[2];
    double[] z = new double[2];
    for (int e = 0; e < episodes; e++) {
      double[][] observations = new double[2][DECISIONS];
      double[][] actions = new double[2][DECISIONS];
      int t = 0;
      boolean done = false;
      for (; t < DECISIONS && !done; t++) {
        double[] observation = {random.nextGaussian(), random.nextDouble()};
        evaluator.gaussian(observation, 0, 1, mean, std);
        noise.next(random, z, t == 0);
        for (int i = 0; i < 2; i++) {
          observations[i][t] = observation[i];
          // NaN stands for an action that was clipped to its bound.
          actions[i][t] = Double.isNaN(z[i]) ? 0.5 : mean[i] + std[i] * z[i];
        }
        done = z[0] > 2.2;
      }
      replay.episode("episode " + e, observations, actions, t);
    }
    return replay.result();
  }

  @Test
  void drawsFromThePolicyAreRejectedAtMostAtTheStatedRate() {
    int rejected = 0;
    for (int seed = 0; seed < 200; seed++) {
      ReplayResult result = replay(INDEPENDENT, 10 + seed % 20, seed, 0.1);
      rejected += result.verdict() == Verdict.REJECTED ? 1 : 0;
    }
    assertTrue(rejected <= 20, rejected + " of 200 rejected at the rate 0.1");
    ReplayResult many = replay(INDEPENDENT, 400, 1, RATE);
    assertEquals(Verdict.CONSISTENT, many.verdict(), many.explanation());
    assertTrue(many.resolution() < 0.1, "resolution " + many.resolution());
  }

  @Test
  void aShiftedMeanIsFoundOut() {
    Noise shifted =
        (random, z, first) -> {
          INDEPENDENT.next(random, z, first);
          z[1] += 0.15;
        };
    assertRejected(replay(shifted, 400, 2, RATE), "mean of z[1]");
  }

  @Test
  void anotherDeviationIsFoundOut() {
    Noise wider =
        (random, z, first) -> {
          INDEPENDENT.next(random, z, first);
          z[0] *= 1.15;
        };
    assertRejected(replay(wider, 400, 3, RATE), "mean square of z[0]");
  }

  @Test
  void anotherShapeIsFoundOut() {
    Noise uniform =
        (random, z, first) -> {
          INDEPENDENT.next(random, z, first);
          z[1] = Math.sqrt(3) * (2 * random.nextDouble() - 1);
        };
    assertRejected(replay(uniform, 400, 4, RATE), "Kolmogorov distance of z[1]");
  }

  /** Ornstein–Uhlenbeck noise with the right distribution at every single step. */
  @Test
  void noiseThatIsKeptOverStepsIsFoundOut() {
    double[] state = new double[2];
    Noise kept =
        (random, z, first) -> {
          for (int i = 0; i < 2; i++) {
            double fresh = random.nextGaussian();
            state[i] = first ? fresh : 0.3 * state[i] + Math.sqrt(1 - 0.09) * fresh;
            z[i] = state[i];
          }
        };
    assertRejected(replay(kept, 400, 5, RATE), "autocorrelation of z[0] at lag 1");
  }

  /** Every episode by itself is drawn as it should be. */
  @Test
  void aSeedThatIsSetAgainInEveryEpisodeIsFoundOut() {
    Random again = new Random();
    Noise repeated =
        (random, z, first) -> {
          if (first) {
            again.setSeed(3);
          }
          INDEPENDENT.next(again, z, first);
        };
    assertRejected(
        replay(repeated, 100, 16, RATE), "correlation of z[0] and that of the episode before");
  }

  @Test
  void dimensionsThatDependOnEachOtherAreFoundOut() {
    Noise coupled =
        (random, z, first) -> {
          INDEPENDENT.next(random, z, first);
          z[1] = 0.2 * z[0] + Math.sqrt(1 - 0.04) * z[1];
        };
    assertRejected(replay(coupled, 400, 6, RATE), "correlation of z[0] and z[1]");
  }

  @Test
  void aDeterministicModeIsRecognizedAndSaid() {
    ReplayResult result = replay((random, z, first) -> java.util.Arrays.fill(z, 1e-5), 5, 7, RATE);
    assertEquals(Verdict.DETERMINISTIC, result.verdict());
    assertTrue(result.explanation().contains("deterministic action mode"), result.explanation());
  }

  @Test
  void fewDecisionsAreInconclusive() {
    assertEquals(Verdict.INCONCLUSIVE, replay(INDEPENDENT, 1, 8, RATE).verdict());
    assertEquals(Verdict.INCONCLUSIVE, new Replay(gaussian(), RATE).result().verdict());
    assertEquals(Verdict.INCONCLUSIVE, new Replay(categorical(), RATE).result().verdict());
  }

  /** The mean is right on average, but not at each state. */
  @Test
  void aMeanThatDependsOnTheStateInAnotherWayIsFoundOut() {
    Replay replay = new Replay(gaussian(), RATE);
    Random random = new Random(13);
    for (int e = 0; e < 100; e++) {
      double[][] observations = new double[2][DECISIONS];
      double[][] actions = new double[2][DECISIONS];
      for (int t = 0; t < DECISIONS; t++) {
        observations[0][t] = 100 + 50 * random.nextGaussian();
        double[] action = new double[2];
        gaussian()
            .evaluator(1)
            .distribution(observations[0][t], observations[1][t])
            .sample(random, action);
        actions[0][t] = action[0] + Math.exp(-1) * 0.1 * (observations[0][t] - 100) / 50;
        actions[1][t] = action[1];
      }
      replay.episode("episode " + e, observations, actions, DECISIONS);
    }
    assertRejected(replay.result(), "correlation of z[0] and observation[0]");
  }

  @Test
  void fewClippedActionsAreEnough() {
    Noise clipped =
        (random, z, first) -> {
          INDEPENDENT.next(random, z, first);
          z[1] = random.nextInt(200) == 0 ? Double.NaN : z[1];
        };
    ReplayResult result = replay(clipped, 60, 14, RATE);
    assertRejected(result, "count of numbers that are exactly an action bound");
    assertEquals(1, result.failures().size(), result.failures().toString());
  }

  @Test
  void clippedActionsAreRejectedWithTheReason() {
    Policy policy = gaussian();
    Replay replay = new Replay(policy, RATE);
    Random random = new Random(9);
    PolicyEvaluator evaluator = policy.evaluator(1);
    for (int e = 0; e < 100; e++) {
      double[][] observations = new double[2][DECISIONS];
      double[][] actions = new double[2][DECISIONS];
      for (int t = 0; t < DECISIONS; t++) {
        double[] action = new double[2];
        observations[0][t] = random.nextGaussian();
        evaluator.distribution(observations[0][t], observations[1][t]).sample(random, action);
        policy.scaling().apply(action);
        actions[0][t] = action[0];
        actions[1][t] = action[1];
      }
      replay.episode("episode " + e, observations, actions, DECISIONS);
    }
    ReplayResult result = replay.result();
    assertEquals(Verdict.REJECTED, result.verdict());
    assertTrue(result.explanation().contains("log raw actions"), result.explanation());
  }

  /** How a category is chosen from its probabilities and the one before. */
  private interface Choice {
    int next(Random random, double[] probabilities, int before);
  }

  private static int draw(Random random, double[] probabilities) {
    double u = random.nextDouble();
    int c = 0;
    while (c < probabilities.length - 1 && u >= probabilities[c]) {
      u -= probabilities[c++];
    }
    return c;
  }

  private static ReplayResult replayCategories(
      Choice choice, long seed, double rate, int episodes) {
    Policy policy = categorical();
    Replay replay = new Replay(policy, rate);
    Random random = new Random(seed);
    PolicyEvaluator evaluator = policy.evaluator(1);
    for (int e = 0; e < episodes; e++) {
      double[][] observations = new double[2][DECISIONS];
      double[][] actions = new double[1][DECISIONS];
      int before = -1;
      // Constant within an episode, so that repeating an action keeps its distribution.
      double x = random.nextGaussian();
      double y = random.nextGaussian();
      double[] logits = new double[3];
      evaluator.logits(new double[] {x, y}, 0, 1, logits);
      double total = 0;
      for (double logit : logits) {
        total += Math.exp(logit);
      }
      double[] probabilities = new double[3];
      for (int c = 0; c < 3; c++) {
        probabilities[c] = Math.exp(logits[c]) / total;
      }
      for (int t = 0; t < DECISIONS; t++) {
        observations[0][t] = x;
        observations[1][t] = y;
        before = choice.next(random, probabilities, before);
        actions[0][t] = before;
      }
      replay.episode("episode " + e, observations, actions, DECISIONS);
    }
    return replay.result();
  }

  @Test
  void categoriesDrawnFromThePolicyAreRejectedAtMostAtTheStatedRate() {
    Choice plain = (random, p, before) -> draw(random, p);
    int rejected = 0;
    for (int seed = 0; seed < 200; seed++) {
      rejected += replayCategories(plain, seed, 0.1, 20).verdict() == Verdict.REJECTED ? 1 : 0;
    }
    assertTrue(rejected <= 20, rejected + " of 200 rejected at the rate 0.1");
    ReplayResult many = replayCategories(plain, 300, RATE, 300);
    assertEquals(Verdict.CONSISTENT, many.verdict(), many.explanation());
  }

  @Test
  void anotherTemperatureIsFoundOut() {
    Choice cold =
        (random, p, before) -> {
          double[] sharper = new double[3];
          double total = 0;
          for (int c = 0; c < 3; c++) {
            sharper[c] = Math.pow(p[c], 1.2);
            total += sharper[c];
          }
          for (int c = 0; c < 3; c++) {
            sharper[c] /= total;
          }
          return draw(random, sharper);
        };
    assertRejected(
        replayCategories(cold, 10, RATE, 400),
        "log evidence against the count of the most probable action");
  }

  /** Each action is as frequent as it should be, but not where it should be. */
  @Test
  void choicesThatDependOnTheStateInAnotherWayAreFoundOut() {
    Replay replay = new Replay(categorical(), RATE);
    Random random = new Random(15);
    for (int e = 0; e < 100; e++) {
      double[][] observations = new double[2][DECISIONS];
      double[][] actions = new double[1][DECISIONS];
      for (int t = 0; t < DECISIONS; t++) {
        double x = random.nextGaussian();
        double[] action = new double[1];
        observations[0][t] = x;
        categorical().evaluator(1).distribution(0.7 * x, 0).sample(random, action);
        actions[0][t] = action[0];
      }
      replay.episode("episode " + e, observations, actions, DECISIONS);
    }
    assertRejected(
        replay.result(), "log evidence against the correlation of action 0 and observation[0]");
  }

  @Test
  void actionsThatAreRepeatedAreFoundOut() {
    Choice sticky =
        (random, p, before) -> before >= 0 && random.nextDouble() < 0.15 ? before : draw(random, p);
    assertRejected(
        replayCategories(sticky, 11, RATE, 300),
        "log evidence against the autocorrelation at lag 1");
  }

  @Test
  void categoriesByASeedThatIsSetAgainAreFoundOut() {
    double[] noise = new Random(4).doubles(DECISIONS).toArray();
    int[] decision = {0};
    Choice repeated =
        (random, p, before) -> {
          decision[0] = before < 0 ? 0 : decision[0] + 1;
          double u = noise[decision[0]];
          return u < p[0] ? 0 : u < p[0] + p[1] ? 1 : 2;
        };
    assertRejected(
        replayCategories(repeated, 17, RATE, 100),
        "log evidence against the correlation with the episode before");
  }

  @Test
  void theMostProbableActionAlwaysIsADeterministicMode() {
    Choice greedy = (random, p, before) -> p[0] >= p[1] && p[0] >= p[2] ? 0 : p[1] >= p[2] ? 1 : 2;
    assertEquals(Verdict.DETERMINISTIC, replayCategories(greedy, 12, RATE, 10).verdict());
  }

  @Test
  void logsThatDoNotFitThePolicyAreInputErrors() {
    assertSays("has 1 columns of the observation", new double[1][5], new double[2][5]);
    assertSays("has 3 columns of the action", new double[2][5], new double[3][5]);
    assertSays("has 4 of 5 decisions", new double[2][5], new double[2][4]);
    double[][] missing = new double[2][5];
    missing[1][3] = Double.NaN;
    assertSays("decision 3: action 1 is NaN", new double[2][5], missing);
    Replay categories = new Replay(categorical(), RATE);
    assertThrows(
        InputException.class,
        () -> categories.episode("e", new double[2][1], new double[][] {{3}}, 1));
    assertThrows(
        InputException.class,
        () -> categories.episode("e", new double[2][1], new double[][] {{0.5}}, 1));
    assertThrows(InputException.class, () -> new Replay(categorical(), 0));
  }

  private static void assertSays(String problem, double[][] observations, double[][] actions) {
    Replay replay = new Replay(gaussian(), RATE);
    String message =
        assertThrows(InputException.class, () -> replay.episode("log", observations, actions, 5))
            .getMessage();
    assertTrue(message.contains(problem), message);
  }

  private static void assertRejected(ReplayResult result, String statistic) {
    assertEquals(Verdict.REJECTED, result.verdict(), result.explanation());
    List<String> failed =
        result.failures().stream().map(Statistic::name).collect(Collectors.toList());
    assertTrue(failed.contains(statistic), "failed: " + failed);
  }
}
