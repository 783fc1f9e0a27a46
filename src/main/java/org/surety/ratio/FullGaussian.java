package org.surety.ratio;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.surety.numeric.SymmetricEigen;

/**
 * A normal distribution of full covariance, held as its mean and the lower Cholesky factor L of the
 * covariance. Ratios to a base are those of diagonal Gaussians after whitening by the base's factor
 * and rotating onto the eigenvectors of L_b⁻¹ Σ' L_b⁻ᵀ.
 */
public final class FullGaussian implements ActionDistribution {
  private static final double UNIT = 0x1p-53;

  private final double[] mean;
  private final double[][] factor;

  /**
   * The distribution with this mean and covariance, which are copied.
   *
   * @param mean finite, d long
   * @param covariance symmetric and positive definite, d × d; its lower triangle is read
   */
  public FullGaussian(double[] mean, double[][] covariance) {
    this.mean = mean.clone();
    this.factor = cholesky(covariance, mean.length);
    for (double entry : mean) {
      if (!Double.isFinite(entry)) {
        throw new IllegalArgumentException("means must be finite, got " + Arrays.toString(mean));
      }
    }
  }

  private static double[][] cholesky(double[][] covariance, int d) {
    if (d == 0 || covariance.length != d) {
      throw new IllegalArgumentException(
          "a mean of " + d + " needs a covariance of as many rows, got " + covariance.length);
    }
    double[][] factor = new double[d][d];
    for (int i = 0; i < d; i++) {
      for (int j = 0; j <= i; j++) {
        double rest = covariance[i][j];
        for (int k = 0; k < j; k++) {
          rest -= factor[i][k] * factor[j][k];
        }
        if (i != j) {
          factor[i][j] = rest / factor[j][j];
        } else if (rest > 0 && rest < Double.POSITIVE_INFINITY) {
          factor[i][i] = Math.sqrt(rest);
        } else {
          throw new IllegalArgumentException(
              "the covariance is not positive definite: pivot " + i + " is " + rest);
        }
      }
    }
    return factor;
  }

  @Override
  public int dimension() {
    return mean.length;
  }

  @Override
  public double logDensity(double[] action) {
    double[] z = whiten(action);
    double sum = 0;
    for (int i = 0; i < z.length; i++) {
      sum -= 0.5 * z[i] * z[i] + StrictMath.log(factor[i][i]) + DiagonalGaussian.HALF_LOG_2PI;
    }
    return sum;
  }

  @Override
  public void sample(RandomGenerator random, double[] action) {
    double[] z = new double[mean.length];
    for (int i = 0; i < z.length; i++) {
      z[i] = random.nextGaussian();
      double sum = mean[i];
      for (int j = 0; j <= i; j++) {
        sum += factor[i][j] * z[j];
      }
      action[i] = sum;
    }
  }

  @Override
  public double divergenceFrom(ActionDistribution other) {
    FullGaussian that = same(other);
    Whitened white = new Whitened(this, that);
    double sum = 0;
    for (int k = 0; k < mean.length; k++) {
      sum +=
          0.5
              * (DiagonalGaussian.excessOfLog(white.eigen.value(k) - 1)
                  + white.shift[k] * white.shift[k]);
    }
    return sum;
  }

  /**
   * {@inheritDoc} Whitening and rotating have a first-order error of a modest multiple of d² units
   * times the condition number of the base's factor; eigenvalues and shifts are moved outward by
   * it, so that covariances that agree to rounding, but not bit for bit, have an infinite ratio.
   */
  @Override
  public double maxLogRatioUpper(ActionDistribution base) {
    FullGaussian that = same(base);
    if (identical(that)) {
      return 0;
    }
    int d = mean.length;
    Whitened white = new Whitened(this, that);
    double most = 0;
    double length = 0;
    for (int k = 0; k < d; k++) {
      most = Math.max(most, white.eigen.value(k));
      length += white.shift[k] * white.shift[k];
    }
    double error = 64 * d * d * UNIT * that.condition();
    double shiftError = error * (Math.sqrt(length) + that.meanMagnitude(this));
    double sum = 0;
    for (int k = 0; k < d; k++) {
      double low = white.eigen.value(k) - error * most;
      double narrowing = 1 - (white.eigen.value(k) + error * most);
      if (!(narrowing > 0) || !(low > 0)) {
        return Double.POSITIVE_INFINITY;
      }
      double shift = Math.abs(white.shift[k]) + shiftError;
      sum += -0.5 * StrictMath.log(low) + shift * shift / (2 * narrowing);
    }
    return GaussianRatio.upward(sum, d);
  }

