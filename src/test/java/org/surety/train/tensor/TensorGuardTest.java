package org.surety.train.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.surety.guard.Fallback;
import org.surety.guard.GaussianGuardBatch;
import org.surety.guard.GuardSetting;
import org.surety.guard.GuardSetting.Kind;
import org.surety.ratio.MeanProjection;
import org.surety.ratio.MeanProjectionGradient;
import org.surety.train.tensor.TensorProjection.Cotangents;
import org.surety.train.tensor.TensorProjection.Projected;
import org.surety.train.tensor.Workspace.Precision;

/** Guards on a device play and charge as the guards on arrays, or more. */
class TensorGuardTest {
  private static final int LANES = 200;
  private static final int D = 2;
  private static final int HORIZON = 20;

  @ParameterizedTest
  @EnumSource(value = Kind.class, mode = EnumSource.Mode.EXCLUDE, names = "BOX")
  void ledgersAreThoseOnArraysAndNothingIsExceeded(Kind kind) {
    GaussianGuardBatch expected =
        switch (kind) {
          case PER_STEP -> GaussianGuardBatch.perStep(1.3, HORIZON, LANES, D);
          case BUDGET -> GaussianGuardBatch.budget(1.5, 0.4, HORIZON, LANES, D);
          default -> GaussianGuardBatch.meanOnly(1.5, 0.5, HORIZON, LANES, D);
        };
    GuardSetting setting =
        switch (kind) {
          case PER_STEP -> GuardSetting.of(kind, new BigDecimal("1.3"), HORIZON);
          case BUDGET -> budget(kind, "0.4");
          default -> budget(kind, "0.5");
        };
    SplittableRandom random = new SplittableRandom(4);
    double[] baseMean = new double[LANES * D];
    double[] baseStd = new double[LANES * D];
    double[] taskMean = new double[LANES * D];
    double[] taskStd = new double[LANES * D];
    double[] mean = new double[LANES * D];
    double[] std = new double[LANES * D];
    double[] raw = new double[LANES * D];
    boolean spent = false;
    boolean ended = false;
    int off = 0;
    try (Workspace workspace = new Workspace("cpu")) {
      TensorGuard actual = new TensorGuard(workspace, setting, LANES);
      for (int t = 0; t < 60; t++) {
        double[] begin = new double[LANES];
        for (int lane = 0; lane < LANES; lane++) {
          if (random.nextInt(30) == 0) {
            begin[lane] = 1;
            expected.reset(lane);
          }
        }
        for (int k = 0; k < LANES * D; k++) {
          baseMean[k] = random.nextGaussian();
          baseStd[k] = Math.exp(0.5 * random.nextGaussian());
          taskMean[k] = baseMean[k] + 2 * baseStd[k] * random.nextGaussian();
          taskStd[k] = baseStd[k] * Math.exp(0.5 * random.nextGaussian());
          if (random.nextInt(500) == 0) {
            taskMean[k] = Double.NaN;
          }
        }
        expected.restrict(baseMean, baseStd, taskMean, taskStd, mean, std);
        for (int k = 0; k < LANES * D; k++) {
          raw[k] = mean[k] + std[k] * random.nextGaussian();
        }
        try (Workspace.Scope scope = workspace.scope()) {
          actual.reset(workspace.of(Precision.DOUBLE, begin, LANES, 1).above(0));
          TensorGuard.Decision decision =
              actual.restrict(
                  of(workspace, baseMean),
                  of(workspace, baseStd),
                  of(workspace, taskMean),
                  of(workspace, taskStd));
          Tensor drawn = of(workspace, raw);
          actual.check(decision, drawn, actual.account(decision, drawn));
          expected.account(raw);
          double[] means = decision.played().mean().toArray();
          double[] stds = decision.played().std().toArray();
          double[] limits = decision.limit().toArray();
          double[] active = decision.active().toArray();
          double[] remaining = actual.remaining().toArray();
          for (int lane = 0; lane < LANES; lane++) {
            String where = kind + " step " + t + " lane " + lane;
            Fallback fallback = expected.fallback(lane);
            assertEquals(fallback == Fallback.NONE, active[lane] == 1, where);
            if (fallback != Fallback.TASK_INVALID) {
              assertEquals(expected.limit(lane), limits[lane], 5e-3, where);
            }
            // A projection of its own, in a fixed number of steps, and so a ledger of its own.
            assertEquals(expected.remaining(lane), remaining[lane], 5e-3, where);
            for (int i = lane * D; i < (lane + 1) * D; i++) {
              assertEquals(mean[i], means[i], 3e-3 * (1 + Math.abs(mean[i])), where);
              assertEquals(std[i], stds[i], 3e-3 * std[i], where);
              off += Math.abs(mean[i] - means[i]) > 1e-6 * (1 + Math.abs(mean[i])) ? 1 : 0;
            }
            spent |= fallback == Fallback.BUDGET_SPENT;
            ended |= fallback == Fallback.HORIZON_PASSED;
          }
          assertEquals(0, actual.exceptions().value());
        }
      }
    }
    assertTrue(ended);
    assertTrue(off < 0.01 * 60 * LANES * D, off + " are off by more than 1e-6");
  }

