package org.surety.guard;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;
import org.surety.base.InputException;
import org.surety.numeric.Decimals;
import org.surety.policy.file.JsonFields;

/**
 * A box of observations, in the units in which they are logged, before any normalization; its
 * border belongs to it. As a file: {@code {"lower": [-1, -1], "upper": [1, 1]}}.
 */
public final class StateBox {
  private static final long MAX_BYTES = 1 << 20;
  private static final int MAX_SIZE = 1 << 16;

  /** What {@link Decimals#text} writes of a finite double. */
  private static final Pattern DECIMAL =
      Pattern.compile("-?[0-9]{1,400}(\\.[0-9]{1,1100})?([eE][+-]?[0-9]{1,3})?");

  private final double[] lower;
  private final double[] upper;

  private StateBox(double[] lower, double[] upper, String place) {
    if (lower.length != upper.length || lower.length == 0 || lower.length > MAX_SIZE) {
      throw new InputException(
          place,
          "has " + lower.length + " lower and " + upper.length + " upper ends",
          "give one of each for every observed value");
    }
    for (int i = 0; i < lower.length; i++) {
      if (!(lower[i] <= upper[i]) || Double.isInfinite(lower[i]) || Double.isInfinite(upper[i])) {
        throw new InputException(
            place,
            "the interval of observation " + i + " is [" + lower[i] + ", " + upper[i] + "]",
            "give a finite lower end that is not above the upper end");
      }
    }
    this.lower = lower;
    this.upper = upper;
  }

  /**
   * A box with these ends.
   *
   * @param place what messages call it
   * @throws InputException if an end is not finite, or a lower end is above its upper end
   */
  public static StateBox of(double[] lower, double[] upper, String place) {
    return new StateBox(lower.clone(), upper.clone(), place);
  }

  /**
   * As above, with ends as decimals, of which the nearest doubles are meant.
   *
   * @throws InputException also if one is no decimal
   */
  public static StateBox of(List<String> lower, List<String> upper, String place) {
    return new StateBox(doubles(lower, place), doubles(upper, place), place);
  }

  /**
   * Reads a box.
   *
   * @throws InputException if it is none, or a lower end is above its upper end
   */
  public static StateBox read(Path file) throws IOException {
    if (!Files.isRegularFile(file) || Files.size(file) > MAX_BYTES) {
      throw new InputException(file.toString(), "is no file of a box", "check the path");
    }
    JsonFields json =
        JsonFields.parse(Files.readAllBytes(file), file.toString()).only(List.of("lower", "upper"));
    return new StateBox(json.numbers("lower"), json.numbers("upper"), file.toString());
  }

  private static double[] doubles(List<String> decimals, String place) {
    for (String decimal : decimals) {
      if (!DECIMAL.matcher(decimal).matches()) {
        throw new InputException(
            place, "has the end '" + decimal + "'", "give a decimal in quotes, such as \"-1.5\"");
      }
    }
    return decimals.stream().mapToDouble(d -> new BigDecimal(d).doubleValue()).toArray();
  }

  private static List<String> decimals(double[] values) {
    return DoubleStream.of(values).mapToObj(v -> Decimals.text(new BigDecimal(v))).toList();
  }

  /** Number of observed values. */
  public int size() {
    return lower.length;
  }

  /** The lower ends as exact decimals. */
  public List<String> lower() {
    return decimals(lower);
  }

  /** The upper ends as exact decimals. */
  public List<String> upper() {
    return decimals(upper);
  }

  /** The lower ends. */
  public double[] lowerEnds() {
    return lower.clone();
  }

  /** The upper ends. */
  public double[] upperEnds() {
    return upper.clone();
  }

  /**
   * Whether an observation lies in the box; one with a NaN does not.
   *
   * @throws IllegalArgumentException if it is of another size
   */
  public boolean contains(double[] observation) {
    if (observation.length != lower.length) {
      throw new IllegalArgumentException(
          "an observation of " + lower.length + " numbers is expected, got " + observation.length);
    }
    for (int i = 0; i < lower.length; i++) {
      if (!(lower[i] <= observation[i] && observation[i] <= upper[i])) {
        return false;
      }
    }
    return true;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof StateBox box
        && Arrays.equals(lower, box.lower)
        && Arrays.equals(upper, box.upper);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(lower) + Arrays.hashCode(upper);
  }

  @Override
  public String toString() {
    return Arrays.toString(lower) + " to " + Arrays.toString(upper);
  }
}
