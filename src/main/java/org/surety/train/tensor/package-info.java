/**
 * Networks that are evaluated and differentiated by libtorch, through DJL, on a CPU or a GPU. The
 * only place that knows DJL: numbers go in and come out as arrays of Java, and everything that is
 * not a product of matrices is done there.
 *
 * <p>What goes wrong in long runs with DJL is handled here, in {@link
 * org.surety.train.tensor.NetworkReplica}: arrays that stay attached, one gradient collector for a
 * whole JVM, gradients that add up.
 */
@NullMarked
package org.surety.train.tensor;

import org.jspecify.annotations.NullMarked;
