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
 * <p>Observation: the environment's, then, if the task {@linkplain TemporalTask#needsMemory needs
 * memory}, the automaton state as indicators, one value a state.
 *
 * <p>Action: the environment's, and a jump if the automaton has any; it is taken before the label
 * of the next state is read. For m the most jumps on offer, 0 waits and k takes the k-th on offer.
 * Where the environment's action is one of n choices, there are n (m + 1), and choice {@code n k +
 * a} is action a with jump k. Else one value more in [−1, 1] picks the jump: m + 1 equal intervals,
 * the lowest for 0.
 *
 * <p>Reward: {@link ProductRewards}. Cost: 1 for entering the rejecting sink, and on finite traces
 * for an episode that ends without satisfying the property.
 */
public sealed class ProductEnvironment implements BatchEnvironment
    permits ResumableProductEnvironment {
  /** What ends an episode beside the environment. */
  public enum Ending {
    /**
     * The verdict: the rejecting sink; on finite traces also a property that is satisfied for good.
     * There the environment's time limit brings a verdict too, so that nothing is cut off.
     */
    VERDICT,
    /** Nothing: the automaton watches, and costs are the environment's own. */
    ENVIRONMENT
  }

  private final BatchEnvironment environment;

  /** Keeps these draws apart from those of the environment. */
  private static final long ANY_STATE = 0x616e797374617465L;

  private final TemporalTask task;
  private final AutomatonTable table;
  private final ProductRewards paid;
  private final Ending ending;
  private final boolean finite;
  private final boolean shown;
  private final double[] advance;
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

  /** Whether a finite trace satisfies the property so far; an infinite one has made a round. */
  private final boolean[] achieved;

  private ProductStarts starts = ProductStarts.GIVEN;

  /**
   * A product whose lanes begin where those of the environment are; reset them. It is resumable if
   * the environment is.
   *
   * @param environment has all atoms of the automaton; closed with this
   * @throws InputException if an atom of the automaton is none of the environment's
   */
  public static ProductEnvironment of(
      BatchEnvironment environment, TemporalTask task, ProductRewards rewards, Ending ending) {
    return environment instanceof ResumableEnvironment resumable
        ? new ResumableProductEnvironment(resumable, task, rewards, ending)
        : new ProductEnvironment(environment, task, rewards, ending);
  }

  ProductEnvironment(
      BatchEnvironment environment, TemporalTask task, ProductRewards rewards, Ending ending) {
    this.environment = environment;
    this.task = task;
    this.table = task.table();
    this.paid = rewards;
    this.ending = ending;
    this.finite = task.reading() == TemporalTask.Reading.FINITE;
    this.shown = task.needsMemory();
    this.jumpChoices = table.mostJumps() + 1;
    this.bits = bits(environment.atoms(), table.atoms());
    this.advance = advances(task, rewards);
    int lanes = environment.lanes();
    this.automata = new AutomatonLanes(table, lanes);
    this.letters = new int[lanes];
    this.observations = new double[lanes * observationSize()];
    this.rewards = new double[lanes];
    this.costs = new double[lanes];
    this.innerActions = new double[lanes * environment.actionSize()];
    this.infos = new double[lanes * infoNames().size()];
    this.achieved = new boolean[lanes];
    for (int lane = 0; lane < lanes; lane++) {
      begin(lane);
    }
  }

  /** What is paid in advance in each state of the task's automaton. */
  public static double[] advances(TemporalTask task, ProductRewards rewards) {
    double[] advance = Nearness.of(task);
    for (int state = 0; state < advance.length; state++) {
      advance[state] *= rewards.advance() * rewards.progress();
    }
    return advance;
  }

  /** The environment that is multiplied. */
  public BatchEnvironment inner() {
    return environment;
  }

  /** The property. */
  public TemporalTask task() {
    return task;
  }

  /** What is paid. */
  public ProductRewards paid() {
    return paid;
  }

  /** What ends an episode beside the environment. */
  public Ending ending() {
    return ending;
  }

  /** Whether episodes begin where the environment says, and the automaton in its initial state. */
  public boolean startsAsGiven() {
    return starts.equals(ProductStarts.GIVEN);
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

  /**
   * Lets episodes begin elsewhere, for learning alone.
   *
   * @throws IllegalArgumentException if they are to begin anywhere in an environment that cannot
   */
  ProductEnvironment from(ProductStarts begin) {
    if (begin.anywhere() > 0 && !(environment instanceof StartsAnywhere)) {
      throw new IllegalArgumentException("the environment's episodes begin where it says");
    }
    starts = begin;
    return this;
  }

  @Override
  public void reset(int lane, long seed, long episode) {
    UniformStream drawn = new UniformStream(seed ^ ANY_STATE, episode);
    double state = drawn.next();
    boolean anywhere = drawn.next() < starts.anywhere();
    if (anywhere && environment instanceof StartsAnywhere placed) {
      placed.resetAnywhere(lane, seed, episode);
    } else {
      environment.reset(lane, seed, episode);
    }
    begin(lane);
    if (anywhere || starts.anyState()) {
      beginIn(lane, (int) (state * table.states()));
    }
  }

  /** Goes on from a state of the automaton, unless that violates the property at once. */
  private void beginIn(int lane, int before) {
    int state = table.successor(before, letter(lane));
    if (state != table.sink()) {
      automata.place(lane, state);
      see(lane);
    }
  }

  private void begin(int lane) {
    automata.reset(lane, letter(lane));
    rewards[lane] = 0;
    costs[lane] = 0;
    achieved[lane] = false;
    note(lane);
    see(lane);
  }

  private void note(int lane) {
    int events = automata.events()[lane];
    achieved[lane] =
        finite
            ? (events & AutomatonTable.ACCEPTING) != 0
            : achieved[lane] || (events & AutomatonTable.ROUND) != 0;
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
    int choices = environment.actionChoices();
    for (int lane = from; lane < to; lane++) {
      letters[lane] = ended(lane) ? -1 : 0;
      if (choices > 0) {
        innerActions[lane] = Math.floorMod((long) actions[lane], choices);
      } else {
        System.arraycopy(actions, lane * actionSize(), innerActions, lane * inner, inner);
      }
    }
    // Lanes that a verdict has ended have ended here alone: they must not move on.
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
        take(lane, actions);
      }
    }
  }

  private void take(int lane, double[] actions) {
    double before = advance[automata.states()[lane]];
    if (jumpChoices > 1) {
      int choices = environment.actionChoices();
      automata.jump(
          lane,
          choices > 0
              ? (int) actions[lane] / choices
              : jump(actions[(lane + 1) * actionSize() - 1]));
    }
    letters[lane] = letter(lane);
    automata.step(letters, lane, lane + 1);
    note(lane);
    if (ending == Ending.ENVIRONMENT) {
      rewards[lane] = paid.environment() * environment.rewards()[lane];
      costs[lane] = environment.costs()[lane];
    } else {
      pay(lane, before);
    }
    see(lane);
  }

  /** The jump that a value stands for; what is not a number waits. */
  private int jump(double value) {
    return (int) Math.max(0, Math.min(jumpChoices - 1, (value + 1) / 2 * jumpChoices));
  }

  private void pay(int lane, double before) {
    boolean progress = (automata.events()[lane] & AutomatonTable.PROGRESS) != 0;
    boolean rejected = isRejected(lane);
    boolean over = terminated(lane);
    boolean satisfiedAtEnd = finite && over && achieved[lane];
    double after = over ? 0 : paid.discount() * advance[automata.states()[lane]];
    rewards[lane] =
        paid.environment() * environment.rewards()[lane]
            + (progress || satisfiedAtEnd ? paid.progress() : 0)
            + (rejected ? paid.rejection() : 0)
            + (after - before);
    costs[lane] = rejected || (finite && over && !achieved[lane]) ? 1 : 0;
  }

  private void see(int lane) {
    int d = environment.observationSize();
    int at = lane * observationSize();
    System.arraycopy(environment.observations(), lane * d, observations, at, d);
    if (shown) {
      Arrays.fill(observations, at + d, at + observationSize(), 0);
      observations[at + d + automata.states()[lane]] = 1;
    }
    int innerInfos = environment.infoNames().size();
    int info = lane * (innerInfos + 1);
    System.arraycopy(environment.infos(), lane * innerInfos, infos, info, innerInfos);
    infos[info + innerInfos] = automata.states()[lane];
  }

  private boolean isRejected(int lane) {
    return automata.states()[lane] == table.sink();
  }

  private boolean isVerdict(int lane) {
    return ending == Ending.VERDICT && task.isVerdict(automata.states()[lane]);
  }

  @Override
  public boolean terminated(int lane) {
    boolean limitDecides = ending == Ending.VERDICT && finite;
    return isVerdict(lane)
        || environment.terminated(lane)
        || (limitDecides && environment.truncated(lane));
  }

  @Override
  public boolean truncated(int lane) {
    return !terminated(lane) && environment.truncated(lane);
  }

  /**
   * Finite traces that satisfy the property; infinite ones with a round of progress, unrejected.
   */
  @Override
  public boolean achieved(int lane) {
    return achieved[lane] && !isRejected(lane);
  }

  @Override
  public BatchEnvironment unwrapped() {
    return environment.unwrapped();
  }

  @Override
  public int lanes() {
    return environment.lanes();
  }

  @Override
  public int observationSize() {
    return environment.observationSize() + (shown ? table.states() : 0);
  }

  @Override
  public int actionSize() {
    return environment.actionSize() + (jumpChoices > 1 && environment.actionChoices() == 0 ? 1 : 0);
  }

  /** Those of the environment; the choice of a jump lies between −1 and 1. */
  @Override
  public double[] actionLow() {
    double[] low = Arrays.copyOf(environment.actionLow(), actionSize());
    Arrays.fill(low, environment.actionSize(), low.length, -1);
    return low;
  }

  @Override
  public double[] actionHigh() {
    double[] high = Arrays.copyOf(environment.actionHigh(), actionSize());
    Arrays.fill(high, environment.actionSize(), high.length, 1);
    return high;
  }

  @Override
  public int actionChoices() {
    return environment.actionChoices() * jumpChoices;
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

  /** What a lane must be told to continue, beside the environment's own. */
  static final int MEMORY = 2;

  void saveMemory(int lane, double[] to, int at) {
    to[at] = automata.states()[lane];
    to[at + 1] = achieved[lane] ? 1 : 0;
  }

  void restoreMemory(int lane, double[] from, int at) {
    automata.place(lane, (int) from[at]);
    achieved[lane] = from[at + 1] != 0;
    rewards[lane] = 0;
    costs[lane] = 0;
    see(lane);
  }
}
