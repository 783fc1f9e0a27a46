package org.surety.train.tensor;

import org.surety.train.tensor.Workspace.Precision;

/**
 * {@link org.surety.train.Adam} on the device: the gradient's norm is clipped and the step taken
 * without the processor hearing of it. A gradient that is not finite changes nothing.
 */
@SuppressWarnings("try") // a scope is opened to be closed
public final class TensorAdam {
  private static final double BETA_1 = 0.9;
  private static final double BETA_2 = 0.999;
  private static final double EPSILON = 1e-8;

  private final Workspace workspace;
  private final TensorNetwork network;
  private final Variable first;
  private final Variable second;
  private long steps;

  /** An optimizer of a network's numbers. */
  public TensorAdam(Workspace workspace, TensorNetwork network) {
    this.workspace = workspace;
    this.network = network;
    try (Workspace.Scope scope = workspace.scope()) {
      Tensor none = workspace.filled(Precision.SINGLE, 0, network.shape().parameters());
      first = new Variable(none);
      second = new Variable(none);
    }
  }

  /** The network. */
  public TensorNetwork network() {
    return network;
  }

  /** Running mean of the gradient. */
  public Tensor first() {
    return first.get();
  }

  /** Running mean of its squares. */
  public Tensor second() {
    return second.get();
  }

  /** Steps taken. */
  public long steps() {
    return steps;
  }

  /** Continues from a state that was saved. */
  public void restore(float[] numbers, float[] savedFirst, float[] savedSecond, long taken) {
    network.load(numbers);
    try (Workspace.Scope scope = workspace.scope()) {
      first.set(single(savedFirst));
      second.set(single(savedSecond));
    }
    steps = taken;
  }

  private Tensor single(float[] values) {
    double[] wide = new double[values.length];
    for (int i = 0; i < wide.length; i++) {
      wide[i] = values[i];
    }
    return workspace.of(Precision.SINGLE, wide, wide.length);
  }

  /**
   * Takes one step against a gradient.
   *
   * @param gradient [parameters]
   * @param rate learning rate, positive
   * @param mostNorm the gradient is scaled down to this Euclidean norm if it is longer
   * @return the gradient's norm before, without dimension
   */
  public Tensor step(Tensor gradient, double rate, double mostNorm) {
    try (Workspace.Scope scope = workspace.scope()) {
      Tensor wide = gradient.as(Precision.DOUBLE);
      Tensor norm = wide.square().sum().sqrt();
      Tensor fine = norm.below(Double.POSITIVE_INFINITY);
      Tensor g = wide.times(norm.above(mostNorm).choose(norm.under(mostNorm), 1));
      steps++;
      double correction1 = 1 - StrictMath.pow(BETA_1, (double) steps);
      double root = Math.sqrt(1 - StrictMath.pow(BETA_2, (double) steps));
      Tensor oldM = first.get().as(Precision.DOUBLE);
      Tensor oldV = second.get().as(Precision.DOUBLE);
      Tensor m = oldM.times(BETA_1).plus(g.times(1 - BETA_1));
      Tensor v = oldV.times(BETA_2).plus(g.square().times(1 - BETA_2));
      Tensor step =
          m.times(workspace.number(rate / correction1))
              .over(v.sqrt().times(workspace.number(1 / root)).plus(EPSILON));
      first.set(fine.choose(m, oldM).as(Precision.SINGLE));
      second.set(fine.choose(v, oldV).as(Precision.SINGLE));
      network.subtract(fine.choose(step, 0).as(network.numbers().precision()));
      return scope.handOut(norm);
    }
  }
}
