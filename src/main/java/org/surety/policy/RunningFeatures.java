package org.surety.policy;

/**
 * Numbers known before a decision, on a common scale: standardized by mean and deviation of the
 * decisions before and clipped to ±{@value #CLIP}. Only the past enters, so they may be multiplied
 * with a draw that is yet to come.
 */
final class RunningFeatures {
  static final double CLIP = 3;
  private static final int FEWEST = 10;

  private final double[] mean;
  private final double[] squares;
  private final double[] values;
  private long count;

  RunningFeatures(int size) {
    mean = new double[size];
    squares = new double[size];
    values = new double[size];
  }

  /**
   * The features of one decision; 0 while the scale is unknown. The array is used again.
   *
   * @param raw the numbers, from {@code offset}
   */
  double[] next(double[] raw, int offset) {
    count++;
    for (int i = 0; i < values.length; i++) {
      double x = raw[offset + i];
      double deviation = Math.sqrt(squares[i] / Math.max(1, count - 1));
      double scaled = (x - mean[i]) / deviation;
      values[i] =
          count <= FEWEST || !(deviation > 0) || Double.isNaN(scaled)
              ? 0
              : Math.min(Math.max(scaled, -CLIP), CLIP);
      // Welford's update.
      double before = x - mean[i];
      mean[i] += before / count;
      squares[i] += before * (x - mean[i]);
    }
    return values;
  }
}
