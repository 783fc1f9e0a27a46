package org.surety.guard;

import org.surety.ratio.ActionDistribution;

/** The base policy: a distribution of raw actions at every observation. */
@FunctionalInterface
public interface StatePolicy {
  /** The distribution at one observation. */
  ActionDistribution at(double[] observation);
}
