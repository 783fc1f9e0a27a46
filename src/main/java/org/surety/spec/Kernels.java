package org.surety.spec;

/**
 * The loops behind {@link Op}. Each writes {@code out[o .. o+n-1]} from {@code a[i ..]} and {@code
 * b[j ..]}; {@code out} is none of the inputs. Written so that the compiler makes vector code of
 * those that have vector instructions, which give the same bits.
 *
 * <p>Every result is the same on every platform: {@code + - * /}, square root, minimum and maximum
 * are exactly defined by IEEE 754 and Java, the other functions are {@link StrictMath}'s.
 */
final class Kernels {
  /** Below this a sum of squares may have lost bits to underflow. */
  private static final long SMALL = Double.doubleToRawLongBits(0x1p-960);

  private static final long INFINITE = Double.doubleToRawLongBits(Double.POSITIVE_INFINITY);
  private static final long LOWEST_EXPONENT_BIT = 1L << 52;

  private Kernels() {}

  static void add(double[] a, int i, double[] b, int j, double[] out, int o, int n) {
    for (int t = 0; t < n; t++) {
      out[o + t] = a[i + t] + b[j + t];
    }
  }

  static void subtract(double[] a, int i, double[] b, int j, double[] out, int o, int n) {
    for (int t = 0; t < n; t++) {
      out[o + t] = a[i + t] - b[j + t];
    }
  }

  static void multiply(double[] a, int i, double[] b, int j, double[] out, int o, int n) {
    for (int t = 0; t < n; t++) {
      out[o + t] = a[i + t] * b[j + t];
    }
  }

  static void divide(double[] a, int i, double[] b, int j, double[] out, int o, int n) {
    for (int t = 0; t < n; t++) {
      out[o + t] = a[i + t] / b[j + t];
    }
  }

  static void min(double[] a, int i, double[] b, int j, double[] out, int o, int n) {
    for (int t = 0; t < n; t++) {
      out[o + t] = Math.min(a[i + t], b[j + t]);
    }
  }

  static void max(double[] a, int i, double[] b, int j, double[] out, int o, int n) {
    for (int t = 0; t < n; t++) {
      out[o + t] = Math.max(a[i + t], b[j + t]);
    }
  }

  /** b - a; adding +0.0 turns a tie of -0.0 into +0.0 and changes nothing else. */
  static void atMost(double[] a, int i, double[] b, int j, double[] out, int o, int n) {
    for (int t = 0; t < n; t++) {
      out[o + t] = (b[j + t] - a[i + t]) + 0.0;
    }
  }

  /** b - a as -(a - b), which is exact, so that a tie is -(+0.0). */
  static void less(double[] a, int i, double[] b, int j, double[] out, int o, int n) {
    for (int t = 0; t < n; t++) {
      out[o + t] = -((a[i + t] - b[j + t]) + 0.0);
    }
  }

  static void equal(double[] a, int i, double[] b, int j, double[] out, int o, int n) {
    for (int t = 0; t < n; t++) {
      out[o + t] = -Math.abs(a[i + t] - b[j + t]) + 0.0;
    }
  }

  static void atan2(double[] a, int i, double[] b, int j, double[] out, int o, int n) {
    for (int t = 0; t < n; t++) {
      out[o + t] = StrictMath.atan2(a[i + t], b[j + t]);
    }
  }

  /** Unlike StrictMath's, 1 to the power of NaN and NaN to the power of 0 are NaN. */
  static void pow(double[] a, int i, double[] b, int j, double[] out, int o, int n) {
    for (int t = 0; t < n; t++) {
      double x = a[i + t];
      double y = b[j + t];
      out[o + t] = Double.isNaN(x) || Double.isNaN(y) ? Double.NaN : StrictMath.pow(x, y);
    }
  }

  /** The one-operand functions. */
  static void unary(Op op, double[] a, int i, double[] out, int o, int n) {
    switch (op) {
      case NEGATE -> negate(a, i, out, o, n);
      case ABS -> abs(a, i, out, o, n);
      case SQRT -> sqrt(a, i, out, o, n);
      case HOLDS -> holds(a, i, out, o, n);
      default -> {
        for (int t = 0; t < n; t++) {
          double x = a[i + t];
          out[o + t] =
              switch (op) {
                case EXP -> StrictMath.exp(x);
                case LOG -> StrictMath.log(x);
                case SIN -> StrictMath.sin(x);
                case COS -> StrictMath.cos(x);
                case TAN -> StrictMath.tan(x);
                default -> throw new AssertionError(op);
              };
        }
      }
    }
  }

  private static void negate(double[] a, int i, double[] out, int o, int n) {
    for (int t = 0; t < n; t++) {
      out[o + t] = -a[i + t];
    }
  }

  private static void abs(double[] a, int i, double[] out, int o, int n) {
    for (int t = 0; t < n; t++) {
      out[o + t] = Math.abs(a[i + t]);
    }
  }

