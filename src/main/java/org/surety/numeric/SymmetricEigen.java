package org.surety.numeric;

/**
 * Eigenvalues and eigenvectors of a small symmetric matrix by cyclic Jacobi rotations, which keep
 * small eigenvalues of positive matrices accurate. Golub and Van Loan, Matrix Computations, section
 * 8.5.
 */
public final class SymmetricEigen {
  private final double[] values;
  private final double[][] vectors;

  /**
   * Decomposes a matrix.
   *
   * @param matrix symmetric, finite, n × n; left as it is
   */
  public SymmetricEigen(double[][] matrix) {
    int n = matrix.length;
    double[][] a = new double[n][];
    vectors = new double[n][n];
    for (int i = 0; i < n; i++) {
      a[i] = matrix[i].clone();
      vectors[i][i] = 1;
    }
    boolean rotated = true;
    for (int sweep = 0; rotated && sweep < 60; sweep++) {
      rotated = false;
      for (int p = 0; p < n; p++) {
        for (int q = p + 1; q < n; q++) {
          double limit = 0x1p-54 * Math.sqrt(Math.abs(a[p][p]) * Math.abs(a[q][q]));
          if (Math.abs(a[p][q]) > limit) {
            rotate(a, p, q);
            rotated = true;
          }
        }
      }
    }
    values = new double[n];
    for (int i = 0; i < n; i++) {
      values[i] = a[i][i];
    }
  }

  /** An eigenvalue, in no particular order. */
  public double value(int k) {
    return values[k];
  }

  /** Entry {@code i} of the unit eigenvector of value {@code k}. */
  public double vector(int i, int k) {
    return vectors[i][k];
  }

  private void rotate(double[][] a, int p, int q) {
    int n = a.length;
    double tau = (a[q][q] - a[p][p]) / (2 * a[p][q]);
    double t = Math.copySign(1, tau) / (Math.abs(tau) + Math.sqrt(1 + tau * tau));
    double c = 1 / Math.sqrt(1 + t * t);
    double s = t * c;
    double pq = a[p][q];
    for (int i = 0; i < n; i++) {
      if (i != p && i != q) {
        double ip = a[i][p];
        double iq = a[i][q];
        a[i][p] = c * ip - s * iq;
        a[p][i] = a[i][p];
        a[i][q] = s * ip + c * iq;
        a[q][i] = a[i][q];
      }
      double vp = vectors[i][p];
      double vq = vectors[i][q];
      vectors[i][p] = c * vp - s * vq;
      vectors[i][q] = s * vp + c * vq;
    }
    a[p][p] -= t * pq;
    a[q][q] += t * pq;
    a[p][q] = 0;
    a[q][p] = 0;
  }
}
