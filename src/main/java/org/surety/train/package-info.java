/**
 * The learners, and what they share: the optimizer, settings files, run folders and their
 * checkpoints.
 *
 * <p>A learner is deterministic: a seed, a configuration and a device give the same policy bit for
 * bit, and a run that was interrupted continues with the numbers it would have had. All noise is a
 * function of counters, so that no generator's state has to be kept.
 */
@NullMarked
package org.surety.train;

import org.jspecify.annotations.NullMarked;
