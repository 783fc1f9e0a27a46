package org.surety.audit.box;

/**
 * Parallel planes around φ(z + e) − φ(z) over intervals of z, e and y = z + e: |φ(z + e) − φ(z) −
 * (ofZ·z + ofE·e + offset)| ≤ gap. Either by the mean value, φ′ times e, or by Taylor's formula
 * around the middle, whose remainder is of second order and small with e.
 */
final class PairLine {
  private static final double UNIT = 0x1p-53;

  double ofZ;
  double ofE;
  double offset;
  double gap;
  private final RecentValues recent;
  private final double[] atZ = new double[6];
  private final double[] atY = new double[6];
  private final double[] hull = new double[6];

  PairLine(RecentValues recent) {
    this.recent = recent;
  }

  /** Finds the planes; all ends finite. */
  void over(Curve curve, double zl, double zu, double el, double eu, double yl, double yu) {
    double e = Math.max(Math.abs(el), Math.abs(eu));
    double zc = 0.5 * (zl + zu);
    double ec = 0.5 * (el + eu);
    double yc = zc + ec;
    double yLeast = Math.min(yl, yc);
    double yMost = Math.max(yu, yc);
    recent.derivatives(curve, Math.min(zl, yLeast), Math.max(zu, yMost), hull);
    ofZ = 0;
    ofE = 0.5 * (hull[0] + hull[1]);
    offset = 0;
    gap = (0.5 * (hull[1] - hull[0]) + 4 * UNIT * (Math.abs(hull[0]) + Math.abs(hull[1]))) * e;
    if (curve.straight() || !(gap > 0)) {
      return;
    }
    // Of the middle itself the planes need nothing; the remainder runs from it over both intervals.
    double rz = Math.nextUp(Math.max(zu - zc, zc - zl));
    double re = Math.nextUp(Math.max(eu - ec, ec - el));
    double slack = 4 * UNIT * (Math.abs(zc) + Math.abs(ec));
    rz += slack;
    re += slack;
    recent.derivatives(curve, zc, zc, atZ);
    double dz = 0.5 * (atZ[0] + atZ[1]);
    double blur = atZ[1] - atZ[0];
    recent.derivatives(curve, yc, yc, atY);
    double dy = 0.5 * (atY[0] + atY[1]);
    blur += atY[1] - atY[0];
    double a = dy - dz;
    double atCenter = recent.at(curve, yc) - recent.at(curve, zc);
    double size =
        2 * (Math.abs(recent.at(curve, yc)) + Math.abs(recent.at(curve, zc)) + curve.scale())
            + Math.abs(a * zc)
            + Math.abs(dy * ec)
            + Math.abs(dy * zc);
    recent.derivatives(curve, zl, zu, atZ);
    recent.derivatives(curve, yLeast, yMost, atY);
    // φ″(y) − φ″(z), directly and as φ‴ e.
    double least = atY[2] - atZ[3];
    double most = atY[3] - atZ[2];
    if (hull[4] > Double.NEGATIVE_INFINITY && hull[5] < Double.POSITIVE_INFINITY) {
      double one = hull[4] * (el - slack);
      double two = hull[4] * (eu + slack);
      double three = hull[5] * (el - slack);
      double four = hull[5] * (eu + slack);
      least = Math.max(least, Math.min(Math.min(one, two), Math.min(three, four)));
      most = Math.min(most, Math.max(Math.max(one, two), Math.max(three, four)));
    }
    double cross = Math.max(Math.abs(atY[2]), Math.abs(atY[3])) * rz * re;
    double high = 0.5 * Math.max(0, most) * rz * rz + cross + 0.5 * Math.max(0, atY[3]) * re * re;
    double low = 0.5 * Math.min(0, least) * rz * rz - cross + 0.5 * Math.min(0, atY[2]) * re * re;
    double half = 0.5 * (high - low) + blur * (rz + re);
    half += 64 * UNIT * (size + Math.abs(high) + Math.abs(low));
    if (half < gap) {
      ofZ = a;
      ofE = dy;
      offset = atCenter - a * zc - dy * ec + 0.5 * (high + low);
      gap = half;
    }
  }
}
