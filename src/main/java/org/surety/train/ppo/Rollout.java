package org.surety.train.ppo;

/**
 * What a batch of environments went through in a few steps, on flat arrays. Row {@code t · lanes +
 * lane} is the decision of a lane at step t; arrays of vectors are row-major.
 */
final class Rollout {
  final int lanes;
  final int steps;
  final int actions;
  final int actorInputs;
  final int criticInputs;

  /** Normalized observations, with the remaining share where the policy sees it. */
  final float[] actorIn;

  /** The same with what only the critic may see. */
  final float[] criticIn;

  final double[] baseMean;
  final double[] baseStd;

  /** The action that was drawn, before it is scaled. */
  final double[] raw;

  /** Log-density of the raw action under what was played. */
  final double[] logProb;

  /** The guard's limit at the decision. */
  final double[] limit;

  /** Whether the played distribution depended on the task policy. */
  final boolean[] active;

  final double[] rewards;
  final float[] values;

  /** Value of the state that ended the episode by its time limit; 0 elsewhere. */
  final float[] cutOffValue;

  /** Whether the episode ended with this decision. */
  final boolean[] last;

  /** Value of the state after the last step, by lane. */
  final float[] finalValue;

  final double[] advantages;
  final float[] returns;

  Rollout(int lanes, int steps, int actions, int actorInputs, int criticInputs) {
    this.lanes = lanes;
    this.steps = steps;
    this.actions = actions;
    this.actorInputs = actorInputs;
    this.criticInputs = criticInputs;
    int rows = lanes * steps;
    actorIn = new float[rows * actorInputs];
    criticIn = new float[rows * criticInputs];
    baseMean = new double[rows * actions];
    baseStd = new double[rows * actions];
    raw = new double[rows * actions];
    logProb = new double[rows];
    limit = new double[rows];
    active = new boolean[rows];
    rewards = new double[rows];
    values = new float[rows];
    cutOffValue = new float[rows];
    last = new boolean[rows];
    finalValue = new float[lanes];
    advantages = new double[rows];
    returns = new float[rows];
  }

  /** Number of decisions. */
  int rows() {
    return lanes * steps;
  }

  /**
   * Advantages by generalized advantage estimation (Schulman et al. 2016), and returns. An episode
   * cut off by its time limit goes on in value; a terminated one does not.
   */
  void estimateAdvantages(double gamma, double lambda) {
    for (int lane = 0; lane < lanes; lane++) {
      double advantage = 0;
      for (int t = steps - 1; t >= 0; t--) {
        int row = t * lanes + lane;
        double next;
        if (last[row]) {
          next = cutOffValue[row];
          advantage = 0;
        } else {
          next = t == steps - 1 ? finalValue[lane] : values[row + lanes];
        }
        double surprise = rewards[row] + gamma * next - values[row];
        advantage = surprise + gamma * lambda * advantage;
        advantages[row] = advantage;
        returns[row] = (float) (advantage + values[row]);
      }
    }
  }

  /** Shifts and scales the advantages to mean 0 and deviation 1. */
  void normalizeAdvantages() {
    double sum = 0;
    for (double a : advantages) {
      sum += a;
    }
    double mean = sum / advantages.length;
    double squares = 0;
    for (double a : advantages) {
      squares += (a - mean) * (a - mean);
    }
    double scale = 1 / (Math.sqrt(squares / advantages.length) + 1e-8);
    for (int i = 0; i < advantages.length; i++) {
      advantages[i] = (advantages[i] - mean) * scale;
    }
  }
}
