package org.surety.env;

/**
 * A point on a plane that is pushed along its heading against a linear drag, and turns: Safety
 * Gymnasium's point robot as a planar surrogate, at 5 Hz, on one fixed layout.
 *
 * <p>Within a decision of {@value #DECISION_SECONDS} s force and turn rate are constant, so the
 * motion has a closed form. With complex V = vx + i·vy, X = x + i·y, k = drag / mass, a = force /
 * mass, heading θ₀ + w·t:
 *
 * <pre>
 *   V' = a·e^{i(θ₀+wt)} − k·V
 *   V(t) = V₀·e^{−kt} + a·e^{iθ₀}·(e^{iwt} − e^{−kt}) / (k + iw)
 *   X(t) = X₀ + (a·e^{iθ₀}·E − (V(t) − V₀)) / k,   E = ∫₀ᵗ e^{iws} ds = t·e^{iwt/2}·sinc(wt/2)
 * </pre>
 *
 * so that a turn rate near 0 cancels nothing. The position follows from integrating the equation of
 * motion once: impulse given less momentum gained is what the drag took.
 *
 * <p>Observation: x, y (m), cos and sin of the heading, vx, vy (m/s, world frame). Action in [−1,
 * 1]²: drive, which saturates at ±{@value #DRIVE_SATURATION}, and turn, which goes through a static
 * map. Reward: progress towards the goal in m, and 1 on reaching it. Cost: 1 inside the hazard. An
 * episode terminates at the goal or in the hazard, both tested at decision instants, and is
 * truncated after {@value #MAX_DECISIONS} decisions. Everything is deterministic.
 */
public final class PointRobot implements BatchEnvironment {
  /** Duration of a decision in s. */
  public static final double DECISION_SECONDS = 0.2;

  /** Time limit of an episode. */
  public static final int MAX_DECISIONS = 100;

  static final double START_X = 0.05858;
  static final double START_Y = -0.45696;
  static final double START_HEADING = 2.74944;
  static final double HAZARD_X = -0.12215;
  static final double HAZARD_Y = 0.91048;
  static final double HAZARD_RADIUS = 0.5;
  static final double GOAL_X = -0.16202;
  static final double GOAL_Y = 2.11377;
  static final double GOAL_RADIUS = 0.3;

  static final double DRIVE_SATURATION = 0.05;
  private static final double FORCE_PER_DRIVE = 0.3; // N
  private static final double MASS = 0.0051888; // kg
  private static final double DRAG = 0.01; // N s/m
  private static final double DRAG_RATE = DRAG / MASS; // k, 1/s
  private static final double DECAY = StrictMath.exp(-DRAG_RATE * DECISION_SECONDS);

  private static final int OBSERVATION = 6;
  private static final int ACTION = 2;

  private final int lanes;
  private final double[] x;
  private final double[] y;
  private final double[] vx;
  private final double[] vy;
  private final double[] heading;
  private final int[] decisions;
  private final boolean[] terminated;
  private final double[] observations;
  private final double[] rewards;
  private final double[] costs;

  /** Robots at their start, one per lane. */
  public PointRobot(int lanes) {
    this.lanes = lanes;
    this.x = new double[lanes];
    this.y = new double[lanes];
    this.vx = new double[lanes];
    this.vy = new double[lanes];
    this.heading = new double[lanes];
    this.decisions = new int[lanes];
    this.terminated = new boolean[lanes];
    this.observations = new double[lanes * OBSERVATION];
    this.rewards = new double[lanes];
    this.costs = new double[lanes];
    for (int lane = 0; lane < lanes; lane++) {
      reset(lane);
    }
  }

  @Override
  public int lanes() {
    return lanes;
  }

  @Override
  public int observationSize() {
    return OBSERVATION;
  }

  @Override
  public int actionSize() {
    return ACTION;
  }

  @Override
  public void reset(int lane) {
    place(lane, START_X, START_Y, 0, 0, START_HEADING);
  }

