package org.surety.train.tensor;

import org.surety.policy.ActionScaling;
import org.surety.policy.Normalizer;
import org.surety.train.tensor.Workspace.Precision;

/** What policies do before and after their networks, on rows of 64 bits on a device. */
@SuppressWarnings("try") // a scope is opened to be closed
public final class TensorNormalizer {
  private final Variable mean;
  private final Variable scale;
  private final Workspace workspace;
  private double clip;

  /** {@link Normalizer} for rows on a device. */
  public TensorNormalizer(Workspace workspace, Normalizer normalizer) {
    this.workspace = workspace;
    try (Workspace.Scope scope = workspace.scope()) {
      Tensor none = workspace.filled(Precision.DOUBLE, 0, 1, normalizer.size());
      mean = new Variable(none);
      scale = new Variable(none);
    }
    set(normalizer);
  }

  /** Becomes another of the same size. */
  public void set(Normalizer normalizer) {
    int n = normalizer.size();
    double[] scales = normalizer.variance();
    for (int i = 0; i < n; i++) {
      scales[i] = Math.sqrt(scales[i] + normalizer.epsilon());
    }
    clip = normalizer.clip();
    try (Workspace.Scope scope = workspace.scope()) {
      mean.set(workspace.of(Precision.DOUBLE, normalizer.mean(), 1, n));
      scale.set(workspace.of(Precision.DOUBLE, scales, 1, n));
    }
  }

  /** Normalized rows. */
  public Tensor apply(Tensor rows) {
    return rows.minus(mean.get()).over(scale.get()).max(-clip).min(clip);
  }

  /** {@link ActionScaling} for rows on a device. */
  public static Tensor scaled(ActionScaling scaling, Tensor raw) {
    if (!scaling.mode().bounded()) {
      return scaling.mode() == ActionScaling.Mode.TANH ? raw.tanh() : raw;
    }
    int d = scaling.low().length;
    Workspace workspace = raw.workspace();
    Tensor low = workspace.of(Precision.DOUBLE, scaling.low(), 1, d);
    Tensor high = workspace.of(Precision.DOUBLE, scaling.high(), 1, d);
    return scaling.mode() == ActionScaling.Mode.CLIP
        ? raw.max(low).min(high)
        : low.plus(raw.tanh().plus(1).times(0.5).times(high.minus(low)));
  }
}
