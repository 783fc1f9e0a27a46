/**
 * Arithmetic that a proof may lean on: every public method either encloses the real number it
 * computes or says in its name which way it rounds.
 *
 * <p>Transcendental functions come from {@link java.lang.StrictMath}, so that the same input gives
 * the same bits on every machine, and are taken to err by less than one unit in the last place, as
 * its documentation states. Error bounds are first-order standard ones (N. Higham, <em>Accuracy and
 * Stability of Numerical Algorithms</em>, 2nd ed., SIAM 2002, ch. 3) with the unit roundoff 2^-53,
 * each constant enlarged to a round number. Binomial probabilities follow C. Loader, <em>Fast and
 * Accurate Computation of Binomial Probabilities</em> (2000).
 */
@NullMarked
package org.surety.numeric;

import org.jspecify.annotations.NullMarked;
