package org.surety.monitor;

import java.util.List;
import org.surety.automaton.Dfa;

/**
 * A property's DFA laid out for running over columns of margins: the verdict at every horizon in
 * one forward pass.
 *
 * <p>The table steps over a group of letters at once, of up to eight sign bits together: an entry
 * holds the state after the group, the verdict after each of its letters, and whether the state is
 * absorbing, where the run stops. A second table steps over single letters. Where those would be
 * too large, because of many atoms, the {@link Dfa} itself is asked.
 *
 * <p>Immutable; a {@link DfaRun} belongs to one thread.
 */
public final class DfaTable {
  /** Sign bits of one group. */
  private static final int GROUP_BITS = 8;

  /** Most entries of the table of groups: 64 KiB. */
  private static final long GROUP_ENTRIES = 1L << 14;

  private static final long SINGLE_ENTRIES = 1L << 22;

  /** A set sign bit marks an entry that leads to an absorbing state. */
  private static final int ABSORBING = Integer.MIN_VALUE;

  private final Dfa dfa;
  private final int[] columns;
  private final boolean[] accepting;
  private final boolean[] satisfiedForGood;
  private final boolean[] violatedForGood;

  /** Letters of a group, a power of two. */
  private final int group;

  /**
   * By {@code state << group * atoms | code}, where bit {@code atom * group + i} of a code is the
   * sign bit of that atom at letter i: {@code successor << 8 | accepted letters}.
   */
  private final int[] groups;

  /** The same for one letter; empty if it would be too large. */
  private final int[] singles;

  private DfaTable(Dfa dfa, int[] columns) {
    this.dfa = dfa;
    this.columns = columns;
    int states = dfa.states();
    accepting = new boolean[states];
    satisfiedForGood = new boolean[states];
    violatedForGood = new boolean[states];
    for (int q = 0; q < states; q++) {
      accepting[q] = dfa.accepting(q);
      satisfiedForGood[q] = dfa.satisfiedForGood(q);
      violatedForGood[q] = dfa.violatedForGood(q);
    }
    int atoms = columns.length;
    if (atoms > 22 || (long) states << atoms > SINGLE_ENTRIES) {
      group = 1;
      singles = new int[0];
      groups = singles;
      return;
    }
    singles = singles();
    int letters = GROUP_BITS;
    while (letters > 1
        && (letters * atoms > GROUP_BITS || (long) states << (letters * atoms) > GROUP_ENTRIES)) {
      letters /= 2;
    }
    group = letters;
    groups = group == 1 ? singles : groups();
  }

  /**
   * Lays out an automaton.
   *
   * @param dfa the automaton of the property
   * @param atoms the atoms of the margin columns, in their order; others may be among them
   * @throws IllegalArgumentException if an atom of the automaton is not among them
   */
  public static DfaTable of(Dfa dfa, List<String> atoms) {
    int[] columns = new int[dfa.atoms().size()];
    for (int k = 0; k < columns.length; k++) {
      columns[k] = atoms.indexOf(dfa.atoms().get(k));
      if (columns[k] < 0) {
        throw new IllegalArgumentException("no margins for atom " + dfa.atoms().get(k));
      }
    }
    return new DfaTable(dfa, columns);
  }

  private int[] singles() {
    int atoms = columns.length;
    int[] table = new int[dfa.states() << atoms];
    for (int i = 0; i < table.length; i++) {
      // A code has the sign bits, set where an atom does not hold; a letter has the opposite.
      int next = dfa.successor(i >> atoms, ~i & ((1L << atoms) - 1));
      table[i] = next << 8 | (accepting[next] ? 1 : 0) | (absorbing(next) ? ABSORBING : 0);
    }
    return table;
  }

  private int[] groups() {
    int atoms = columns.length;
    int bits = group * atoms;
    int[] table = new int[dfa.states() << bits];
    for (int i = 0; i < table.length; i++) {
      int state = i >> bits;
      int accepted = 0;
      int entry = 0;
      for (int letter = 0; letter < group; letter++) {
        int code = 0;
        for (int k = 0; k < atoms; k++) {
          code |= (i >> (k * group + letter) & 1) << k;
        }
        entry = singles[state << atoms | code];
        accepted |= (entry & 1) << letter;
        state = entry << 1 >>> 9;
      }
      table[i] = (entry & ~0xff) | accepted;
    }
    return table;
  }

