package org.surety.automaton.translate;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.surety.automaton.Limits;
import org.surety.automaton.TooManyStatesException;
import org.surety.automaton.omega.LanguageComparison;
import org.surety.automaton.omega.LassoAcceptance;
import org.surety.automaton.omega.LassoWord;
import org.surety.automaton.omega.LimitDeterminism;
import org.surety.automaton.omega.OmegaAutomaton;
import org.surety.logic.Formula;
import org.surety.logic.LassoWords;
import org.surety.logic.LtlParser;

/**
 * The figures of the README about limit-deterministic automata: sizes and times of the 217 formulas
 * of the literature, then random formulas against their negations and lasso words. Arguments: the
 * number of random formulas (5000) and a seed (1). Times are those of one thread, so that other
 * load does not count.
 *
 * <p>Run with {@code mvn -q -Pbench -DskipTests test-compile exec:exec
 * -Dstudy=org.surety.automaton.translate.LdbaStudy}.
 */
public final class LdbaStudy {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private LdbaStudy() {}

  /** Prints the figures. */
  public static void main(String[] args) {
    literature();
    int formulas = args.length > 0 ? Integer.parseInt(args[0]) : 5000;
    random(formulas, new Random(args.length > 1 ? Long.parseLong(args[1]) : 1));
  }

  private static void literature() {
    List<Formula> formulas =
        LiteratureFormulas.all().stream().map(line -> LtlParser.parse(line.formula())).toList();
    double fastest = Double.POSITIVE_INFINITY;
    int states = 0;
    for (int pass = 0; pass < 20; pass++) {
      long start = THREADS.getCurrentThreadCpuTime();
      states = 0;
      for (Formula f : formulas) {
        states += LdbaTranslator.translate(f, Limits.NONE).states();
      }
      double seconds = (THREADS.getCurrentThreadCpuTime() - start) / 1e9;
      fastest = Math.min(fastest, seconds);
      if (pass == 0) {
        System.out.printf("first pass %.3f s%n", seconds);
      }
    }
    System.out.printf("217 formulas, %d states, fastest pass %.3f s%n", states, fastest);
  }

  private static void random(int count, Random random) {
    int differences = 0;
    int unfinished = 0;
    long states = 0;
    double slowest = 0;
    for (int n = 0; n < count; n++) {
      Formula f = RandomFormulas.formula(1 + random.nextInt(15), 4, random);
      long start = THREADS.getCurrentThreadCpuTime();
      OmegaAutomaton positive;
      OmegaAutomaton negative;
      try {
        Limits limits = Limits.startingNow(1_000_000, Duration.ofSeconds(10));
        positive = LdbaTranslator.translate(f, limits);
        negative = LdbaTranslator.translate(Formula.not(f), limits);
      } catch (TooManyStatesException e) {
        unfinished++;
        System.out.println(e.getMessage() + ": " + f);
        continue;
      }
      slowest = Math.max(slowest, (THREADS.getCurrentThreadCpuTime() - start) / 1e9);
      states += positive.states() + negative.states();
      if (!agree(f, positive, negative, random)) {
        differences++;
        System.out.println("differs: " + f);
      }
    }
    System.out.printf(
        "%d random formulas and their negations: %d states, %d differences, %d over 10 s,"
            + " slowest pair %.2f s%n",
        count, states, differences, unfinished, slowest);
  }

  private static boolean agree(
      Formula f, OmegaAutomaton positive, OmegaAutomaton negative, Random random) {
    if (!LimitDeterminism.holds(positive)
        || !LimitDeterminism.holds(negative)
        || LanguageComparison.commonWord(positive, negative).isPresent()) {
      return false;
    }
    for (int i = 0; i < 20; i++) {
      LassoWord word = RandomFormulas.word(List.copyOf(f.atoms()), random);
      boolean holds = LassoWords.holds(f, word.prefixWord(), word.cycleWord());
      if (!LassoAcceptance.accepts(holds ? positive : negative, word)) {
        return false;
      }
    }
    return true;
  }
}
