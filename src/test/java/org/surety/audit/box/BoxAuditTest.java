package org.surety.audit.box;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.Test;
import org.surety.audit.box.BoxAuditResult.Verdict;
import org.surety.base.InputException;
import org.surety.base.Progress;
import org.surety.policy.Policy;

class BoxAuditTest {
  private static final double[] LOW = {-1};
  private static final double[] HIGH = {1};

  /** Computed with 50 digits; the maximum is at s = −0.79566305327692362326. */
  private static final double VECTOR = 0.44697099429343465307;

  private static BoxAuditResult vector(double logAlpha, double gap) {
    return BoxAudit.audit(
        Pairs.vectorBase(),
        Pairs.vectorTask(),
        LOW,
        HIGH,
        logAlpha,
        gap,
        Duration.ofSeconds(10),
        Progress.NONE);
  }

  @Test
  void boundsEncloseTheKnownMaximum() {
    for (double gap : new double[] {0.5, 0.05, 1e-3, 1e-6}) {
      BoxAuditResult result = vector(Double.POSITIVE_INFINITY, gap);
      assertTrue(result.maxLogRatioUpper() >= VECTOR, result::toString);
      assertTrue(result.maxLogRatioUpper() <= VECTOR * (1 + gap) + 1e-12, result::toString);
      assertTrue(result.maxLogRatioLower() <= VECTOR, result::toString);
      assertTrue(result.maxLogRatioLower() * (1 + gap) >= VECTOR - 1e-12, result::toString);
    }
  }

  @Test
  void noSampledStateExceedsABoundOrFallsBelowOne() {
    SplittableRandom random = new SplittableRandom(11);
    for (int round = 0; round < 250; round++) {
      int inputs = 1 + random.nextInt(4);
      Pairs.Pair pair = Pairs.any(random, inputs, 1 + random.nextInt(3), 0.1 * random.nextInt(4));
      double reach = Math.pow(10, random.nextDouble(-4, 0));
      double[] lower = random.doubles(inputs, -1, 1).toArray();
      double[] upper = lower.clone();
      for (int i = 0; i < inputs; i++) {
        upper[i] += reach * random.nextDouble();
      }
      BoxAuditResult result =
          BoxAudit.audit(
              pair.base(),
              pair.task(),
              lower,
              upper,
              Double.POSITIVE_INFINITY,
              0.3,
              Duration.ofMillis(100),
              Progress.NONE);
      StatePoints points = new StatePoints(pair.base(), pair.task(), null, lower, upper);
      double most = 0;
      for (int k = 0; k < 1000; k++) {
        double[] x = new double[inputs];
        for (int i = 0; i < inputs; i++) {
          x[i] = Math.min(upper[i], lower[i] + random.nextDouble() * (upper[i] - lower[i]));
        }
        most = Math.max(most, points.at(x));
      }
      assertTrue(most * (1 - 1e-13) <= result.maxLogRatioUpper(), result::toString);
      if (!result.witness().isEmpty()) {
        double[] x = result.witness().stream().mapToDouble(v -> v).toArray();
        assertTrue(points.at(x) >= result.maxLogRatioLower(), result::toString);
      }
    }
  }

  private static final double[] SQUARE_LOW = {-1, -1};
  private static final double[] SQUARE_HIGH = {1, 1};

  private static BoxAuditResult square(Pairs.Pair pair, double logAlpha, double gap) {
    return BoxAudit.audit(
        pair.base(),
        pair.task(),
        SQUARE_LOW,
        SQUARE_HIGH,
        logAlpha,
        gap,
        Duration.ofSeconds(60),
        Progress.NONE);
  }

  @Test
  void fivePercentOfGapTakesFewBoxes() {
    for (int seed = 0; seed < 10; seed++) {
      Pairs.Pair pair = Pairs.narrowed(new SplittableRandom(seed), 2.5, 0.05, 2, 32, 2);
      BoxAuditResult result = square(pair, Double.POSITIVE_INFINITY, 0.05);
      assertEquals(Verdict.HOLDS, result.verdict());
      assertTrue(result.boxes() <= 1000, result::toString);
    }
  }

  @Test
  void proofsAndCounterexamplesAgreeWithTheLargestRatio() {
    for (int seed = 0; seed < 10; seed++) {
      Pairs.Pair pair = Pairs.narrowed(new SplittableRandom(seed), 1.5, 0.05, 2, 32, 2);
      BoxAuditResult largest = square(pair, Double.POSITIVE_INFINITY, 0.01);
      assertEquals(Verdict.HOLDS, square(pair, 1.001 * largest.maxLogRatioUpper(), 0).verdict());
      BoxAuditResult refuted = square(pair, 0.999 * largest.maxLogRatioLower(), 0);
      assertEquals(Verdict.VIOLATED, refuted.verdict());
      double[] x = refuted.witness().stream().mapToDouble(v -> v).toArray();
      StatePoints points = new StatePoints(pair.base(), pair.task(), null, SQUARE_LOW, SQUARE_HIGH);
      assertTrue(points.at(x) > 0.999 * largest.maxLogRatioLower());
      double between = 0.5 * (largest.maxLogRatioLower() + largest.maxLogRatioUpper());
      Verdict verdict = square(pair, between, 0.2).verdict();
      assertTrue(verdict != Verdict.VIOLATED || largest.maxLogRatioLower() < between);
    }
  }

