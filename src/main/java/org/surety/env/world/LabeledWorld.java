package org.surety.env.world;

import java.util.ArrayList;
import java.util.List;
import org.surety.env.ResumableEnvironment;

/**
 * What the worlds have in common: labels, no reward, no cost and no end but the limit. Known beside
 * what is observed are some quantities, and 1 or 0 under the name of every atom.
 */
abstract class LabeledWorld implements ResumableEnvironment {
  final int lanes;
  final int size;
  final int[] decisions;
  final double[] observations;
  final CounterBits noise;
  private final List<String> atoms;
  private final List<String> infoNames;
  private final int quantities;
  private final int limit;
  private final long[] labels;
  private final double[] infos;
  private final double[] nothing;

  /**
   * @param size number of observed values
   * @param quantities names of what is known beside that
   * @param limit decisions after which an episode is truncated
   */
  LabeledWorld(int lanes, int size, List<String> atoms, List<String> quantities, int limit) {
    this.lanes = lanes;
    this.size = size;
    this.atoms = atoms;
    this.quantities = quantities.size();
    this.limit = limit;
    List<String> names = new ArrayList<>(quantities);
    names.addAll(atoms);
    infoNames = List.copyOf(names);
    decisions = new int[lanes];
    observations = new double[lanes * size];
    noise = new CounterBits(lanes);
    labels = new long[lanes];
    infos = new double[lanes * infoNames.size()];
    nothing = new double[lanes];
  }

  /** Moves a lane that has not ended; its decision counts from 0. */
  abstract void move(int lane, int decision, double[] actions);

  /** Puts a lane where its episodes begin. */
  abstract void begin(int lane);

  @Override
  public final void reset(int lane, long seed, long episode) {
    noise.reset(lane, seed, episode);
    decisions[lane] = 0;
    begin(lane);
  }

  @Override
  public final void step(double[] actions, int from, int to) {
    for (int lane = from; lane < to; lane++) {
      int decision = decisions[lane];
      if (decision < limit) {
        decisions[lane] = decision + 1;
        move(lane, decision, actions);
      }
    }
  }

  /** Notes the present label of a lane. */
  final void label(int lane, long label) {
    labels[lane] = label;
    int at = lane * infoNames.size() + quantities;
    for (int k = 0; k < atoms.size(); k++) {
      infos[at + k] = label >> k & 1;
    }
  }

  /** Notes the k-th quantity of a lane. */
  final void quantity(int lane, int k, double value) {
    infos[lane * infoNames.size() + k] = value;
  }

  /** The action of a lane as one of n choices. */
  static int choice(double action, int n) {
    return Math.floorMod((int) action, n);
  }

  @Override
  public final int lanes() {
    return lanes;
  }

  @Override
  public final int observationSize() {
    return size;
  }

  @Override
  public final int actionSize() {
    return 1;
  }

  @Override
  public final double[] observations() {
    return observations;
  }

  @Override
  public final double[] rewards() {
    return nothing;
  }

  @Override
  public final double[] costs() {
    return nothing;
  }

  @Override
  public final List<String> atoms() {
    return atoms;
  }

  @Override
  public final long[] labels() {
    return labels;
  }

  @Override
  public final List<String> infoNames() {
    return infoNames;
  }

  @Override
  public final double[] infos() {
    return infos;
  }

  @Override
  public final boolean terminated(int lane) {
    return false;
  }

  @Override
  public final boolean truncated(int lane) {
    return decisions[lane] >= limit;
  }
}
