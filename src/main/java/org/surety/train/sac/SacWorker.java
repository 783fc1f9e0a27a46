package org.surety.train.sac;

import org.surety.guard.CounterNoise;
import org.surety.train.tensor.GaussianActor;
import org.surety.train.tensor.NetworkReplica;
import org.surety.train.tensor.NetworkShape;

/**
 * One thread's share of the gradients: the critics' by their squared temporal-difference errors,
 * and the actor's of α ln π(a|s) − min Q(s, a) with a drawn by reparameterization.
 */
final class SacWorker implements AutoCloseable {
  private final GaussianActor actor;
  private final NetworkReplica policy;
  private final NetworkReplica critics;
  private final NetworkReplica targets;
  private final int o;
  private final int d;
  private final int width;
  private final SquashedGaussian draw;
  private final CounterNoise nextNoise;
  private final CounterNoise actorNoise;
  private final float[] seen;
  private final float[] pairs;
  private final float[] pairBar;
  private final float[] values;
  private final float[] valueBar;
  private final float[] outputs;
  private final float[] outputBar;

  /** By decisions from one observation of a transition to the other; 0 stands for a terminal. */
  private final double[] discounts;

  private final double[] goal;
  private final double[] drawn;
  private final double[] mean;
  private final double[] std;
  private final double[] byMean;
  private final double[] byStd;
  private final float[] criticGradient;
  private final float[] actorGradient;
  private double criticLoss;
  private double actorLoss;
  private double logDensity;
  private double value;

  /**
   * A worker.
   *
   * @param rows most rows of its share
   * @param critics shape of the two critics on observation and squashed action
   */
  SacWorker(
      SacSettings settings,
      GaussianActor actor,
      NetworkShape critics,
      int rows,
      String device,
      long seed) {
    this.actor = actor;
    policy = new NetworkReplica(actor.shape(), device);
    this.critics = new NetworkReplica(critics, device);
    targets = new NetworkReplica(critics, device);
    o = actor.shape().inputs();
    d = actor.actions();
    width = o + d;
    draw = new SquashedGaussian(d);
    nextNoise = new CounterNoise(seed + 1);
    actorNoise = new CounterNoise(seed + 2);
    seen = new float[rows * o];
    pairs = new float[rows * width];
    pairBar = new float[rows * width];
    values = new float[rows * 2];
    valueBar = new float[rows * 2];
    outputs = new float[rows * 2 * d];
    outputBar = new float[rows * 2 * d];
    goal = new double[rows];
    discounts = PendingTransitions.powers(settings.gamma(), settings.returnSteps());
    discounts[0] = 0;
    drawn = new double[rows * 2 * d];
    mean = new double[d];
    std = new double[d];
    byMean = new double[d];
    byStd = new double[d];
    criticGradient = new float[critics.parameters()];
    actorGradient = new float[actor.shape().parameters()];
  }

  NetworkReplica policy() {
    return policy;
  }

  NetworkReplica critics() {
    return critics;
  }

  NetworkReplica targets() {
    return targets;
  }

  /** Gradient of the critics' loss, of this share. */
  float[] criticGradient() {
    return criticGradient;
  }

  /** Gradient of the actor's loss, of this share. */
  float[] actorGradient() {
    return actorGradient;
  }

  /** Sum of the critics' losses of this share. */
  double criticLoss() {
    return criticLoss;
  }

  /** Sum of the actor's losses of this share. */
  double actorLoss() {
    return actorLoss;
  }

  /** Sum of ln π of this share's draws. */
  double logDensity() {
    return logDensity;
  }

  /** Sum of the smaller critic's values of this share's draws. */
  double value() {
    return value;
  }

