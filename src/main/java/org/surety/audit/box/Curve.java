package org.surety.audit.box;

import org.surety.policy.Activation;
import org.surety.policy.StdMap;

/**
 * A function of one number, as it stands behind a layer: its value, and enclosures of its first
 * three derivatives over an interval. Where the derivative jumps, the enclosure of the next one is
 * all numbers.
 *
 * @param kind the formula
 * @param lower first parameter of those that have one
 * @param upper second parameter
 */
record Curve(Kind kind, double lower, double upper) {
  enum Kind {
    IDENTITY,
    TANH,
    SIGMOID,
    RELU,
    CLIP,
    ELU,
    SOFTPLUS,
    SILU,
    /** ln(ln(1 + e^x) + lower). */
    LOG_SOFTPLUS
  }

  static final Curve IDENTITY = new Curve(Kind.IDENTITY, 0, 0);

  private static final double INFINITY = Double.POSITIVE_INFINITY;
  private static final double SQRT3 = Math.sqrt(3);

  static Curve of(Activation activation) {
    return new Curve(
        switch (activation) {
          case IDENTITY -> Kind.IDENTITY;
          case TANH -> Kind.TANH;
          case RELU -> Kind.RELU;
          case ELU -> Kind.ELU;
          case SIGMOID -> Kind.SIGMOID;
          case SOFTPLUS -> Kind.SOFTPLUS;
          case SILU -> Kind.SILU;
        },
        0,
        0);
  }

  static Curve clip(double lower, double upper) {
    return lower == Double.NEGATIVE_INFINITY && upper == INFINITY
        ? IDENTITY
        : new Curve(Kind.CLIP, lower, upper);
  }

  /** The curve c with ln σ = {@link #logStdFactor} c(r) + {@link #logStdOffset}. */
  static Curve logStd(StdMap map) {
    return switch (map.kind()) {
      case CLAMPED_LOG -> clip(map.lower(), map.upper());
      case TANH_LOG -> new Curve(Kind.TANH, 0, 0);
      case SOFTPLUS -> new Curve(Kind.LOG_SOFTPLUS, map.lower(), 0);
    };
  }

  static double logStdFactor(StdMap map) {
    return map.kind() == StdMap.Kind.TANH_LOG ? 0.5 * (map.upper() - map.lower()) : 1;
  }

  static double logStdOffset(StdMap map) {
    return map.kind() == StdMap.Kind.TANH_LOG ? 0.5 * (map.upper() + map.lower()) : 0;
  }

  boolean identity() {
    return kind == Kind.IDENTITY;
  }

  /** Whether the function is made of straight pieces and computed without rounding. */
  boolean straight() {
    return kind == Kind.IDENTITY || kind == Kind.RELU || kind == Kind.CLIP;
  }

  /** The value; within {@code 16 · 2⁻⁵³ · max(|value|, scale())} of the exact one. */
  double at(double x) {
    return switch (kind) {
      case IDENTITY -> x;
      case TANH -> StrictMath.tanh(x);
      case RELU -> Activation.RELU.at(x);
      case CLIP -> Math.min(Math.max(x, lower), upper);
      case ELU -> Activation.ELU.at(x);
      case SIGMOID -> Activation.SIGMOID.at(x);
      case SOFTPLUS -> Activation.SOFTPLUS.at(x);
      case SILU -> Activation.SILU.at(x);
      case LOG_SOFTPLUS -> StrictMath.log(Activation.SOFTPLUS.at(x) + lower);
    };
  }

  /** What errors are relative to where the value is smaller. */
  double scale() {
    return kind == Kind.LOG_SOFTPLUS ? 1 : 0;
  }

  /** The least value over [l, u], not rounded outward. */
  double least(double l, double u) {
    // The only curve that is not monotone falls up to −1.2785 and rises from there.
    if (kind == Kind.SILU && u > -1.3) {
      return l >= -1.2 ? at(l) : -0.27846455;
    }
    return kind == Kind.SILU ? at(u) : at(l);
  }

  /** The greatest value over [l, u], not rounded outward. */
  double greatest(double l, double u) {
    return kind == Kind.SILU ? Math.max(at(l), at(u)) : at(u);
  }

  /**
   * Encloses the derivatives over [l, u].
   *
   * @param range receives least and greatest first, second and third derivative: six numbers
   */
  void derivatives(double l, double u, double[] range) {
    switch (kind) {
      case IDENTITY -> set(range, 1, 1, 0, 0, 0, 0);
      case RELU -> kinks(l, u, 0, INFINITY, range);
      case CLIP -> kinks(l, u, lower, upper, range);
      case TANH -> bell(StrictMath.tanh(l), StrictMath.tanh(u), 1, 1, range);
      case SIGMOID -> bell(StrictMath.tanh(l / 2), StrictMath.tanh(u / 2), 0.5, 0.5, range);
      case SOFTPLUS -> {
        double tl = StrictMath.tanh(l / 2);
        double tu = StrictMath.tanh(u / 2);
        bell(tl, tu, 0.5, 0.5, range);
        set(range, 0.5 + 0.5 * tl, 0.5 + 0.5 * tu, range[0], range[1], range[2], range[3]);
        widen(range, 0, 1);
      }
      case ELU -> {
        double el = l < 0 ? StrictMath.exp(l) : 1;
        double eu = u < 0 ? StrictMath.exp(u) : 1;
        if (l >= 0) {
          set(range, 1, 1, 0, 0, 0, 0);
        } else {
          boolean jump = u >= 0;
          set(range, el, eu, jump ? 0 : el, eu, jump ? -INFINITY : el, jump ? INFINITY : eu);
          widen(range, 0, 1);
          widen(range, 1, 1);
          widen(range, 2, 1);
        }
      }
      case SILU -> silu(l, u, range);
      case LOG_SOFTPLUS -> logSoftplus(l, u, range);
    }
  }

