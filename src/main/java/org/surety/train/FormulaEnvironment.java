package org.surety.train;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.surety.automaton.Limits;
import org.surety.automaton.translate.LtlfTranslator;
import org.surety.base.InputException;
import org.surety.base.Spelling;
import org.surety.env.AutomatonTable;
import org.surety.env.BatchEnvironment;
import org.surety.env.ResumableEnvironment;
import org.surety.logic.Formula;
import org.surety.logic.LtlParser;

/**
 * An environment whose reward is what a temporal formula over its labels has come to, and nothing
 * else: a reward of 1 when the formula is satisfied for good, a cost of 1 when it is violated for
 * good or the episode ends without it. Either ends the episode. The formula is read on finite
 * traces, the first state included; nothing is shaped by hand, after LCRL (Hasanbeig, Kroening and
 * Abate, QEST 2022).
 */
public final class FormulaEnvironment implements ResumableEnvironment {
  private static final int MAX_STATES = 10_000;

  private final BatchEnvironment inner;
  private final AutomatonTable table;
  private final int[] bits;
  private final int[] states;
  private final double[] rewards;
  private final double[] costs;

  /** The lanes of {@code inner}, judged by a table of {@link #table}. */
  public FormulaEnvironment(BatchEnvironment inner, AutomatonTable table) {
    this.inner = inner;
    this.table = table;
    bits = new int[table.atoms().size()];
    for (int k = 0; k < bits.length; k++) {
      bits[k] = inner.atoms().indexOf(table.atoms().get(k));
    }
    states = new int[inner.lanes()];
    rewards = new double[inner.lanes()];
    costs = new double[inner.lanes()];
    for (int lane = 0; lane < inner.lanes(); lane++) {
      reset(lane, 0, 0);
    }
  }

  /**
   * The automaton of a formula.
   *
   * @param labels that states of the environment have
   * @param place where the formula comes from, for messages
   * @throws InputException if it is no formula, names an unknown label, or has more than one state
   *     that is neither decided nor the same as another: a policy would have to remember it
   */
  public static AutomatonTable table(String formula, List<String> labels, String place) {
    Formula parsed = LtlParser.parse(formula);
    AutomatonTable table =
        AutomatonTable.of(LtlfTranslator.translate(parsed, MAX_STATES), Limits.states(MAX_STATES));
    for (String atom : table.atoms()) {
      if (!labels.contains(atom)) {
        throw new InputException(
            place, "no state is labeled '" + atom + "'", Spelling.remedy(atom, labels));
      }
    }
    Set<Integer> undecided = new TreeSet<>();
    for (int state = 0; state < table.states(); state++) {
      for (int letter = 0; letter < table.letters(); letter++) {
        int next = table.successor(state, letter);
        if (next != table.sink() && !table.satisfiedForGood(next)) {
          undecided.add(next);
        }
      }
    }
    if (undecided.size() != 1) {
      throw new InputException(
          place,
          undecided.isEmpty()
              ? "is decided before anything happens"
              : "has to be remembered in " + undecided.size() + " states while it is undecided",
          "give one that the present state decides, such as !hazard U goal");
    }
    return table;
  }

  @Override
  public int lanes() {
    return inner.lanes();
  }

  @Override
  public int observationSize() {
    return inner.observationSize();
  }

  @Override
  public int actionSize() {
    return inner.actionSize();
  }

  @Override
  public void reset(int lane, long seed, long episode) {
    inner.reset(lane, seed, episode);
    rewards[lane] = 0;
    costs[lane] = 0;
    states[lane] = table.successor(0, letter(lane));
  }

  private int letter(int lane) {
    long label = inner.labels()[lane];
    int letter = 0;
    for (int k = 0; k < bits.length; k++) {
      letter |= (int) ((label >>> bits[k]) & 1) << k;
    }
    return letter;
  }

  @Override
  public void step(double[] actions, int from, int to) {
    boolean[] running = new boolean[to - from];
    for (int lane = from; lane < to; lane++) {
      running[lane - from] = !ended(lane);
    }
    inner.step(actions, from, to);
    for (int lane = from; lane < to; lane++) {
      if (running[lane - from]) {
        judge(lane, letter(lane));
      }
    }
  }

  private void judge(int lane, int letter) {
    boolean accepted = (table.events(states[lane], letter) & AutomatonTable.ACCEPTING) != 0;
    states[lane] = table.successor(states[lane], letter);
    boolean satisfied = table.satisfiedForGood(states[lane]);
    boolean violated = states[lane] == table.sink() || (inner.ended(lane) && !accepted);
    rewards[lane] = satisfied ? 1 : 0;
    costs[lane] = violated ? 1 : 0;
  }

  @Override
  public double[] observations() {
    return inner.observations();
  }

  @Override
  public double[] rewards() {
    return rewards;
  }

  @Override
  public double[] costs() {
    return costs;
  }

  @Override
  public List<String> atoms() {
    return inner.atoms();
  }

  @Override
  public long[] labels() {
    return inner.labels();
  }

  @Override
  public List<String> infoNames() {
    return inner.infoNames();
  }

  @Override
  public double[] infos() {
    return inner.infos();
  }

  /** Also at the time limit: a formula that is open there has come to its verdict, too. */
  @Override
  public boolean terminated(int lane) {
    return inner.ended(lane)
        || states[lane] == table.sink()
        || table.satisfiedForGood(states[lane]);
  }

  @Override
  public boolean truncated(int lane) {
    return false;
  }

  @Override
  public int stateSize() {
    return inner instanceof ResumableEnvironment resumable ? resumable.stateSize() : 0;
  }

  @Override
  public void save(int lane, double[] to, int at) {
    if (inner instanceof ResumableEnvironment resumable) {
      resumable.save(lane, to, at);
    }
  }

  /** A running episode is in the automaton's only undecided state, as after a reset. */
  @Override
  public void restore(int lane, double[] from, int at) {
    if (inner instanceof ResumableEnvironment resumable) {
      resumable.restore(lane, from, at);
    }
  }

  @Override
  public void close() {
    inner.close();
  }
}