  /**
   * The critics' gradient of rows {@code [begin, end)} of a batch; sets the rows' errors.
   *
   * @param update number of the batch, for the noise
   * @param entropy coefficient
   */
  void learnValues(
      ReplayBuffer replay,
      ReplayBuffer.Batch batch,
      int begin,
      int end,
      long update,
      double entropy) {
    int rows = end - begin;
    replay.nextObservations(batch, begin, end, seen);
    policy.forward(seen, 0, rows, 0, outputs);
    for (int i = 0; i < rows; i++) {
      drawAt(i, nextNoise, update, begin + i);
      goal[i] = -entropy * draw.logDensity();
      pair(i);
    }
    targets.forward(pairs, 0, rows, 0, values);
    for (int i = 0; i < rows; i++) {
      double next = Math.min(values[2 * i], values[2 * i + 1]) + goal[i];
      goal[i] =
          replay.reward(batch, begin + i) + discounts[replay.decisions(batch, begin + i)] * next;
    }
    replay.observations(batch, begin, end, seen);
    for (int i = 0; i < rows; i++) {
      System.arraycopy(seen, i * o, pairs, i * width, o);
    }
    replay.actions(batch, begin, end, pairs, width, o);
    critics.forwardForGradient(pairs, rows, values);
    criticLoss = 0;
    for (int i = 0; i < rows; i++) {
      double weight = batch.weight[begin + i] / batch.size;
      for (int k = 0; k < 2; k++) {
        double error = values[2 * i + k] - goal[i];
        criticLoss += 0.5 * weight * error * error;
        valueBar[2 * i + k] = (float) (weight * error);
      }
      batch.error[begin + i] = values[2 * i] - goal[i];
    }
    critics.backward(valueBar, rows, criticGradient);
  }

  /** The actor's gradient of rows {@code [begin, end)}; the critics are held. */
  void learnActions(
      ReplayBuffer replay,
      ReplayBuffer.Batch batch,
      int begin,
      int end,
      long update,
      double entropy) {
    int rows = end - begin;
    replay.observations(batch, begin, end, seen);
    policy.forwardForGradient(seen, rows, outputs);
    logDensity = 0;
    for (int i = 0; i < rows; i++) {
      drawAt(i, actorNoise, update, begin + i);
      logDensity += draw.logDensity();
      pair(i);
      System.arraycopy(draw.squashed, 0, drawn, i * 2 * d, d);
      System.arraycopy(draw.noise, 0, drawn, i * 2 * d + d, d);
    }
    critics.forwardForInputGradient(pairs, rows, values);
    value = 0;
    for (int i = 0; i < rows; i++) {
      boolean first = values[2 * i] <= values[2 * i + 1];
      value += first ? values[2 * i] : values[2 * i + 1];
      valueBar[2 * i] = first ? 1 : 0;
      valueBar[2 * i + 1] = first ? 0 : 1;
    }
    critics.backwardToInputs(valueBar, rows, pairBar);
    for (int i = 0; i < rows; i++) {
      System.arraycopy(drawn, i * 2 * d, draw.squashed, 0, d);
      System.arraycopy(drawn, i * 2 * d + d, draw.noise, 0, d);
      actor.deviations(outputs, i * 2 * d, std);
      draw.pullBack(entropy, pairBar, i * width + o, std, byMean, byStd);
      for (int k = 0; k < d; k++) {
        outputBar[i * 2 * d + k] = (float) (byMean[k] / batch.size);
        outputBar[i * 2 * d + d + k] =
            (float) (byStd[k] * actor.slope(outputs, i * 2 * d, k, std[k]) / batch.size);
      }
    }
    policy.backward(outputBar, rows, actorGradient);
    actorLoss = entropy * logDensity - value;
  }

  private void drawAt(int row, CounterNoise noise, long update, int place) {
    noise.seek(update, place);
    for (int k = 0; k < d; k++) {
      mean[k] = outputs[row * 2 * d + k];
      draw.noise[k] = noise.nextGaussian();
    }
    actor.deviations(outputs, row * 2 * d, std);
    draw.draw(mean, std);
  }

  /** Writes observation and drawn action of a row for the critics. */
  private void pair(int row) {
    System.arraycopy(seen, row * o, pairs, row * width, o);
    for (int k = 0; k < d; k++) {
      pairs[row * width + o + k] = (float) draw.squashed[k];
    }
  }

  @Override
  public void close() {
    policy.close();
    critics.close();
    targets.close();
  }
}
