/**
 * From counts of violations to an upper bound on the violation probability, with every way of
 * looking at the data paid for.
 *
 * <p>{@link org.surety.bound.BoundPlan} is the front door: it is told, before any data, how
 * sampling stops, how the horizon is chosen and how many statements share the error probability,
 * and then turns counts into {@link org.surety.bound.ViolationBound}s. Behind it: {@link
 * org.surety.bound.ClopperPearson} (Clopper and Pearson, Biometrika 26:404-413, 1934; the scenario
 * bound with one decision variable), {@link org.surety.bound.ScenarioDiscarding} (Campi and
 * Garatti, J. Optim. Theory Appl. 148:257-280, 2011), {@link org.surety.bound.SimultaneousBand}
 * (one-sided band for order statistics after Berk and Jones, Z. Wahrscheinlichkeitstheorie verw.
 * Gebiete 47:47-59, 1979), and {@link org.surety.bound.AnytimeBound} (Ville 1939; Howard, Ramdas,
 * McAuliffe and Sekhon, Annals of Statistics 49:1055-1080, 2021).
 *
 * <p>Every bound returned is at least the one that exact arithmetic would give: the defining
 * inequality is checked at the returned double with the rounding errors of the check counted
 * against it.
 */
@NullMarked
package org.surety.bound;

import org.jspecify.annotations.NullMarked;
