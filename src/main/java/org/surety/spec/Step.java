package org.surety.spec;

/** Runs one {@link Op} over a block. */
final class Step {
  private Step() {}

  /**
   * A step that looks at one letter at a time.
   *
   * @param in the operands' arrays
   * @param at where the block starts in each of them
   * @param out where the result goes, from {@code start}
   * @param n number of letters
   */
  static void pointwise(Op op, double[][] in, int[] at, double[] out, int start, int n) {
    double[] a = in[0];
    int i = at[0];
    if (in.length == 1) {
      if (op == Op.NORM) {
        Kernels.norm(in, at, out, start, n);
      } else {
        Kernels.unary(op, a, i, out, start, n);
      }
      return;
    }
    double[] b = in[1];
    int j = at[1];
    switch (op) {
      case ADD -> Kernels.add(a, i, b, j, out, start, n);
      case SUBTRACT -> Kernels.subtract(a, i, b, j, out, start, n);
      case MULTIPLY -> Kernels.multiply(a, i, b, j, out, start, n);
      case DIVIDE -> Kernels.divide(a, i, b, j, out, start, n);
      case MIN -> Kernels.min(a, i, b, j, out, start, n);
      case MAX -> Kernels.max(a, i, b, j, out, start, n);
      case AT_MOST -> Kernels.atMost(a, i, b, j, out, start, n);
      case LESS -> Kernels.less(a, i, b, j, out, start, n);
      case EQUAL -> Kernels.equal(a, i, b, j, out, start, n);
      case ATAN2 -> Kernels.atan2(a, i, b, j, out, start, n);
      case POW -> Kernels.pow(a, i, b, j, out, start, n);
      case NORM -> {
        if (in.length == 2) {
          Kernels.norm(a, i, b, j, out, start, n);
        } else {
          Kernels.norm(in, at, out, start, n);
        }
      }
      default -> throw new AssertionError(op);
    }
  }

  /**
   * A step that carries something from letter to letter.
   *
   * @param carried what the block before left behind; for the first block see {@link #initial}
   * @return what this block leaves behind
   */
  static double running(Op op, double carried, double[] a, int i, double[] out, int start, int n) {
    return switch (op) {
      case SUM -> Kernels.sum(carried, a, i, out, start, n);
      case SUM_BEFORE -> Kernels.sumBefore(carried, a, i, out, start, n);
      case PREVIOUS -> Kernels.previous(carried, a, i, out, start, n);
      default -> throw new AssertionError(op);
    };
  }

  /** What a running step carries into an episode whose first operand value is {@code first}. */
  static double initial(Op op, double first) {
    return op == Op.PREVIOUS ? first : 0.0;
  }
}
