package org.surety.ratio;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class MeanProjectionGradientTest {
  @Test
  void pulledBackGradientsAgreeWithFiniteDifferences() {
    SplittableRandom random = new SplittableRandom(11);
    int bound = 0;
    for (int n = 0; n < 500; n++) {
      int d = 1 + random.nextInt(4);
      double radius = 0.1 + random.nextDouble();
      double[] baseMean = uniform(random, d, -1, 1);
      double[] baseStd = uniform(random, d, 0.5, 2);
      double[] mean = uniform(random, d, -2, 2);
      double[] std = uniform(random, d, 0.3, 3);
      double[] bar = uniform(random, d, -1, 1);
      double[] out = new double[d];
      double multiplier =
          new MeanProjection(d).project(radius, baseMean, baseStd, mean, std, out, 0);
      double[] meanBar = new double[d];
      double[] stdBar = new double[d];
      new MeanProjectionGradient(d)
          .pullBack(multiplier, baseMean, baseStd, mean, std, bar, meanBar, stdBar, 0);
      bound += multiplier > 0 ? 1 : 0;
      for (int i = 0; i < d; i++) {
        double h = 1e-5;
        double byMean =
            (value(radius, baseMean, baseStd, moved(mean, i, h), std, bar)
                    - value(radius, baseMean, baseStd, moved(mean, i, -h), std, bar))
                / (2 * h);
        double byStd =
            (value(radius, baseMean, baseStd, mean, moved(std, i, h), bar)
                    - value(radius, baseMean, baseStd, mean, moved(std, i, -h), bar))
                / (2 * h);
        assertEquals(byMean, meanBar[i], 1e-6, "mean " + n);
        assertEquals(byStd, stdBar[i], 1e-6, "deviation " + n);
      }
    }
    assertTrue(bound > 100 && bound < 500, "both sides of the radius are met");
  }

  @Test
  void nothingComesBackFromThePlainBase() {
    double[] one = {1, 2};
    double[] out = new double[2];
    double multiplier =
        new MeanProjection(2).project(0, new double[2], one, new double[] {3, 4}, one, out, 0);
    double[] meanBar = {9, 9};
    double[] stdBar = {9, 9};
    new MeanProjectionGradient(2)
        .pullBack(
            multiplier, new double[2], one, new double[] {3, 4}, one, one, meanBar, stdBar, 0);
    assertArrayEquals(new double[2], meanBar);
    assertArrayEquals(new double[2], stdBar);
  }

  private static double value(
      double radius,
      double[] baseMean,
      double[] baseStd,
      double[] mean,
      double[] std,
      double[] bar) {
    double[] out = new double[mean.length];
    new MeanProjection(mean.length).project(radius, baseMean, baseStd, mean, std, out, 0);
    double sum = 0;
    for (int i = 0; i < out.length; i++) {
      sum += bar[i] * out[i];
    }
    return sum;
  }

  private static double[] moved(double[] values, int index, double by) {
    double[] moved = values.clone();
    moved[index] += by;
    return moved;
  }

  private static double[] uniform(SplittableRandom random, int size, double low, double high) {
    double[] values = new double[size];
    for (int i = 0; i < size; i++) {
      values[i] = low + (high - low) * random.nextDouble();
    }
    return values;
  }
}
