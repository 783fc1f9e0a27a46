package org.surety.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.surety.audit.box.BoxAudit;
import org.surety.audit.box.BoxAuditResult;
import org.surety.audit.box.Pairs;
import org.surety.base.Progress;
import org.surety.policy.PolicyEvaluator;
import org.surety.ratio.GaussianRatio;

/**
 * Audits pairs of policies over [−1, 1]ⁿ and holds every bound against 10,000 sampled states: a
 * pair with a known maximum; random tanh pairs (weights normal with variance gain²/inputs, the task
 * with noise of 0.05 on every weight, ln σ_task = ln σ_base − softplus of a random layer); the same
 * with a violation planted on 6.4e-5 of the square; four inputs and 64-64 units at α = 2 and at the
 * largest ratio. Takes about a minute.
 */
public final class BoxAuditStudy {
  private static final int SAMPLES = 10_000;

  private BoxAuditStudy() {}

  /** Runs the study; the exit status is 1 if a sample exceeds a bound. */
  public static void main(String[] arguments) {
    // Once for the compiler of the virtual machine.
    Table warm = new Table("warm up");
    for (int seed = 100; seed < 110; seed++) {
      warm.add(pair(seed, 2.5, 2, 32), Double.POSITIVE_INFINITY, 0.05);
    }
    Table vector = new Table("1 input, known maximum 0.446970994293, gap 5 %");
    vector.add(
        new Pairs.Pair(Pairs.vectorBase(), Pairs.vectorTask()), Double.POSITIVE_INFINITY, 0.05);
    vector.print();
    for (double gain : new double[] {1, 1.5, 2.5}) {
      Table table = new Table("2 inputs, 32-32, gain " + gain + ", gap 5 %");
      Table planted = new Table("2 inputs, 32-32, gain " + gain + ", planted violation");
      SplittableRandom random = new SplittableRandom(9);
      for (int seed = 0; seed < 20; seed++) {
        Pairs.Pair pair = pair(seed, gain, 2, 32);
        double most = table.add(pair, Double.POSITIVE_INFINITY, 0.05).maxLogRatioUpper();
        double[] at = random.doubles(2, -0.9, 0.9).toArray();
        planted.add(Pairs.planted(pair, at, 0.008, 40), 1.05 * most, 0);
      }
      table.print();
      planted.print();
    }
    for (double gain : new double[] {0.577, 1}) {
      for (double offset : new double[] {0, -2, -3}) {
        String name = String.format("4 inputs, 64-64, gain %s, offset %.0f, ", gain, offset);
        Table table = new Table(name + "α = 2, gap 10 %");
        Table largest = new Table(name + "gap 10 %");
        for (int seed = 0; seed < 5; seed++) {
          SplittableRandom random = new SplittableRandom(seed);
          Pairs.Pair pair = Pairs.narrowed(random, gain, 0.05, offset, 4, 64, 2);
          table.add(pair, Math.log(2), 0.1);
          largest.add(pair, Double.POSITIVE_INFINITY, 0.1);
        }
        table.print();
        largest.print();
      }
    }
    if (Table.broken > 0) {
      System.out.println(Table.broken + " bounds broken");
      System.exit(1);
    }
  }

  private static Pairs.Pair pair(int seed, double gain, int inputs, int width) {
    return Pairs.narrowed(new SplittableRandom(seed), gain, 0.05, inputs, width, 2);
  }

  /** Audits of one kind. */
  private static final class Table {
    private static int broken;

    private final String name;
    private final List<BoxAuditResult> results = new ArrayList<>();
    private double slowest;

    Table(String name) {
      this.name = name;
    }

    BoxAuditResult add(Pairs.Pair pair, double logAlpha, double gap) {
      int n = pair.base().observations();
      double[] low = new double[n];
      double[] high = new double[n];
      Arrays.fill(low, -1);
      Arrays.fill(high, 1);
      long start = System.nanoTime();
      BoxAuditResult result =
          BoxAudit.audit(
              pair.base(),
              pair.task(),
              low,
              high,
              logAlpha,
              gap,
              Duration.ofSeconds(60),
              Progress.NONE);
      slowest = Math.max(slowest, (System.nanoTime() - start) * 1e-9);
      results.add(result);
      if (sampled(pair) > result.maxLogRatioUpper()) {
        broken++;
      }
      return result;
    }

    private static double sampled(Pairs.Pair pair) {
      SplittableRandom random = new SplittableRandom(77);
      PolicyEvaluator base = pair.base().evaluator(1);
      PolicyEvaluator task = pair.task().evaluator(1);
      int d = pair.base().actions();
      double[][] values = new double[4][d];
      double most = 0;
      for (int k = 0; k < SAMPLES; k++) {
        double[] x = random.doubles(pair.base().observations(), -1, 1).toArray();
        base.gaussian(x, 0, 1, values[0], values[1]);
        task.gaussian(x, 0, 1, values[2], values[3]);
        double ratio =
            GaussianRatio.maxLogRatioUpper(values[2], values[3], values[0], values[1], 0, d);
        most = Math.max(most, ratio * (1 - 1e-13));
      }
      return most;
    }

    void print() {
      long[] verdicts = new long[3];
      results.forEach(r -> verdicts[r.verdict().ordinal()]++);
      System.out.printf(
          "%-60s holds %2d, violated %2d, undecided %2d; largest log ratio up to %.4f;"
              + " at most %d boxes, %.2f s%n",
          name,
          verdicts[0],
          verdicts[1],
          verdicts[2],
          results.stream().mapToDouble(BoxAuditResult::maxLogRatioLower).max().orElse(0),
          results.stream().mapToLong(BoxAuditResult::boxes).max().orElse(0),
          slowest);
    }
  }
}