  @Test
  void violationsOnATinyPartOfTheBoxAreFound() {
    SplittableRandom random = new SplittableRandom(8);
    for (int round = 0; round < 10; round++) {
      Pairs.Pair clean = Pairs.narrowed(random, 1, 0.05, 2, 32, 2);
      double limit = 1.05 * square(clean, Double.POSITIVE_INFINITY, 0.05).maxLogRatioUpper();
      double[] at = {random.nextDouble(-0.9, 0.9), random.nextDouble(-0.9, 0.9)};
      // 0.016² of an area of 4: 6.4e-5 of the box.
      Pairs.Pair pair = Pairs.planted(clean, at, 0.008, 20);
      BoxAuditResult result = square(pair, limit, 0);
      assertEquals(Verdict.VIOLATED, result.verdict(), result::toString);
      assertEquals(at[0], result.witness().get(0), 0.01);
      assertEquals(at[1], result.witness().get(1), 0.01);
    }
  }

  @Test
  void aWiderTaskIsRefuted() {
    Policy base = Pairs.vectorBase();
    Policy task = Pairs.withConstantDeviation(base, 0.3);
    BoxAuditResult result =
        BoxAudit.audit(
            base, task, LOW, HIGH, Math.log(2), 0.1, Duration.ofSeconds(10), Progress.NONE);
    assertEquals(Verdict.VIOLATED, result.verdict());
    assertEquals(Double.POSITIVE_INFINITY, result.maxLogRatioLower());
    assertEquals(1, result.witness().size());
  }

  @Test
  void aPolicyAgainstItselfHasTheRatioOne() {
    Policy base = Pairs.vectorBase();
    BoxAuditResult result =
        BoxAudit.audit(base, base, LOW, HIGH, 0, 0, Duration.ofSeconds(10), Progress.NONE);
    assertEquals(Verdict.HOLDS, result.verdict());
    assertEquals(0, result.maxLogRatioUpper());
    assertEquals(1, result.boxes());
  }

  @Test
  void equalWidthsAndOtherMeansAreRefuted() {
    Policy base = Pairs.withConstantDeviation(Pairs.vectorBase(), 0.1);
    Policy task = Pairs.withConstantDeviation(Pairs.vectorTask(), 0.1);
    BoxAuditResult result =
        BoxAudit.audit(base, task, LOW, HIGH, 5, 0.1, Duration.ofSeconds(10), Progress.NONE);
    assertEquals(Verdict.VIOLATED, result.verdict());
    assertEquals(Double.POSITIVE_INFINITY, result.maxLogRatioLower());
  }

  @Test
  void theResultDoesNotDependOnThreads() throws Exception {
    Pairs.Pair pair = Pairs.narrowed(new SplittableRandom(1), 2, 0.05, 2, 32, 2);
    BoxAuditResult many = square(pair, Double.POSITIVE_INFINITY, 0.02);
    ForkJoinPool one = new ForkJoinPool(1);
    try {
      // A parallel stream started inside a pool runs in it.
      assertEquals(many, one.submit(() -> square(pair, Double.POSITIVE_INFINITY, 0.02)).get());
    } finally {
      one.shutdown();
    }
  }

  @Test
  void noTimeLeavesItUndecidedWithBounds() {
    Pairs.Pair pair = Pairs.narrowed(new SplittableRandom(2), 2, 0.05, 2, 32, 2);
    BoxAuditResult result =
        BoxAudit.audit(
            pair.base(), pair.task(), SQUARE_LOW, SQUARE_HIGH, 10, 0, Duration.ZERO, Progress.NONE);
    assertEquals(Verdict.UNDECIDED, result.verdict());
    assertTrue(result.maxLogRatioLower() > 0);
    assertTrue(result.maxLogRatioUpper() < Double.POSITIVE_INFINITY);
  }

  @Test
  void whatCannotBeBoundedIsNamed() {
    Policy base = Pairs.vectorBase();
    Policy task = Pairs.vectorTask();
    Pairs.Pair other = Pairs.narrowed(new SplittableRandom(2), 1, 0.05, 1, 3, 1);
    assertRefused("not above the upper", base, task, new double[] {1}, new double[] {-1}, 1);
    assertRefused("finite", base, task, new double[] {Double.NaN}, HIGH, 1);
    assertRefused("finite", base, task, LOW, new double[] {Double.POSITIVE_INFINITY}, 1);
    assertRefused("one interval an observation", base, task, LOW, SQUARE_HIGH, 1);
    assertRefused("at least 1", base, task, LOW, HIGH, -0.1);
    assertRefused("at least 1", base, task, LOW, HIGH, Double.NaN);
    assertRefused("was made from", base, other.task(), LOW, HIGH, 1);
    assertRefused("its own", other.task(), base, LOW, HIGH, 1);
    assertRefused("raw action", base, Pairs.squashed(task), LOW, HIGH, 1);
    assertRefused(
        "same environment",
        base,
        Pairs.narrowed(new SplittableRandom(2), 1, 0, 2, 3, 1).task(),
        LOW,
        HIGH,
        1);
  }

  private static void assertRefused(
      String remedy, Policy base, Policy task, double[] low, double[] high, double logAlpha) {
    InputException refused =
        assertThrows(
            InputException.class,
            () ->
                BoxAudit.audit(
                    base, task, low, high, logAlpha, 0.1, Duration.ofSeconds(1), Progress.NONE));
    assertTrue(refused.getMessage().contains(remedy), refused::getMessage);
  }
}
