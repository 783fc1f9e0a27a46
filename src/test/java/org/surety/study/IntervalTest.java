package org.surety.study;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class IntervalTest {
  /** Two-sided 95 % points of Student's t, from the tables (Abramowitz and Stegun, 26.10). */
  @Test
  void quantilesOfStudentAreThoseOfTheTables() {
    double[] table = {12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228};
    for (int degrees = 1; degrees <= table.length; degrees++) {
      assertEquals(table[degrees - 1], Interval.studentQuantile(degrees), 5e-4);
    }
  }

  @Test
  void meanOfFiveSeedsHasTheIntervalOfTheTextbook() {
    Interval interval = Interval.ofMean(1, 2, 3, 4, 5);
    double reach = 2.776445 * Math.sqrt(2.5 / 5);
    assertEquals(3, interval.estimate(), 1e-12);
    assertEquals(3 - reach, interval.low(), 1e-5);
    assertEquals(3 + reach, interval.high(), 1e-5);
  }

  /** Probabilities that move with what happened before, as they do while a learner learns. */
  @Test
  void conditionalRateIsCoveredAtEveryLengthThoughProbabilitiesDependOnThePast() {
    SplittableRandom random = new SplittableRandom(5);
    int runs = 300;
    int missed = 0;
    for (int run = 0; run < runs; run++) {
      long events = 0;
      double sum = 0;
      double p = 0.02;
      boolean out = false;
      for (int n = 1; n <= 3000; n++) {
        sum += p;
        boolean event = random.nextDouble() < p;
        events += event ? 1 : 0;
        p = event ? Math.min(0.2, p * 1.5) : Math.max(0.002, p * 0.99);
        if (n % 300 == 0) {
          Interval interval = Interval.ofConditionalRate(events, n);
          out |= sum / n < interval.low() || sum / n > interval.high();
        }
      }
      missed += out ? 1 : 0;
    }
    assertTrue(missed <= 0.05 * runs, missed + " of " + runs);
  }

  @Test
  void conditionalRateIsAFewTimesAsWideAsTheExactOneOfIndependentEpisodes() {
    Interval independent = Interval.ofRate(500, 100_000);
    Interval any = Interval.ofConditionalRate(500, 100_000);
    assertTrue(any.low() > 0 && any.low() < independent.low());
    assertTrue(any.high() > independent.high());
    assertTrue(any.high() - any.low() < 3 * (independent.high() - independent.low()));
    assertEquals(0, Interval.ofConditionalRate(0, 1000).low());
    assertEquals(1, Interval.ofConditionalRate(10, 10).high());
  }
}
