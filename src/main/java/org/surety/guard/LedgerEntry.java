package org.surety.guard;

/**
 * One line of a guard's ledger.
 *
 * @param decision index of the decision in its episode, from 0
 * @param charge what the decision cost, rounded up: for a per-step and a budget guard the realized
 *     log density ratio of the raw action in nats, negative for a refund; for a mean guard the
 *     squared shift of the mean in base standard deviations; exactly 0 wherever base was played
 * @param remaining what is left after it, in the charge's unit, rounded down; a per-step guard has
 *     nothing to use up and repeats its limit
 * @param fallback why the task distribution was not played
 */
public record LedgerEntry(int decision, double charge, double remaining, Fallback fallback) {}
