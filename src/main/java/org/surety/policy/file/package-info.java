/**
 * Reads policies from the files that trainers write and writes them as safetensors and ONNX.
 *
 * <p>Files come from anywhere, so nothing in them is executed and nothing is allocated by what they
 * announce: sizes are checked against the file first. Pickles go through an own machine that knows
 * a few globals by name, makes inert records of them and refuses every other. What a file does not
 * say is asked for through {@link org.surety.policy.file.PolicyHints}, never assumed.
 *
 * <p>Formats: the safetensors README of Hugging Face; {@code onnx.proto} of ONNX 1.x; Python's
 * {@code pickletools}; {@code torch.save} archives; Stable-Baselines3 and CleanRL at the versions
 * named in the fixtures.
 */
@NullMarked
package org.surety.policy.file;

import org.jspecify.annotations.NullMarked;
