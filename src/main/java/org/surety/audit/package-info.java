/**
 * Audits of a finished policy: how close does it stay to the certified one, and who sees to that?
 * The main path is structural: the policy runs under a guard, or ends in a layer whose density
 * ratio is bounded by construction, and everything that the bound rests on is checked from the
 * files. Rollouts of the policy, and rollouts of the base policy weighted by likelihood ratios,
 * give further bounds.
 *
 * <p>The theorems are those of {@link org.surety.ratio}; the weighted bound is the betting bound of
 * Waudby-Smith and Ramdas, "Estimating means of bounded random variables by betting", 2024.
 */
@NullMarked
package org.surety.audit;

import org.jspecify.annotations.NullMarked;
