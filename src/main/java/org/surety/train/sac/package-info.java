/**
 * Soft actor-critic (Haarnoja, Zhou, Abbeel and Levine, ICML 2018; with the entropy coefficient
 * tuned, Haarnoja et al. 2018, "Soft actor-critic algorithms and applications"): base policies that
 * succeed and stay random. Two critics and their slowly following targets (van Hasselt 2010,
 * Fujimoto et al., ICML 2018), a Gaussian squashed by tanh, replay that may be prioritized (Schaul
 * et al., ICLR 2016). A policy that is certified is the Gaussian before tanh, which comes after the
 * draw: density ratios are the same on both sides of it.
 *
 * <p>Many environments are stepped together, with fewer updates than decisions; the networks are
 * differentiated by libtorch and everything between them by hand.
 */
@NullMarked
package org.surety.train.sac;

import org.jspecify.annotations.NullMarked;
