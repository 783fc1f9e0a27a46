package org.surety.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.surety.automaton.Dfa;
import org.surety.automaton.translate.LtlfTranslator;
import org.surety.logic.FiniteWords;
import org.surety.logic.Formula;
import org.surety.trace.ColumnTiming;
import org.surety.trace.Episode;
import org.surety.trace.EpisodeEnd;

class PropertyMonitorTest {
  private static final Formula REACH_AVOID =
      Formula.until(Formula.not(Formula.atom("a")), Formula.atom("b"));

  /** The definition: one word, one evaluation for each horizon, nothing shared. */
  private static Outcome defined(
      Formula f, Dfa dfa, Episode e, double[][] margins, double[][] held, int t) {
    double[][] word = new double[margins.length][];
    int n = Math.min(e.letters(), t + 1);
    for (int a = 0; a < word.length; a++) {
      word[a] = margins[a].clone();
      if (held != null && e.letters() > t) {
        word[a][t] = held[a][t];
      }
    }
    int q = dfa.initial();
    for (int i = 0; i < n; i++) {
      q = dfa.successor(q, dfa.letter(RobustnessProgramTest.letters(word, n), i));
    }
    boolean whole = e.end() == EpisodeEnd.TERMINATED && e.letters() == e.decisions() + 1;
    if (e.letters() > t || whole) {
      boolean holds = FiniteWords.holds(f, RobustnessProgramTest.letters(word, n));
      return holds ? Outcome.SATISFIED : dfa.violatedForGood(q) ? Outcome.HAZARD : Outcome.LATE;
    }
    return dfa.satisfiedForGood(q)
        ? Outcome.SATISFIED
        : dfa.violatedForGood(q) ? Outcome.HAZARD : Outcome.UNDECIDED;
  }

  @Test
  void everyHorizonOfEveryEndIsJudgedAsDefined() {
    SplittableRandom random = new SplittableRandom(10);
    int[] seen = new int[Outcome.values().length];
    for (int k = 0; k < 5_000; k++) {
      Formula f =
          k % 3 == 0 ? REACH_AVOID : RandomFormulas.smallFormula(random, 1 + random.nextInt(2));
      Episode e = episode(k, random.nextInt(14), random.nextInt(4) > 0, random);
      if (e.letters() == 0) {
        continue;
      }
      double[][] margins = RandomFormulas.margins(random, e.letters());
      double[][] held = random.nextInt(3) == 0 ? held(margins, random) : null;
      int maximum = random.nextInt(20);
      int certified = random.nextInt(maximum + 1);
      Dfa dfa = LtlfTranslator.translate(f);
      PropertyMonitor monitor =
          new PropertyMonitor(f, dfa, RandomFormulas.ATOMS, maximum, certified);
      Judgement judgement = monitor.judge(e, margins, held, monitor.newScratch());
      for (int t = 0; t <= maximum; t++) {
        Outcome expected = defined(f, dfa, e, margins, held, t);
        assertEquals(expected, judgement.at(t), f + " at " + t + " of " + e.letters());
        seen[expected.ordinal()]++;
      }
      for (int r = 0; r < judgement.runs(); r++) {
        for (int t = judgement.start(r); t < judgement.end(r); t++) {
          assertEquals(judgement.outcome(r), judgement.at(t));
        }
      }
      if (judgement.certified() == Outcome.UNDECIDED) {
        assertTrue(Double.isNaN(judgement.robustness()));
      } else {
        assertEquals(
            judgement.certified() == Outcome.SATISFIED,
            RobustnessProgram.satisfied(judgement.robustness()),
            f::toString);
      }
    }
    for (int count : seen) {
      assertTrue(count > 1_000, "each outcome is met often");
    }
  }

  @Test
  void theDecisionIsDatedByTheFirstHorizonFromWhichTheVerdictCannotChange() {
    SplittableRandom random = new SplittableRandom(11);
    for (int k = 0; k < 3_000; k++) {
      Formula f = RandomFormulas.smallFormula(random, 1 + random.nextInt(2));
      Episode e = episode(k, 1 + random.nextInt(12), true, random);
      double[][] margins = RandomFormulas.margins(random, e.letters());
      double[][] held = k % 2 == 0 ? held(margins, random) : null;
      int maximum = random.nextInt(16);
      Dfa dfa = LtlfTranslator.translate(f);
      PropertyMonitor monitor = new PropertyMonitor(f, dfa, RandomFormulas.ATOMS, maximum, 0);
      Judgement judgement = monitor.judge(e, margins, held, monitor.newScratch());
      assertEquals(definedDecision(dfa, e, margins, judgement), judgement.decidedAt(), f::toString);
    }
  }

