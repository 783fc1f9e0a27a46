/**
 * Episodes as columns of doubles: one reader (and, where listed, writer) per log format behind one
 * interface. Readers stream; nothing holds all logs in memory.
 */
@NullMarked
package org.surety.trace;

import org.jspecify.annotations.NullMarked;
