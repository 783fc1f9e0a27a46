package org.surety.train.sac;

import java.util.function.IntFunction;
import org.surety.env.BatchEnvironment;
import org.surety.env.ResumableEnvironment;
import org.surety.guard.CounterNoise;
import org.surety.policy.ActionScaling;
import org.surety.train.EpisodeTotals;
import org.surety.train.tensor.GaussianActor;
import org.surety.train.tensor.NetworkReplica;

/**
 * Environments that are stepped together, one decision in every lane at a time, and what they go
 * through, written into replay. Episode k of lane i has number i + k · lanes; its noise depends on
 * seed, number and decision alone.
 */
final class Lanes implements AutoCloseable {
  private static final int STATE = 4;

  private final int lanes;
  private final int o;
  private final int d;
  private final BatchEnvironment environment;
  private final GaussianActor actor;
  private final ActionScaling scaling;
  private final double costWeight;
  private final int burnInRepeat;
  private final PendingTransitions pending;
  private final long seed;
  private final CounterNoise noise;
  private final SquashedGaussian draw;
  private final float[] seen;
  private final float[] outputs;
  private final float[] squashed;
  private final double[] actions;
  private final double[] mean;
  private final double[] std;
  private final double[] one;

  // By lane: the running episode.
  private final long[] episode;
  private final int[] decisions;
  private final double[] reward;
  private final boolean[] costly;

  /**
   * Lanes at the start of their first episodes.
   *
   * @param seed of environments and actions
   * @param scaling from a raw to an executed action
   */
  Lanes(
      SacSettings settings,
      IntFunction<? extends BatchEnvironment> environments,
      GaussianActor actor,
      ActionScaling scaling,
      long seed) {
    this.lanes = settings.lanes();
    this.environment = environments.apply(lanes);
    this.actor = actor;
    this.scaling = scaling;
    this.costWeight = settings.costWeight();
    burnInRepeat = settings.burnInRepeat();
    this.seed = seed;
    noise = new CounterNoise(seed);
    o = environment.observationSize();
    d = actor.actions();
    draw = new SquashedGaussian(d);
    pending = new PendingTransitions(lanes, settings.returnSteps(), o, d, settings.gamma());
    seen = new float[lanes * o];
    outputs = new float[lanes * 2 * d];
    squashed = new float[lanes * d];
    actions = new double[lanes * d];
    mean = new double[d];
    std = new double[d];
    one = new double[d];
    episode = new long[lanes];
    decisions = new int[lanes];
    reward = new double[lanes];
    costly = new boolean[lanes];
    for (int i = 0; i < lanes; i++) {
      begin(i, i);
    }
  }

  private void begin(int lane, long number) {
    environment.reset(lane, seed, number);
    episode[lane] = number;
    decisions[lane] = 0;
    reward[lane] = 0;
    costly[lane] = false;
  }

  /** Begins the episodes that follow those of other lanes, of another environment. */
  void beginAfter(Lanes other) {
    for (int lane = 0; lane < lanes; lane++) {
      begin(lane, other.episode[lane] + lanes);
    }
  }

  /** Is told of every episode that ended. */
  @FunctionalInterface
  interface Ended {
    /** Takes the next one, in the order of lanes. */
    void accept(EpisodeTotals.Episode episode);
  }

  /**
   * Takes one decision in every lane and begins the next episode where one ended.
   *
   * @param uniform whether executed actions are uniform, else they are the policy's
   */
  void step(NetworkReplica policy, boolean uniform, ReplayBuffer replay, Ended ended) {
    double[] observations = environment.observations();
    for (int i = 0; i < seen.length; i++) {
      seen[i] = (float) observations[i];
    }
    if (!uniform) {
      policy.forward(seen, 0, lanes, 0, outputs);
    }
    for (int lane = 0; lane < lanes; lane++) {
      decide(lane, uniform);
    }
    environment.step(actions);
    for (int lane = 0; lane < lanes; lane++) {
      conclude(lane, replay);
    }
    for (int lane = 0; lane < lanes; lane++) {
      if (environment.ended(lane)) {
        ended.accept(
            new EpisodeTotals.Episode(
                decisions[lane],
                reward[lane],
                costly[lane],
                costly[lane],
                environment.truncated(lane),
                environment.achieved(lane) && !costly[lane],
                0));
        begin(lane, episode[lane] + lanes);
      }
    }
  }

  private void decide(int lane, boolean uniform) {
    if (uniform) {
      noise.seek(episode[lane], decisions[lane] - decisions[lane] % burnInRepeat);
      for (int i = 0; i < d; i++) {
        double action = 2 * noise.nextDouble() - 1;
        squashed[lane * d + i] = (float) action;
        one[i] = 0.5 * (StrictMath.log1p(action) - StrictMath.log1p(-action));
      }
    } else {
      noise.seek(episode[lane], decisions[lane]);
      for (int i = 0; i < d; i++) {
        mean[i] = outputs[lane * 2 * d + i];
        draw.noise[i] = noise.nextGaussian();
      }
      actor.deviations(outputs, lane * 2 * d, std);
      draw.draw(mean, std);
      for (int i = 0; i < d; i++) {
        squashed[lane * d + i] = (float) draw.squashed[i];
        one[i] = draw.raw[i];
      }
    }
    scaling.apply(one);
    System.arraycopy(one, 0, actions, lane * d, d);
    decisions[lane]++;
  }

  /** A time limit goes on in value; a terminal state does not. */
  private void conclude(int lane, ReplayBuffer replay) {
    double gain = environment.rewards()[lane];
    double cost = environment.costs()[lane];
    reward[lane] += gain;
    costly[lane] |= cost > 0;
    pending.decided(lane, seen, lane * o, squashed, lane * d);
    pending.rewarded(
        lane,
        gain - costWeight * cost,
        environment.observations(),
        lane * o,
        environment.terminated(lane),
        environment.ended(lane),
        replay);
  }

  /** Number of values that {@link #save} writes. */
  int stateSize() {
    return lanes * laneSize();
  }

  private int laneSize() {
    return STATE
        + pending.stateSize()
        + (environment instanceof ResumableEnvironment r ? r.stateSize() : 0);
  }

  /** Saves the running episodes. */
  double[] save() {
    double[] to = new double[stateSize()];
    for (int lane = 0; lane < lanes; lane++) {
      int at = lane * laneSize();
      to[at] = episode[lane];
      to[at + 1] = decisions[lane];
      to[at + 2] = reward[lane];
      to[at + 3] = costly[lane] ? 1 : 0;
      pending.save(lane, to, at + STATE);
      if (environment instanceof ResumableEnvironment resumable) {
        resumable.save(lane, to, at + STATE + pending.stateSize());
      }
    }
    return to;
  }

  /** Continues episodes that were saved; where the environment cannot, begins the next ones. */
  void restore(double[] from) {
    for (int lane = 0; lane < lanes; lane++) {
      int at = lane * laneSize();
      if (!(environment instanceof ResumableEnvironment resumable)) {
        begin(lane, (long) from[at] + lanes);
        continue;
      }
      begin(lane, (long) from[at]);
      pending.restore(lane, from, at + STATE);
      resumable.restore(lane, from, at + STATE + pending.stateSize());
      decisions[lane] = (int) from[at + 1];
      reward[lane] = from[at + 2];
      costly[lane] = from[at + 3] != 0;
    }
  }

  @Override
  public void close() {
    environment.close();
  }
}
