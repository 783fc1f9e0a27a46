package org.surety.spec;

/** Runs one {@link Op} over a block. */
final class Step {
  private Step() {}

  /**
   * A step that looks at one letter at a time.
   *
   * @param in the operands' arrays
   * @param at where the block starts in each of them
   * @param out where the result goes, from {@code o}
   * @param n number of letters
   */
  static void pointwise(Op op, double[][] in, int[] at, double[] out, int o, int n) {
    switch (in.length) {
      case 1 -> unary(op, in[0], at[0], out, o, n);
      case 2 -> binary(op, in[0], at[0], in[1], at[1], out, o, n);
      default -> Kernels.norm(in, at, out, o, n);
    }
  }

  /** {@link #pointwise} of one operand. */
  static void unary(Op op, double[] a, int i, double[] out, int o, int n) {
    if (op == Op.NORM) {
      Kernels.norm(new double[][] {a}, new int[] {i}, out, o, n);
    } else {
      Kernels.unary(op, a, i, out, o, n);
    }
  }

  /** {@link #pointwise} of two operands, whose blocks start at {@code i} and {@code j}. */
  static void binary(Op op, double[] a, int i, double[] b, int j, double[] out, int o, int n) {
    switch (op) {
      case ADD -> Kernels.add(a, i, b, j, out, o, n);
      case SUBTRACT -> Kernels.subtract(a, i, b, j, out, o, n);
      case MULTIPLY -> Kernels.multiply(a, i, b, j, out, o, n);
      case DIVIDE -> Kernels.divide(a, i, b, j, out, o, n);
      case MIN -> Kernels.min(a, i, b, j, out, o, n);
      case MAX -> Kernels.max(a, i, b, j, out, o, n);
      case AT_MOST -> Kernels.atMost(a, i, b, j, out, o, n);
      case LESS -> Kernels.less(a, i, b, j, out, o, n);
      case EQUAL -> Kernels.equal(a, i, b, j, out, o, n);
      case ATAN2 -> Kernels.atan2(a, i, b, j, out, o, n);
      case POW -> Kernels.pow(a, i, b, j, out, o, n);
      case NORM -> Kernels.norm(a, i, b, j, out, o, n);
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
