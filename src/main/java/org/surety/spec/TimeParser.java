package org.surety.spec;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.surety.base.InputException;
import org.surety.base.Spelling;

/** Reads the numbers of {@code step}, {@code horizon} and {@code margin}. */
final class TimeParser {
  /** Tables by time have this many entries; no experiment comes near it. */
  static final int MAX_HORIZON = 100_000_000;

  private final TokenCursor cursor;

  TimeParser(TokenCursor cursor) {
    this.cursor = cursor;
  }

  /** {@code 0.2 s} or {@code 5 Hz}. */
  Duration step() {
    Token first = cursor.peek();
    BigDecimal amount = positive("the time between decisions", "0.2 s");
    List<String> units = new ArrayList<>(Duration.units());
    units.add("Hz");
    Token unit = cursor.next();
    if (unit.kind() != Token.Kind.NAME || !units.contains(unit.text())) {
      throw cursor.error(
          unit, "expected a unit of time, found " + unit.shown(), remedy(unit, units));
    }
    cursor.expectEnd("the step is one number and a unit");
    Duration step = new Duration(amount, unit.text());
    if (!(step.seconds() > 0) || Double.isInfinite(step.seconds())) {
      throw cursor.error(first, "a step of " + step + " is out of range", "choose another unit");
    }
    return step;
  }

  /** {@code 22}, {@code 22 decisions}, or a time that is a whole number of steps. */
  int horizon(Optional<Duration> step) {
    Token first = cursor.peek();
    BigDecimal amount = positive("the horizon", "22");
    Token unit = cursor.next();
    boolean decisions = unit.kind() == Token.Kind.END || unit.text().equals("decisions");
    List<String> units = new ArrayList<>(Duration.units());
    units.add("decisions");
    if (!decisions && !units.contains(unit.text())) {
      throw cursor.error(
          unit, "expected a unit of time, found " + unit.shown(), remedy(unit, units));
    }
    cursor.expectEnd("the horizon is one number, with a unit if it is a time");
    BigDecimal count =
        decisions ? whole(amount, first) : inSteps(new Duration(amount, unit.text()), step, first);
    if (count.compareTo(BigDecimal.valueOf(MAX_HORIZON)) > 0) {
      throw cursor.error(
          first,
          "a horizon of " + count.toPlainString() + " decisions is too long",
          "the longest is " + MAX_HORIZON);
    }
    return count.intValueExact();
  }

  /** A number from 0. */
  double margin() {
    Token token = cursor.next();
    if (token.kind() != Token.Kind.NUMBER || !Double.isFinite(Double.parseDouble(token.text()))) {
      throw cursor.error(
          token,
          "expected the margin as a number from 0, found " + token.shown(),
          "write 'margin 0.05', for example");
    }
    cursor.expectEnd("the margin is one number, in the units of the predicates");
    return Double.parseDouble(token.text());
  }

  private BigDecimal positive(String what, String example) {
    Token token = cursor.next();
    if (token.kind() != Token.Kind.NUMBER) {
      throw cursor.error(
          token,
          "expected " + what + " as a positive number, found " + token.shown(),
          "write '" + example + "', for example");
    }
    BigDecimal value = new BigDecimal(token.text());
    if (value.signum() <= 0 || Math.abs((long) value.precision() - value.scale()) > 300) {
      throw cursor.error(
          token, what + " cannot be " + token.text(), "give a positive number of common size");
    }
    return value;
  }

  private BigDecimal whole(BigDecimal amount, Token at) {
    if (amount.stripTrailingZeros().scale() > 0) {
      throw cursor.error(
          at,
          "a horizon counts decisions, and " + amount + " is not a whole number",
          "round it, or give a time with a unit such as s");
    }
    return amount.setScale(0);
  }

  private BigDecimal inSteps(Duration time, Optional<Duration> step, Token at) {
    if (step.isEmpty()) {
      throw cursor.error(
          at,
          "a horizon in time needs the time between decisions",
          "add 'step 0.2 s', for example, or give the horizon in decisions");
    }
    BigDecimal steps = time.dividedBy(step.get());
    BigDecimal below = Duration.floorOrNearest(steps);
    if (!Duration.isWhole(steps)) {
      throw notWhole(time, step.get(), steps, below, at);
    }
    return below;
  }

  private InputException notWhole(
      Duration time, Duration step, BigDecimal steps, BigDecimal below, Token at) {
    BigDecimal above = below.add(BigDecimal.ONE);
    String lower =
        below.signum() > 0
            ? step.times(below) + " (" + below.toPlainString() + " decisions) or "
            : "";
    return cursor.error(
        at,
        time + " is " + shortened(steps) + " decisions of " + step + ", not a whole number",
        "write " + lower + step.times(above) + " (" + above.toPlainString() + " decisions)");
  }

  private static String shortened(BigDecimal steps) {
    return steps.round(new java.math.MathContext(12)).stripTrailingZeros().toPlainString();
  }

  private static String remedy(Token unit, List<String> units) {
    return unit.kind() == Token.Kind.NAME
        ? Spelling.remedy(unit.text(), units)
        : "units are " + String.join(", ", units);
  }
}
