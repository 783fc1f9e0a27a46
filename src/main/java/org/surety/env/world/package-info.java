/**
 * Worlds whose task is a temporal formula over their labels: the benchmark environments of LCRL
 * (Hasanbeig, Kroening and Abate, "LCRL: Certified policy synthesis via logically-constrained
 * reinforcement learning", QEST 2022), built anew from their published layouts on primitive arrays:
 * slippery grids, Pac-Man, the cart-pole and the Mars rover. They have no reward of their own.
 *
 * <p>{@link org.surety.env.world.Worlds} names them all. What differs from LCRL is said in the
 * class that differs.
 */
@NullMarked
package org.surety.env.world;

import org.jspecify.annotations.NullMarked;
