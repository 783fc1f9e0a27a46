package org.surety.train;

/**
 * Adam (Kingma and Ba, ICLR 2015) on a flat vector of numbers, with the gradient clipped to a
 * global norm first. Not for several threads.
 */
public final class Adam {
  private static final double BETA_1 = 0.9;
  private static final double BETA_2 = 0.999;
  private static final double EPSILON = 1e-8;

  private final float[] numbers;
  private final float[] first;
  private final float[] second;
  private long steps;

  /** An optimizer of {@code numbers}, which it changes in place. */
  public Adam(float[] numbers) {
    this.numbers = numbers;
    first = new float[numbers.length];
    second = new float[numbers.length];
  }

  /** The numbers optimized. Do not write. */
  public float[] numbers() {
    return numbers;
  }

  /** Running mean of the gradient. Do not write. */
  public float[] first() {
    return first;
  }

  /** Running mean of its squares. Do not write. */
  public float[] second() {
    return second;
  }

  /** Steps taken. */
  public long steps() {
    return steps;
  }

  /** Continues from a state that was saved; the arrays are copied. */
  public void restore(float[] savedNumbers, float[] savedFirst, float[] savedSecond, long taken) {
    System.arraycopy(savedNumbers, 0, numbers, 0, numbers.length);
    System.arraycopy(savedFirst, 0, first, 0, first.length);
    System.arraycopy(savedSecond, 0, second, 0, second.length);
    steps = taken;
  }

  /**
   * Takes one step against a gradient.
   *
   * @param gradient finite; left as it is
   * @param rate learning rate, positive
   * @param mostNorm the gradient is scaled down to this Euclidean norm if it is longer
   * @return the gradient's norm before; if it is not finite no step was taken
   */
  public double step(float[] gradient, double rate, double mostNorm) {
    double squares = 0;
    for (float g : gradient) {
      squares += (double) g * g;
    }
    double norm = Math.sqrt(squares);
    if (!Double.isFinite(norm)) {
      return norm;
    }
    double scale = norm > mostNorm ? mostNorm / norm : 1;
    steps++;
    double correction1 = 1 - StrictMath.pow(BETA_1, (double) steps);
    double correction2 = 1 - StrictMath.pow(BETA_2, (double) steps);
    double size = rate / correction1;
    double root = Math.sqrt(correction2);
    for (int i = 0; i < numbers.length; i++) {
      double g = scale * gradient[i];
      double m = BETA_1 * first[i] + (1 - BETA_1) * g;
      double v = BETA_2 * second[i] + (1 - BETA_2) * g * g;
      first[i] = (float) m;
      second[i] = (float) v;
      numbers[i] -= (float) (size * m / (Math.sqrt(v) / root + EPSILON));
    }
    return norm;
  }
}
