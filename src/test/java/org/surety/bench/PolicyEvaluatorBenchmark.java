package org.surety.bench;

import java.util.List;
import java.util.Random;
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
import org.surety.policy.ActionScaling;
import org.surety.policy.Activation;
import org.surety.policy.DenseLayer;
import org.surety.policy.Head;
import org.surety.policy.Network;
import org.surety.policy.Policy;
import org.surety.policy.PolicyEvaluator;

/** One batch through a tanh 64-64 (PPO) and a ReLU 256-256 actor (SAC), 8 observations. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
public class PolicyEvaluatorBenchmark {
  @Param({"TANH-64", "RELU-256"})
  public String network = "";

  @Param({"1", "64", "2048"})
  public int rows;

  private PolicyEvaluator evaluator;
  private double[] observations;
  private double[] mean;
  private double[] std;

  @Setup
  public void build() {
    Random random = new Random(1);
    String[] parts = network.split("-");
    Activation activation = Activation.valueOf(parts[0]);
    int width = Integer.parseInt(parts[1]);
    Policy policy =
        new Policy(
            8,
            null,
            new Network(
                List.of(
                    layer(random, 8, width, activation), layer(random, width, width, activation))),
            new Head.Gaussian(
                new Network(List.of(layer(random, width, 2, Activation.IDENTITY))),
                new Head.ConstantDeviation(new double[2])),
            ActionScaling.none());
    evaluator = policy.evaluator(rows);
    observations = random.doubles(8L * rows, -1, 1).toArray();
    mean = new double[2 * rows];
    std = new double[2 * rows];
  }

  private static DenseLayer layer(Random random, int inputs, int outputs, Activation activation) {
    double scale = 1 / Math.sqrt(inputs);
    return new DenseLayer(
        inputs,
        random.doubles((long) inputs * outputs, -scale, scale).toArray(),
        new double[outputs],
        activation);
  }

  @Benchmark
  public double[] evaluate() {
    evaluator.gaussian(observations, 0, rows, mean, std);
    return mean;
  }
}