  private static GuardSetting budget(Kind kind, String cap) {
    return new GuardSetting(
        kind, new BigDecimal("1.5"), Optional.of(new BigDecimal(cap)), HORIZON, Optional.empty());
  }

  private static Tensor of(Workspace workspace, double[] values) {
    return workspace.of(Precision.DOUBLE, values, LANES, D);
  }

  @Test
  void aRatioAboveItsLimitAndAnActionThatIsNoNumberAreCounted() {
    try (Workspace workspace = new Workspace("cpu");
        Workspace.Scope scope = workspace.scope()) {
      TensorGuard guard =
          new TensorGuard(workspace, GuardSetting.of(Kind.BUDGET, new BigDecimal("0.1"), 5), 2);
      Tensor zero = workspace.filled(Precision.DOUBLE, 0, 2, 1);
      Tensor one = zero.plus(1);
      TensorGuard.Decision decision = guard.restrict(zero, one, one, one);
      Projected moved = new Projected(one, decision.played().std(), decision.played().multiplier());
      TensorGuard.Decision beyond =
          new TensorGuard.Decision(moved, decision.limit(), decision.active(), zero, one);
      guard.check(beyond, zero, guard.account(beyond, zero));
      assertEquals(2, guard.exceptions().value());
      guard.clearCounts();
      Tensor drawn = workspace.of(Precision.DOUBLE, new double[] {0, Double.NaN}, 2, 1);
      guard.check(decision, drawn, guard.account(decision, drawn));
      assertEquals(1, guard.exceptions().value());
    }
  }

  @Test
  void meansAreProjectedAndPulledBackAsOnArrays() {
    int rows = 3000;
    int d = 3;
    SplittableRandom random = new SplittableRandom(8);
    double[] radius = new double[rows];
    double[][] a = new double[5][rows * d];
    for (int row = 0; row < rows; row++) {
      radius[row] = row % 50 == 0 ? 0 : Math.exp(random.nextGaussian() - 1);
    }
    for (int k = 0; k < rows * d; k++) {
      a[0][k] = random.nextGaussian();
      a[1][k] = Math.exp(random.nextGaussian());
      a[2][k] = a[0][k] + a[1][k] * random.nextGaussian();
      a[3][k] = a[1][k] * Math.exp(random.nextGaussian());
      a[4][k] = random.nextGaussian();
    }
    try (Workspace workspace = new Workspace("cpu");
        Workspace.Scope scope = workspace.scope()) {
      Tensor[] t = new Tensor[5];
      for (int i = 0; i < 5; i++) {
        t[i] = workspace.of(Precision.DOUBLE, a[i], rows, d);
      }
      Projected projected =
          TensorMeanProjection.project(
              workspace.of(Precision.DOUBLE, radius, rows, 1), t[0], t[1], t[2], t[3]);
      Cotangents bar = TensorMeanProjection.pullBack(projected, t[0], t[1], t[2], t[3], t[4]);
      double[] mean = projected.mean().toArray();
      double[] meanBar = bar.mean().toArray();
      double[] stdBar = bar.std().toArray();
      double[] expected = new double[rows * d];
      double[] expectedMeanBar = new double[rows * d];
      double[] expectedStdBar = new double[rows * d];
      MeanProjection projection = new MeanProjection(d);
      MeanProjectionGradient gradient = new MeanProjectionGradient(d);
      for (int row = 0; row < rows; row++) {
        int at = row * d;
        double multiplier = projection.project(radius[row], a[0], a[1], a[2], a[3], expected, at);
        gradient.pullBack(
            multiplier, a[0], a[1], a[2], a[3], a[4], expectedMeanBar, expectedStdBar, at);
        double square = MeanProjection.squaredShiftUpper(mean, a[0], a[1], at, d);
        assertTrue(square <= radius[row] * radius[row], "row " + row);
        for (int k = at; k < at + d; k++) {
          assertEquals(expected[k], mean[k], 1e-9 * (1 + Math.abs(expected[k])), "row " + row);
          assertEquals(expectedMeanBar[k], meanBar[k], 1e-7 * (1 + Math.abs(meanBar[k])));
          assertEquals(expectedStdBar[k], stdBar[k], 1e-7 * (1 + Math.abs(stdBar[k])));
        }
      }
    }
  }
}