  private static void kinks(double l, double u, double from, double to, double[] range) {
    boolean inside = l >= from && u <= to;
    boolean outside = u <= from || l >= to;
    double bend = inside || outside ? 0 : INFINITY;
    set(range, inside ? 1 : 0, outside ? 0 : 1, -bend, bend, -bend, bend);
  }

  /** Derivatives of a·tanh(b x) from the tanh at both ends. */
  static void bell(double tl, double tu, double a, double b, double[] range) {
    double ql = tl * tl;
    double qu = tu * tu;
    boolean zero = tl <= 0 && tu >= 0;
    double least = zero ? 0 : Math.min(ql, qu);
    double most = Math.max(ql, qu);
    range[0] = a * b * (1 - most);
    range[1] = a * b * (1 - least);
    // −2t(1 − t²) rises up to t = −1/√3, falls to 1/√3, rises again.
    double dl = -2 * tl * (1 - ql);
    double du = -2 * tu * (1 - qu);
    double peak = 4 / (3 * SQRT3);
    range[2] = a * b * b * (tl * SQRT3 <= 1 && tu * SQRT3 >= 1 ? -peak : Math.min(dl, du));
    range[3] = a * b * b * (tl * SQRT3 <= -1 && tu * SQRT3 >= -1 ? peak : Math.max(dl, du));
    // −2(1 − q)(1 − 3q) rises from −2 at q = 0 to 2/3 at q = 2/3 and falls to 0.
    double el = -2 * (1 - least) * (1 - 3 * least);
    double eu = -2 * (1 - most) * (1 - 3 * most);
    double cube = a * b * b * b;
    range[4] = cube * Math.min(el, eu);
    range[5] = cube * (3 * least <= 2 && 3 * most >= 2 ? 2.0 / 3 : Math.max(el, eu));
    widen(range, 0, 1);
    widen(range, 1, 1);
    widen(range, 2, 1);
  }

  private static void silu(double l, double u, double[] range) {
    // s + x s(1 − s) and s(1 − s)(2 + x(1 − 2s)) by interval arithmetic, cut to their ranges.
    double sl = Activation.SIGMOID.at(l);
    double su = Activation.SIGMOID.at(u);
    double pl = sl * Activation.SIGMOID.at(-l);
    double pu = su * Activation.SIGMOID.at(-u);
    double pMost = l <= 0 && u >= 0 ? 0.25 : Math.max(pl, pu);
    double pLeast = Math.min(pl, pu);
    range[0] = sl + Math.min(l * pLeast, l * pMost);
    range[1] = su + Math.max(u * pLeast, u * pMost);
    // x(1 − 2s) = −|x| tanh(|x|/2) falls with |x|.
    double far = Math.max(Math.abs(l), Math.abs(u));
    double near = l <= 0 && u >= 0 ? 0 : Math.min(Math.abs(l), Math.abs(u));
    double least = 2 - far * StrictMath.tanh(far / 2);
    double most = 2 - near * StrictMath.tanh(near / 2);
    range[2] = Math.min(pLeast * least, pMost * least);
    range[3] = Math.max(pLeast * most, pMost * most);
    range[4] = -INFINITY;
    range[5] = INFINITY;
    widen(range, 0, 1 + far);
    widen(range, 1, 1 + far);
    cut(range, 0, -0.1, 1.1);
    cut(range, 1, -0.1, 0.5);
  }

  private void logSoftplus(double l, double u, double[] range) {
    double sl = Activation.SIGMOID.at(l);
    double su = Activation.SIGMOID.at(u);
    double vl = Activation.SOFTPLUS.at(l) + lower;
    double vu = Activation.SOFTPLUS.at(u) + lower;
    double least = sl / vu;
    double most = su / vl;
    range[0] = least;
    range[1] = most;
    widen(range, 0, 1);
    cut(range, 0, 0, 1);
    double pl = sl * Activation.SIGMOID.at(-l);
    double pu = su * Activation.SIGMOID.at(-u);
    range[2] = Math.min(pl, pu) / vu - range[1] * range[1];
    range[3] = (l <= 0 && u >= 0 ? 0.25 : Math.max(pl, pu)) / vl - range[0] * range[0];
    range[4] = -INFINITY;
    range[5] = INFINITY;
    widen(range, 1, 1 + most);
    // s(1 − s)/v is at most s/v, which is at most 1.
    cut(range, 1, -1, 1);
  }

  private static void set(
      double[] range, double a, double b, double c, double d, double e, double f) {
    range[0] = a;
    range[1] = b;
    range[2] = c;
    range[3] = d;
    range[4] = e;
    range[5] = f;
  }

  private static void widen(double[] range, int order, double scale) {
    double low = range[2 * order];
    double high = range[2 * order + 1];
    double slack = 0x1p-46 * scale + 0x1p-44 * Math.max(Math.abs(low), Math.abs(high));
    if (slack < INFINITY) {
      range[2 * order] = low - slack;
      range[2 * order + 1] = high + slack;
    }
  }

  private static void cut(double[] range, int order, double least, double most) {
    // Written so that a NaN becomes the whole range.
    range[2 * order] = range[2 * order] > least ? Math.min(range[2 * order], most) : least;
    range[2 * order + 1] =
        range[2 * order + 1] < most ? Math.max(range[2 * order + 1], least) : most;
  }
}
