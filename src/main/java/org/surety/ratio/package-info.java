/**
 * From a bound on the base policy to what a new policy may do: transfers between a certified
 * violation probability and the density ratio of the two policies. The change of measure behind
 * them: Cloete, Vertovec and Abate, "SPoRt: Safe Policy Ratio", IJCAI 2025.
 */
@NullMarked
package org.surety.ratio;

import org.jspecify.annotations.NullMarked;
