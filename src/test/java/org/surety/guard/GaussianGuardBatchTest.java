package org.surety.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.surety.ratio.ActionDistribution;
import org.surety.ratio.DiagonalGaussian;

/** A batch of guards is so many single ones, to the last bit. */
class GaussianGuardBatchTest {
  private static final int LANES = 7;
  private static final int DIMENSION = 3;
  private static final int HORIZON = 40;
  private static final int STEPS = 3000;

  @Test
  void everyLaneGivesTheNumbersOfASingleGuard() {
    compare(
        GaussianGuardBatch.perStep(1.3, HORIZON, LANES, DIMENSION),
        () -> new PerStepGuard(1.3, HORIZON));
    compare(
        GaussianGuardBatch.budget(1.2, 0.3, HORIZON, LANES, DIMENSION),
        () -> new BudgetGuard(1.2, 0.3, HORIZON));
    compare(
        GaussianGuardBatch.meanOnly(1.5, 0.4, HORIZON, LANES, DIMENSION),
        () -> new MeanGuard(1.5, 0.4, HORIZON));
    compare(
        GaussianGuardBatch.perStep(1, HORIZON, LANES, DIMENSION),
        () -> new PerStepGuard(1, HORIZON));
  }

  private static void compare(GaussianGuardBatch batch, Supplier<Guard> single) {
    Random random = new Random(11);
    List<Guard> guards = Stream.generate(single).limit(LANES).toList();
    int size = LANES * DIMENSION;
    double[] baseMean = new double[size];
    double[] baseStd = new double[size];
    double[] taskMean = new double[size];
    double[] taskStd = new double[size];
    double[] mean = new double[size];
    double[] std = new double[size];
    double[] raw = new double[size];
    boolean[] seen = new boolean[Fallback.values().length];
    for (int step = 0; step < STEPS; step++) {
      for (int k = 0; k < size; k++) {
        baseMean[k] = random.nextGaussian();
        baseStd[k] = Math.exp(random.nextGaussian() - 1);
        taskMean[k] = baseMean[k] + baseStd[k] * random.nextGaussian() * 0.3;
        taskStd[k] = baseStd[k] * Math.exp(0.3 * random.nextGaussian());
      }
      int odd = random.nextInt(20 * size);
      if (odd < size) {
        taskMean[odd] = Double.NaN;
      } else if (odd < 2 * size) {
        taskStd[odd - size] = 0;
      } else if (odd < 3 * size) {
        taskStd[odd - 2 * size] = 1e300;
      }
      batch.restrict(baseMean, baseStd, taskMean, taskStd, mean, std);
      for (int lane = 0; lane < LANES; lane++) {
        int from = lane * DIMENSION;
        int to = from + DIMENSION;
        DiagonalGaussian base =
            new DiagonalGaussian(
                Arrays.copyOfRange(baseMean, from, to), Arrays.copyOfRange(baseStd, from, to));
        ActionDistribution task = null;
        try {
          task =
              new DiagonalGaussian(
                  Arrays.copyOfRange(taskMean, from, to), Arrays.copyOfRange(taskStd, from, to));
        } catch (IllegalArgumentException invalid) {
          assertEquals(Fallback.TASK_INVALID, batch.fallback(lane));
        }
        DiagonalGaussian played = (DiagonalGaussian) guards.get(lane).restrict(base, task);
        for (int i = 0; i < DIMENSION; i++) {
          assertSame(played.mean(i), mean[from + i]);
          assertSame(played.std(i), std[from + i]);
          raw[from + i] = mean[from + i] + std[from + i] * random.nextGaussian();
        }
      }
      batch.account(raw);
      for (int lane = 0; lane < LANES; lane++) {
        int from = lane * DIMENSION;
        LedgerEntry entry =
            guards.get(lane).account(Arrays.copyOfRange(raw, from, from + DIMENSION));
        assertSame(entry.charge(), batch.charge(lane));
        assertSame(entry.remaining(), batch.remaining(lane));
        assertSame(guards.get(lane).remainingShare(), batch.remainingShare(lane));
        assertEquals(entry.fallback(), batch.fallback(lane));
        assertEquals(entry.decision() + 1, batch.decisions(lane));
        seen[entry.fallback().ordinal()] = true;
        if (random.nextInt(HORIZON) == 0) {
          guards.get(lane).reset();
          batch.reset(lane);
        }
      }
    }
    assertTrue(seen[Fallback.HORIZON_PASSED.ordinal()], "the horizon was passed");
    assertTrue(seen[Fallback.TASK_INVALID.ordinal()], "a task was invalid");
  }

  private static void assertSame(double expected, double actual) {
    assertEquals(Double.doubleToRawLongBits(expected), Double.doubleToRawLongBits(actual));
  }

  @Test
  void theOrderOfCallsIsKept() {
    GaussianGuardBatch batch = GaussianGuardBatch.perStep(2, 5, 1, 1);
    double[] zero = {0};
    double[] one = {1};
    assertThrows(IllegalStateException.class, () -> batch.account(zero));
    batch.restrict(zero, one, zero, one, new double[1], new double[1]);
    assertThrows(
        IllegalStateException.class,
        () -> batch.restrict(zero, one, zero, one, new double[1], new double[1]));
    assertThrows(IllegalArgumentException.class, () -> batch.account(new double[] {Double.NaN}));
    batch.account(zero);
    assertThrows(
        IllegalArgumentException.class,
        () -> batch.restrict(zero, zero, zero, one, new double[1], new double[1]));
  }
}