  /** Puts a lane at any state: position in m, velocity in m/s, heading in rad. */
  void place(int lane, double x0, double y0, double vx0, double vy0, double heading0) {
    x[lane] = x0;
    y[lane] = y0;
    vx[lane] = vx0;
    vy[lane] = vy0;
    heading[lane] = heading0;
    decisions[lane] = 0;
    terminated[lane] = false;
    rewards[lane] = 0;
    costs[lane] = 0;
    observe(lane, StrictMath.cos(heading0), StrictMath.sin(heading0));
  }

  @Override
  public void step(double[] actions) {
    for (int lane = 0; lane < lanes; lane++) {
      if (!ended(lane)) {
        double before = distance(x[lane], y[lane], GOAL_X, GOAL_Y);
        move(lane, actions[ACTION * lane], actions[ACTION * lane + 1]);
        decisions[lane]++;
        judge(lane, before);
      }
    }
  }

  private void move(int lane, double drive, double turn) {
    double clippedDrive = Math.max(-DRIVE_SATURATION, Math.min(DRIVE_SATURATION, drive));
    double a = FORCE_PER_DRIVE * clippedDrive / MASS;
    double w = TurnRate.of(turn);
    double halfAngle = 0.5 * w * DECISION_SECONDS;
    double sinHalf = StrictMath.sin(halfAngle);
    double cosHalf = StrictMath.cos(halfAngle);
    double sinc = halfAngle == 0 ? 1 : sinHalf / halfAngle;
    double cos = observations[OBSERVATION * lane + 2];
    double sin = observations[OBSERVATION * lane + 3];

    // E, turned by the initial heading: the direction of the impulse times its duration.
    double impulseX = DECISION_SECONDS * sinc * (cosHalf * cos - sinHalf * sin);
    double impulseY = DECISION_SECONDS * sinc * (sinHalf * cos + cosHalf * sin);

    // (e^{iwt} − e^{−kt}) / (k + iw), then turned by the initial heading.
    double re = (1 - 2 * sinHalf * sinHalf) - DECAY;
    double im = 2 * sinHalf * cosHalf;
    double norm = DRAG_RATE * DRAG_RATE + w * w;
    double gainRe = (re * DRAG_RATE + im * w) / norm;
    double gainIm = (im * DRAG_RATE - re * w) / norm;
    double newVx = vx[lane] * DECAY + a * (gainRe * cos - gainIm * sin);
    double newVy = vy[lane] * DECAY + a * (gainIm * cos + gainRe * sin);

    x[lane] += (a * impulseX - (newVx - vx[lane])) / DRAG_RATE;
    y[lane] += (a * impulseY - (newVy - vy[lane])) / DRAG_RATE;
    vx[lane] = newVx;
    vy[lane] = newVy;
    heading[lane] += w * DECISION_SECONDS;
  }

  private void judge(int lane, double distanceBefore) {
    double toGoal = distance(x[lane], y[lane], GOAL_X, GOAL_Y);
    boolean atGoal = toGoal <= GOAL_RADIUS;
    boolean inHazard = distance(x[lane], y[lane], HAZARD_X, HAZARD_Y) <= HAZARD_RADIUS;
    rewards[lane] = distanceBefore - toGoal + (atGoal ? 1 : 0);
    costs[lane] = inHazard ? 1 : 0;
    terminated[lane] = atGoal || inHazard;
    observe(lane, StrictMath.cos(heading[lane]), StrictMath.sin(heading[lane]));
  }

  private void observe(int lane, double cos, double sin) {
    int o = OBSERVATION * lane;
    observations[o] = x[lane];
    observations[o + 1] = y[lane];
    observations[o + 2] = cos;
    observations[o + 3] = sin;
    observations[o + 4] = vx[lane];
    observations[o + 5] = vy[lane];
  }

  private static double distance(double x0, double y0, double x1, double y1) {
    return StrictMath.hypot(x0 - x1, y0 - y1);
  }

  @Override
  public double[] observations() {
    return observations;
  }

  @Override
  public double[] rewards() {
    return rewards;
  }

  @Override
  public double[] costs() {
    return costs;
  }

  @Override
  public boolean terminated(int lane) {
    return terminated[lane];
  }

  @Override
  public boolean truncated(int lane) {
    return !terminated[lane] && decisions[lane] >= MAX_DECISIONS;
  }
}
