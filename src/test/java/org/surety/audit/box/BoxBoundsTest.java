package org.surety.audit.box;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.surety.policy.Activation;
import org.surety.policy.DenseLayer;
import org.surety.policy.Head;
import org.surety.policy.Network;
import org.surety.policy.Policy;

class BoxBoundsTest {
  private static final double DOUBLE = 0x1p-53;
  private static final double SINGLE = 0x1p-24;

  private static BoxBounds bounds(Pairs.Pair pair, double roundoff) {
    PairedNetwork network =
        PairedNetwork.of(FlatPolicy.of(pair.base(), false), FlatPolicy.of(pair.task(), false));
    return new BoxBounds(network, roundoff, new double[network.inputs]);
  }

  private static void assertInside(BoxBounds bounds, int row, BigDecimal value) {
    assertTrue(
        new BigDecimal(bounds.low[row]).compareTo(value) <= 0
            && new BigDecimal(bounds.high[row]).compareTo(value) >= 0,
        () -> row + ": " + value + " not in " + bounds.low[row] + ", " + bounds.high[row]);
  }

  /** Values with 40 digits at corners, middles and points of boxes of all sizes down to points. */
  @Test
  void boundsEncloseRealAndRoundedValues() {
    SplittableRandom random = new SplittableRandom(3);
    for (int round = 0; round < 60; round++) {
      Pairs.Pair pair = Pairs.narrowed(random, 1 + random.nextInt(3), 0.05, 2, 8, 2);
      BoxBounds bounds = bounds(pair, DOUBLE);
      double size = round % 4 == 0 ? 0 : Math.pow(10, -random.nextInt(17));
      double[] low = {random.nextDouble(-1, 1), random.nextDouble(-1, 1)};
      double[] high = {low[0] + size, low[1] + size * random.nextDouble()};
      bounds.over(low, high);
      for (int k = 0; k < 6; k++) {
        double[] x = {
          k % 2 == 0 ? low[0] : high[0], k % 3 == 0 ? low[1] : k % 3 == 1 ? high[1] : low[1]
        };
        if (k == 5) {
          x[0] = Math.min(high[0], low[0] + size * random.nextDouble());
        }
        BigDecimal[] base = ExactPolicy.mean(pair.base(), x);
        BigDecimal[] task = ExactPolicy.mean(pair.task(), x);
        BigDecimal[] narrowing = ExactPolicy.narrowing(pair.task(), x);
        BigDecimal[] logStd = ExactPolicy.logStd(pair.base(), x);
        double[] baseMean = new double[2];
        double[] taskMean = new double[2];
        double[] std = new double[2];
        pair.base().evaluator(1).gaussian(x, 0, 1, baseMean, std);
        pair.task().evaluator(1).gaussian(x, 0, 1, taskMean, std);
        for (int i = 0; i < 2; i++) {
          assertInside(bounds, i, task[i].subtract(base[i]));
          assertInside(
              bounds, i, new BigDecimal(taskMean[i]).subtract(new BigDecimal(baseMean[i])));
          assertInside(bounds, 2 + i, narrowing[i]);
          assertInside(bounds, 4 + i, logStd[i]);
        }
      }
    }
  }

  @Test
  void atAPointTheBoundsAreAsWideAsRounding() {
    Pairs.Pair pair = Pairs.narrowed(new SplittableRandom(4), 1, 0.05, 3, 32, 2);
    double[] x = {0.3, -0.7, 0.1};
    BoxBounds fine = bounds(pair, DOUBLE);
    fine.over(x, x);
    BoxBounds coarse = bounds(pair, SINGLE);
    coarse.over(x, x);
    for (int r = 0; r < 6; r++) {
      assertTrue(fine.high[r] - fine.low[r] < 1e-11, "row " + r);
      assertTrue(coarse.high[r] - coarse.low[r] < 1e-3, "row " + r);
      assertTrue(coarse.high[r] - coarse.low[r] > 1e-6, "row " + r);
    }
  }

  /** Single precision, sums from the other end: another evaluator than ours. */
  @Test
  void singlePrecisionValuesLieInBoundsForSinglePrecision() {
    SplittableRandom random = new SplittableRandom(5);
    int outside = 0;
    for (int round = 0; round < 50; round++) {
      Pairs.Pair pair = Pairs.inFloats(Pairs.narrowed(random, 2, 0.05, 2, 32, 1));
      double[] x = {(float) random.nextDouble(-1, 1), (float) random.nextDouble(-1, 1)};
      BoxBounds coarse = bounds(pair, SINGLE);
      coarse.over(x, x);
      BoxBounds fine = bounds(pair, DOUBLE);
      fine.over(x, x);
      double shift = (double) single(pair.task(), x) - single(pair.base(), x);
      assertTrue(coarse.low[0] <= shift && shift <= coarse.high[0], "round " + round);
      outside += fine.low[0] <= shift && shift <= fine.high[0] ? 0 : 1;
    }
    assertTrue(outside > 40, "bounds for doubles held for floats in all but " + outside);
  }

  private static float single(Policy policy, double[] x) {
    float[] values = {(float) x[0], (float) x[1]};
    List<DenseLayer> mean = ((Head.Gaussian) policy.head()).mean().layers();
    for (Network network : List.of(policy.trunk(), new Network(mean))) {
      for (DenseLayer layer : network.layers()) {
        float[] out = new float[layer.outputs()];
        for (int o = 0; o < out.length; o++) {
          float sum = 0;
          for (int i = values.length - 1; i >= 0; i--) {
            sum += (float) layer.weight(o, i) * values[i];
          }
          sum += (float) layer.bias()[o];
          out[o] = layer.activation() == Activation.TANH ? (float) Math.tanh(sum) : sum;
        }
        values = out;
      }
    }
    return values[0];
  }

  @Test
  void whatBothPoliciesShareCancelsExactly() {
    Pairs.Pair pair = Pairs.narrowed(new SplittableRandom(6), 1, 0, 2, 8, 2);
    BoxBounds bounds = bounds(pair, DOUBLE);
    bounds.over(new double[] {-1, -1}, new double[] {1, 1});
    for (int i = 0; i < 2; i++) {
      assertEquals(0, bounds.low[i]);
      assertEquals(0, bounds.high[i]);
      assertTrue(bounds.high[4 + i] > bounds.low[4 + i]);
    }
  }
}
