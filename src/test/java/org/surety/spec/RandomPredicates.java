package org.surety.spec;

import java.util.List;
import java.util.SplittableRandom;

/**
 * Random predicates over x, y, z (columns 0, 1, 2) and the slice s (columns 0 to 2): their text,
 * and what they mean at a letter, written down straight from the definitions.
 */
final class RandomPredicates {
  /** A value at a letter. */
  @FunctionalInterface
  interface Meaning {
    double at(double[][] columns, int t);
  }

  /** A text and its meaning. */
  record Sample(String text, Meaning meaning) {}

  static final String SIGNALS =
      """
      signal x = observations[0]
      signal y = observations[1]
      signal z = observations[2]
      signal s = observations[0:3]
      """;

  private final SplittableRandom random;

  RandomPredicates(long seed) {
    this.random = new SplittableRandom(seed);
  }

  /** A condition of about {@code size} operators. */
  Sample condition(int size) {
    if (size <= 1 || random.nextInt(3) == 0) {
      return comparison(size);
    }
    Sample a = condition(size / 2);
    Sample b = condition(size - size / 2);
    Meaning l = a.meaning;
    Meaning r = b.meaning;
    return switch (random.nextInt(6)) {
      case 0 -> new Sample("!(" + a.text + ")", (c, t) -> -l.at(c, t));
      case 1 -> infix(a, "&", b, (c, t) -> Math.min(l.at(c, t), r.at(c, t)));
      case 2 -> infix(a, "|", b, (c, t) -> Math.max(l.at(c, t), r.at(c, t)));
      case 3 -> infix(a, "->", b, (c, t) -> Math.max(-l.at(c, t), r.at(c, t)));
      case 4 ->
          infix(
              a,
              "<->",
              b,
              (c, t) ->
                  Math.min(Math.max(-l.at(c, t), r.at(c, t)), Math.max(l.at(c, t), -r.at(c, t))));
      default ->
          infix(
              a,
              "xor",
              b,
              (c, t) ->
                  Math.max(Math.min(l.at(c, t), -r.at(c, t)), Math.min(-l.at(c, t), r.at(c, t))));
    };
  }

  private Sample comparison(int size) {
    Sample a = number(size / 2);
    Sample b = number(size - size / 2);
    Meaning l = a.meaning;
    Meaning r = b.meaning;
    return switch (random.nextInt(6)) {
      case 0 -> infix(a, "<=", b, (c, t) -> signed(r.at(c, t) - l.at(c, t), true));
      case 1 -> infix(a, "<", b, (c, t) -> signed(r.at(c, t) - l.at(c, t), false));
      case 2 -> infix(a, ">=", b, (c, t) -> signed(l.at(c, t) - r.at(c, t), true));
      case 3 -> infix(a, ">", b, (c, t) -> signed(l.at(c, t) - r.at(c, t), false));
      case 4 -> infix(a, "==", b, (c, t) -> signed(-Math.abs(l.at(c, t) - r.at(c, t)), true));
      default -> infix(a, "!=", b, (c, t) -> signed(Math.abs(l.at(c, t) - r.at(c, t)), false));
    };
  }

  /** A margin whose tie is +0.0 if it satisfies, otherwise -0.0. */
  private static double signed(double margin, boolean tieSatisfies) {
    return margin != 0 ? margin : tieSatisfies ? 0.0 : -0.0;
  }

