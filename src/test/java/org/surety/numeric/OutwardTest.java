package org.surety.numeric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class OutwardTest {
  private static final MathContext DIGITS = new MathContext(60);

  /** Logarithm by {@code ln x = 2 artanh((x-1)/(x+1))} after halving, 60 digits. */
  private static BigDecimal ln(double x) {
    int exponent = Math.getExponent(x);
    return artanhLn(new BigDecimal(Math.scalb(x, -exponent)))
        .add(artanhLn(BigDecimal.valueOf(2)).multiply(BigDecimal.valueOf(exponent)), DIGITS);
  }

  private static BigDecimal artanhLn(BigDecimal m) {
    BigDecimal r = m.subtract(BigDecimal.ONE).divide(m.add(BigDecimal.ONE), DIGITS);
    BigDecimal square = r.multiply(r, DIGITS);
    BigDecimal power = r;
    BigDecimal sum = BigDecimal.ZERO;
    for (int i = 1; i < 140; i += 2) {
      sum = sum.add(power.divide(BigDecimal.valueOf(i), DIGITS), DIGITS);
      power = power.multiply(square, DIGITS);
    }
    return sum.multiply(BigDecimal.valueOf(2));
  }

  @Test
  void logarithmsAndExponentialsStayOnTheirSide() {
    SplittableRandom random = new SplittableRandom(19);
    for (int i = 0; i < 500; i++) {
      double x = Math.exp(80 * (random.nextDouble() - 0.5));
      BigDecimal exact = ln(x);
      assertTrue(new BigDecimal(Outward.lnDown(x)).compareTo(exact) <= 0, "ln " + x);
      assertTrue(new BigDecimal(Outward.lnUp(x)).compareTo(exact) >= 0, "ln " + x);
      double y = 60 * (random.nextDouble() - 0.5);
      assertTrue(ln(Outward.expDown(y)).compareTo(new BigDecimal(y)) <= 0, "exp " + y);
      assertTrue(ln(Outward.expUp(y)).compareTo(new BigDecimal(y)) >= 0, "exp " + y);
    }
    assertEquals(Double.NEGATIVE_INFINITY, Outward.lnDown(0));
    assertTrue(Outward.expUp(-1e6) > 0 && Outward.expDown(-1e6) == 0);
  }

  @Test
  void quotientsStayOnTheirSide() {
    SplittableRandom random = new SplittableRandom(23);
    for (int i = 0; i < 2000; i++) {
      double a = random.nextDouble(-3, 3);
      double b = random.nextDouble(0.1, 3);
      BigDecimal product = new BigDecimal(Outward.divideUp(a, b)).multiply(new BigDecimal(b));
      assertTrue(product.compareTo(new BigDecimal(a)) >= 0);
      product = new BigDecimal(Outward.divideDown(a, b)).multiply(new BigDecimal(b));
      assertTrue(product.compareTo(new BigDecimal(a)) <= 0);
    }
  }

  @Test
  void enclosuresStayOrderedUnderArithmetic() {
    Enclosure a = Enclosure.around(0.1, 1e-17);
    Enclosure b = Enclosure.around(0.2, 0);
    BigDecimal sum = new BigDecimal(0.1).add(new BigDecimal(0.2));
    assertTrue(new BigDecimal(a.plus(b).lower()).compareTo(sum) < 0);
    assertTrue(new BigDecimal(a.plus(b).upper()).compareTo(sum) > 0);
    assertTrue(a.minus(a).lower() < 0 && a.minus(a).upper() > 0);
    assertEquals(new Enclosure(-2, -1), new Enclosure(1, 2).negated());
    assertThrows(IllegalArgumentException.class, () -> new Enclosure(2, 1));
    assertThrows(IllegalArgumentException.class, () -> new Enclosure(Double.NaN, 1));
  }
}
