package org.surety.audit;

import org.surety.policy.ReplayResult;

/**
 * What a policy did along its rollouts, computed again from logged observations and raw actions.
 *
 * @param episodes number of episodes
 * @param decisions number of decisions
 * @param deviating decisions at which something other than the base policy's distribution was
 *     played
 * @param beyond episodes whose ratio, budget or shift went beyond the limit; 0 under a guard, which
 *     does not let them
 * @param draws whether the logged actions are draws from what was played
 */
public record RolloutLedger(
    long episodes, long decisions, long deviating, long beyond, ReplayResult draws) {}
