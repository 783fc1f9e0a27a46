/**
 * Parquet logs: tables of one row per step, LeRobot datasets, RLlib's columns, Minari's Parquet
 * storage; and the writer of the first.
 *
 * <p>Pages are decoded by parquet-java's column readers, without Hadoop and without a native
 * library: {@link org.surety.trace.parquet.PureJavaCodecs} stands in for the codecs that would load
 * one. What a file declares about sizes is held against the file before memory is asked for.
 *
 * <p>Sources: Apache Parquet format 2.12; LeRobot dataset v3.0; Ray RLlib's new API stack; Minari
 * 0.5.4.
 */
@NullMarked
package org.surety.trace.parquet;

import org.jspecify.annotations.NullMarked;
