package org.surety.monitor;

import java.util.List;
import org.surety.logic.Formula;

/**
 * The robustness of a formula on a finite word, compiled to linear passes over columns of margins:
 * O(letters) for each distinct operator of the formula, whatever its windows.
 *
 * <p>The value is exact, being one of the margins or its negation (or an infinity, where the
 * formula does not depend on any), and its sign bit is the verdict: clear if and only if the word
 * satisfies the formula, ties included. Use {@link #satisfied}; a comparison with 0 is wrong at
 * ties.
 *
 * <p>A program is immutable. A {@link Workspace} belongs to one thread.
 */
public final class RobustnessProgram {
  private final RobustnessSchedule atStart;
  private final RobustnessSchedule everywhere;

  private RobustnessProgram(RobustnessSchedule atStart, RobustnessSchedule everywhere) {
    this.atStart = atStart;
    this.everywhere = everywhere;
  }

  /** Compiles for margins in the order of {@code f.atoms()}. */
  public static RobustnessProgram compile(Formula f) {
    return compile(f, List.copyOf(f.atoms()));
  }

  /**
   * Compiles for margins of the given atoms in the given order; atoms that the formula does not
   * mention are skipped.
   *
   * @throws IllegalArgumentException if an atom of the formula is missing
   */
  public static RobustnessProgram compile(Formula f, List<String> atoms) {
    RobustnessCompiler compiler = new RobustnessCompiler(atoms);
    return new RobustnessProgram(compiler.atStart(f), compiler.everywhere(f));
  }

  /** Whether a word of this robustness satisfies the formula: its sign bit is clear. */
  public static boolean satisfied(double robustness) {
    return Double.doubleToRawLongBits(robustness) >= 0;
  }

  /** Temporary signals for one thread; grows with the longest word seen. */
  public Workspace newWorkspace() {
    return new Workspace();
  }

  /**
   * Robustness of the word of the first {@code letters} letters.
   *
   * @param margins {@code margins[atom][letter]}, at least {@code letters} values each, without
   *     NaN; a margin of zero says by its sign whether the predicate holds ({@code +0.0}: yes)
   * @param letters length of the word, at least 1
   * @param workspace of the calling thread
   */
  public double robustness(double[][] margins, int letters, Workspace workspace) {
    double[][] temporaries = run(atStart, margins, letters, workspace);
    return atStart.root().in(margins, temporaries)[0] * atStart.root().factor();
  }

  /**
   * Robustness of each suffix of the word of the first {@code letters} letters.
   *
   * @param out receives the robustness at letter i in {@code out[i]}, {@code 0 <= i < letters}
   */
  public void signal(double[][] margins, int letters, double[] out, Workspace workspace) {
    double[][] temporaries = run(everywhere, margins, letters, workspace);
    double[] root = everywhere.root().in(margins, temporaries);
    double factor = everywhere.root().factor();
    for (int i = 0; i < letters; i++) {
      out[i] = root[i] * factor;
    }
  }

  private static double[][] run(
      RobustnessSchedule schedule, double[][] margins, int letters, Workspace workspace) {
    if (letters < 1) {
      throw new IllegalArgumentException("a word has at least one letter, not " + letters);
    }
    // Margins are not copied into one table with the temporaries: storing references costs a
    // barrier each, as much as ten letters.
    double[][] temporaries = workspace.temporaries(schedule.temporaries(), letters);
    for (RobustnessStep step : schedule.steps()) {
      step.run(margins, temporaries, letters);
    }
    return temporaries;
  }

  /** Temporary signals of one thread. */
  public static final class Workspace {
    private double[][] temporaries = new double[0][];
    private int capacity;

    private Workspace() {}

    private double[][] temporaries(int count, int letters) {
      if (temporaries.length < count || capacity < letters) {
        capacity = (int) Math.max(letters, Math.min(2L * capacity, Integer.MAX_VALUE - 8));
        temporaries = new double[count][capacity];
      }
      return temporaries;
    }
  }
}
