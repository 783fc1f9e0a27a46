package org.surety.env;

import java.util.Arrays;

/** What sensors on board of a robot in {@link PlanarMotion} measure, in the robot's own frame. */
final class BodySensors {
  /** Bins of a lidar. */
  static final int BINS = 16;

  private static final double BIN = 2 * Math.PI / BINS;
  private static final double GRAVITY = 9.81;
  private static final double MAGNET = -0.5;
  private static final double LIDAR_GAIN = 0.5;

  private BodySensors() {}

  /**
   * Accelerometer, velocimeter, gyro and magnetometer, three numbers each.
   *
   * @param acceleration along the heading in m/s², before drag
   * @param turnRate in rad/s
   * @param out receives 12 numbers from index {@code o} on
   */
  static void inertial(
      PlanarMotion motion, int lane, double acceleration, double turnRate, double[] out, int o) {
    double cos = motion.cos(lane);
    double sin = motion.sin(lane);
    double forward = motion.vx(lane) * cos + motion.vy(lane) * sin;
    double left = motion.vy(lane) * cos - motion.vx(lane) * sin;
    out[o] = acceleration - PlanarMotion.DRAG_RATE * forward;
    out[o + 1] = -PlanarMotion.DRAG_RATE * left;
    out[o + 2] = GRAVITY;
    out[o + 3] = forward;
    out[o + 4] = left;
    out[o + 5] = 0;
    out[o + 6] = 0;
    out[o + 7] = 0;
    out[o + 8] = turnRate;
    out[o + 9] = MAGNET * sin;
    out[o + 10] = MAGNET * cos;
    out[o + 11] = 0;
  }

  /**
   * One lidar that sees one object.
   *
   * @param distance to the object in m
   * @param out receives {@value #BINS} numbers from index {@code o} on
   */
  static void lidar(
      PlanarMotion motion,
      int lane,
      double objectX,
      double objectY,
      double distance,
      double[] out,
      int o) {
    double dx = objectX - motion.x(lane);
    double dy = objectY - motion.y(lane);
    double cos = motion.cos(lane);
    double sin = motion.sin(lane);
    double angle = StrictMath.atan2(dy * cos - dx * sin, dx * cos + dy * sin);
    double bins = (angle < 0 ? angle + 2 * Math.PI : angle) / BIN;
    int bin = Math.min((int) bins, BINS - 1);
    double value = StrictMath.exp(-LIDAR_GAIN * distance);
    double share = bins - bin;
    Arrays.fill(out, o, o + BINS, 0);
    out[o + bin] = value;
    out[o + (bin + 1) % BINS] = share * value;
    out[o + (bin + BINS - 1) % BINS] = (1 - share) * value;
  }
}
