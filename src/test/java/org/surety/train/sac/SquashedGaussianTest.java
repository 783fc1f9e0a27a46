package org.surety.train.sac;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SquashedGaussianTest {
  private static double logDensity(double mean, double std, double raw) {
    SquashedGaussian draw = new SquashedGaussian(1);
    draw.noise[0] = (raw - mean) / std;
    draw.draw(new double[] {mean}, new double[] {std});
    return draw.logDensity();
  }

  /** Simpson's rule on (−1, 1), with the raw action from atanh: nothing of the code under test. */
  @Test
  void theDensityIntegratesToOneAndGivesTheMean() {
    int n = 200_000;
    double[][] cases = {{0, 0.5}, {0.7, 0.3}, {-1.2, 0.9}, {0.1, 0.05}};
    for (double[] c : cases) {
      double mass = 0;
      double mean = 0;
      double expected = 0;
      for (int i = 1; i < n; i++) {
        double weight = (i % 2 == 0 ? 2 : 4) * 2.0 / n / 3;
        double a = -1 + 2.0 * i / n;
        double p = Math.exp(logDensity(c[0], c[1], 0.5 * Math.log((1 + a) / (1 - a))));
        mass += weight * p;
        mean += weight * p * a;
        double z = -10 + 20.0 * i / n;
        expected +=
            weight
                * 10
                * Math.exp(-0.5 * z * z)
                / Math.sqrt(2 * Math.PI)
                * Math.tanh(c[0] + c[1] * z);
      }
      assertEquals(1, mass, 1e-9);
      assertEquals(expected, mean, 1e-9);
    }
  }

  @Test
  void theSlopeOfTanhDoesNotCancel() {
    for (double u : new double[] {0, 0.3, -2, 5, -9}) {
      double t = Math.tanh(u);
      assertEquals(Math.log((1 - t) * (1 + t)), SquashedGaussian.logSlope(u), 1e-6);
    }
    // 1 - tanh(u)^2 -> 4 exp(-2 |u|), where tanh itself has rounded to 1.
    assertEquals(Math.log(4) - 200, SquashedGaussian.logSlope(100), 1e-12);
    assertEquals(Math.log(4) - 2e6, SquashedGaussian.logSlope(-1e6), 1e-9);
  }

  @Test
  void severalDimensionsMultiply() {
    SquashedGaussian draw = new SquashedGaussian(2);
    draw.noise[0] = 0.4;
    draw.noise[1] = -1.1;
    draw.draw(new double[] {0.2, -0.5}, new double[] {0.6, 1.3});
    assertEquals(
        logDensity(0.2, 0.6, 0.2 + 0.6 * 0.4) + logDensity(-0.5, 1.3, -0.5 - 1.3 * 1.1),
        draw.logDensity(),
        1e-12);
  }

  /** The loss with the noise held, and Q a curved function of the squashed actions. */
  private static double loss(double entropy, double[] mean, double[] std, double[] noise) {
    SquashedGaussian draw = new SquashedGaussian(2);
    System.arraycopy(noise, 0, draw.noise, 0, 2);
    draw.draw(mean, std);
    double a = draw.squashed[0];
    double b = draw.squashed[1];
    return entropy * draw.logDensity() - (a * b + 0.5 * a * a - b);
  }

  @Test
  void theGradientIsThatOfFiniteDifferences() {
    SplittableRandom random = new SplittableRandom(5);
    for (int trial = 0; trial < 200; trial++) {
      double entropy = trial % 10 == 0 ? 0 : random.nextDouble();
      double[] mean = {4 * random.nextDouble() - 2, 4 * random.nextDouble() - 2};
      double[] std = {0.05 + 2 * random.nextDouble(), 0.05 + 2 * random.nextDouble()};
      double[] noise = {random.nextGaussian(), random.nextGaussian()};
      SquashedGaussian draw = new SquashedGaussian(2);
      System.arraycopy(noise, 0, draw.noise, 0, 2);
      draw.draw(mean, std);
      double a = draw.squashed[0];
      double b = draw.squashed[1];
      double[] byMean = new double[2];
      double[] byStd = new double[2];
      draw.pullBack(
          entropy, new float[] {9, (float) (b + a), (float) (a - 1)}, 1, std, byMean, byStd);
      for (int i = 0; i < 2; i++) {
        double h = 1e-5;
        for (double[][] way : new double[][][] {{mean, byMean}, {std, byStd}}) {
          double at = way[0][i];
          way[0][i] = at + h;
          double up = loss(entropy, mean, std, noise);
          way[0][i] = at - h;
          double down = loss(entropy, mean, std, noise);
          way[0][i] = at;
          assertEquals((up - down) / (2 * h), way[1][i], 1e-6 * (1 + Math.abs(way[1][i])));
        }
      }
    }
  }

  @Test
  void theEntropyCoefficientMovesTowardsItsTarget() {
    double h = 1e-6;
    for (double logDensity : new double[] {-2, 0, 1.5}) {
      double target = 0.3;
      double log = Math.log(0.2);
      double up = -Math.exp(log + h) * (logDensity + target);
      double down = -Math.exp(log - h) * (logDensity + target);
      assertEquals(
          (up - down) / (2 * h), SacLearner.entropyGradient(0.2, logDensity, target), 1e-9);
    }
  }

  @Test
  void targetsTakeOverAShareOfTheCritics() {
    float[] target = {1, -2, 0};
    float[] source = {2, 2, 5};
    SacLearner.follow(target, source, 0.25);
    assertEquals(1.25f, target[0]);
    assertEquals(-1f, target[1]);
    assertEquals(1.25f, target[2]);
    SacLearner.follow(target, source, 1);
    assertEquals(5f, target[2]);
  }
}
