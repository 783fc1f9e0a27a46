package org.surety.ratio;

import java.util.Locale;

/**
 * The shapes of policies that transfers tell apart. Base and new policy have the same shape at
 * every state.
 */
public enum PolicyClass {
  /** Nothing is known but what the setting limits. */
  ANY,
  /** Gaussian, squashed or not by a common bijection, with a standard deviation that may shrink. */
  GAUSSIAN,
  /** Gaussian with exactly the covariance of the base policy; only the mean moves. */
  GAUSSIAN_MEAN,
  /** A finite set of actions. */
  CATEGORICAL;

  /** The name as typed after {@code --policy-class}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