  private static void sqrt(double[] a, int i, double[] out, int o, int n) {
    for (int t = 0; t < n; t++) {
      out[o + t] = Math.sqrt(a[i + t]);
    }
  }

  private static void holds(double[] a, int i, double[] out, int o, int n) {
    for (int t = 0; t < n; t++) {
      double margin = a[i + t];
      double holds = Double.doubleToRawLongBits(margin) >= 0 ? 1 : 0;
      out[o + t] = Double.isNaN(margin) ? Double.NaN : holds;
    }
  }

  /** Returns the sum after the block, given the sum before it. */
  static double sum(double before, double[] a, int i, double[] out, int o, int n) {
    double sum = before;
    for (int t = 0; t < n; t++) {
      sum += a[i + t];
      out[o + t] = sum;
    }
    return sum;
  }

  /** As {@link #sum}, but each letter gets the sum before it. */
  static double sumBefore(double before, double[] a, int i, double[] out, int o, int n) {
    double sum = before;
    for (int t = 0; t < n; t++) {
      out[o + t] = sum;
      sum += a[i + t];
    }
    return sum;
  }

  /** Returns the block's last value; {@code before} is the last value of the block before. */
  static double previous(double before, double[] a, int i, double[] out, int o, int n) {
    out[o] = before;
    System.arraycopy(a, i, out, o + 1, n - 1);
    return a[i + n - 1];
  }

  /**
   * The Euclidean norm of two numbers, sqrt(a*a + b*b) in doubles. Its relative error is at most 2
   * units of 2^-53 (plus terms of second order). Where the squares leave the range of doubles,
   * {@link #scaledNorm} takes over.
   */
  static void norm(double[] a, int i, double[] b, int j, double[] out, int o, int n) {
    long outside = 0;
    for (int t = 0; t < n; t++) {
      double x = a[i + t];
      double y = b[j + t];
      out[o + t] = x * x + y * y;
    }
    for (int t = 0; t < n; t++) {
      outside |= outsideSafeRange(out[o + t]);
    }
    sqrtInPlace(out, o, n);
    if (outside < 0) {
      scaledNorms(new double[][] {a, b}, new int[] {i, j}, out, o, n);
    }
  }

  /**
   * The Euclidean norm of k operands, summed from the first to the last; relative error at most k/2
   * + 1 units of 2^-53.
   */
  static void norm(double[][] operands, int[] starts, double[] out, int o, int n) {
    multiply(operands[0], starts[0], operands[0], starts[0], out, o, n);
    for (int k = 1; k < operands.length; k++) {
      addSquare(operands[k], starts[k], out, o, n);
    }
    long outside = 0;
    for (int t = 0; t < n; t++) {
      outside |= outsideSafeRange(out[o + t]);
    }
    sqrtInPlace(out, o, n);
    if (outside < 0) {
      scaledNorms(operands, starts, out, o, n);
    }
  }

  private static void addSquare(double[] a, int i, double[] out, int o, int n) {
    for (int t = 0; t < n; t++) {
      out[o + t] += a[i + t] * a[i + t];
    }
  }

  private static void sqrtInPlace(double[] out, int o, int n) {
    for (int t = 0; t < n; t++) {
      out[o + t] = Math.sqrt(out[o + t]);
    }
  }

  /** Negative unless a non-negative square sum lies between SMALL and infinity. */
  private static long outsideSafeRange(double square) {
    long bits = Double.doubleToRawLongBits(square);
    return (bits - SMALL) | (INFINITE - 1 - bits);
  }

  private static void scaledNorms(double[][] operands, int[] starts, double[] out, int o, int n) {
    double[] values = new double[operands.length];
    for (int t = 0; t < n; t++) {
      double square = 0;
      for (int k = 0; k < values.length; k++) {
        values[k] = operands[k][starts[k] + t];
        square += values[k] * values[k];
      }
      if (outsideSafeRange(square) < 0) {
        out[o + t] = scaledNorm(values);
      }
    }
  }

  /** The norm, computed in units of the largest operand's power of two. */
  static double scaledNorm(double[] values) {
    double largest = 0;
    for (double value : values) {
      largest = Math.max(largest, Math.abs(value));
    }
    if (largest == 0 || Double.isInfinite(largest) || Double.isNaN(largest)) {
      return largest;
    }
    int exponent = Math.getExponent(largest);
    double square = 0;
    for (double value : values) {
      double scaled = Math.scalb(value, -exponent);
      square += scaled * scaled;
    }
    return Math.scalb(Math.sqrt(square), exponent);
  }

  /** Negative if any of the values is infinite or NaN. */
  static long anyNotFinite(double[] a, int i, int n) {
    long any = 0;
    for (int t = 0; t < n; t++) {
      // An exponent of all ones overflows into the sign bit.
      any |= (Double.doubleToRawLongBits(a[i + t]) & INFINITE) + LOWEST_EXPONENT_BIT;
    }
    return any;
  }
}
