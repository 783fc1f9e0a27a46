package org.surety.env;

import java.util.List;

/**
 * A point robot between two places, a and b, with a hazard between them: the motion of {@link
 * PointReachAvoid}, for formulas that one goal cannot satisfy, such as {@code G F a & G F b & G
 * !hazard}. Nothing but the limit of {@value #LIMIT} decisions (5 a second) ends an episode, and
 * there is no reward and no cost.
 *
 * <p>The places are discs of radius {@value #PLACE_RADIUS} m around (−1, 0) and (1, 0), the hazard
 * is one of radius {@value #HAZARD_RADIUS} m around (0, 0). Episodes begin at rest, with a uniform
 * heading, at a uniform position of {@link Start}. Action and observation are those of the point
 * robot: drive and turn in [−1, 1]; position, cosine and sine of the heading, velocity. Known
 * beside that: {@code a}, {@code b} and {@code hazard}, 1 or 0.
 */
public final class PointPatrol implements ResumableEnvironment {
  private static final int SIZE = 6;
  private static final int LIMIT = 150;
  private static final double SECONDS = 0.2;
  private static final double PLACE_RADIUS = 0.3;
  private static final double HAZARD_RADIUS = 0.4;
  private static final List<String> ATOMS = List.of("a", "b", "hazard");
  private static final double[] X = {-1, 1, 0};
  private static final double[] RADIUS = {PLACE_RADIUS, PLACE_RADIUS, HAZARD_RADIUS};

  /** Where episodes begin. */
  public enum Start {
    /** In [−0.5, 0.5] × [−1.3, −0.9]. */
    BELOW,
    /**
     * In [−1.5, 1.5]², outside the hazard: for the first stage of a curriculum, where a robot that
     * cannot drive yet now and then begins at a place.
     */
    ANYWHERE
  }

  private final int lanes;
  private final Start start;
  private final PlanarMotion motion;
  private final int[] decisions;
  private final double[] observations;
  private final double[] nothing;
  private final long[] labels;
  private final double[] infos;

  /**
   * Robots at the start of episode 0 of seed 0.
   *
   * @param lanes at least 1
   */
  public PointPatrol(int lanes, Start start) {
    this.lanes = lanes;
    this.start = start;
    motion = new PlanarMotion(lanes, SECONDS);
    decisions = new int[lanes];
    observations = new double[lanes * SIZE];
    nothing = new double[lanes];
    labels = new long[lanes];
    infos = new double[lanes * ATOMS.size()];
    for (int lane = 0; lane < lanes; lane++) {
      reset(lane, 0, 0);
    }
  }

  @Override
  public void reset(int lane, long seed, long episode) {
    UniformStream uniform = new UniformStream(seed, episode);
    double x;
    double y;
    do {
      x = start == Start.BELOW ? -0.5 + uniform.next() : -1.5 + 3 * uniform.next();
      y = start == Start.BELOW ? -1.3 + 0.4 * uniform.next() : -1.5 + 3 * uniform.next();
    } while (Math.hypot(x, y) <= HAZARD_RADIUS);
    motion.place(lane, x, y, 0, 0, 2 * Math.PI * uniform.next());
    decisions[lane] = 0;
    see(lane);
  }

  @Override
  public void step(double[] actions, int from, int to) {
    for (int lane = from; lane < to; lane++) {
      if (decisions[lane] < LIMIT) {
        motion.move(lane, actions[2 * lane], actions[2 * lane + 1]);
        decisions[lane]++;
        see(lane);
      }
    }
  }

  private void see(int lane) {
    int o = lane * SIZE;
    observations[o] = motion.x(lane);
    observations[o + 1] = motion.y(lane);
    observations[o + 2] = motion.cos(lane);
    observations[o + 3] = motion.sin(lane);
    observations[o + 4] = motion.vx(lane);
    observations[o + 5] = motion.vy(lane);
    labels[lane] = 0;
    for (int k = 0; k < X.length; k++) {
      boolean inside = motion.distance(lane, X[k], 0) <= RADIUS[k];
      labels[lane] |= inside ? 1L << k : 0;
      infos[lane * X.length + k] = inside ? 1 : 0;
    }
  }

  @Override
  public int lanes() {
    return lanes;
  }

  @Override
  public int observationSize() {
    return SIZE;
  }

  @Override
  public int actionSize() {
    return 2;
  }

  @Override
  public double[] observations() {
    return observations;
  }

  @Override
  public double[] rewards() {
    return nothing;
  }

  @Override
  public double[] costs() {
    return nothing;
  }

  @Override
  public List<String> atoms() {
    return ATOMS;
  }

  @Override
  public long[] labels() {
    return labels;
  }

  @Override
  public List<String> infoNames() {
    return ATOMS;
  }

  @Override
  public double[] infos() {
    return infos;
  }

  @Override
  public boolean terminated(int lane) {
    return false;
  }

  @Override
  public boolean truncated(int lane) {
    return decisions[lane] >= LIMIT;
  }

  @Override
  public int stateSize() {
    return SIZE;
  }

  @Override
  public void save(int lane, double[] to, int at) {
    to[at] = motion.x(lane);
    to[at + 1] = motion.y(lane);
    to[at + 2] = motion.vx(lane);
    to[at + 3] = motion.vy(lane);
    to[at + 4] = motion.heading(lane);
    to[at + 5] = decisions[lane];
  }

  @Override
  public void restore(int lane, double[] from, int at) {
    motion.place(lane, from[at], from[at + 1], from[at + 2], from[at + 3], from[at + 4]);
    decisions[lane] = (int) from[at + 5];
    see(lane);
  }
}
