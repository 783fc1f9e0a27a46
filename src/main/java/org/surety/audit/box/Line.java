package org.surety.audit.box;

/**
 * Two parallel lines with a curve between them over an interval: |φ(x) − slope·x − offset| ≤ gap.
 * Any slope is sound, since the offsets come from extremes of φ(x) − slope·x; of the candidates
 * (chord, derivative in the middle, smaller derivative of the ends) the one with the least gap is
 * taken. The chord is CROWN's choice where tanh is convex or concave (H. Zhang, T. Weng, P. Chen,
 * C. Hsieh and L. Daniel, "Efficient Neural Network Robustness Certification with General
 * Activation Functions", NeurIPS 2018).
 */
final class Line {
  private static final double UNIT = 0x1p-53;

  double slope;
  double offset;
  double gap;
  private final RecentValues recent;
  private final double[] range = new double[6];

  Line(RecentValues recent) {
    this.recent = recent;
  }

  /**
   * Finds the lines over [l, u].
   *
   * @param l finite
   * @param u finite, at least l
   */
  void over(Curve curve, double l, double u) {
    gap = Double.POSITIVE_INFINITY;
    switch (curve.kind()) {
      case IDENTITY -> set(1, 0, 0);
      case RELU -> straight(curve, l, u, 0, 0);
      case CLIP -> straight(curve, l, u, curve.lower(), curve.upper());
      case TANH -> tanh(curve, l, u);
      default -> general(curve, l, u);
    }
  }

  private void set(double slope, double offset, double gap) {
    this.slope = slope;
    this.offset = offset;
    this.gap = gap;
  }

  private void take(double slope, double least, double most, double size) {
    double half = 0.5 * (most - least) + 64 * UNIT * size;
    if (half < gap) {
      set(slope, 0.5 * (most + least), half);
    }
  }

  /** Extremes of φ(x) − slope·x lie at ends and kinks. */
  private void straight(Curve curve, double l, double u, double kink, double other) {
    if (u <= l) {
      take(0, recent.at(curve, l), recent.at(curve, l), Math.abs(l));
      return;
    }
    double a = (recent.at(curve, u) - recent.at(curve, l)) / (u - l);
    if (!(a >= 0)) {
      a = 0;
    }
    a = Math.min(a, 1);
    double atL = recent.at(curve, l) - a * l;
    double atU = recent.at(curve, u) - a * u;
    double least = Math.min(atL, atU);
    double most = Math.max(atL, atU);
    if (kink > l && kink < u) {
      double r = recent.at(curve, kink) - a * kink;
      least = Math.min(least, r);
      most = Math.max(most, r);
    }
    if (other > l && other < u) {
      double r = recent.at(curve, other) - a * other;
      least = Math.min(least, r);
      most = Math.max(most, r);
    }
    take(a, least, most, Math.max(Math.abs(l), Math.abs(u)) + Math.abs(recent.at(curve, u)));
  }

  /** Mean value and Taylor around the middle, and the constant in between. */
  private void general(Curve curve, double l, double u) {
    double c = 0.5 * (l + u);
    double r = Math.nextUp(Math.max(u - c, c - l));
    double value = recent.at(curve, c);
    recent.derivatives(curve, c, c, range);
    double a = 0.5 * (range[0] + range[1]);
    double blur = range[1] - range[0];
    recent.derivatives(curve, l, u, range);
    double size = Math.abs(value) + Math.abs(a * c) + curve.scale();
    double square = 0.5 * (r * r);
    double center = value - a * c;
    take(
        a,
        center + Math.min(0, range[2]) * square - blur * r,
        center + Math.max(0, range[3]) * square + blur * r,
        size + Math.max(Math.abs(range[2]), Math.abs(range[3])) * square);
    a = 0.5 * (range[0] + range[1]);
    double half = 0.5 * (range[1] - range[0]) * r;
    center = value - a * c;
    take(a, center - half, center + half, Math.abs(value) + Math.abs(a * c) + half + curve.scale());
    double least = recent.least(curve, l, u);
    double most = recent.greatest(curve, l, u);
    take(0, least, most, Math.abs(least) + Math.abs(most) + curve.scale());
  }

  private void tanh(Curve curve, double l, double u) {
    general(curve, l, u);
    if (gap < 1e-9) {
      return;
    }
    double tl = recent.at(curve, l);
    double tu = recent.at(curve, u);
    chosen((tu - tl) / (u - l), l, u, tl, tu);
    double ends = Math.min(1 - tl * tl, 1 - tu * tu);
    chosen(ends, l, u, tl, tu);
    if (l < 0 && u > 0) {
      // Between chord and flattest tangent the gap of an S-shaped piece is smaller than at either.
      chosen(0.5 * (ends + (tu - tl) / (u - l)), l, u, tl, tu);
    }
  }

  private void chosen(double a, double l, double u, double tl, double tu) {
    if (!(a > 1e-12) || a >= 1) {
      return;
    }
    double atL = tl - a * l;
    double atU = tu - a * u;
    double least = Math.min(atL, atU);
    double most = Math.max(atL, atU);
    // tanh′ = a at ±x*: a greatest value of tanh x − a x on the right, a least one on the left.
    double root = Math.sqrt(1 - a);
    double x = 0.5 * StrictMath.log((1 + root) * (1 + root) / a);
    double extreme = root - a * x;
    double margin = 1e-9 * (1 + x);
    if (l - margin <= x && x <= u + margin) {
      most = Math.max(most, extreme);
    }
    if (l - margin <= -x && -x <= u + margin) {
      least = Math.min(least, -extreme);
    }
    take(a, least, most, 1 + a * Math.max(Math.abs(l), Math.abs(u)) + a * x);
  }
}
