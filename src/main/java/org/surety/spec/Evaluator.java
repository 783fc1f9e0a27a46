package org.surety.spec;

import java.util.Arrays;
import java.util.List;
import org.surety.base.InputException;

/**
 * Runs a {@link PredicateProgram} with scratch memory of its own, block by block of letters,
 * without allocating. Not for several threads.
 */
public final class Evaluator {
  /** Letters in a block: a few such blocks fit the nearest cache (32 KiB or more) together. */
  private static final int BLOCK = 512;

  private final Graph graph;
  private final List<String> atoms;
  private final int[] roots;
  private final int columnCount;

  /** Arrays by place; see {@link Schedule}. Columns and margins are put in for each episode. */
  private final double[][] places;

  private final Schedule.Instruction[] instructions;
  private final Schedule.Copy[] copies;
  private final double[][][] operands;
  private final int[][] starts;
  private final double[] carried;

  Evaluator(Graph graph, List<String> atoms, int[] roots, int columnCount, Schedule schedule) {
    this.graph = graph;
    this.atoms = atoms;
    this.roots = roots;
    this.columnCount = columnCount;
    this.instructions = schedule.instructions.toArray(new Schedule.Instruction[0]);
    this.copies = schedule.copies.toArray(new Schedule.Copy[0]);
    this.places = new double[external() + schedule.scratch.size()][];
    this.carried = new double[schedule.carries];
    for (int i = 0; i < schedule.scratch.size(); i++) {
      places[external() + i] = new double[BLOCK];
      Arrays.fill(places[external() + i], schedule.scratch.get(i));
    }
    this.operands = new double[instructions.length][][];
    this.starts = new int[instructions.length][];
    for (int i = 0; i < instructions.length; i++) {
      operands[i] = new double[instructions[i].in().length][];
      starts[i] = new int[instructions[i].in().length];
    }
  }

  /**
   * Computes the margins of one episode.
   *
   * @param episode its name, for messages
   * @param columns {@code columns[c][t]}: value of the program's column c at letter t; may be
   *     longer
   * @param letters number of letters
   * @param margins receives {@code margins[a][t]}: margin of the program's atom a at letter t, for
   *     all t below {@code letters}
   * @throws InputException if a margin is infinite or not a number; says which and why
   */
  public void evaluate(String episode, double[][] columns, int letters, double[][] margins) {
    System.arraycopy(columns, 0, places, 0, columnCount);
    System.arraycopy(margins, 0, places, columnCount, atoms.size());
    connectOperands();
    for (int base = 0; base < letters; base += BLOCK) {
      int n = Math.min(BLOCK, letters - base);
      evaluateBlock(base, n);
      long notFinite = 0;
      for (int atom = 0; atom < atoms.size(); atom++) {
        notFinite |= Kernels.anyNotFinite(margins[atom], base, n);
      }
      if (notFinite < 0) {
        throw undefined(episode, columns, margins, base, n);
      }
    }
  }

  private int external() {
    return columnCount + atoms.size();
  }

  private void connectOperands() {
    for (int i = 0; i < instructions.length; i++) {
      int[] in = instructions[i].in();
      for (int k = 0; k < in.length; k++) {
        operands[i][k] = places[in[k]];
      }
    }
  }

  private void evaluateBlock(int base, int n) {
    int external = external();
    for (int i = 0; i < instructions.length; i++) {
      Schedule.Instruction instruction = instructions[i];
      double[][] in = operands[i];
      int[] at = starts[i];
      for (int k = 0; k < at.length; k++) {
        at[k] = instruction.in()[k] < external ? base : 0;
      }
      int out = instruction.out();
      int start = out < external ? base : 0;
      int carry = instruction.carry();
      if (carry < 0) {
        Step.pointwise(instruction.op(), in, at, places[out], start, n);
      } else {
        double before = base == 0 ? Step.initial(instruction.op(), in[0][at[0]]) : carried[carry];
        carried[carry] =
            Step.running(instruction.op(), before, in[0], at[0], places[out], start, n);
      }
    }
    for (Schedule.Copy copy : copies) {
      int from = copy.from() < external ? base : 0;
      System.arraycopy(places[copy.from()], from, places[copy.to()], base, n);
    }
  }

  private InputException undefined(
      String episode, double[][] columns, double[][] margins, int base, int n) {
    for (int t = base; t < base + n; t++) {
      for (int atom = 0; atom < atoms.size(); atom++) {
        if (!Double.isFinite(margins[atom][t])) {
          String cause = new Diagnosis(graph, columns).cause(roots[atom], t);
          return new InputException(
              "episode " + episode + ", letter " + t,
              "predicate '" + atoms.get(atom) + "' has no finite margin: " + cause,
              "write the predicate so that it is defined at every state of the log");
        }
      }
    }
    throw new AssertionError("all margins are finite");
  }
}
