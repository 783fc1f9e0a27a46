/**
 * What libtorch evaluates and differentiates, through DJL, on a CPU or a GPU: the only place that
 * knows DJL.
 *
 * <p>Two ways lead there. A {@link org.surety.train.tensor.NetworkReplica} takes rows as arrays of
 * Java and gives rows back; everything that is not a product of matrices is done there. A {@link
 * org.surety.train.tensor.Workspace} holds {@link org.surety.train.tensor.Tensor}s, and what is
 * made of them stays on the device: environments ({@link
 * org.surety.train.tensor.TensorReachAvoid}), automata ({@link
 * org.surety.train.tensor.TensorAutomaton}), so that thousands of lanes are stepped without a word
 * between processor and device.
 *
 * <p>What goes wrong in long runs with DJL is handled in these two: arrays that stay attached, one
 * gradient collector for a whole JVM, gradients that add up.
 */
@NullMarked
package org.surety.train.tensor;

import org.jspecify.annotations.NullMarked;
