package org.surety.train.tensor;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.core.Linear;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.surety.policy.Activation;

/**
 * A network on a device, for one thread: outputs for rows of inputs, and the gradient that
 * cotangents of the outputs pull back to the network's numbers.
 *
 * <p>DJL's own training loop is not used. Its gradient collector exists once in a JVM, so that two
 * threads could not train; here the mode that records gradients is switched on for the thread while
 * rows go forward. A gradient adds to what is there; here it is read and zeroed at once. Arrays
 * stay in native memory until their manager closes; here every call has a manager of its own, and
 * the only array that outlives it is the vector of the network's numbers.
 */
public final class NetworkReplica implements AutoCloseable {
  private final NetworkShape shape;
  private final NDManager manager;
  private final NDArray numbers;
  private final long[] cuts;
  private final FloatBuffer vector;
  private FloatBuffer rowsIn;
  private FloatBuffer rowsOut;

  // Between a forward that records and its backward.
  private @Nullable NDManager recording;
  private @Nullable NDArray recorded;
  private @Nullable NDArray recordedInputs; // if the gradient is by these

  /**
   * A replica with all numbers 0.
   *
   * @param device {@code auto}, {@code cpu}, {@code gpu0}, ...
   * @throws org.surety.base.InputException if there is no such device or libtorch does not load
   */
  public NetworkReplica(NetworkShape shape, String device) {
    Engine engine = TorchEngine.start();
    Device place = TorchEngine.device(engine, device);
    this.shape = shape;
    manager = engine.newBaseManager(place);
    numbers = manager.zeros(new Shape(shape.parameters()));
    numbers.setRequiresGradient(true);
    vector = buffer(shape.parameters());
    rowsIn = buffer(0);
    rowsOut = buffer(0);
    cuts = shape.cuts();
  }

  /**
   * Loads libtorch and looks for a device.
   *
   * @throws org.surety.base.InputException if there is no such device or libtorch does not load
   */
  public static void requireDevice(String device) {
    TorchEngine.device(TorchEngine.start(), device);
  }

  private static FloatBuffer buffer(int size) {
    return ByteBuffer.allocateDirect(Float.BYTES * size)
        .order(ByteOrder.nativeOrder())
        .asFloatBuffer();
  }

  /** The structure. */
  public NetworkShape shape() {
    return shape;
  }

  /** The kind and number of the device, such as {@code cpu()} or {@code gpu(0)}. */
  public String device() {
    return numbers.getDevice().toString();
  }

  /** Native arrays that outlive calls: one, the vector of numbers. */
  int attachedArrays() {
    return manager.getManagedArrays().size();
  }

  /** Takes over the network's numbers, {@link NetworkShape#parameters} many. */
  public void load(float[] values) {
    vector.clear();
    vector.put(values);
    vector.flip();
    numbers.set(vector);
  }

  /**
   * Outputs of rows.
   *
   * @param inputs row-major [rows, inputs] from row {@code first}
   * @param outputs receives [rows, outputs] from row {@code to}
   */
  public void forward(float[] inputs, int first, int rows, int to, float[] outputs) {
    try (NDManager scope = manager.newSubManager()) {
      copyOut(apply(scope, numbers, rows(scope, inputs, first, rows), rows), to, rows, outputs);
    }
  }

  /**
   * As {@link #forward}, from and to row 0, recording for {@link #backward}, which must be the next
   * call.
   */
  public void forwardForGradient(float[] inputs, int rows, float[] outputs) {
    record(inputs, rows, outputs, false);
  }

  /**
   * As {@link #forwardForGradient}, for {@link #backwardToInputs}, which must be the next call. The
   * network's numbers are constants in it.
   */
  public void forwardForInputGradient(float[] inputs, int rows, float[] outputs) {
    record(inputs, rows, outputs, true);
  }

  private void record(float[] inputs, int rows, float[] outputs, boolean byInputs) {
    if (recording != null) {
      throw new IllegalStateException("the last recording was not pulled back");
    }
    NDManager scope = manager.newSubManager();
    recording = scope;
    NDArray in = rows(scope, inputs, 0, rows);
    JniUtils.setGradMode(true);
    try {
      if (byInputs) {
        in.setRequiresGradient(true);
        recordedInputs = in;
        NDArray constants = numbers.stopGradient();
        constants.attach(scope);
        recorded = apply(scope, constants, in, rows);
      } else {
        recorded = apply(scope, numbers, in, rows);
      }
    } finally {
      JniUtils.setGradMode(false);
    }
    copyOut(recorded, 0, rows, outputs);
  }

