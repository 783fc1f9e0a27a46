/**
 * HDF5 logs: Minari, D4RL and DSRL files, read and (Minari) written without a native library.
 *
 * <p>The reader covers what h5py writes with any {@code libver}: superblocks 0 to 3, object headers
 * 1 and 2, groups as symbol tables, as compact links and as dense links in fractal heaps, and
 * datasets stored compactly, contiguously or in chunks under every chunk index, through gzip,
 * shuffle, LZF and Fletcher-32. It maps the file, so that ten thousand small groups cost no more
 * than their bytes. Every address and size is held against the file before it is used.
 *
 * <p>Source: HDF5 File Format Specification, version 3.0 and 4.0 (The HDF Group).
 */
@NullMarked
package org.surety.trace.hdf5;

import org.jspecify.annotations.NullMarked;
