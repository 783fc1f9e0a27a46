package org.surety.audit.box;

/**
 * One dimension's part of the log ratio as a function of m = μ_task − μ_base, of v, from which u =
 * ln σ_base − ln σ_task comes, and of l = ln σ_base:
 *
 * <pre>u + m² e^{−2l} / (2 (1 − e^{−2u})),   infinite where u ≤ 0 and m ≠ 0 or u &lt; 0.</pre>
 *
 * It is convex in (m, u), in each of m and v, and in l.
 */
enum RatioTerm {
  /** v is u itself. */
  DIFFERENCE {
    @Override
    double narrowing(double v) {
      return v;
    }

    @Override
    double value(double m, double v, double l) {
      if (!(v > 0)) {
        return v == 0 && m == 0 ? 0 : Double.POSITIVE_INFINITY;
      }
      double z = m * StrictMath.exp(-l);
      return m == 0 ? v : v + z * z / (-2 * StrictMath.expm1(-2 * v));
    }

    @Override
    void slopes(double m, double v, double l, double[] slope) {
      double share = -StrictMath.expm1(-2 * v);
      double inverse = StrictMath.exp(-2 * l);
      boolean inside = v > 0;
      slope[0] = inside ? m * inverse / share : 0;
      slope[1] = inside ? 1 - m * m * inverse * (1 - share) / (share * share) : 1;
      slope[2] = inside ? -m * m * inverse / share : 0;
    }
  },

  /**
   * u = softplus(v). With t = e^v, 1/(1 − e^{−2u}) = 1 + 1/(t (2 + t)), whose second derivative in
   * v is a quotient of polynomials in t with positive coefficients.
   */
  SOFTPLUS {
    @Override
    double narrowing(double v) {
      return v > 0 ? v + StrictMath.log1p(StrictMath.exp(-v)) : StrictMath.log1p(StrictMath.exp(v));
    }

    @Override
    double value(double m, double v, double l) {
      double t = StrictMath.exp(v);
      double z = m * StrictMath.exp(-l);
      return m == 0 ? narrowing(v) : narrowing(v) + 0.5 * z * z * (1 + 1 / (t * (2 + t)));
    }

    @Override
    void slopes(double m, double v, double l, double[] slope) {
      double t = StrictMath.exp(v);
      double inverse = StrictMath.exp(-2 * l);
      double factor = 1 + 1 / (t * (2 + t));
      slope[0] = m * inverse * factor;
      slope[1] = 1 / (1 + 1 / t) - m * m * inverse * (1 + t) / (t * (2 + t) * (2 + t));
      slope[2] = -m * m * inverse * factor;
    }
  };

  /** u, with a relative error of a few units of roundoff. */
  abstract double narrowing(double v);

  /** The value, with a relative error below 32 units of roundoff. */
  abstract double value(double m, double v, double l);

  /** Derivatives in m, v and l, to working accuracy. */
  abstract void slopes(double m, double v, double l, double[] slope);
}
