/**
 * Something to certify from a fresh clone: vectorized environments on primitive arrays, a scripted
 * stochastic controller, and the engine that collects rollouts from them.
 *
 * <p>The point robot stands in for Safety Gymnasium's (Ji et al., NeurIPS 2023) on the one layout
 * that SPoRt (Cloete, Vertovec, Abate, IJCAI 2025) certifies; its motion within a decision has a
 * closed form. Randomness is counter-based (Salmon et al., SC 2011) and arithmetic is StrictMath,
 * so that a seed gives the same log on every machine, however the work is split.
 */
@NullMarked
package org.surety.env;

import org.jspecify.annotations.NullMarked;
