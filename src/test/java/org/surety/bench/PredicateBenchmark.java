package org.surety.bench;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
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
import org.surety.spec.Evaluator;
import org.surety.spec.PropertyFile;

/**
 * Samples (letters) a second for which one core computes the margins of a property's predicates.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class PredicateBenchmark {
  private static final int SAMPLES = 1 << 20;

  private static final String HEADER =
      """
      signal x = observations[0]
      signal y = observations[1]
      """;

  /** Letters in each episode. */
  @Param({"15", "200", "1048576"})
  public int letters;

  /** What is computed: two discs, sixteen beams, or a running sum. */
  @Param({"hypot", "lidar", "sum"})
  public String predicates;

  private Evaluator evaluator;
  private double[][] columns;
  private double[][] margins;

  /** Draws the columns uniformly from [-1, 3). */
  @Setup
  public void setUp() {
    String text =
        switch (predicates) {
          case "hypot" ->
              HEADER
                  + "predicate hazard := hypot(x + 0.12215, y - 0.91048) <= 0.5\n"
                  + "predicate goal := hypot(x + 0.16202, y - 2.11377) <= 0.3\n"
                  + "property p := (!hazard) U goal\n";
          case "lidar" -> "property p := G (min(observations[0:16]) > 0.3)\n";
          default -> "property p := G (sum(cost) <= 25)\n";
        };
    PropertyFile file = PropertyFile.parse("benchmark", text);
    evaluator = file.program().evaluator();
    SplittableRandom random = new SplittableRandom(1);
    int width = file.program().columns().size();
    columns = new double[width][letters];
    for (double[] column : columns) {
      java.util.Arrays.setAll(column, t -> 4 * random.nextDouble() - 1);
    }
    margins = new double[file.program().atoms().size()][letters];
  }

  /** As many episodes as make about a million samples, the same one over and over. */
  @Benchmark
  @OperationsPerInvocation(SAMPLES)
  public double[][] evaluate() {
    for (int done = 0; done < SAMPLES; done += letters) {
      evaluator.evaluate("0", columns, letters, margins);
    }
    return margins;
  }
}
