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
import org.surety.automaton.Limits;
import org.surety.automaton.translate.LiteratureFormulas;
import org.surety.automaton.translate.NbaTranslator;
import org.surety.logic.LtlParser;

/**
 * Text to nondeterministic Büchi automaton, for all 217 formulas of the literature: one operation
 * is 217 parses and translations on one core. Bound to be reached: 500 ms.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class NbaTranslationBenchmark {
  private List<String> formulas = List.of();

  @Setup(Level.Trial)
  public void read() {
    formulas = LiteratureFormulas.all().stream().map(LiteratureFormulas.Line::formula).toList();
  }

  /** All formulas; their sizes are in {@code automaton/nba_sizes.tsv}. */
  @Benchmark
  public int literature() {
    int states = 0;
    for (String formula : formulas) {
      states += NbaTranslator.translate(LtlParser.parse(formula), Limits.NONE).states();
    }
    return states;
  }
}
