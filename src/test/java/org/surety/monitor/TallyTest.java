package org.surety.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.surety.automaton.translate.LtlfTranslator;
import org.surety.logic.Formula;
import org.surety.trace.Episode;

class TallyTest {
  private static final int MAXIMUM = 15;
  private static final Formula F = Formula.until(Formula.not(Formula.atom("a")), Formula.atom("b"));
  private static final PropertyMonitor MONITOR =
      new PropertyMonitor(F, LtlfTranslator.translate(F), RandomFormulas.ATOMS, MAXIMUM, 9);
  private static final List<Episode> EPISODES = new ArrayList<>();
  private static final List<double[][]> MARGINS = new ArrayList<>();

  @BeforeAll
  static void drawEpisodes() {
    SplittableRandom random = new SplittableRandom(12);
    for (int k = 0; k < 600; k++) {
      Episode e = PropertyMonitorTest.episode(k, random.nextInt(20), k % 5 > 0, random);
      EPISODES.add(e);
      MARGINS.add(RandomFormulas.margins(random, e.letters()));
    }
  }

  private static Judgement judge(int k) {
    return MONITOR.judge(EPISODES.get(k), MARGINS.get(k), null, MONITOR.newScratch());
  }

  private static Tally tally(List<Integer> episodes) {
    Tally tally = Tally.of(MONITOR, 7);
    for (int k : episodes) {
      tally.add(
          EPISODES.get(k), judge(k), () -> MONITOR.explain(EPISODES.get(k), MARGINS.get(k), null));
    }
    return tally;
  }

  private static List<Integer> range(int from, int to) {
    List<Integer> range = new ArrayList<>();
    for (int k = from; k < to; k++) {
      range.add(k);
    }
    return range;
  }

  private static Tally merged(Tally... parts) {
    Tally sum = Tally.of(MONITOR, 7);
    for (Tally part : parts) {
      sum.merge(part);
    }
    return sum;
  }

  @Test
  void anySplitInAnyOrderGivesTheSameTally() {
    Tally whole = tally(range(0, 600));
    List<Integer> shuffled = range(0, 600);
    Collections.shuffle(shuffled, new Random(1));
    assertEquals(whole, tally(shuffled));
    Tally a = tally(shuffled.subList(0, 130));
    Tally b = tally(shuffled.subList(130, 131));
    Tally c = tally(shuffled.subList(131, 600));
    assertEquals(whole, merged(a, b, c));
    assertEquals(whole, merged(c, merged(b, a)));
    assertEquals(merged(merged(a, b), c), merged(a, merged(b, c)));
    assertEquals(a, merged(a, Tally.of(MONITOR, 7)));
    assertEquals(whole.hashCode(), merged(b, c, a).hashCode());
    assertNotEquals(whole, merged(a, c));
  }

  @Test
  void countsAreThoseOfTheEpisodesOneByOne() {
    Tally tally = tally(range(0, 600));
    long[] satisfied = tally.decidedSatisfied();
    long[] violated = tally.decidedViolated();
    for (int t = 0; t <= MAXIMUM; t++) {
      long[] expected = new long[Outcome.values().length];
      long expectedSatisfied = 0;
      long expectedViolated = 0;
      for (int k = 0; k < 600; k++) {
        Judgement judgement = judge(k);
        expected[judgement.at(t).ordinal()]++;
        if (judgement.decidedAt() == t) {
          expectedSatisfied += judgement.at(t) == Outcome.SATISFIED ? 1 : 0;
          expectedViolated += judgement.at(t) == Outcome.SATISFIED ? 0 : 1;
        }
      }
      for (Outcome outcome : Outcome.values()) {
        assertEquals(expected[outcome.ordinal()], tally.count(outcome, t));
      }
      assertEquals(600 - expected[Outcome.SATISFIED.ordinal()], tally.violations()[t]);
      assertEquals(tally.violations()[t], tally.violations(t));
      assertEquals(expectedSatisfied, satisfied[t]);
      assertEquals(expectedViolated, violated[t]);
    }
  }

  /** One worker's tally of 100 million horizons would otherwise fill the memory of a machine. */
  @Test
  void aHorizonFarBeyondTheEpisodesTakesTheMemoryOfTheEpisodes() {
    int far = 100_000_000;
    PropertyMonitor monitor =
        new PropertyMonitor(F, LtlfTranslator.translate(F), RandomFormulas.ATOMS, far, far);
    long used = 0;
    List<Tally> tallies = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      Episode episode = EPISODES.get(i);
      double[][] margins = MARGINS.get(i);
      Tally tally = Tally.of(monitor, 1);
      Judgement judgement = monitor.judge(episode, margins, null, monitor.newScratch());
      tally.add(episode, judgement, () -> monitor.explain(episode, margins, null));
      assertEquals(1, tally.count(judgement.at(far), far));
      used += tally.violations(far);
      tallies.add(tally);
    }
    Tally sum = tallies.get(0);
    tallies.subList(1, 50).forEach(sum::merge);
    assertEquals(used, sum.violations(far));
  }

  @Test
  void theWorstAreTheLowestWithUndecidedBelowAll() {
    Tally tally = tally(range(0, 600));
    double[] all = new double[600];
    for (int k = 0; k < 600; k++) {
      double robustness = judge(k).robustness();
      all[k] = Double.isNaN(robustness) ? Double.NEGATIVE_INFINITY : robustness;
    }
    Arrays.sort(all); // orders -0.0 below +0.0
    int undecided = (int) tally.count(Outcome.UNDECIDED, 9);
    for (int rank = 0; rank < undecided + 7; rank++) {
      assertEquals(all[rank], tally.orderStatistic(rank));
    }
    assertThrows(IllegalArgumentException.class, () -> tally.orderStatistic(undecided + 7));
    for (int i = 1; i < 7; i++) {
      WorstEpisode better = tally.worst().get(i);
      WorstEpisode worse = tally.worst().get(i - 1);
      int order = Double.compare(worse.robustness(), better.robustness());
      assertEquals(true, order < 0 || (order == 0 && worse.number() < better.number()));
    }
  }

  @Test
  void talliesOfDifferentHorizonsDoNotMix() {
    Tally tally = Tally.of(MONITOR, 7);
    assertThrows(IllegalArgumentException.class, () -> tally.merge(new Tally(MAXIMUM, 8, 7)));
    assertThrows(IllegalArgumentException.class, () -> tally.merge(new Tally(MAXIMUM, 9, 8)));
  }
}
