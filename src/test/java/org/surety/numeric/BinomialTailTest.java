package org.surety.numeric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BinomialTailTest {
  // k, n, p, ln P(X <= k), ln P(X >= k), ln P(X = k); p is the double, mpmath at 420 digits.
  @Tag("golden")
  @ParameterizedTest
  @CsvSource({
    "0, 10, 0.3, -3.566749439387323630523, 0.0, -3.566749439387323630523",
    "9, 10, 0.3, -0.000005904917433990633496043, -8.84788089077907880791, -8.889845089878110945706",
    "3, 10, 0.3, -0.4313819902707923137382, -0.4825342690570290621956, -1.321151277766888636009",
    "2, 10, 0.3, -0.9602875880215164702192, -0.1617055496749657811289, -1.454682670391411206288",
    "5, 10000, 0.003, -17.6380368334220995903, -3.502947337359286059173e-9, -17.81257264239033634854",
    "47, 10001, 0.0093, -16.20044956559456988705, -4.539135016841129708452e-8, -16.8794521385555181057",
    "999, 1000, 0.9999, -2.352120917463873675343, -0.00468572875209006775646, -2.402490088327169791641",
    "1, 1000, 0.5, -686.238425780630088832, -9.332636185032188789901e-302, -686.2394252809631723652",
    "500, 1000, 0.5, -0.6682350621326347656355, -0.6682350621326347656355, -3.679918992094129341723",
    "400, 1000, 0.5, -22.71525923980674627438, -9.008412706686115726653e-11, -23.79503543439994570763",
    "10, 1000000, 2e-05, -4.527178453752228961849, -0.005007609591149349857661, -5.147134838344786854164",
    "100000, 1000000, 0.1, -0.6914641767952306023943, -0.692172463599599927582, -6.622721850453466391025",
    "100000, 1000000, 0.102, -24.78034011151202335832, -1.691455084875195949086e-11, -28.5855121325153609094",
    "20, 1000000000, 1e-07, -50.01209998709552770523, -3.764881190558945335452e-23, -50.23221593099188861714",
    "1000, 1000000000, 1.3e-06, -40.55309479815400935098, -1.873529787105880257948e-18, -42.00867953858900579494",
    "5, 7, 1e-09, -6.999999994000002615827e-54, -100.5718067486752991402, -100.5718067490086324739",
    "5, 7, 0.999999999, -38.40200929606659628216, -3.499999692539729233086e-26, -38.40200929773326290363",
    "16, 33, 0.7, -4.850986029881354529057, -0.002817050512354209588338, -5.296803315196672709551",
    "17, 34, 0.01, -1.892664236994457006289e-27, -56.87849261350265607903, -56.88806822938317637081",
    "1, 2, 0.999, -6.215108223463873152822, -0.000001000000500000335109942, -6.215608598755774388848",
  })
  void tailsEncloseTheReferenceNarrowly(
      long k, long n, double p, String atMost, String atLeast, String exactly) {
    assertEncloses(BinomialTail.lnAtMost(k, n, p), atMost);
    assertEncloses(BinomialTail.lnAtLeast(k, n, p), atLeast);
    assertEncloses(BinomialTail.lnExactly(k, n, p), exactly);
  }

  /** The printed value has 22 digits. */
  private static void assertEncloses(Enclosure enclosure, String printed) {
    BigDecimal exact = new BigDecimal(printed);
    assertTrue(new BigDecimal(enclosure.lower()).compareTo(exact) <= 0, enclosure + " " + printed);
    assertTrue(new BigDecimal(enclosure.upper()).compareTo(exact) >= 0, enclosure + " " + printed);
    double tolerance = 1e-11 * Math.max(1, Math.abs(exact.doubleValue()));
    assertTrue(enclosure.width() <= tolerance, "width " + enclosure.width() + " at " + printed);
  }

  @Test
  void pointProbabilitiesOfSmallCountsEncloseTheExactOnes() {
    for (int n = 1; n <= 40; n++) {
      for (double p : new double[] {0x1p-20, 0.25, 0.5, 0.8125, 1 - 0x1p-20}) {
        BigDecimal success = new BigDecimal(p);
        BigDecimal failure = BigDecimal.ONE.subtract(success);
        BigDecimal coefficient = BigDecimal.ONE;
        for (int k = 0; k <= n; k++) {
          double exact =
              coefficient.multiply(success.pow(k)).multiply(failure.pow(n - k)).doubleValue();
          Enclosure ln = BinomialTail.lnExactly(k, n, p);
          assertTrue(ln.lower() <= Outward.lnUp(Math.nextUp(exact)), n + " " + k + " " + p);
          assertTrue(ln.upper() >= Outward.lnDown(Math.nextDown(exact)), n + " " + k + " " + p);
          Enclosure choose = BinomialTail.lnChoose(n, k);
          assertTrue(choose.lower() <= Outward.lnUp(coefficient.doubleValue()));
          assertTrue(choose.upper() >= Outward.lnDown(coefficient.doubleValue()));
          coefficient =
              coefficient.multiply(BigDecimal.valueOf(n - k)).divide(BigDecimal.valueOf(k + 1));
        }
      }
    }
  }

  @Test
  void theTwoTailsAddUpToOne() {
    SplittableRandom random = new SplittableRandom(7);
    for (int i = 0; i < 5000; i++) {
      long n = 1 + (long) Math.exp(random.nextDouble() * Math.log(1e8));
      double p = Math.exp(-15 * random.nextDouble() * random.nextDouble()) * 0.999;
      double spread = 6 * Math.sqrt(n * p * (1 - p)) + 3;
      long k = (long) Math.max(0, Math.min(n - 1, n * p + (2 * random.nextDouble() - 1) * spread));
      double sum =
          Math.exp(BinomialTail.lnAtMost(k, n, p).upper())
              + Math.exp(BinomialTail.lnAtLeast(k + 1, n, p).upper());
      assertEquals(1, sum, 3e-11, k + " of " + n + " at " + p);
    }
  }

  @Test
  void countsOutsideTheRangeAreCertainOrImpossible() {
    assertEquals(0, BinomialTail.lnAtMost(5, 5, 0.3).lower());
    assertEquals(Double.NEGATIVE_INFINITY, BinomialTail.lnAtMost(-1, 5, 0.3).upper());
    assertEquals(0, BinomialTail.lnAtLeast(0, 5, 0.3).lower());
    assertEquals(Double.NEGATIVE_INFINITY, BinomialTail.lnAtLeast(6, 5, 0.3).upper());
    assertThrows(IllegalArgumentException.class, () -> BinomialTail.lnAtMost(1, 2, 1.0));
    assertThrows(IllegalArgumentException.class, () -> BinomialTail.lnAtMost(1, 2, Double.NaN));
    assertThrows(IllegalArgumentException.class, () -> BinomialTail.lnAtMost(1, 0, 0.5));
  }
}
