package org.surety.spec;

import java.util.List;
import java.util.stream.Collectors;

/** Finds the subexpression that made a margin infinite or undefined. Slow; for messages only. */
final class Diagnosis {
  private static final int BLOCK = 64;

  private final Graph graph;
  private final double[][] columns;

  Diagnosis(Graph graph, double[][] columns) {
    this.graph = graph;
    this.columns = columns;
  }

  /** What went wrong in the expression of node {@code root} at a letter. */
  String cause(int root, int letter) {
    boolean[] needed = graph.needed(new int[] {root});
    double[] values = values(needed, letter);
    for (int i = 0; i < values.length; i++) {
      List<Integer> operands = graph.node(i).operands();
      boolean begins = operands.stream().allMatch(operand -> Double.isFinite(values[operand]));
      if (needed[i] && begins && !Double.isFinite(values[i])) {
        String where =
            operands.stream()
                .filter(operand -> graph.node(operand).op() != Op.CONSTANT)
                .distinct()
                .map(operand -> graph.text(operand) + " is " + values[operand])
                .collect(Collectors.joining(" and "));
        return graph.text(i) + " is " + values[i] + (where.isEmpty() ? "" : " where " + where);
      }
    }
    throw new AssertionError("nothing is undefined at letter " + letter);
  }

  /** The value of every needed node at a letter. */
  private double[] values(boolean[] needed, int letter) {
    int size = graph.size();
    double[][] blocks = new double[size][BLOCK];
    double[] carried = new double[size];
    for (int base = 0; base <= letter; base += BLOCK) {
      int n = Math.min(BLOCK, letter + 1 - base);
      for (int i = 0; i < size; i++) {
        if (needed[i]) {
          compute(i, base, n, blocks, carried);
        }
      }
    }
    double[] values = new double[size];
    for (int i = 0; i < size; i++) {
      values[i] = blocks[i][letter % BLOCK];
    }
    return values;
  }

  private void compute(int i, int base, int n, double[][] blocks, double[] carried) {
    Graph.Node node = graph.node(i);
    double[][] in = node.operands().stream().map(o -> blocks[o]).toArray(double[][]::new);
    switch (node.op()) {
      case COLUMN -> System.arraycopy(columns[node.column()], base, blocks[i], 0, n);
      case CONSTANT -> java.util.Arrays.fill(blocks[i], node.constant());
      case SUM, SUM_BEFORE, PREVIOUS -> {
        double before = base == 0 ? Step.initial(node.op(), in[0][0]) : carried[i];
        carried[i] = Step.running(node.op(), before, in[0], 0, blocks[i], 0, n);
      }
      default -> Step.pointwise(node.op(), in, new int[in.length], blocks[i], 0, n);
    }
  }
}
