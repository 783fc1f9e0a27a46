package org.surety.bench;

import java.util.List;
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
import org.surety.automaton.translate.LtlfTranslator;
import org.surety.logic.Formula;
import org.surety.logic.LtlParser;
import org.surety.logic.ParseOptions;
import org.surety.monitor.DfaRun;
import org.surety.monitor.DfaTable;
import org.surety.monitor.RobustnessProgram;
import org.surety.spec.Evaluator;
import org.surety.spec.PredicateProgram;
import org.surety.spec.PropertyFile;

/**
 * Speed of judging, on one core, in samples per microsecond (the score is millions a second); a
 * sample is one letter with all its atoms. Margins lie in memory, 31 MB a column pair, and every
 * invocation takes the next thirty-second part of them.
 *
 * <p>Data: {@code uniform} margins have either sign with equal probability; of {@code rare} ones a
 * thousandth holds; in {@code quiet} ones nothing ever happens, so that no run ends early.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 200, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 10, time = 100, timeUnit = TimeUnit.MILLISECONDS)
@Fork(1)
public class MonitorBenchmark {
  private static final int SAMPLES = 61_440; // a multiple of each length below
  private static final int PARTS = 32;

  /** Episodes of random margins, drawn by the state that knows how many columns it needs. */
  @State(Scope.Benchmark)
  public static class Episodes {
    @Param({"15", "240", "1024"})
    int length;

    @Param({"uniform", "rare", "quiet"})
    String data;

    int each;
    private int part;
    private double[][][] margins;

    void draw(int columns) {
      SplittableRandom random = new SplittableRandom(1);
      double probability = data.equals("uniform") ? 0.5 : data.equals("rare") ? 0.001 : 0;
      each = SAMPLES / length;
      margins = new double[PARTS * each][columns][length];
      for (double[][] episode : margins) {
        for (double[] column : episode) {
          for (int i = 0; i < length; i++) {
            double v = random.nextDouble() + 1e-3;
            column[i] = random.nextDouble() < probability ? v : -v;
          }
        }
      }
    }

    /** The first episode of the next part. */
    int next() {
      part = (part + 1) % PARTS;
      return part * each;
    }
  }

  /** A formula compiled for its atoms, and its data. */
  @State(Scope.Thread)
  public static class Judged {
    @Param({"!a U b", "!q U p", "(!a U b) & G !c", "!a U (b & F c)", "G (a -> F b)"})
    String formula;

    RobustnessProgram program;
    RobustnessProgram.Workspace workspace;
    DfaTable table;
    final DfaRun run = new DfaRun();

    @Setup
    public void compile(Episodes episodes) {
      Formula f = LtlParser.parse(formula, ParseOptions.DEFAULTS);
      List<String> atoms = List.copyOf(f.atoms());
      program = RobustnessProgram.compile(f, atoms);
      workspace = program.newWorkspace();
      table = DfaTable.of(LtlfTranslator.translate(f), atoms);
      episodes.draw(atoms.size());
    }
  }

  /** Robustness at the last letter's horizon and the verdict at every horizon. */
  @Benchmark
  @OperationsPerInvocation(SAMPLES)
  public double judge(Judged judged, Episodes episodes) {
    double sum = 0;
    int first = episodes.next();
    for (int e = first; e < first + episodes.each; e++) {
      double[][] margins = episodes.margins[e];
      judged.table.run(margins, episodes.length, judged.run);
      sum += judged.program.robustness(margins, episodes.length, judged.workspace);
      sum += judged.run.absorbedAt();
    }
    return sum;
  }

  /** Two columns, for the limit that memory sets. */
  @State(Scope.Thread)
  public static class Pairs {
    @Setup
    public void draw(Episodes episodes) {
      episodes.draw(2);
    }
  }

  /** Reads the two columns and adds them up: the bound that no monitor of them passes. */
  @Benchmark
  @OperationsPerInvocation(SAMPLES)
  public double read(Pairs pairs, Episodes episodes) {
    double a = 0;
    double b = 0;
    double c = 0;
    double d = 0;
    int first = episodes.next();
    for (int e = first; e < first + episodes.each; e++) {
      double[] x = episodes.margins[e][0];
      double[] y = episodes.margins[e][1];
      for (int i = 0; i + 1 < x.length; i += 2) {
        a += x[i];
        b += x[i + 1];
        c += y[i];
        d += y[i + 1];
      }
    }
    return a + b + c + d;
  }

  /** A formula whose robustness is wanted at every letter of a long trace. */
  @State(Scope.Thread)
  public static class Signals {
    @Param({"a U[0,100] b", "G[0,1000] a", "a U b"})
    String windowed;

    RobustnessProgram program;
    RobustnessProgram.Workspace workspace;
    final double[][] margins = new double[2][SAMPLES];
    final double[] out = new double[SAMPLES];

    @Setup
    public void compile() {
      Formula f = LtlParser.parse(windowed, ParseOptions.DEFAULTS);
      program = RobustnessProgram.compile(f, List.of("a", "b"));
      workspace = program.newWorkspace();
      SplittableRandom random = new SplittableRandom(2);
      for (double[] column : margins) {
        for (int i = 0; i < SAMPLES; i++) {
          column[i] = random.nextDouble() - 0.5;
        }
      }
    }
  }

  /** Robustness at every letter (at letter 0 alone a bounded operator reads one window). */
  @Benchmark
  @OperationsPerInvocation(SAMPLES)
  public double signal(Signals signals) {
    signals.program.signal(signals.margins, SAMPLES, signals.out, signals.workspace);
    return signals.out[0];
  }

  /** Positions of a point robot and the reach-avoid property over them. */
  @State(Scope.Thread)
  public static class Positions {
    Evaluator evaluator;
    final double[][] scratch = new double[2][SAMPLES];
    RobustnessProgram program;
    RobustnessProgram.Workspace workspace;
    DfaTable table;
    final DfaRun run = new DfaRun();

    @Setup
    public void compile(Episodes episodes) {
      PropertyFile file =
          PropertyFile.parse(
              "benchmark",
              """
              signal x = observations[0]
              signal y = observations[1]
              predicate hazard := hypot(x + 0.12215, y - 0.91048) <= 0.5
              predicate goal := hypot(x + 0.16202, y - 2.11377) <= 0.3
              property reach_avoid := (!hazard) U goal
              """);
      PredicateProgram predicates = file.program();
      Formula f = file.property("reach_avoid").formula();
      evaluator = predicates.evaluator();
      program = RobustnessProgram.compile(f, predicates.atoms());
      workspace = program.newWorkspace();
      table = DfaTable.of(LtlfTranslator.translate(f), predicates.atoms());
      episodes.draw(2);
    }
  }

  /** The whole way from columns x and y: two predicates, robustness, verdicts. */
  @Benchmark
  @OperationsPerInvocation(SAMPLES)
  public double fromPositions(Positions positions, Episodes episodes) {
    double sum = 0;
    int first = episodes.next();
    for (int e = first; e < first + episodes.each; e++) {
      positions.evaluator.evaluate("e", episodes.margins[e], episodes.length, positions.scratch);
      positions.table.run(positions.scratch, episodes.length, positions.run);
      sum += positions.program.robustness(positions.scratch, episodes.length, positions.workspace);
      sum += positions.run.absorbedAt();
    }
    return sum;
  }
}
