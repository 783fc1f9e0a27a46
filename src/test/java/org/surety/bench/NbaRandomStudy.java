package org.surety.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.List;
import java.util.SplittableRandom;
import org.surety.automaton.Limits;
import org.surety.automaton.omega.LanguageComparison;
import org.surety.automaton.omega.LassoAcceptance;
import org.surety.automaton.omega.LassoWord;
import org.surety.automaton.omega.OmegaAutomaton;
import org.surety.automaton.omega.RandomLassos;
import org.surety.automaton.translate.LiteratureFormulas;
import org.surety.automaton.translate.NbaTranslator;
import org.surety.logic.Formula;
import org.surety.logic.LassoWords;
import org.surety.logic.LtlParser;
import org.surety.logic.RandomFormulas;

/**
 * Büchi automata of random formulas (size 15, 4 atoms) and of their negations: no common word, and
 * ten random lasso words each against direct evaluation. Before, the time for the formulas of the
 * literature. Argument: random formulas (5,000 if missing).
 */
public final class NbaRandomStudy {
  private NbaRandomStudy() {}

  /** Prints differences, sizes and times; the exit status is 1 if there is a difference. */
  public static void main(String[] arguments) {
    timeLiterature();
    int formulas = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 5_000;
    RandomFormulas random = new RandomFormulas(20261120, List.of("a", "b", "c", "d"), 0);
    SplittableRandom words = new SplittableRandom(20261121);
    long states = 0;
    int different = 0;
    double total = 0;
    double longest = 0;
    for (int n = 0; n < formulas; n++) {
      Formula f = random.formula(15);
      long start = System.nanoTime();
      OmegaAutomaton automaton = NbaTranslator.translate(f, Limits.NONE);
      OmegaAutomaton negated = NbaTranslator.translate(Formula.not(f), Limits.NONE);
      double seconds = (System.nanoTime() - start) / 1e9;
      total += seconds;
      longest = Math.max(longest, seconds);
      states += automaton.states() + negated.states();
      boolean disjoint = LanguageComparison.commonWord(automaton, negated).isEmpty();
      if (!disjoint || !agree(f, automaton, negated, words)) {
        different++;
        System.out.println("DIFFERENT " + f);
      }
    }
    System.out.printf(
        "%d formulas and negations, %d states, %d differences; %.2f s in all, longest %.3f s%n",
        formulas, states, different, total, longest);
    if (different > 0) {
      System.exit(1);
    }
  }

  /** CPU time of the first pass over the 217 formulas, and of the least of twenty. */
  private static void timeLiterature() {
    List<String> literature =
        LiteratureFormulas.all().stream().map(LiteratureFormulas.Line::formula).toList();
    ThreadMXBean clock = ManagementFactory.getThreadMXBean();
    double first = 0;
    double least = Double.POSITIVE_INFINITY;
    int states = 0;
    for (int pass = 0; pass < 20; pass++) {
      long start = clock.getCurrentThreadCpuTime();
      states = 0;
      for (String formula : literature) {
        states += NbaTranslator.translate(LtlParser.parse(formula), Limits.NONE).states();
      }
      double milliseconds = (clock.getCurrentThreadCpuTime() - start) / 1e6;
      first = pass == 0 ? milliseconds : first;
      least = Math.min(least, milliseconds);
    }
    System.out.printf(
        "literature: %d states; first pass %.0f ms of CPU time, warm %.0f ms%n",
        states, first, least);
  }

  private static boolean agree(
      Formula f, OmegaAutomaton automaton, OmegaAutomaton negated, SplittableRandom random) {
    for (int n = 0; n < 10; n++) {
      LassoWord word = RandomLassos.over(List.copyOf(f.atoms()), random);
      boolean holds = LassoWords.holds(f, word.prefixWord(), word.cycleWord());
      if (LassoAcceptance.accepts(automaton, word) != holds
          || LassoAcceptance.accepts(negated, word) == holds) {
        return false;
      }
    }
    return true;
  }
}