  /**
   * The gradient of Σ cotangents · outputs by the network's numbers.
   *
   * @param cotangents row-major [rows, outputs], of as many rows as in the call before
   * @param gradient receives {@link NetworkShape#parameters} numbers
   */
  public void backward(float[] cotangents, int rows, float[] gradient) {
    if (recordedInputs != null) {
      throw new IllegalStateException("the gradient was recorded by inputs");
    }
    try (NDManager scope = pullBack(cotangents, rows)) {
      read(scope, numbers, gradient, gradient.length);
      JniUtils.zeroGrad((PtNDArray) numbers);
    }
  }

  /**
   * The gradient of Σ cotangents · outputs by the inputs.
   *
   * @param cotangents row-major [rows, outputs], of as many rows as in the call before
   * @param gradient receives [rows, inputs]
   */
  public void backwardToInputs(float[] cotangents, int rows, float[] gradient) {
    NDArray in = recordedInputs;
    if (in == null) {
      throw new IllegalStateException("no gradient was recorded by inputs");
    }
    recordedInputs = null;
    try (NDManager scope = pullBack(cotangents, rows)) {
      read(scope, in, gradient, rows * shape.inputs());
    }
  }

  /** Ends the recording; the caller closes its manager. */
  private NDManager pullBack(float[] cotangents, int rows) {
    NDManager scope = recording;
    NDArray outputs = recorded;
    if (scope == null || outputs == null) {
      throw new IllegalStateException("nothing was recorded");
    }
    recording = null;
    recorded = null;
    int width = shape.outputs();
    rowsOut = filled(rowsOut, cotangents, 0, rows * width);
    NDArray bar = scope.create(rowsOut, new Shape(rows, width));
    JniUtils.backward((PtNDArray) outputs, (PtNDArray) bar, false, false);
    return scope;
  }

  private static void read(NDManager scope, NDArray of, float[] to, int length) {
    NDArray gradient = of.getGradient();
    gradient.attach(scope);
    System.arraycopy(gradient.toFloatArray(), 0, to, 0, length);
  }

  private NDArray rows(NDManager scope, float[] inputs, int first, int rows) {
    int width = shape.inputs();
    rowsIn = filled(rowsIn, inputs, first * width, rows * width);
    return scope.create(rowsIn, new Shape(rows, width));
  }

  private NDArray apply(NDManager scope, NDArray from, NDArray in, int rows) {
    NDList pieces = from.split(cuts);
    pieces.attach(scope); // results attach to the manager of the first operand
    int piece = 0;
    NDArray features = in;
    for (NetworkShape.Layer layer : shape.trunk()) {
      features = dense(layer, features, pieces.get(piece), pieces.get(piece + 1));
      piece += 2;
    }
    NDList outputs = new NDList();
    for (List<NetworkShape.Layer> head : shape.heads()) {
      NDArray out = features;
      for (NetworkShape.Layer layer : head) {
        out = dense(layer, out, pieces.get(piece), pieces.get(piece + 1));
        piece += 2;
      }
      outputs.add(out);
    }
    if (shape.constants() > 0) {
      NDArray constants = pieces.get(piece).reshape(1, shape.constants());
      outputs.add(constants.broadcast(new Shape(rows, shape.constants())));
    }
    return outputs.size() == 1 ? outputs.get(0) : NDArrays.concat(outputs, 1);
  }

  private static NDArray dense(
      NetworkShape.Layer layer, NDArray in, NDArray weights, NDArray bias) {
    NDArray matrix = weights.reshape(layer.outputs(), layer.inputs());
    NDArray sums = Linear.linear(in, matrix, bias).singletonOrThrow();
    return activate(layer.activation(), sums);
  }

  static NDArray activate(Activation activation, NDArray x) {
    return switch (activation) {
      case IDENTITY -> x;
      case TANH -> x.tanh();
      case RELU -> ai.djl.nn.Activation.relu(x);
      case ELU -> ai.djl.nn.Activation.elu(x, 1);
      case SIGMOID -> ai.djl.nn.Activation.sigmoid(x);
      case SOFTPLUS -> ai.djl.nn.Activation.softPlus(x);
      case SILU -> ai.djl.nn.Activation.swish(x, 1);
    };
  }

  private static FloatBuffer filled(FloatBuffer old, float[] values, int from, int size) {
    FloatBuffer buffer = old.capacity() >= size ? old : buffer(size);
    buffer.clear();
    buffer.put(values, from, size);
    buffer.flip();
    return buffer;
  }

  private void copyOut(NDArray outputs, int row, int rows, float[] to) {
    int width = shape.outputs();
    System.arraycopy(outputs.toFloatArray(), 0, to, row * width, rows * width);
  }

  @Override
  public void close() {
    if (recording != null) {
      recording.close();
    }
    manager.close();
  }
}
