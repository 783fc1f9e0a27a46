package org.surety.bench;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.surety.guard.BaseKind;
import org.surety.guard.BudgetGuard;
import org.surety.guard.CouplingCharge;
import org.surety.guard.Guard;
import org.surety.guard.GuardedAction;
import org.surety.guard.GuardedPolicy;
import org.surety.guard.MeanGuard;
import org.surety.guard.PerStepGuard;
import org.surety.ratio.DiagonalGaussian;

/**
 * Guarded decisions at two dimensions: limiting, drawing, charging. Tasks shift by up to a base
 * standard deviation and are 0.5 to 1 base widths wide.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class GuardBenchmark {
  private static final int PAIRS = 1000;
  private static final int HORIZON = 100;

  @Param({"per-step", "budget", "mean-only"})
  private String guard;

  private final DiagonalGaussian[] bases = new DiagonalGaussian[PAIRS];
  private final DiagonalGaussian[] tasks = new DiagonalGaussian[PAIRS];
  private GuardedPolicy policy;
  private int decision;

  @Setup
  public void draw() {
    SplittableRandom random = new SplittableRandom(7);
    for (int k = 0; k < PAIRS; k++) {
      double[] mean = new double[2];
      double[] std = new double[2];
      double[] taskMean = new double[2];
      double[] taskStd = new double[2];
      for (int i = 0; i < 2; i++) {
        mean[i] = random.nextDouble(-2, 2);
        std[i] = random.nextDouble(0.1, 1);
        taskMean[i] = mean[i] + std[i] * random.nextDouble(-1, 1);
        taskStd[i] = std[i] * random.nextDouble(0.5, 1);
      }
      bases[k] = new DiagonalGaussian(mean, std);
      tasks[k] = new DiagonalGaussian(taskMean, taskStd);
    }
    Guard made =
        switch (guard) {
          case "per-step" -> new PerStepGuard(1.5, HORIZON);
          case "budget" -> new BudgetGuard(2.302585, 0.1, HORIZON);
          default -> new MeanGuard(1, 0.1, HORIZON);
        };
    policy =
        new GuardedPolicy(
            s -> bases[decision % PAIRS],
            BaseKind.INDEPENDENT,
            (s, share) -> tasks[decision % PAIRS],
            made,
            CouplingCharge.sameEvaluator("double"),
            1);
  }

  @Benchmark
  public GuardedAction act() {
    if (decision % HORIZON == 0) {
      policy.start(decision / HORIZON);
    }
    GuardedAction action = policy.act(new double[0]);
    decision = (decision + 1) & Integer.MAX_VALUE;
    return action;
  }
}
