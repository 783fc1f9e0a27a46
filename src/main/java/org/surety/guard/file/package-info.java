/**
 * A guarded policy as a folder: the base policy's file, the task policy's, and {@code guard.json},
 * which names both by digest and says which guard runs them, how far and for how long. Trainers
 * write it, {@code surety act} runs it, {@code surety audit} certifies it.
 */
@NullMarked
package org.surety.guard.file;

import org.jspecify.annotations.NullMarked;
