/**
 * Projected PPO: proximal policy optimization (Schulman et al. 2017) of a task policy that acts
 * only through a guard. After Cloete, Vertovec and Abate, "SPoRt: Safe Policy Ratio", IJCAI 2025,
 * with one change: the likelihood ratio has the projected distribution on both sides, so that it
 * starts at 1, and its gradient flows through the projection by implicit differentiation. The
 * paper's objective, unprojected over projected, is kept for comparison.
 *
 * <p>What the guard promises holds for every episode of training, whatever the learner does.
 */
@NullMarked
package org.surety.train.ppo;

import org.jspecify.annotations.NullMarked;
