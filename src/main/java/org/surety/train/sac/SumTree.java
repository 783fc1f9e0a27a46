package org.surety.train.sac;

/**
 * Priorities in a binary tree of sums (Schaul et al. 2016, appendix B): setting one and finding the
 * one at a partial sum take time logarithmic in their number.
 *
 * <p>Every sum is that of its two children as they are, so that the tree is a function of its
 * leaves, whatever the order in which they were set.
 */
final class SumTree {
  private final int size;
  private final int leaves;
  private final double[] sums;

  /** A tree of priorities 0. */
  SumTree(int size) {
    this.size = size;
    int power = 1;
    while (power < size) {
      power *= 2;
    }
    leaves = power;
    sums = new double[2 * power];
  }

  /** The sum of all priorities. */
  double total() {
    return sums[1];
  }

  /** The priority of one. */
  double get(int index) {
    return sums[leaves + index];
  }

  /**
   * Sets the priority of one.
   *
   * @param priority finite and at least 0
   */
  void set(int index, double priority) {
    int node = leaves + index;
    sums[node] = priority;
    for (node /= 2; node > 0; node /= 2) {
      sums[node] = sums[2 * node] + sums[2 * node + 1];
    }
  }

  /**
   * The first index at which the sum of the priorities up to it exceeds {@code partial}, one of
   * positive priority.
   *
   * @param partial at least 0 and less than {@link #total}
   */
  int find(double partial) {
    int node = 1;
    double rest = partial;
    while (node < leaves) {
      node *= 2;
      // A rest that rounding has left beyond the last positive priority stays with that.
      if (rest >= sums[node] && sums[node + 1] > 0) {
        rest -= sums[node];
        node++;
      }
    }
    return Math.min(node - leaves, size - 1);
  }

  /** The first priorities, rounded to floats. */
  float[] toFloats(int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) get(i);
    }
    return values;
  }
}
