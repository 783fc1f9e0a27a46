package org.surety.spec;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Expressions as a graph in which equal subexpressions are one node and constants are folded. Nodes
 * are numbered so that operands come before what uses them.
 */
final class Graph {
  /**
   * One node.
   *
   * @param op what it computes
   * @param operands numbers of the nodes it computes it from
   * @param constant the value of a {@link Op#CONSTANT}
   * @param column the index of a {@link Op#COLUMN} in {@link #columns}
   */
  record Node(Op op, List<Integer> operands, double constant, int column) {}

  private final List<Node> nodes = new ArrayList<>();
  private final List<String> texts = new ArrayList<>();
  private final Map<Node, Integer> numbers = new HashMap<>();
  private final Map<ColumnAddress, Integer> columns = new LinkedHashMap<>();

  Graph() {}

  /** A copy that can grow on its own. */
  Graph(Graph other) {
    nodes.addAll(other.nodes);
    texts.addAll(other.texts);
    numbers.putAll(other.numbers);
    columns.putAll(other.columns);
  }

  Node node(int number) {
    return nodes.get(number);
  }

  int size() {
    return nodes.size();
  }

  /** The expression that a node was first made for. */
  String text(int number) {
    return texts.get(number);
  }

  /** Every column read, in order of first use. */
  List<ColumnAddress> columns() {
    return List.copyOf(columns.keySet());
  }

  int column(ColumnAddress address, String text) {
    Integer index = columns.computeIfAbsent(address, a -> columns.size());
    return add(new Node(Op.COLUMN, List.of(), 0, index), text);
  }

  int constant(double value) {
    return add(new Node(Op.CONSTANT, List.of(), value, -1), Double.toString(value));
  }

  int apply(Op op, String text, Integer... operands) {
    List<Integer> inputs = Arrays.asList(operands);
    boolean constant = inputs.stream().allMatch(i -> nodes.get(i).op() == Op.CONSTANT);
    if (constant && op.isPointwise()) {
      double[][] values =
          inputs.stream().map(i -> new double[] {nodes.get(i).constant()}).toArray(double[][]::new);
      double[] result = new double[1];
      Step.pointwise(op, values, new int[values.length], result, 0, 1);
      return add(new Node(Op.CONSTANT, List.of(), result[0], -1), text);
    }
    return add(new Node(op, inputs, 0, -1), text);
  }

  private int add(Node node, String text) {
    Integer known = numbers.putIfAbsent(node, nodes.size());
    if (known != null) {
      return known;
    }
    nodes.add(node);
    texts.add(text);
    return nodes.size() - 1;
  }

  /** For each node, whether it reads a column marked in {@code marked}. */
  boolean[] dependents(boolean[] marked) {
    boolean[] dependent = new boolean[nodes.size()];
    for (int i = 0; i < dependent.length; i++) {
      Node node = nodes.get(i);
      dependent[i] =
          node.op() == Op.COLUMN
              ? marked[node.column()]
              : node.operands().stream().anyMatch(operand -> dependent[operand]);
    }
    return dependent;
  }

  /** For each node, whether one of {@code roots} is computed from it. */
  boolean[] needed(int[] roots) {
    boolean[] needed = new boolean[nodes.size()];
    for (int root : roots) {
      needed[root] = true;
    }
    for (int i = needed.length - 1; i >= 0; i--) {
      if (needed[i]) {
        nodes.get(i).operands().forEach(operand -> needed[operand] = true);
      }
    }
    return needed;
  }
}
