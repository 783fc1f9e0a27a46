package org.surety.train.tensor;

import org.surety.policy.ActionScaling;
import org.surety.train.tensor.Workspace.Precision;

/** {@link ActionScaling} for rows of 64 bits on a device; its bounds stay there. */
@SuppressWarnings("try") // a scope is opened to be closed
public final class TensorScaling {
  private final ActionScaling.Mode mode;
  private final Variable low;
  private final Variable high;

  /** The scaling of a policy's actions. */
  public TensorScaling(Workspace workspace, ActionScaling scaling) {
    mode = scaling.mode();
    boolean bounded = mode.bounded();
    int d = bounded ? scaling.low().length : 1;
    try (Workspace.Scope scope = workspace.scope()) {
      low =
          new Variable(
              workspace.of(Precision.DOUBLE, bounded ? scaling.low() : new double[d], 1, d));
      high =
          new Variable(
              workspace.of(Precision.DOUBLE, bounded ? scaling.high() : new double[d], 1, d));
    }
  }

  /** What raw actions are in the environment. */
  public Tensor apply(Tensor raw) {
    if (!mode.bounded()) {
      return mode == ActionScaling.Mode.TANH ? raw.tanh() : raw;
    }
    return mode == ActionScaling.Mode.CLIP
        ? raw.max(low.get()).min(high.get())
        : low.get().plus(raw.tanh().plus(1).times(0.5).times(high.get().minus(low.get())));
  }
}
