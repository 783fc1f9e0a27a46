package org.surety.env.world;

import java.util.List;

/**
 * A pole on a cart that is pushed with 10 N to the left (action 0) or to the right (1) every 0.02 s
 * (Barto, Sutton and Anderson, IEEE SMC 1983; constants of LCRL and Gymnasium, Euler's method). The
 * atom {@code down} holds where the pole leans more than 12° or the cart is more than 2.4 m away,
 * and {@code up} elsewhere; neither ends an episode, which takes 500 decisions.
 *
 * <p>Observed are position, velocity, angle and angular velocity, divided by 2.4 m, 2 m/s, 12° and
 * 2 rad/s and kept within ±5; known beside that: {@code x}, {@code x_dot}, {@code theta}, {@code
 * theta_dot} (m, m/s, rad, rad/s).
 */
public final class CartPole extends LabeledWorld {
  private static final int LIMIT = 500;
  private static final double GRAVITY = 9.8; // m/s²
  private static final double POLE_MASS = 0.1; // kg
  private static final double MASS = 1.1; // kg, with the cart
  private static final double HALF_LENGTH = 0.5; // m
  private static final double FORCE = 10; // N
  private static final double DT = 0.02; // s
  private static final double MOST_X = 2.4; // m
  private static final double MOST_ANGLE = 12 * 2 * Math.PI / 360; // rad
  private static final double[] SCALE = {MOST_X, 2, MOST_ANGLE, 2};
  private static final double MOST_OBSERVED = 5;
  private static final long UP = 1;
  private static final long DOWN = 2;

  private final double[] state; // x, velocity, angle, angular velocity

  /**
   * Carts at the start of episode 0 of seed 0.
   *
   * @param lanes at least 1
   */
  public CartPole(int lanes) {
    super(lanes, 4, List.of("up", "down"), List.of("x", "x_dot", "theta", "theta_dot"), LIMIT);
    state = new double[4 * lanes];
    for (int lane = 0; lane < lanes; lane++) {
      reset(lane, 0, 0);
    }
  }

  @Override
  public int actionChoices() {
    return 2;
  }

  @Override
  void begin(int lane) {
    noise.draw(lane, 0);
    for (int k = 0; k < 4; k++) {
      state[4 * lane + k] = -0.05 + 0.1 * noise.uniform(lane, k);
    }
    see(lane);
  }

  @Override
  void move(int lane, int decision, double[] actions) {
    int i = 4 * lane;
    double force = choice(actions[lane], 2) == 1 ? FORCE : -FORCE;
    double angle = state[i + 2];
    double turn = state[i + 3];
    double cos = StrictMath.cos(angle);
    double sin = StrictMath.sin(angle);
    double push = (force + POLE_MASS * HALF_LENGTH * turn * turn * sin) / MASS;
    double angular =
        (GRAVITY * sin - cos * push) / (HALF_LENGTH * (4.0 / 3.0 - POLE_MASS * cos * cos / MASS));
    double acceleration = push - POLE_MASS * HALF_LENGTH * angular * cos / MASS;
    state[i] += DT * state[i + 1];
    state[i + 1] += DT * acceleration;
    state[i + 2] += DT * turn;
    state[i + 3] += DT * angular;
    see(lane);
  }

  private void see(int lane) {
    int i = 4 * lane;
    for (int k = 0; k < 4; k++) {
      double scaled = state[i + k] / SCALE[k];
      observations[i + k] = Math.max(-MOST_OBSERVED, Math.min(MOST_OBSERVED, scaled));
      quantity(lane, k, state[i + k]);
    }
    boolean up = Math.abs(state[i]) <= MOST_X && Math.abs(state[i + 2]) <= MOST_ANGLE;
    label(lane, up ? UP : DOWN);
  }

  @Override
  public int stateSize() {
    return 5;
  }

  @Override
  public void save(int lane, double[] to, int at) {
    System.arraycopy(state, 4 * lane, to, at, 4);
    to[at + 4] = decisions[lane];
  }

  @Override
  public void restore(int lane, double[] from, int at) {
    System.arraycopy(from, at, state, 4 * lane, 4);
    decisions[lane] = (int) from[at + 4];
    see(lane);
  }
}
