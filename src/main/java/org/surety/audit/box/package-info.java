/**
 * Proofs over all states of a box: that a task policy's density never exceeds α times the base
 * policy's, or a state at which it does. Both networks are bounded as one, in the differences of
 * their values (differential verification: B. Paulsen, J. Wang and C. Wang, "ReluDiff", ICSE 2020),
 * by backward linear relaxation (CROWN: H. Zhang et al., NeurIPS 2018) and branch and bound (R.
 * Bunel et al., "Branch and Bound for Piecewise Linear Neural Network Verification", JMLR 2020),
 * with all rounding accounted for.
 *
 * <p>A proof covers the box and nothing outside it: it has to be certified together with the
 * property that the state stays in the box.
 */
@NullMarked
package org.surety.audit.box;

import org.jspecify.annotations.NullMarked;