  private static int definedDecision(Dfa dfa, Episode e, double[][] margins, Judgement judgement) {
    int q = dfa.initial();
    for (int t = 0; t < e.letters() && t <= judgement.maximumHorizon(); t++) {
      q = dfa.successor(q, dfa.letter(RobustnessProgramTest.letters(margins, e.letters()), t));
      if (dfa.satisfiedForGood(q) || dfa.violatedForGood(q)) {
        boolean agrees = (judgement.at(t) == Outcome.SATISFIED) == dfa.satisfiedForGood(q);
        int decided = agrees ? t : t + 1;
        return decided <= judgement.maximumHorizon() ? decided : -1;
      }
    }
    boolean ended = e.end() == EpisodeEnd.TERMINATED;
    return ended && e.letters() - 1 <= judgement.maximumHorizon() ? e.letters() - 1 : -1;
  }

  @Test
  void aVerdictDoesNotDependOnDecisionsAfterItsHorizon() {
    // a: the action taken at this letter is bad; at the last letter it is the one before, held.
    Formula f = Formula.always(Formula.not(Formula.atom("a")));
    double[][] margins = {{-1, -1, 1, -1}, new double[4], new double[4]};
    double[][] held = {{-1, -1, -1, 1}, new double[4], new double[4]};
    Episode e =
        new Episode(
            0, "e", 3, 4, EpisodeEnd.TRUNCATED, new double[0][], new ColumnTiming[0], 0, 0, false);
    PropertyMonitor monitor =
        new PropertyMonitor(f, LtlfTranslator.translate(f), RandomFormulas.ATOMS, 3, 2);
    Judgement judgement = monitor.judge(e, margins, held, monitor.newScratch());
    assertEquals(Outcome.SATISFIED, judgement.at(1));
    assertEquals(Outcome.SATISFIED, judgement.at(2), "decision 3 is not seen at horizon 2");
    assertEquals(Outcome.HAZARD, judgement.at(3));
    assertEquals(1, judgement.robustness());
    assertEquals(3, judgement.decidedAt());
    assertEquals(1, margins[0][2], "the margins are as they were");
  }

  @Test
  void aMissingLastObservationLeavesTheEpisodeUndecided() {
    Formula safe = Formula.always(Formula.not(Formula.atom("a")));
    PropertyMonitor monitor =
        new PropertyMonitor(safe, LtlfTranslator.translate(safe), RandomFormulas.ATOMS, 5, 5);
    double[][] margins = {{-1, -1, -1}, new double[3], new double[3]};
    Episode crashUnseen =
        new Episode(
            0, "e", 3, 3, EpisodeEnd.TERMINATED, new double[0][], new ColumnTiming[0], 0, 0, false);
    Judgement judgement = monitor.judge(crashUnseen, margins, null, monitor.newScratch());
    assertEquals(Outcome.SATISFIED, judgement.at(2));
    assertEquals(Outcome.UNDECIDED, judgement.at(3));
    assertTrue(judgement.certified().countsAsViolation());
    assertTrue(Double.isNaN(judgement.robustness()));
  }

  @Test
  void anEpisodeWithoutLettersIsUndecided() {
    Episode e =
        new Episode(
            0, "e", 0, 0, EpisodeEnd.LOG_ENDED, new double[0][], new ColumnTiming[0], 0, 0, false);
    PropertyMonitor monitor =
        new PropertyMonitor(
            REACH_AVOID, LtlfTranslator.translate(REACH_AVOID), RandomFormulas.ATOMS, 4, 2);
    Judgement judgement = monitor.judge(e, new double[3][0], null, monitor.newScratch());
    assertEquals(Outcome.UNDECIDED, judgement.at(0));
    assertEquals(Outcome.UNDECIDED, judgement.at(4));
    assertEquals(-1, judgement.decidedAt());
  }

  static Episode episode(long number, int decisions, boolean last, SplittableRandom random) {
    return new Episode(
        number,
        "e" + number,
        decisions,
        last ? decisions + 1 : decisions,
        EpisodeEnd.values()[random.nextInt(3)],
        new double[0][],
        new ColumnTiming[0],
        random.nextLong(),
        random.nextLong(),
        true);
  }

  /** Margins with atom c read from an action: its value at t, held, is that of t - 1. */
  private static double[][] held(double[][] margins, SplittableRandom random) {
    double[][] held = {margins[0].clone(), margins[1].clone(), margins[2].clone()};
    int last = held[2].length - 1;
    for (int t = last; t > 0; t--) {
      held[2][t] = margins[2][t - 1];
    }
    if (last > 0) {
      margins[2][last] = margins[2][last - 1]; // an episode repeats its last action
      held[2][last] = margins[2][last];
    }
    return held;
  }
}
