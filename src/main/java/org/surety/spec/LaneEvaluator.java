package org.surety.spec;

import java.util.Arrays;
import java.util.List;
import org.surety.base.InputException;

/**
 * Runs a {@link PredicateProgram} over many episodes side by side, a letter of each at a time, as
 * they happen: the margins have the same bits as those of {@link Evaluator} over whole episodes.
 * What {@code sum}, {@code count} and {@code prev} remember is all that is kept of an episode. Not
 * for several threads.
 */
public final class LaneEvaluator {
  private final List<String> atoms;
  private final int columnCount;

  /** Places below this are columns and margins. */
  private final int external;

  private final Schedule.Instruction[] instructions;
  private final Schedule.Copy[] copies;
  private final double[][] scratch;

  /** By lane: what running steps carry to its next letter, and whether it has had a letter. */
  private final double[][] carried;

  private final boolean[] begun;

  LaneEvaluator(List<String> atoms, int columnCount, Schedule schedule, int lanes) {
    this.atoms = atoms;
    this.columnCount = columnCount;
    external = columnCount + atoms.size();
    instructions = schedule.instructions.toArray(new Schedule.Instruction[0]);
    copies = schedule.copies.toArray(new Schedule.Copy[0]);
    scratch = new double[schedule.scratch.size()][lanes];
    for (int i = 0; i < scratch.length; i++) {
      Arrays.fill(scratch[i], schedule.scratch.get(i));
    }
    carried = new double[lanes][schedule.carries];
    begun = new boolean[lanes];
  }

  /** The next letter of a lane is the first of an episode. */
  public void begin(int lane) {
    begun[lane] = false;
  }

  /**
   * Computes the margins of one more letter of some lanes.
   *
   * @param lanes the lanes, each once; only the first {@code count} are read
   * @param columns {@code columns[c][i]}: value of the program's column c at the letter of lane
   *     {@code lanes[i]}
   * @param margins receives {@code margins[a][i]}: margin of the program's atom a there
   * @return the first i whose margins are not all finite, or -1; see {@link #undefined}
   */
  public int evaluate(int[] lanes, int count, double[][] columns, double[][] margins) {
    for (Schedule.Instruction instruction : instructions) {
      int[] in = instruction.in();
      double[] a = array(in[0], columns, margins);
      double[] out = array(instruction.out(), columns, margins);
      if (instruction.carry() >= 0) {
        carry(instruction, lanes, count, a, out);
      } else if (in.length == 1) {
        Step.unary(instruction.op(), a, 0, out, 0, count);
      } else if (in.length == 2) {
        Step.binary(instruction.op(), a, 0, array(in[1], columns, margins), 0, out, 0, count);
      } else {
        double[][] operands = new double[in.length][];
        Arrays.setAll(operands, k -> array(in[k], columns, margins));
        Step.pointwise(instruction.op(), operands, new int[in.length], out, 0, count);
      }
    }
    for (Schedule.Copy copy : copies) {
      System.arraycopy(
          array(copy.from(), columns, margins), 0, array(copy.to(), columns, margins), 0, count);
    }
    for (int i = 0; i < count; i++) {
      begun[lanes[i]] = true;
    }
    return notFinite(margins, count);
  }

  private void carry(
      Schedule.Instruction instruction, int[] lanes, int count, double[] a, double[] out) {
    int carry = instruction.carry();
    for (int i = 0; i < count; i++) {
      double[] own = carried[lanes[i]];
      double before = begun[lanes[i]] ? own[carry] : Step.initial(instruction.op(), a[i]);
      own[carry] = Step.running(instruction.op(), before, a, i, out, i, 1);
    }
  }

  private int notFinite(double[][] margins, int count) {
    long any = 0;
    for (int atom = 0; atom < atoms.size(); atom++) {
      any |= Kernels.anyNotFinite(margins[atom], 0, count);
    }
    for (int i = 0; any < 0 && i < count; i++) {
      for (int atom = 0; atom < atoms.size(); atom++) {
        if (!Double.isFinite(margins[atom][i])) {
          return i;
        }
      }
    }
    return -1;
  }

  private double[] array(int place, double[][] columns, double[][] margins) {
    if (place < columnCount) {
      return columns[place];
    }
    return place < external ? margins[place - columnCount] : scratch[place - external];
  }

  /**
   * What is wrong with a letter that {@link #evaluate} has found.
   *
   * @param place which it is, for the message
   */
  public InputException undefined(String place, double[][] margins, int i) {
    for (int atom = 0; atom < atoms.size(); atom++) {
      if (!Double.isFinite(margins[atom][i])) {
        return new InputException(
            place,
            "predicate '" + atoms.get(atom) + "' has no finite margin, but " + margins[atom][i],
            "write the predicate so that it is defined at every state");
      }
    }
    throw new IllegalArgumentException("all margins are finite");
  }

  /** Number of values that hold what is remembered of a lane's episode. */
  public int stateSize() {
    return 1 + (carried.length == 0 ? 0 : carried[0].length);
  }

  /** Writes them, from index {@code at} on. */
  public void save(int lane, double[] to, int at) {
    to[at] = begun[lane] ? 1 : 0;
    System.arraycopy(carried[lane], 0, to, at + 1, carried[lane].length);
  }

  /** Continues an episode that was saved. */
  public void restore(int lane, double[] from, int at) {
    begun[lane] = from[at] != 0;
    System.arraycopy(from, at + 1, carried[lane], 0, carried[lane].length);
  }
}
