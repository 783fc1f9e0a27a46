package org.surety.monitor;

/**
 * Passes in order of execution.
 *
 * @param steps the passes
 * @param root the result
 * @param temporaries number of temporary signals
 */
record RobustnessSchedule(RobustnessStep[] steps, RobustnessStep.Signal root, int temporaries) {}
