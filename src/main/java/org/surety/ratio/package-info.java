/**
 * From a bound on the base policy to what a new policy may do. Distributions of actions with their
 * largest density ratios; {@linkplain org.surety.ratio.Transfer transfers} between a certified
 * violation probability and how far the new policy may be from the base; projections that bring a
 * policy within that distance and check what they return. All bounds are rounded up, all settings
 * down.
 *
 * <p>The proofs, with the checks that support them, are in {@code src/site/transfers.md}. The
 * change of measure and α^T: Cloete, Vertovec and Abate, "SPoRt: Safe Policy Ratio", IJCAI 2025.
 */
@NullMarked
package org.surety.ratio;

import org.jspecify.annotations.NullMarked;