  /** A numeric expression. */
  Sample number(int size) {
    if (size <= 0) {
      return leaf();
    }
    Sample a = number((size - 1) / 2);
    Sample b = number(size - 1 - (size - 1) / 2);
    Meaning l = a.meaning;
    Meaning r = b.meaning;
    return switch (random.nextInt(16)) {
      case 0 -> infix(a, "+", b, (c, t) -> l.at(c, t) + r.at(c, t));
      case 1 -> infix(a, "-", b, (c, t) -> l.at(c, t) - r.at(c, t));
      case 2 -> infix(a, "*", b, (c, t) -> l.at(c, t) * r.at(c, t));
      case 3 ->
          new Sample(
              "(" + a.text + ") / (1 + abs(" + b.text + "))",
              (c, t) -> l.at(c, t) / (1 + Math.abs(r.at(c, t))));
      case 4 -> new Sample("-(" + a.text + ")", (c, t) -> -l.at(c, t));
      case 5 -> call("sqrt(abs(%s))", a, (c, t) -> Math.sqrt(Math.abs(l.at(c, t))));
      case 6 -> call("sin(%s)", a, (c, t) -> StrictMath.sin(l.at(c, t)));
      case 7 -> call("exp(cos(%s))", a, (c, t) -> StrictMath.exp(StrictMath.cos(l.at(c, t))));
      case 8 -> pair("atan2", a, b, (c, t) -> StrictMath.atan2(l.at(c, t), r.at(c, t)));
      case 9 ->
          pair(
              "hypot",
              a,
              b,
              (c, t) -> Math.sqrt(l.at(c, t) * l.at(c, t) + r.at(c, t) * r.at(c, t)));
      case 10 -> pair("min", a, b, (c, t) -> Math.min(l.at(c, t), r.at(c, t)));
      case 11 -> pair("max", a, b, (c, t) -> Math.max(l.at(c, t), r.at(c, t)));
      case 12 -> call("prev(%s)", a, (c, t) -> l.at(c, Math.max(0, t - 1)));
      case 13 -> call("sum(%s)", a, (c, t) -> sum(l, c, t));
      case 14 -> call("(%s) ^ 2", a, (c, t) -> l.at(c, t) * l.at(c, t));
      default -> {
        Sample condition = comparison(1);
        Meaning p = condition.meaning;
        yield call(
            "count(%s)",
            condition, (c, t) -> sum((d, i) -> Math.copySign(1, p.at(d, i)) > 0 ? 1 : 0, c, t));
      }
    };
  }

  private static double sum(Meaning term, double[][] columns, int t) {
    double sum = 0;
    for (int i = 0; i <= t; i++) {
      sum += term.at(columns, i);
    }
    return sum;
  }

  private Sample leaf() {
    return switch (random.nextInt(9)) {
      case 0 -> new Sample("x", (c, t) -> c[0][t]);
      case 1 -> new Sample("y", (c, t) -> c[1][t]);
      case 2 -> new Sample("s[2]", (c, t) -> c[2][t]);
      case 3 -> new Sample("min(s)", (c, t) -> Math.min(Math.min(c[0][t], c[1][t]), c[2][t]));
      case 4 ->
          new Sample(
              "max(s - 1)", (c, t) -> Math.max(Math.max(c[0][t] - 1, c[1][t] - 1), c[2][t] - 1));
      case 5 -> new Sample("mean(s)", (c, t) -> (c[0][t] + c[1][t] + c[2][t]) / 3);
      case 6 ->
          new Sample("norm(s[1:3])", (c, t) -> Math.sqrt(c[1][t] * c[1][t] + c[2][t] * c[2][t]));
      case 7 -> new Sample("pi", (c, t) -> Math.PI);
      default -> {
        int value = random.nextInt(4);
        yield new Sample(
            List.of("0", "1", "0.5", "2e0").get(value),
            (c, t) -> new double[] {0, 1, 0.5, 2}[value]);
      }
    };
  }

  private static Sample infix(Sample a, String operator, Sample b, Meaning meaning) {
    return new Sample("(" + a.text + ") " + operator + " (" + b.text + ")", meaning);
  }

  private static Sample call(String format, Sample a, Meaning meaning) {
    return new Sample(String.format(format, a.text), meaning);
  }

  private static Sample pair(String name, Sample a, Sample b, Meaning meaning) {
    return new Sample(name + "(" + a.text + ", " + b.text + ")", meaning);
  }
}