  /** Whether the verdict of every word that leads to {@code state} is satisfied. */
  public boolean accepting(int state) {
    return accepting[state];
  }

  /** Whether every extension of a word that leads to {@code state} satisfies the property. */
  public boolean satisfiedForGood(int state) {
    return satisfiedForGood[state];
  }

  /** Whether no extension of a word that leads to {@code state} satisfies the property. */
  public boolean violatedForGood(int state) {
    return violatedForGood[state];
  }

  boolean absorbing(int state) {
    return satisfiedForGood[state] || violatedForGood[state];
  }

  int initial() {
    return dfa.initial();
  }

  /** The state after reading letter {@code t} of the margins in {@code state}. */
  int successor(int state, double[][] margins, int t) {
    long letter = 0;
    for (int k = 0; k < columns.length; k++) {
      letter |= (~Double.doubleToRawLongBits(margins[columns[k]][t]) >>> 63) << k;
    }
    return dfa.successor(state, letter);
  }

  /**
   * Runs over the first {@code letters} letters.
   *
   * @param margins {@code margins[atom][letter]} in the order of atoms given to {@link #of}
   * @param letters at least 1
   * @param run receives what was found
   */
  public void run(double[][] margins, int letters, DfaRun run) {
    run.start(letters);
    if (singles.length == 0) {
      runUntabled(margins, letters, run);
    } else if (columns.length == 1 && group == 8) {
      run1(margins, letters, run);
    } else if (columns.length == 2 && group == 4) {
      run2(margins, letters, run);
    } else if (columns.length == 3 && group == 2) {
      run3(margins, letters, run);
    } else {
      runAny(margins, letters, run);
    }
  }

  // The loops for one, two and three atoms build the code of a group in registers, which is more
  // than twice as fast as the loop for any number.

  private void run1(double[][] margins, int letters, DfaRun run) {
    double[] x = margins[columns[0]];
    int[] table = groups;
    int state = dfa.initial();
    for (int block = 0; block < letters; block += 64) {
      int end = Math.min(letters, block + 64);
      int full = block + ((end - block) & -8);
      long accepted = 0;
      for (int i = block; i < full; i += 8) {
        long code = sign(x[i]) | sign(x[i + 1]) << 1 | sign(x[i + 2]) << 2 | sign(x[i + 3]) << 3;
        code |= sign(x[i + 4]) << 4 | sign(x[i + 5]) << 5;
        code |= sign(x[i + 6]) << 6 | sign(x[i + 7]) << 7;
        int entry = table[state << 8 | (int) code];
        accepted |= (entry & 0xffL) << i;
        if (entry < 0) {
          run.accepted[block >> 6] = accepted;
          absorb(margins, i, state, run);
          return;
        }
        state = entry >>> 8;
      }
      state = runSingly(margins, full, end, state, accepted, run);
      if (run.absorbedAt >= 0) {
        return;
      }
    }
    run.state = state;
  }

  private void run2(double[][] margins, int letters, DfaRun run) {
    double[] x = margins[columns[0]];
    double[] y = margins[columns[1]];
    int[] table = groups;
    int state = dfa.initial();
    for (int block = 0; block < letters; block += 64) {
      int end = Math.min(letters, block + 64);
      int full = block + ((end - block) & -4);
      long accepted = 0;
      for (int i = block; i < full; i += 4) {
        long code = sign(x[i]) | sign(x[i + 1]) << 1 | sign(x[i + 2]) << 2 | sign(x[i + 3]) << 3;
        code |= sign(y[i]) << 4 | sign(y[i + 1]) << 5;
        code |= sign(y[i + 2]) << 6 | sign(y[i + 3]) << 7;
        int entry = table[state << 8 | (int) code];
        accepted |= (entry & 0xfL) << i;
        if (entry < 0) {
          run.accepted[block >> 6] = accepted;
          absorb(margins, i, state, run);
          return;
        }
        state = entry >>> 8;
      }
      state = runSingly(margins, full, end, state, accepted, run);
      if (run.absorbedAt >= 0) {
        return;
      }
    }
    run.state = state;
  }

