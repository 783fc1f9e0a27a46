package org.surety.env;

/**
 * A point that is pushed along its heading against a linear drag, and turns: Safety Gymnasium's
 * point robot as a planar surrogate.
 *
 * <p>Within a decision force and turn rate are constant, so the motion has a closed form. With
 * complex V = vx + i·vy, X = x + i·y, k = drag / mass, a = force / mass, heading θ₀ + w·t:
 *
 * <pre>
 *   V' = a·e^{i(θ₀+wt)} − k·V
 *   V(t) = V₀·e^{−kt} + a·e^{iθ₀}·(e^{iwt} − e^{−kt}) / (k + iw)
 *   X(t) = X₀ + (a·e^{iθ₀}·E − (V(t) − V₀)) / k,   E = ∫₀ᵗ e^{iws} ds = t·e^{iwt/2}·sinc(wt/2)
 * </pre>
 *
 * so that a turn rate near 0 cancels nothing. The position follows from integrating the equation of
 * motion once: impulse given less momentum gained is what the drag took.
 */
public final class PlanarMotion {
  /** Drive commands beyond this size act as this size. */
  public static final double DRIVE_SATURATION = 0.05;

  /** Force in N that a drive command of 1 would give without saturation. */
  public static final double FORCE_PER_DRIVE = 0.3;

  /** Mass in kg. */
  public static final double MASS = 0.0051888;

  private static final double DRAG = 0.01; // N s/m

  /** Drag by mass in 1/s. */
  public static final double DRAG_RATE = DRAG / MASS;

  private final double seconds;
  private final double decay;
  private final double[] x;
  private final double[] y;
  private final double[] vx;
  private final double[] vy;
  private final double[] heading;
  private final double[] cos;
  private final double[] sin;

  /**
   * Robots at the origin, one per lane, at rest.
   *
   * @param seconds duration of a decision in s
   */
  PlanarMotion(int lanes, double seconds) {
    this.seconds = seconds;
    this.decay = StrictMath.exp(-DRAG_RATE * seconds);
    this.x = new double[lanes];
    this.y = new double[lanes];
    this.vx = new double[lanes];
    this.vy = new double[lanes];
    this.heading = new double[lanes];
    this.cos = new double[lanes];
    this.sin = new double[lanes];
  }

  /** Puts a robot anywhere: position in m, velocity in m/s, heading in rad. */
  void place(int lane, double x0, double y0, double vx0, double vy0, double heading0) {
    x[lane] = x0;
    y[lane] = y0;
    vx[lane] = vx0;
    vy[lane] = vy0;
    face(lane, heading0);
  }

  private void face(int lane, double angle) {
    heading[lane] = angle;
    cos[lane] = StrictMath.cos(angle);
    sin[lane] = StrictMath.sin(angle);
  }

  /** Acceleration in m/s² along the heading that a drive command gives. */
  static double acceleration(double drive) {
    double clipped = Math.max(-DRIVE_SATURATION, Math.min(DRIVE_SATURATION, drive));
    return FORCE_PER_DRIVE * clipped / MASS;
  }

  /** Moves a robot for one decision. */
  void move(int lane, double drive, double turn) {
    double a = acceleration(drive);
    double w = TurnRate.of(turn);
    double halfAngle = 0.5 * w * seconds;
    double sinHalf = StrictMath.sin(halfAngle);
    double cosHalf = StrictMath.cos(halfAngle);
    double sinc = halfAngle == 0 ? 1 : sinHalf / halfAngle;

    // E, turned by the initial heading: the direction of the impulse times its duration.
    double impulseX = seconds * sinc * (cosHalf * cos[lane] - sinHalf * sin[lane]);
    double impulseY = seconds * sinc * (sinHalf * cos[lane] + cosHalf * sin[lane]);

    // (e^{iwt} − e^{−kt}) / (k + iw), then turned by the initial heading.
    double re = (1 - 2 * sinHalf * sinHalf) - decay;
    double im = 2 * sinHalf * cosHalf;
    double norm = DRAG_RATE * DRAG_RATE + w * w;
    double gainRe = (re * DRAG_RATE + im * w) / norm;
    double gainIm = (im * DRAG_RATE - re * w) / norm;
    double newVx = vx[lane] * decay + a * (gainRe * cos[lane] - gainIm * sin[lane]);
    double newVy = vy[lane] * decay + a * (gainIm * cos[lane] + gainRe * sin[lane]);

    x[lane] += (a * impulseX - (newVx - vx[lane])) / DRAG_RATE;
    y[lane] += (a * impulseY - (newVy - vy[lane])) / DRAG_RATE;
    vx[lane] = newVx;
    vy[lane] = newVy;
    face(lane, heading[lane] + w * seconds);
  }

  /** Position in m. */
  double x(int lane) {
    return x[lane];
  }

  /** Position in m. */
  double y(int lane) {
    return y[lane];
  }

  /** Velocity in m/s, world frame. */
  double vx(int lane) {
    return vx[lane];
  }

  /** Velocity in m/s, world frame. */
  double vy(int lane) {
    return vy[lane];
  }

  /** Heading in rad, not wrapped. */
  double heading(int lane) {
    return heading[lane];
  }

  /** Cosine of the heading. */
  double cos(int lane) {
    return cos[lane];
  }

  /** Sine of the heading. */
  double sin(int lane) {
    return sin[lane];
  }

  /** Distance in m to a point. */
  double distance(int lane, double toX, double toY) {
    return StrictMath.hypot(x[lane] - toX, y[lane] - toY);
  }
}
