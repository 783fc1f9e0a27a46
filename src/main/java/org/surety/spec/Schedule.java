package org.surety.spec;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/**
 * The order in which a {@link Graph} is computed over a block, and where each value lies meanwhile.
 *
 * <p>Places are numbered: first the columns, then the margins, then scratch blocks. Scratch is used
 * again as soon as nothing needs it, so that a block's working set stays in the nearest cache.
 */
final class Schedule {
  /**
   * One step.
   *
   * @param op what it computes
   * @param in places of its operands
   * @param out place of its result, none of {@code in}
   * @param carry where it keeps what it carries from block to block, or -1
   */
  record Instruction(Op op, int[] in, int out, int carry) {}

  /** A margin that equals another value: a constant, or that of another atom. */
  record Copy(int from, int to) {}

  final List<Instruction> instructions = new ArrayList<>();
  final List<Copy> copies = new ArrayList<>();

  /** By scratch block: the constant that fills it throughout, or NaN. */
  final List<Double> scratch = new ArrayList<>();

  /** Number of values carried from block to block. */
  int carries;

  private final Graph graph;
  private final int[] place;
  private final int[] lastUse;
  private final Deque<Integer> free = new ArrayDeque<>();

  /**
   * @param columns number of columns
   * @param roots by atom: the node that holds its margin
   */
  Schedule(Graph graph, int columns, int[] roots) {
    this.graph = graph;
    this.place = new int[graph.size()];
    this.lastUse = new int[graph.size()];
    Arrays.fill(place, -1);
    boolean[] needed = graph.needed(roots);
    for (int i = 0; i < needed.length; i++) {
      for (int operand : needed[i] ? graph.node(i).operands() : List.<Integer>of()) {
        lastUse[operand] = i;
      }
    }
    for (int atom = 0; atom < roots.length; atom++) {
      boolean computed = !graph.node(roots[atom]).operands().isEmpty();
      if (computed && place[roots[atom]] < 0) {
        place[roots[atom]] = columns + atom;
      }
    }
    int firstScratch = columns + roots.length;
    for (int i = 0; i < needed.length; i++) {
      if (needed[i]) {
        schedule(i, firstScratch);
      }
    }
    for (int atom = 0; atom < roots.length; atom++) {
      if (place[roots[atom]] != columns + atom) {
        copies.add(new Copy(place[roots[atom]], columns + atom));
      }
    }
  }

  private void schedule(int number, int firstScratch) {
    Graph.Node node = graph.node(number);
    switch (node.op()) {
      case COLUMN -> place[number] = node.column();
      case CONSTANT -> {
        place[number] = firstScratch + scratch.size();
        scratch.add(node.constant());
      }
      default -> {
        boolean atom = place[number] >= 0;
        if (!atom) {
          place[number] = freeScratch(firstScratch);
        }
        int[] in = node.operands().stream().mapToInt(operand -> place[operand]).toArray();
        int carry = node.op().isPointwise() ? -1 : carries++;
        instructions.add(new Instruction(node.op(), in, place[number], carry));
        node.operands().stream()
            .distinct()
            .forEach(operand -> release(operand, number, firstScratch));
      }
    }
  }

  private int freeScratch(int firstScratch) {
    if (free.isEmpty()) {
      scratch.add(Double.NaN);
      return firstScratch + scratch.size() - 1;
    }
    return free.pop();
  }

  private void release(int operand, int user, int firstScratch) {
    boolean constant = graph.node(operand).op() == Op.CONSTANT;
    if (lastUse[operand] == user && place[operand] >= firstScratch && !constant) {
      free.push(place[operand]);
    }
  }
}
