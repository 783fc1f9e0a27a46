/**
 * Something to certify from a fresh clone: vectorized environments on primitive arrays, a scripted
 * stochastic controller, and the engine that collects rollouts from them.
 *
 * <p>The point robot stands in for Safety Gymnasium's (Ji et al., NeurIPS 2023) on the one layout
 * that SPoRt (Cloete, Vertovec, Abate, IJCAI 2025) certifies; its motion within a decision has a
 * closed form. Randomness is counter-based (Salmon et al., SC 2011) and arithmetic is StrictMath,
 * so that a seed gives the same log on every machine, however the work is split.
 *
 * <p>For learning a temporal property, {@link org.surety.env.AutomatonTable} turns its automaton
 * into integer tables, and {@link org.surety.env.AutomatonLanes} runs thousands of copies of it
 * beside the lanes of an environment: the product is never built (Hasanbeig, Abate and Kroening,
 * "Logically-constrained reinforcement learning", 2018).
 */
@NullMarked
package org.surety.env;

import org.jspecify.annotations.NullMarked;