  @Override
  public double logRatioUpper(ActionDistribution base, double[] action) {
    FullGaussian that = same(base);
    if (identical(that)) {
      return 0;
    }
    double[] z = whiten(action);
    double[] zBase = that.whiten(action);
    double sum = 0;
    double magnitude = 0;
    for (int i = 0; i < z.length; i++) {
      double logarithm = StrictMath.log(that.factor[i][i] / factor[i][i]);
      sum += logarithm + 0.5 * (zBase[i] * zBase[i] - z[i] * z[i]);
      magnitude += 1 + Math.abs(logarithm) + z[i] * z[i] + zBase[i] * zBase[i];
    }
    int d = z.length;
    double condition = Math.max(condition(), that.condition());
    return Math.nextUp(sum + 64 * d * d * UNIT * condition * magnitude);
  }

  private boolean identical(FullGaussian that) {
    return Arrays.equals(mean, that.mean) && Arrays.deepEquals(factor, that.factor);
  }

  /** L⁻¹ (action − μ) by forward substitution. */
  private double[] whiten(double[] action) {
    double[] z = new double[mean.length];
    for (int i = 0; i < z.length; i++) {
      double rest = action[i] - mean[i];
      for (int j = 0; j < i; j++) {
        rest -= factor[i][j] * z[j];
      }
      z[i] = rest / factor[i][i];
    }
    return z;
  }

  /** ‖L‖ ‖L⁻¹‖ in the Frobenius norm, at least the condition number. */
  private double condition() {
    int d = mean.length;
    double norm = 0;
    double inverse = 0;
    for (int k = 0; k < d; k++) {
      for (int i = 0; i < d; i++) {
        norm += factor[i][k] * factor[i][k];
      }
      for (double entry : solve(k)) {
        inverse += entry * entry;
      }
    }
    return Math.sqrt(norm) * Math.sqrt(inverse);
  }

  /** Column k of L⁻¹. */
  private double[] solve(int k) {
    double[] column = new double[mean.length];
    for (int i = k; i < column.length; i++) {
      double rest = i == k ? 1 : 0;
      for (int j = k; j < i; j++) {
        rest -= factor[i][j] * column[j];
      }
      column[i] = rest / factor[i][i];
    }
    return column;
  }

  /** Bound on |L⁻¹(μ' − μ)| from entries, for error bounds. */
  private double meanMagnitude(FullGaussian task) {
    double least = Double.POSITIVE_INFINITY;
    double most = 0;
    for (int i = 0; i < mean.length; i++) {
      least = Math.min(least, factor[i][i]);
      most = Math.max(most, Math.abs(task.mean[i] - mean[i]));
    }
    return mean.length * most / least;
  }

  private FullGaussian same(ActionDistribution other) {
    if (other instanceof FullGaussian that && that.mean.length == mean.length) {
      return that;
    }
    throw new IllegalArgumentException("not comparable: " + this + " and " + other);
  }

  /** This distribution in the coordinates in which another is standard normal, rotated. */
  private static final class Whitened {
    final SymmetricEigen eigen;
    final double[] shift;

    Whitened(FullGaussian task, FullGaussian base) {
      int d = task.mean.length;
      // Rows of W = L_b⁻¹ L' by forward substitution, then W Wᵀ.
      double[][] w = new double[d][d];
      for (int i = 0; i < d; i++) {
        for (int k = 0; k < d; k++) {
          double rest = task.factor[i][k];
          for (int j = 0; j < i; j++) {
            rest -= base.factor[i][j] * w[j][k];
          }
          w[i][k] = rest / base.factor[i][i];
        }
      }
      double[][] product = new double[d][d];
      for (int i = 0; i < d; i++) {
        for (int j = 0; j <= i; j++) {
          double sum = 0;
          for (int k = 0; k < d; k++) {
            sum += w[i][k] * w[j][k];
          }
          product[i][j] = sum;
          product[j][i] = sum;
        }
      }
      eigen = new SymmetricEigen(product);
      double[] z = base.whiten(task.mean);
      shift = new double[d];
      for (int k = 0; k < d; k++) {
        for (int i = 0; i < d; i++) {
          shift[k] += eigen.vector(i, k) * z[i];
        }
      }
    }
  }

  @Override
  public String toString() {
    return "Gaussian with means "
        + Arrays.toString(mean)
        + " and Cholesky factor "
        + Arrays.deepToString(factor);
  }
}
