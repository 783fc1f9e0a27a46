/**
 * Judges episodes by a property: the verdict at every horizon from its DFA, the robustness at one
 * horizon by exact linear-time kernels, and the tally of many episodes as a commutative monoid of
 * integers, so that any split over threads or machines counts the same.
 *
 * <p>Robustness is the space robustness of Fainekos and Pappas (Theoretical Computer Science 410,
 * 2009) on finite words. IEEE signed zeros carry the tie: a predicate of margin zero is {@code
 * +0.0} where it holds and {@code -0.0} where it does not, negation flips the sign, minimum and
 * maximum order {@code -0.0} below {@code +0.0}, and a word satisfies its property exactly when the
 * sign bit of the robustness is clear. No kernel compares with a plain {@code >=} where a tie would
 * matter. Bounded until is rewritten into three linear passes after Donzé, Ferrère and Maler (CAV
 * 2013); sliding maxima follow van Herk (Pattern Recognition Letters 13, 1992) and Gil and Werman
 * (IEEE PAMI 15, 1993).
 */
@NullMarked
package org.surety.monitor;

import org.jspecify.annotations.NullMarked;
