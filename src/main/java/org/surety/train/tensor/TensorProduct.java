package org.surety.train.tensor;

import java.util.List;
import org.surety.env.AutomatonTable;
import org.surety.env.ProductEnvironment;
import org.surety.env.ProductRewards;
import org.surety.env.ReachAvoidTask;
import org.surety.env.TemporalTask;
import org.surety.train.tensor.Workspace.Precision;

/**
 * {@link ProductEnvironment} on a device: a point robot multiplied with the automaton of a
 * property, whose verdict ends episodes. Observations, actions, rewards and costs are those there.
 */
@SuppressWarnings("try") // a scope is opened to be closed
public final class TensorProduct implements TensorEnvironment {
  private static final List<String> ATOMS = List.of("goal", "hazard"); // by bit of a label

  private final Workspace workspace;
  private final TensorReachAvoid robots;
  private final TemporalTask task;
  private final ProductRewards paid;
  private final Precision precision;
  private final boolean finite;
  private final int lanes;
  private final int actionSize; // of the robots
  private final int jumpChoices;
  private final TensorAutomaton automata;
  private final Variable letters; // by label
  private final Variable advance; // by state
  private final Variable range; // states as a row
  private final Variable achieved;
  private final Variable rewards;
  private final Variable costs;

  /**
   * Lanes at the start of episodes 0, 1, ... of seed 0.
   *
   * @param task whose atoms are goal and hazard
   */
  public TensorProduct(
      Workspace workspace,
      ReachAvoidTask place,
      TemporalTask task,
      ProductRewards paid,
      int lanes,
      Precision precision) {
    this.workspace = workspace;
    this.task = task;
    this.paid = paid;
    this.precision = precision;
    this.lanes = lanes;
    robots = new TensorReachAvoid(workspace, place, 0, 1, lanes, precision);
    finite = task.reading() == TemporalTask.Reading.FINITE;
    AutomatonTable table = task.table();
    jumpChoices = table.mostJumps() + 1;
    actionSize = 2;
    automata = new TensorAutomaton(workspace, table, lanes);
    double[] letter = new double[1 << ATOMS.size()];
    for (int label = 0; label < letter.length; label++) {
      for (int k = 0; k < table.atoms().size(); k++) {
        letter[label] += (label >> ATOMS.indexOf(table.atoms().get(k)) & 1) << k;
      }
    }
    double[] states = new double[table.states()];
    for (int state = 0; state < states.length; state++) {
      states[state] = state;
    }
    try (Workspace.Scope scope = workspace.scope()) {
      letters = new Variable(workspace.of(Precision.DOUBLE, letter, letter.length, 1));
      advance =
          new Variable(
              workspace.of(
                  Precision.DOUBLE, ProductEnvironment.advances(task, paid), table.states(), 1));
      range = new Variable(workspace.of(Precision.DOUBLE, states, 1, states.length));
      Tensor none = workspace.filled(Precision.DOUBLE, 0, lanes, 1);
      achieved = new Variable(none.above(0));
      rewards = new Variable(none);
      costs = new Variable(none);
      start(none.atLeast(0));
    }
  }

  @Override
  public void begin(long seed, long[] numbers, long stride) {
    robots.begin(seed, numbers, stride);
    try (Workspace.Scope scope = workspace.scope()) {
      start(costs.get().atLeast(0));
    }
  }

  @Override
  public void resetEnded() {
    try (Workspace.Scope scope = workspace.scope()) {
      Tensor where = ended();
      robots.restart(where);
      start(where);
    }
  }

  private void start(Tensor where) {
    automata.reset(where);
    automata.read(letter(), where);
    achieved.set(where.and(made()).or(where.not().and(achieved.get())));
    rewards.set(where.choose(0, rewards.get()));
    costs.set(where.choose(0, costs.get()));
  }

  private Tensor letter() {
    return letters.get().rows(robots.labels().reshape(lanes).asIndex());
  }

