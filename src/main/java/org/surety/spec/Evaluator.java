package org.surety.spec;

import java.util.Arrays;
import java.util.List;
import org.surety.base.InputException;

/**
 * Runs a {@link PredicateProgram} with scratch memory of its own, block by block of letters. Not
 * for several threads.
 */
public final class Evaluator {
  /** Letters in a block: a few such blocks fit the nearest cache (32 KiB or more) together. */
  private static final int BLOCK = 512;

  private final Graph graph;
  private final List<String> atoms;
  private final int[] roots;
  private final int columnCount;

  /** Places below this are columns and margins, which go on from block to block. */
  private final int external;

  private final double[][] scratch;
  private final Schedule.Instruction[] instructions;
  private final Schedule.Copy[] copies;
  private final double[] carried;

  Evaluator(Graph graph, List<String> atoms, int[] roots, int columnCount, Schedule schedule) {
    this.graph = graph;
    this.atoms = atoms;
    this.roots = roots;
    this.columnCount = columnCount;
    this.external = columnCount + atoms.size();
    this.instructions = schedule.instructions.toArray(new Schedule.Instruction[0]);
    this.copies = schedule.copies.toArray(new Schedule.Copy[0]);
    this.carried = new double[schedule.carries];
    this.scratch = new double[schedule.scratch.size()][BLOCK];
    for (int i = 0; i < scratch.length; i++) {
      Arrays.fill(scratch[i], schedule.scratch.get(i));
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
    for (int base = 0; base < letters; base += BLOCK) {
      int n = Math.min(BLOCK, letters - base);
      evaluateBlock(columns, margins, base, n);
      long notFinite = 0;
      for (int atom = 0; atom < roots.length; atom++) {
        notFinite |= Kernels.anyNotFinite(margins[atom], base, n);
      }
      if (notFinite < 0) {
        throw undefined(episode, columns, margins, base, n);
      }
    }
  }

  /**
   * The array at a place; see {@link Schedule}. Looked up each time rather than kept: storing a
   * reference costs more than finding it, and episodes of a few letters would feel it.
   */
  private double[] array(int place, double[][] columns, double[][] margins) {
    if (place < columnCount) {
      return columns[place];
    }
    return place < external ? margins[place - columnCount] : scratch[place - external];
  }

  /** Where the block starts in the array at a place. */
  private int start(int place, int base) {
    return place < external ? base : 0;
  }

  private void evaluateBlock(double[][] columns, double[][] margins, int base, int n) {
    for (Schedule.Instruction instruction : instructions) {
      int[] in = instruction.in();
      double[] out = array(instruction.out(), columns, margins);
      int o = start(instruction.out(), base);
      double[] a = array(in[0], columns, margins);
      int i = start(in[0], base);
      int carry = instruction.carry();
      if (carry >= 0) {
        double before = base == 0 ? Step.initial(instruction.op(), a[i]) : carried[carry];
        carried[carry] = Step.running(instruction.op(), before, a, i, out, o, n);
      } else if (in.length == 1) {
        Step.unary(instruction.op(), a, i, out, o, n);
      } else if (in.length == 2) {
        double[] b = array(in[1], columns, margins);
        Step.binary(instruction.op(), a, i, b, start(in[1], base), out, o, n);
      } else {
        several(instruction, columns, margins, base, out, o, n);
      }
    }
    for (Schedule.Copy copy : copies) {
      System.arraycopy(
          array(copy.from(), columns, margins),
          start(copy.from(), base),
          array(copy.to(), columns, margins),
          base,
          n);
    }
  }

  /** A step of more than two operands. */
  private void several(
      Schedule.Instruction instruction,
      double[][] columns,
      double[][] margins,
      int base,
      double[] out,
      int o,
      int n) {
    int[] in = instruction.in();
    double[][] arrays = new double[in.length][];
    int[] starts = new int[in.length];
    for (int k = 0; k < in.length; k++) {
      arrays[k] = array(in[k], columns, margins);
      starts[k] = start(in[k], base);
    }
    Step.pointwise(instruction.op(), arrays, starts, out, o, n);
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
