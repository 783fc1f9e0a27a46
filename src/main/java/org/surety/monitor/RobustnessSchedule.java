package org.surety.monitor;

/**
 * Passes in order of execution.
 *
 * @param steps the passes
 * @param root the array that holds the result
 * @param factor ±1.0, applied to the result
 * @param margins number of margin columns, the first arrays of the table
 * @param arrays size of the table: margins, then temporaries
 */
record RobustnessSchedule(
    RobustnessStep[] steps, int root, double factor, int margins, int arrays) {}
