package org.surety.monitor;

/**
 * One of the episodes of lowest robustness.
 *
 * @param number position in order of episode start, from 0
 * @param id the log's own name of the episode
 * @param decisions decisions taken
 * @param outcome at the certified horizon
 * @param robustness at the certified horizon
 * @param explanation what made it so
 */
public record WorstEpisode(
    long number,
    String id,
    int decisions,
    Outcome outcome,
    double robustness,
    FailureExplanation explanation) {}
