package org.surety.spec;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The functions of the property language. */
enum Function {
  ABS("abs(x)", 1, 1, Shape.EACH),
  SQRT("sqrt(x)", 1, 1, Shape.EACH),
  EXP("exp(x)", 1, 1, Shape.EACH),
  LOG("log(x)", 1, 1, Shape.EACH),
  SIN("sin(x)", 1, 1, Shape.EACH),
  COS("cos(x)", 1, 1, Shape.EACH),
  TAN("tan(x)", 1, 1, Shape.EACH),
  PREV("prev(x)", 1, 1, Shape.EACH),
  ATAN2("atan2(y, x)", 2, 2, Shape.SCALARS),
  POW("pow(x, y)", 2, 2, Shape.SCALARS),
  HYPOT("hypot(x, y, ...)", 2, Integer.MAX_VALUE, Shape.SCALARS),
  SUM("sum(x)", 1, 1, Shape.SCALARS),
  MIN("min(x, y, ...) or min(slice)", 1, Integer.MAX_VALUE, Shape.SLICES),
  MAX("max(x, y, ...) or max(slice)", 1, Integer.MAX_VALUE, Shape.SLICES),
  NORM("norm(slice)", 1, 1, Shape.SLICES),
  MEAN("mean(slice)", 1, 1, Shape.SLICES),
  COUNT("count(predicate)", 1, 1, Shape.CONDITION);

  /** What a function takes and gives. */
  enum Shape {
    /** One value or slice; the result has the same shape. */
    EACH,
    /** Values that are no slices. */
    SCALARS,
    /** Slices or several values; the result is one value. */
    SLICES,
    /** A predicate. */
    CONDITION
  }

  private final String signature;
  private final int fewest;
  private final int most;
  private final Shape shape;

  Function(String signature, int fewest, int most, Shape shape) {
    this.signature = signature;
    this.fewest = fewest;
    this.most = most;
    this.shape = shape;
  }

  /** The function called {@code name}, if there is one. */
  static Optional<Function> named(String name) {
    return Arrays.stream(values()).filter(f -> f.text().equals(name)).findFirst();
  }

  /** Names of all functions. */
  static List<String> names() {
    return Arrays.stream(values()).map(Function::text).toList();
  }

  /** Its name as it is written. */
  String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** How it is called, for messages. */
  String signature() {
    return signature;
  }

  boolean takes(int arguments) {
    return arguments >= fewest && arguments <= most;
  }

  Shape shape() {
    return shape;
  }
}