  /** Whether the last letter made what an achievement is made of. */
  private Tensor made() {
    return automata.made(finite ? AutomatonTable.ACCEPTING : AutomatonTable.ROUND);
  }

  private Tensor worth() {
    return advance.get().rows(automata.states().reshape(lanes).asIndex());
  }

  @Override
  public void step(Tensor actions) {
    try (Workspace.Scope scope = workspace.scope()) {
      Tensor moving = ended().not();
      Tensor before = worth();
      if (jumpChoices > 1) {
        automata.jump(moving.choose(jumps(actions.column(actionSize)), 0));
      }
      robots.step(actions.columns(0, actionSize), moving);
      automata.read(letter(), moving);
      Tensor achieving = finite ? made() : made().or(achieved.get());
      achieved.set(moving.and(achieving).or(moving.not().and(achieved.get())));
      Tensor over = terminated();
      Tensor rejected = automata.rejected();
      Tensor good = automata.made(AutomatonTable.PROGRESS);
      if (finite) {
        good = good.or(over.and(achieved.get()));
      }
      Tensor reward =
          good.as(Precision.DOUBLE)
              .times(paid.progress())
              .plus(rejected.as(Precision.DOUBLE).times(paid.rejection()))
              .plus(over.choose(0, worth().times(paid.discount())).minus(before));
      if (paid.environment() != 0) {
        reward = reward.plus(robots.rewards().as(Precision.DOUBLE).times(paid.environment()));
      }
      Tensor failed = finite ? rejected.or(over.and(achieved.get().not())) : rejected;
      rewards.set(moving.choose(reward, rewards.get()));
      costs.set(moving.choose(failed.as(Precision.DOUBLE), costs.get()));
    }
  }

  /** The jump that a value stands for; what is not a number waits. */
  private Tensor jumps(Tensor value) {
    Tensor wide = value.as(Precision.DOUBLE);
    return wide.is(wide)
        .choose(wide.plus(1).times(0.5 * jumpChoices), 0)
        .max(0)
        .min(jumpChoices - 1)
        .floor();
  }

  private Tensor verdict() {
    return finite ? automata.rejected().or(automata.satisfied()) : automata.rejected();
  }

  /** Whether the state is terminal: by a verdict, by the environment, or a time limit's verdict. */
  private Tensor terminated() {
    return verdict().or(finite ? robots.ended() : robots.terminated());
  }

  @Override
  public Tensor ended() {
    return verdict().or(robots.ended());
  }

  @Override
  public Tensor truncated() {
    return finite ? costs.get().below(0) : robots.truncated().and(automata.rejected().not());
  }

  @Override
  public Tensor achieved() {
    return achieved.get().and(automata.rejected().not());
  }

  @Override
  public int timeLimit() {
    return finite ? Integer.MAX_VALUE : robots.timeLimit();
  }

  @Override
  public Tensor observations() {
    return task.needsMemory()
        ? workspace.join(robots.observations(), automata.states().is(range.get()).as(precision))
        : robots.observations();
  }

  @Override
  public Tensor rewards() {
    return rewards.get();
  }

  @Override
  public Tensor costs() {
    return costs.get();
  }

  @Override
  public Tensor decisions() {
    return robots.decisions();
  }

  @Override
  public Tensor episodes() {
    return robots.episodes();
  }

  /** States of the automata, as a column. */
  public Tensor automatonStates() {
    return automata.states();
  }

  @Override
  public int stateSize() {
    return 2 + robots.stateSize();
  }

  @Override
  public Tensor state() {
    return workspace.join(automata.states(), achieved.get().as(Precision.DOUBLE), robots.state());
  }

  @Override
  public void restore(Tensor state) {
    try (Workspace.Scope scope = workspace.scope()) {
      automata.place(state.column(0));
      achieved.set(state.column(1).above(0));
      robots.restore(state.columns(2, stateSize()));
    }
  }
}
