package org.surety.certify;

import org.surety.monitor.Outcome;

/**
 * How one property fared in one episode.
 *
 * @param episode the log's own name of the episode
 * @param property the property's name
 * @param outcome at the horizon
 * @param robustness at the horizon; NaN where the outcome is undecided
 * @param decidedAt first horizon from which the verdict is known to stay, or -1
 * @param length decisions taken
 */
public record EpisodeVerdict(
    String episode,
    String property,
    Outcome outcome,
    double robustness,
    int decidedAt,
    int length) {}
