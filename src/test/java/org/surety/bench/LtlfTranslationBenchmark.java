package org.surety.bench;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.surety.automaton.translate.LiteratureFormulas;
import org.surety.automaton.translate.LtlfTranslator;
import org.surety.logic.LtlParser;
import org.surety.logic.ParseOptions;

/**
 * Text to minimal automaton, for all 217 formulas of the literature under both readings of X: one
 * operation is 434 parses and translations on one core. Bound to be reached: 500 ms.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class LtlfTranslationBenchmark {
  private List<String> formulas = List.of();

  @Setup(Level.Trial)
  public void read() {
    formulas = LiteratureFormulas.all().stream().map(LiteratureFormulas.Line::formula).toList();
  }

  /** All formulas under both readings; the sum of the sizes is 993 + 1057. */
  @Benchmark
  public int literature() {
    int states = 0;
    for (ParseOptions.Next next : ParseOptions.Next.values()) {
      ParseOptions options = ParseOptions.DEFAULTS.withNext(next);
      for (String formula : formulas) {
        states += LtlfTranslator.translate(LtlParser.parse(formula, options)).states();
      }
    }
    if (states != 993 + 1057) {
      throw new IllegalStateException("wrong total of states: " + states);
    }
    return states;
  }
}
