package org.surety.audit;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import org.surety.base.InputException;
import org.surety.numeric.Decimals;
import org.surety.policy.file.JsonFields;

/**
 * A box of observations, in the units in which they are logged. As a file: {@code {"lower": [-1,
 * -1], "upper": [1, 1]}}.
 *
 * @param lower lower ends as exact decimals of doubles
 * @param upper upper ends
 */
public record StateBox(List<String> lower, List<String> upper) {
  private static final long MAX_BYTES = 1 << 20;

  /** Copies the lists. */
  public StateBox {
    lower = List.copyOf(lower);
    upper = List.copyOf(upper);
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
    double[] lower = json.numbers("lower");
    double[] upper = json.numbers("upper");
    if (lower.length != upper.length || lower.length == 0) {
      throw new InputException(
          file.toString(),
          "has " + lower.length + " lower and " + upper.length + " upper ends",
          "give one of each for every observed value");
    }
    for (int i = 0; i < lower.length; i++) {
      if (!(lower[i] <= upper[i]) || Double.isInfinite(lower[i]) || Double.isInfinite(upper[i])) {
        throw new InputException(
            file.toString(),
            "the interval of observation " + i + " is [" + lower[i] + ", " + upper[i] + "]",
            "give a finite lower end that is not above the upper end");
      }
    }
    return new StateBox(decimals(lower), decimals(upper));
  }

  private static List<String> decimals(double[] values) {
    return DoubleStream.of(values).mapToObj(v -> Decimals.text(new BigDecimal(v))).toList();
  }

  /** The lower ends. */
  public double[] lowerEnds() {
    return ends(lower);
  }

  /** The upper ends. */
  public double[] upperEnds() {
    return ends(upper);
  }

  private static double[] ends(List<String> decimals) {
    return decimals.stream().mapToDouble(d -> new BigDecimal(d).doubleValue()).toArray();
  }

  /** Whether an observation lies in the box. */
  public boolean contains(double[] observation) {
    double[] from = lowerEnds();
    double[] to = upperEnds();
    for (int i = 0; i < observation.length; i++) {
      if (!(from[i] <= observation[i] && observation[i] <= to[i])) {
        return false;
      }
    }
    return true;
  }

  @Override
  public String toString() {
    return Arrays.toString(lowerEnds()) + " to " + Arrays.toString(upperEnds());
  }
}
