package org.surety.train.ppo;

/** Densities of diagonal Gaussians on arrays. */
final class Gaussians {
  private static final double HALF_LOG_2PI = 0.9189385332046728;

  private Gaussians() {}

  /** Log-density of the action that begins at {@code at}. */
  static double logDensity(double[] actions, int at, double[] mean, double[] std, int dimension) {
    double sum = 0;
    for (int i = 0; i < dimension; i++) {
      double z = (actions[at + i] - mean[i]) / std[i];
      sum -= 0.5 * z * z + StrictMath.log(std[i]) + HALF_LOG_2PI;
    }
    return sum;
  }
}
