package org.surety.numeric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Values computed with mpmath 1.3 at 60 digits, printed to 25, at the doubles given. */
class SpecialFunctionsTest {
  private static final String[][] CHI_SQUARE = {
    {"1", "1e-08", "0.00007978845594730577648833887"},
    {"1", "0.5", "0.5204998778130465376827467"},
    {"1", "20", "0.9999922557835689559163623"},
    {"2", "3", "0.7768698398515701710667195"},
    {"3", "0.01", "0.0002651650586556098369665226"},
    {"7", "7", "0.5711201424469452805329132"},
    {"10", "0.9975", "0.000170149867270479001690087"},
    {"21", "60", "0.9999872283117348379130522"},
    {"22", "9.5", "0.009700325670382410204271207"},
    {"100", "62", "0.001027379509121965862619661"},
    {"100", "100", "0.5188083154720432818909057"},
    {"101", "250", "0.9999999999999876094364603"},
    {"1000", "867.5", "0.001001733685394693743614493"},
    {"1000", "1100", "0.985385591873704805954847"},
    {"10000", "9500", "0.0001643861643588225555379311"},
    {"99999", "100500", "0.8686218804310361672804886"},
    {"5", "1e-60", "5.319230405352435312687903e-152"},
  };

  private static final String[][] NORMAL = {
    {"-20", "2.753624118606233695075623e-89"},
    {"-8", "6.220960574271784123515995e-16"},
    {"-3", "0.001349898031630094526651815"},
    {"-1.6", "0.0547992916995579841087248"},
    {"-1.5", "0.06680720126885806600449404"},
    {"-1.4", "0.08075665923377105979465901"},
    {"-0.5", "0.3085375387259868963622954"},
    {"-1e-09", "0.4999999996010577195985673"},
    {"0", "0.5"},
    {"0.001", "0.500398942213911062592895"},
    {"0.7", "0.7580363477769269713837893"},
    {"1.5", "0.933192798731141933995506"},
    {"1.6", "0.9452007083004420158912752"},
    {"3", "0.9986501019683699054733482"},
    {"6", "0.9999999990134123549623019"},
  };

  @Test
  void chiSquareLiesBetweenItsBoundsAndTheBoundsAreClose() {
    for (String[] row : CHI_SQUARE) {
      int dof = Integer.parseInt(row[0]);
      double x = Double.parseDouble(row[1]);
      double lower = ChiSquare.cdfLower(dof, x);
      double upper = ChiSquare.cdfUpper(dof, x);
      assertEncloses(lower, new BigDecimal(row[2]), upper, dof > 5000 ? 1e-11 : 1e-12);
    }
    assertTrue(ChiSquare.cdfUpper(300, 0.1) < 1e-300); // 1.2e-458
    assertTrue(ChiSquare.cdfUpper(300, 0.1) > 0);
  }

  @Test
  void normalLiesBetweenItsBoundsAndTheBoundsAreClose() {
    for (String[] row : NORMAL) {
      double x = Double.parseDouble(row[0]);
      assertEncloses(
          StandardNormal.cdfLower(x), new BigDecimal(row[1]), StandardNormal.cdfUpper(x), 1e-12);
    }
    assertTrue(StandardNormal.cdfUpper(-38) >= 2.88542836006878430835097e-316);
    assertEquals(1, StandardNormal.cdfUpper(50), 0);
    assertEquals(0, StandardNormal.cdfLower(-50), 0);
    assertTrue(StandardNormal.cdfUpper(-50) > 0);
  }

