package org.surety.train.tensor;

import org.surety.env.AutomatonTable;
import org.surety.train.tensor.Workspace.Precision;

/**
 * {@link org.surety.env.AutomatonLanes} on a device: copies of an automaton that read one letter
 * each at a time, by one gather from its table. Columns are [lanes, 1] of whole numbers of 64 bits.
 */
@SuppressWarnings("try") // a scope is opened to be closed
public final class TensorAutomaton {
  private final Workspace workspace;
  private final AutomatonTable table;
  private final int lanes;
  private final Variable entries; // successor, events; row state · letters + letter
  private final Variable verdicts; // satisfied for good, rejecting sink; row state
  private final Variable targets; // after the jump; row state · (mostJumps + 1) + jump
  private final Variable states;
  private final Variable events;

  /** Copies in the initial state, with nothing read. */
  public TensorAutomaton(Workspace workspace, AutomatonTable table, int lanes) {
    this.workspace = workspace;
    this.table = table;
    this.lanes = lanes;
    int n = table.states() * table.letters();
    double[] entry = new double[2 * n];
    for (int i = 0; i < n; i++) {
      entry[2 * i] = table.successors()[i];
      entry[2 * i + 1] = table.events()[i];
    }
    int jumps = table.mostJumps() + 1;
    double[] verdict = new double[2 * table.states()];
    double[] target = new double[table.states() * jumps];
    for (int s = 0; s < table.states(); s++) {
      verdict[2 * s] = table.satisfiedForGood(s) ? 1 : 0;
      verdict[2 * s + 1] = s == table.sink() ? 1 : 0;
      for (int j = 0; j < jumps; j++) {
        target[s * jumps + j] = table.afterJump(s, j);
      }
    }
    try (Workspace.Scope scope = workspace.scope()) {
      entries = new Variable(workspace.of(Precision.DOUBLE, entry, n, 2));
      verdicts = new Variable(workspace.of(Precision.DOUBLE, verdict, table.states(), 2));
      targets = new Variable(workspace.of(Precision.DOUBLE, target, target.length, 1));
      Tensor none = workspace.filled(Precision.DOUBLE, 0, lanes, 1);
      states = new Variable(none);
      events = new Variable(none);
    }
  }

  /** The table that all lanes run on. */
  public AutomatonTable table() {
    return table;
  }

  /** Puts the lanes of a column of truths in the initial state, with nothing read. */
  public void reset(Tensor where) {
    try (Workspace.Scope scope = workspace.scope()) {
      states.set(where.choose(0, states.get()));
      events.set(where.choose(0, events.get()));
    }
  }

  /**
   * Jumps in every lane.
   *
   * @param jumps as a column of whole numbers up to {@link AutomatonTable#mostJumps}: 0 waits, and
   *     so does a jump that is not on offer
   */
  public void jump(Tensor jumps) {
    try (Workspace.Scope scope = workspace.scope()) {
      Tensor row = states.get().times(table.mostJumps() + 1).plus(jumps.as(Precision.DOUBLE));
      states.set(targets.get().rows(row.reshape(lanes).asIndex()));
    }
  }

  /**
   * Reads a letter in the lanes of a column of truths; the others are left as they are, without
   * events.
   *
   * @param letters as a column of whole numbers, bit k for atom k of the table
   */
  public void read(Tensor letters, Tensor where) {
    try (Workspace.Scope scope = workspace.scope()) {
      Tensor row = states.get().times(table.letters()).plus(letters.as(Precision.DOUBLE));
      Tensor found = entries.get().rows(row.reshape(lanes).asIndex());
      states.set(where.choose(found.column(0), states.get()));
      events.set(where.choose(found.column(1), 0));
    }
  }

  /** Puts all lanes in states, with nothing read; a column of whole numbers. */
  public void place(Tensor saved) {
    try (Workspace.Scope scope = workspace.scope()) {
      states.set(saved.as(Precision.DOUBLE).plus(0));
      events.set(workspace.filled(Precision.DOUBLE, 0, lanes, 1));
    }
  }

  /** The states, as a column. */
  public Tensor states() {
    return states.get();
  }

  /**
   * Whether the last letter made an event, as a column of truths.
   *
   * @param event {@link AutomatonTable#PROGRESS}, {@link AutomatonTable#ROUND} or {@link
   *     AutomatonTable#ACCEPTING}
   */
  public Tensor made(int event) {
    return events.get().mod(2.0 * event).atLeast(event);
  }

  /** Whether every continuation is accepted, as a column of truths. */
  public Tensor satisfied() {
    return verdict().column(0).above(0);
  }

  /** Whether no continuation is accepted, as a column of truths. */
  public Tensor rejected() {
    return verdict().column(1).above(0);
  }

  private Tensor verdict() {
    return verdicts.get().rows(states.get().reshape(lanes).asIndex());
  }
}
