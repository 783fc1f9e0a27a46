package org.surety.train.tensor;

import org.surety.policy.Normalizer;
import org.surety.train.tensor.Workspace.Precision;

/** What policies do before their networks, on rows of 64 bits on a device. */
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
}
