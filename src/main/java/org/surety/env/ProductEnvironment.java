package org.surety.env;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.surety.base.InputException;
import org.surety.base.Spelling;

/**
 * An environment multiplied with the automaton of a property, lane by lane: what any learner of
 * Markov decision processes needs to learn the property. The automaton reads the label of the
 * initial state and of every state reached.
 *
 * <p>Observation: the environment's, then the automaton state as indicators, one value a state.
 * Action: the environment's, then, if the automaton has jumps, one value in [−1, 1] that picks
 * among m + 1 equal intervals for m the most jumps on offer: the lowest waits, the k-th above it
 * takes the k-th jump on offer before the label of the next state is read. Reward: {@link
 * ProductRewards}. Cost: 1 for entering the rejecting sink. A lane terminates there, or where the
 * environment does.
 */
public final class ProductEnvironment implements BatchEnvironment {
  private final BatchEnvironment environment;
  private final AutomatonTable table;
  private final ProductRewards paid;
  private final AutomatonLanes automata;

  /** Bit {@code bits[k]} of a label is bit k of a letter. */
  private final int[] bits;

  private final int jumpChoices;
  private final int[] letters;
  private final double[] observations;
  private final double[] rewards;
  private final double[] costs;
  private final double[] innerActions;
  private final double[] infos;

  /**
   * A product whose lanes begin where those of the environment are; reset them.
   *
   * @param environment has all atoms of the automaton; closed with this
   * @throws InputException if an atom of the automaton is none of the environment's
   */
  public ProductEnvironment(
      BatchEnvironment environment, AutomatonTable table, ProductRewards rewards) {
    this.environment = environment;
    this.table = table;
    this.paid = rewards;
    this.jumpChoices = table.mostJumps() + 1;
    this.bits = bits(environment.atoms(), table.atoms());
    int lanes = environment.lanes();
    this.automata = new AutomatonLanes(table, lanes);
    this.letters = new int[lanes];
    this.observations = new double[lanes * observationSize()];
    this.rewards = new double[lanes];
    this.costs = new double[lanes];
    this.innerActions = new double[lanes * environment.actionSize()];
    this.infos = new double[lanes * infoNames().size()];
    for (int lane = 0; lane < lanes; lane++) {
      begin(lane);
    }
  }

  private static int[] bits(List<String> atoms, List<String> read) {
    for (String atom : read) {
      if (!atoms.contains(atom)) {
        throw new InputException(
            "atom '" + atom + "'",
            "the environment labels its states with " + String.join(", ", atoms),
            Spelling.remedy(atom, atoms));
      }
    }
    return read.stream().mapToInt(atoms::indexOf).toArray();
  }

  /** The automaton state of each lane. Do not write. */
  public int[] automatonStates() {
    return automata.states();
  }

  /** The events of the last label by lane; see {@link AutomatonTable}. Do not write. */
  public byte[] events() {
    return automata.events();
  }

  @Override
  public void reset(int lane, long seed, long episode) {
    environment.reset(lane, seed, episode);
    begin(lane);
  }

  private void begin(int lane) {
    automata.reset(lane, letter(lane));
    rewards[lane] = 0;
    costs[lane] = 0;
    see(lane);
  }

  private int letter(int lane) {
    long label = environment.labels()[lane];
    int letter = 0;
    for (int k = 0; k < bits.length; k++) {
      letter |= (int) (label >> bits[k] & 1) << k;
    }
    return letter;
  }

  @Override
  public void step(double[] actions, int from, int to) {
    int inner = environment.actionSize();
    for (int lane = from; lane < to; lane++) {
      letters[lane] = ended(lane) ? -1 : 0;
      System.arraycopy(actions, lane * actionSize(), innerActions, lane * inner, inner);
    }
    // Lanes in the sink have ended here alone: they must not move on.
    int start = from;
    for (int lane = from; lane <= to; lane++) {
      if (lane == to || letters[lane] < 0) {
        if (start < lane) {
          environment.step(innerActions, start, lane);
        }
        start = lane + 1;
      }
    }
    for (int lane = from; lane < to; lane++) {
      if (letters[lane] >= 0) {
        if (jumpChoices > 1) {
          automata.jump(lane, jump(actions[lane * actionSize() + inner]));
        }
        letters[lane] = letter(lane);
      }
    }
    automata.step(letters, from, to);
    for (int lane = from; lane < to; lane++) {
      if (letters[lane] >= 0) {
        pay(lane);
        see(lane);
      }
    }
  }

  /** The choice that a value stands for; what is not a number waits. */
  private int jump(double value) {
    return (int) Math.max(0, Math.min(jumpChoices - 1, (value + 1) / 2 * jumpChoices));
  }

  private void pay(int lane) {
    boolean progress = (automata.events()[lane] & AutomatonTable.PROGRESS) != 0;
    boolean rejected = isRejected(lane);
    rewards[lane] =
        paid.environment() * environment.rewards()[lane]
            + (progress ? paid.progress() : 0)
            + (rejected ? paid.rejection() : 0);
    costs[lane] = rejected ? 1 : 0;
  }

  private void see(int lane) {
    int d = environment.observationSize();
    int at = lane * observationSize();
    System.arraycopy(environment.observations(), lane * d, observations, at, d);
    Arrays.fill(observations, at + d, at + observationSize(), 0);
    observations[at + d + automata.states()[lane]] = 1;
    int innerInfos = environment.infoNames().size();
    int info = lane * (innerInfos + 1);
    System.arraycopy(environment.infos(), lane * innerInfos, infos, info, innerInfos);
    infos[info + innerInfos] = automata.states()[lane];
  }

  private boolean isRejected(int lane) {
    return automata.states()[lane] == table.sink();
  }

  @Override
  public boolean terminated(int lane) {
    return isRejected(lane) || environment.terminated(lane);
  }

  @Override
  public boolean truncated(int lane) {
    return !isRejected(lane) && environment.truncated(lane);
  }

  @Override
  public int lanes() {
    return environment.lanes();
  }

  @Override
  public int observationSize() {
    return environment.observationSize() + table.states();
  }

  @Override
  public int actionSize() {
    return environment.actionSize() + (jumpChoices > 1 ? 1 : 0);
  }

  @Override
  public double[] observations() {
    return observations;
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
    return environment.atoms();
  }

  @Override
  public long[] labels() {
    return environment.labels();
  }

  /** The environment's, and {@code automaton_state}. */
  @Override
  public List<String> infoNames() {
    List<String> names = new ArrayList<>(environment.infoNames());
    names.add("automaton_state");
    return List.copyOf(names);
  }

  @Override
  public double[] infos() {
    return infos;
  }

  @Override
  public void close() {
    environment.close();
  }
}
