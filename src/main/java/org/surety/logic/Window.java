package org.surety.logic;

/**
 * The bracket after a temporal operator.
 *
 * @param strong whether it ends in {@code !}
 * @param start offset of the opening bracket
 * @param end offset just after the closing bracket
 */
record Window(int lower, int upper, boolean strong, int start, int end) {}
