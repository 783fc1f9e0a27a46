package org.surety.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.function.BiFunction;
import org.surety.automaton.Limits;
import org.surety.automaton.hoa.PrintedAutomata;
import org.surety.automaton.omega.BooleanOperations;
import org.surety.automaton.omega.LanguageComparison;
import org.surety.automaton.omega.LassoAcceptance;
import org.surety.automaton.omega.LassoWord;
import org.surety.automaton.omega.OmegaAutomaton;
import org.surety.automaton.omega.RandomAutomata;
import org.surety.automaton.translate.DelaTranslator;
import org.surety.automaton.translate.DpaTranslator;
import org.surety.automaton.translate.LiteratureFormulas;
import org.surety.logic.Formula;
import org.surety.logic.LassoWords;
import org.surety.logic.LtlParser;
import org.surety.logic.RandomFormulas;

/**
 * Sizes and times of the deterministic automata of 217 formulas of the literature, beside what Spot
 * and Owl print, and 5,000 random formulas (up to 15 operators and atoms, 4 atoms): the automaton
 * of each against that of its negation, and against direct evaluation on 20 random words. About two
 * minutes.
 *
 * <p>Run with {@code mvn -q -Pbench -DskipTests test-compile exec:exec
 * -Dstudy=org.surety.bench.DeterministicAutomataStudy}; times are those of one thread, so that
 * other load does not count.
 */
public final class DeterministicAutomataStudy {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final int PASSES = 20;
  private static final int RANDOM_FORMULAS = 5_000;
  private static final List<String> ATOMS = List.of("a", "b", "c", "d");

  private DeterministicAutomataStudy() {}

  /** Prints the tables. */
  public static void main(String[] args) {
    literature("DPA", DpaTranslator::translate);
    literature("DELA", DelaTranslator::translate);
    print(
        "Spot DPA %d states, Owl DPA %d, Spot DELA %d",
        states(PrintedAutomata.SPOT_DPA.all()),
        states(PrintedAutomata.OWL_DPA.all()),
        states(PrintedAutomata.SPOT_DELA.all()));
    random();
  }

  private static int states(List<OmegaAutomaton> automata) {
    return automata.stream().mapToInt(OmegaAutomaton::states).sum();
  }

  private static double milliseconds() {
    return THREADS.getCurrentThreadCpuTime() / 1e6;
  }

  private static void literature(
      String name, BiFunction<Formula, Limits, OmegaAutomaton> translator) {
    List<Formula> formulas =
        LiteratureFormulas.all().stream().map(line -> LtlParser.parse(line.formula())).toList();
    double first = 0;
    double best = Double.POSITIVE_INFINITY;
    List<OmegaAutomaton> automata = List.of();
    for (int pass = 0; pass < PASSES; pass++) {
      double start = milliseconds();
      automata = formulas.stream().map(f -> translator.apply(f, Limits.NONE)).toList();
      double time = milliseconds() - start;
      first = pass == 0 ? time : first;
      best = Math.min(best, time);
    }
    print(
        "%s: 217 formulas, %d states, first pass %.0f ms, warm %.0f ms",
        name, states(automata), first, best);
  }

  private static void random() {
    RandomFormulas formulas = new RandomFormulas(20261120, ATOMS, 0);
    Random random = new Random(20261121);
    int differences = 0;
    int stopped = 0;
    int states = 0;
    double slowest = 0;
    double start = milliseconds();
    double translating = 0;
    for (int n = 0; n < RANDOM_FORMULAS; n++) {
      Formula f = formulas.formula(1 + random.nextInt(15));
      double before = milliseconds();
      Optional<OmegaAutomaton> dpa = translated(f);
      Optional<OmegaAutomaton> negated = translated(Formula.not(f));
      double time = milliseconds() - before;
      translating += time;
      slowest = Math.max(slowest, time);
      if (dpa.isEmpty() || negated.isEmpty()) {
        stopped++;
        continue;
      }
      states += dpa.get().states();
      if (!agree(f, dpa.get(), negated.get(), random)) {
        differences++;
        print("difference: %s", f);
      }
    }
    print(
        "%d random formulas: %d differences, %d stopped at their limits, %d states,"
            + " slowest formula with its negation %.0f ms, translating %.1f s, all %.1f s",
        RANDOM_FORMULAS,
        differences,
        stopped,
        states,
        slowest,
        translating / 1e3,
        (milliseconds() - start) / 1e3);
  }

  private static Optional<OmegaAutomaton> translated(Formula f) {
    try {
      return Optional.of(
          DpaTranslator.translate(f, Limits.startingNow(100_000, Duration.ofSeconds(10))));
    } catch (RuntimeException e) {
      print("%s: %s", f, e);
      return Optional.empty();
    }
  }

  private static boolean agree(
      Formula f, OmegaAutomaton dpa, OmegaAutomaton negated, Random random) {
    OmegaAutomaton complement = BooleanOperations.complement(negated);
    boolean same = LanguageComparison.distinguishingWord(dpa, complement).isEmpty();
    for (int n = 0; n < 20 && same; n++) {
      LassoWord word = RandomAutomata.word(ATOMS, random);
      boolean holds = LassoWords.holds(f, word.prefixWord(), word.cycleWord());
      same = holds == LassoAcceptance.accepts(dpa, word);
    }
    return same;
  }

  private static void print(String format, Object... values) {
    System.out.println(String.format(Locale.ROOT, format, values));
  }
}
