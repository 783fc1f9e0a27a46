package org.surety.bench;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.surety.ratio.GaussianProjection;
import org.surety.ratio.ProjectionGradient;

/**
 * Projections a second on one thread, check of the result included, at α = 1.5: task means at
 * {@code scale} standard normal base deviations, log widths at a deviation of 0.5. The reference
 * implementation's convex solver does about 700 a second.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class ProjectionBenchmark {
  private static final int ROWS = 4096;

  @Param({"2", "6"})
  public int dimension;

  @Param({"3", "0.3"})
  public double scale;

  private final double[] logRatios = new double[ROWS];
  private final double[] multipliers = new double[ROWS];
  private double[] baseMean;
  private double[] baseStd;
  private double[] taskMean;
  private double[] taskStd;
  private double[] mean;
  private double[] std;
  private double[] meanBar;
  private double[] stdBar;
  private GaussianProjection projection;
  private ProjectionGradient gradient;

  @Setup
  public void draw() {
    RandomGenerator random = new SplittableRandom(1);
    int n = ROWS * dimension;
    baseMean = new double[n];
    baseStd = new double[n];
    taskMean = new double[n];
    taskStd = new double[n];
    mean = new double[n];
    std = new double[n];
    meanBar = new double[n];
    stdBar = new double[n];
    for (int i = 0; i < n; i++) {
      baseMean[i] = random.nextGaussian();
      baseStd[i] = Math.exp(0.3 * random.nextGaussian());
      taskMean[i] = baseMean[i] + baseStd[i] * scale * random.nextGaussian();
      taskStd[i] = baseStd[i] * Math.exp(0.5 * random.nextGaussian());
    }
    java.util.Arrays.fill(logRatios, Math.log(1.5));
    projection = new GaussianProjection(dimension);
    gradient = new ProjectionGradient(dimension);
    project();
  }

  @Benchmark
  @OperationsPerInvocation(ROWS)
  public double[] project() {
    projection.projectAll(
        ROWS, logRatios, baseMean, baseStd, taskMean, taskStd, mean, std, multipliers);
    return std;
  }

  @Benchmark
  @OperationsPerInvocation(ROWS)
  public double[] pullBack() {
    for (int row = 0; row < ROWS; row++) {
      gradient.pullBack(
          multipliers[row],
          baseMean,
          baseStd,
          taskMean,
          taskStd,
          mean,
          std,
          mean,
          std,
          meanBar,
          stdBar,
          row * dimension);
    }
    return stdBar;
  }
}
