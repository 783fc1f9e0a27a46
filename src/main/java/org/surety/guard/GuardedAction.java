package org.surety.guard;

import org.surety.ratio.ActionDistribution;

/**
 * A decision of a {@link GuardedPolicy}.
 *
 * @param raw the action as drawn, before squashing, scaling and clipping: what is logged
 * @param base the base policy's distribution
 * @param played the distribution it was drawn from
 * @param entry the line of the ledger
 */
public record GuardedAction(
    double[] raw, ActionDistribution base, ActionDistribution played, LedgerEntry entry) {}
