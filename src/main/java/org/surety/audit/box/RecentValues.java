package org.surety.audit.box;

/**
 * Curves, with tanh remembered for the numbers it was last asked for: the same few ends and middles
 * are looked at from several sides. Serves one thread.
 */
final class RecentValues {
  private static final int SLOTS = 64;

  private final double[] argument = new double[SLOTS];
  private final double[] value = new double[SLOTS];

  /** As {@link Curve#at}. */
  double at(Curve curve, double x) {
    return curve.kind() == Curve.Kind.TANH ? tanh(x) : curve.at(x);
  }

  /** As {@link Curve#least}. */
  double least(Curve curve, double l, double u) {
    return curve.kind() == Curve.Kind.TANH ? tanh(l) : curve.least(l, u);
  }

  /** As {@link Curve#greatest}. */
  double greatest(Curve curve, double l, double u) {
    return curve.kind() == Curve.Kind.TANH ? tanh(u) : curve.greatest(l, u);
  }

  /** As {@link Curve#derivatives}. */
  void derivatives(Curve curve, double l, double u, double[] range) {
    if (curve.kind() == Curve.Kind.TANH) {
      Curve.bell(tanh(l), tanh(u), 1, 1, range);
    } else {
      curve.derivatives(l, u, range);
    }
  }

  private double tanh(double x) {
    long bits = Double.doubleToRawLongBits(x) * 0x9E3779B97F4A7C15L;
    int slot = (int) (bits >>> 58);
    // Empty slots hold tanh 0 = 0, which is right.
    if (argument[slot] != x) {
      argument[slot] = x;
      value[slot] = StrictMath.tanh(x);
    }
    return value[slot];
  }
}