  private void run3(double[][] margins, int letters, DfaRun run) {
    double[] x = margins[columns[0]];
    double[] y = margins[columns[1]];
    double[] z = margins[columns[2]];
    int[] table = groups;
    int state = dfa.initial();
    for (int block = 0; block < letters; block += 64) {
      int end = Math.min(letters, block + 64);
      int full = block + ((end - block) & -2);
      long accepted = 0;
      for (int i = block; i < full; i += 2) {
        long code = sign(x[i]) | sign(x[i + 1]) << 1 | sign(y[i]) << 2;
        code |= sign(y[i + 1]) << 3 | sign(z[i]) << 4 | sign(z[i + 1]) << 5;
        int entry = table[state << 6 | (int) code];
        accepted |= (entry & 3L) << i;
        if (entry < 0) {
          run.accepted[block >> 6] = accepted;
          absorb(margins, i, state, run);
          return;
        }
        state = entry >>> 8;
      }
      state = runSingly(margins, full, end, state, accepted, run);
      if (run.absorbedAt >= 0) {
        return;
      }
    }
    run.state = state;
  }

  private void runAny(double[][] margins, int letters, DfaRun run) {
    int atoms = columns.length;
    int bits = group * atoms;
    long ones = (1L << group) - 1;
    long[] signs = run.signs(atoms);
    int[] table = groups;
    int state = dfa.initial();
    for (int block = 0; block < letters; block += 64) {
      int end = Math.min(letters, block + 64);
      for (int k = 0; k < atoms; k++) {
        signs[k] = signs(margins[columns[k]], block, end);
      }
      int full = block + ((end - block) & -group);
      long accepted = 0;
      for (int i = block; i < full; i += group) {
        long code = 0;
        for (int k = 0; k < atoms; k++) {
          code |= (signs[k] >>> i & ones) << (k * group);
        }
        int entry = table[state << bits | (int) code];
        accepted |= (entry & ones) << i;
        if (entry < 0) {
          run.accepted[block >> 6] = accepted;
          absorb(margins, i, state, run);
          return;
        }
        state = entry >>> 8;
      }
      state = runSingly(margins, full, end, state, accepted, run);
      if (run.absorbedAt >= 0) {
        return;
      }
    }
    run.state = state;
  }

  /** The letters of a block after its last whole group; stores the verdicts of the block. */
  private int runSingly(double[][] margins, int from, int to, int start, long before, DfaRun run) {
    int state = start;
    long accepted = before;
    for (int i = from; i < to; i++) {
      int entry = singles[state << columns.length | code(margins, i)];
      accepted |= (entry & 1L) << i;
      if (entry < 0) {
        run.accepted[i >> 6] = accepted;
        absorb(margins, i, state, run);
        return state;
      }
      state = entry >>> 8;
    }
    run.accepted[(to - 1) >> 6] = accepted;
    return state;
  }

  /**
   * Finds the letter, at or after {@code from}, at which the run from {@code state} is absorbed.
   */
  private void absorb(double[][] margins, int from, int start, DfaRun run) {
    int i = from;
    int entry = singles[start << columns.length | code(margins, i)];
    while (entry >= 0) {
      i++;
      entry = singles[entry >>> 8 << columns.length | code(margins, i)];
    }
    int state = entry << 1 >>> 9;
    run.absorb(i, state, satisfiedForGood[state]);
  }

  private void runUntabled(double[][] margins, int letters, DfaRun run) {
    int state = dfa.initial();
    for (int i = 0; i < letters; i++) {
      state = successor(state, margins, i);
      long before = (i & 63) == 0 ? 0 : run.accepted[i >> 6];
      run.accepted[i >> 6] = before | (accepting[state] ? 1L : 0L) << i;
      if (absorbing(state)) {
        run.absorb(i, state, satisfiedForGood[state]);
        return;
      }
    }
    run.state = state;
  }

  private int code(double[][] margins, int letter) {
    long code = 0;
    for (int k = 0; k < columns.length; k++) {
      code |= sign(margins[columns[k]][letter]) << k;
    }
    return (int) code;
  }

  private static long signs(double[] column, int from, int to) {
    long signs = 0;
    for (int i = from; i < to; i++) {
      signs |= sign(column[i]) << i;
    }
    return signs;
  }

  private static long sign(double margin) {
    return Double.doubleToRawLongBits(margin) >>> 63;
  }
}
