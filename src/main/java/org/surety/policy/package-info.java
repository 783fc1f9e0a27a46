/**
 * A policy is data: layers of weights, a head that says what distribution over actions they mean, a
 * normalizer of the observations and what becomes of the action drawn. It is evaluated in double
 * precision, has a canonical description and a digest, and can be held against logged actions.
 * Readers and writers of files are in {@link org.surety.policy.file}.
 *
 * <p>Tests of logged actions are valid whenever one looks: self-normalized sums and mixtures as in
 * Howard, Ramdas, McAuliffe and Sekhon, "Time-uniform Chernoff bounds via nonnegative
 * supermartingales", Probability Surveys 2020.
 */
@NullMarked
package org.surety.policy;

import org.jspecify.annotations.NullMarked;
