/**
 * Episodes as columns of doubles: one reader (and, where listed, writer) per log format behind one
 * interface. Readers stream; nothing holds all logs in memory.
 *
 * <p>Logs with a row per step, of whatever format, go through {@link
 * org.surety.trace.RowEpisodeReader}, the one place that knows how episodes end and what an
 * autoreset convention means (Towers et al., "Gymnasium: a standard interface for reinforcement
 * learning environments", 2024, AutoresetMode). Logs with a table per episode are aligned by {@link
 * org.surety.trace.EpisodeBuilder}. Names are found by {@link org.surety.trace.Columns},
 * repetitions by {@link org.surety.trace.Fingerprint}, formats by {@link
 * org.surety.trace.LogFormats}.
 */
@NullMarked
package org.surety.trace;

import org.jspecify.annotations.NullMarked;