  /** A quantile is safe if the certified side of the distribution function says so there. */
  @Test
  void quantilesAreOnTheirSideAndClose() {
    SplittableRandom random = new SplittableRandom(3);
    for (int i = 0; i < 400; i++) {
      double p = Math.exp(-40 * random.nextDouble() * random.nextDouble());
      double low = StandardNormal.quantileLower(p);
      double high = StandardNormal.quantileUpper(p);
      assertTrue(StandardNormal.cdfUpper(low) <= p && StandardNormal.cdfLower(high) >= p);
      assertTrue(low <= high);
      double flat = StandardNormal.density(high) > 1e-3 ? 1 : 1e3;
      assertEquals(high, low, p > 0.5 ? flat * 1e-11 : 1e-12 * (1 + Math.abs(high)));
      assertEquals(high, StandardNormal.quantile(p), p > 0.5 ? 1e-6 : 1e-11 * (1 - high));

      int dof = 1 + random.nextInt(300);
      double below = ChiSquare.quantileLower(dof, p);
      double above = ChiSquare.quantileUpper(dof, p);
      assertTrue(ChiSquare.cdfUpper(dof, below) <= p && ChiSquare.cdfLower(dof, above) >= p);
      if (p < 0.99) {
        assertEquals(above, below, 1e-10 * above);
      }
    }
    for (double p : new double[] {1e-300, 1e-17, 0.5, 1 - 1e-12, Math.nextDown(1.0)}) {
      assertTrue(StandardNormal.cdfLower(StandardNormal.quantileUpper(p)) >= p);
      assertTrue(StandardNormal.cdfUpper(StandardNormal.quantileLower(p)) <= p);
    }
    assertEquals(Double.NEGATIVE_INFINITY, StandardNormal.quantileUpper(0), 0);
    assertEquals(Double.POSITIVE_INFINITY, ChiSquare.quantileUpper(4, 1), 0);
  }

  /** Reference quantiles with 18 digits. */
  @Test
  void chiSquareQuantilesMatchTheirReference() {
    assertEquals(0.997308500901124305, ChiSquare.quantileUpper(10, 0.00017), 1e-12);
    assertEquals(61.9179392069366231, ChiSquare.quantileUpper(100, 0.001), 1e-10);
    assertEquals(867.479082607276879, ChiSquare.quantileUpper(1000, 0.001), 1e-9);
  }

  /** Against exact decimal arithmetic. */
  @Test
  void directedOperationsAreTheNearestDoubleOnTheirSide() {
    SplittableRandom random = new SplittableRandom(5);
    for (int i = 0; i < 2000; i++) {
      double a = (random.nextDouble() - 0.5) * Math.exp(40 * (random.nextDouble() - 0.5));
      double b = (random.nextDouble() - 0.5) * Math.exp(40 * (random.nextDouble() - 0.5));
      BigDecimal x = new BigDecimal(a);
      BigDecimal y = new BigDecimal(b);
      assertLeastAbove(x.add(y), Directed.addUp(a, b));
      assertLeastAbove(x.add(y).negate(), -Directed.addDown(a, b));
      assertLeastAbove(x.multiply(y), Directed.multiplyUp(a, b));
      assertLeastAbove(x.multiply(y).negate(), -Directed.multiplyDown(a, b));
      double quotient = Directed.divideUp(a, b);
      BigDecimal product = new BigDecimal(quotient).multiply(y);
      assertTrue(b > 0 ? product.compareTo(x) >= 0 : product.compareTo(x) <= 0);
      double under = Directed.divideDown(a, b);
      assertTrue(quotient == under || quotient == Math.nextUp(under));
    }
    assertEquals(6, Directed.multiplyUp(2, 3), 0);
    assertEquals(Double.MIN_VALUE, Directed.multiplyUp(1e-300, 1e-300), 0);
    assertEquals(0.1, Directed.up(new BigDecimal("0.1")), 0);
    assertTrue(Directed.down(new BigDecimal("0.1")) < 0.1);
  }

  private static void assertLeastAbove(BigDecimal exact, double rounded) {
    assertTrue(new BigDecimal(rounded).compareTo(exact) >= 0);
    assertTrue(new BigDecimal(Math.nextDown(rounded)).compareTo(exact) < 0);
  }

  private static void assertEncloses(
      double lower, BigDecimal exact, double upper, double relativeWidth) {
    assertTrue(new BigDecimal(lower).compareTo(exact) <= 0, () -> lower + " > " + exact);
    assertTrue(new BigDecimal(upper).compareTo(exact) >= 0, () -> upper + " < " + exact);
    assertEquals(lower, upper, relativeWidth * upper);
  }
}
