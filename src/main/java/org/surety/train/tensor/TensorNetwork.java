package org.surety.train.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.surety.policy.Activation;
import org.surety.train.tensor.Workspace.Precision;

/**
 * A network in a workspace: rows of inputs on the device to rows of outputs there, and the gradient
 * of what is made of them by the network's numbers. Its numbers stay on the device until they are
 * asked for.
 */
@SuppressWarnings("try") // a scope is opened to be closed
public final class TensorNetwork {
  private final Workspace workspace;
  private final NetworkShape shape;
  private final Precision precision;
  private final Variable numbers;
  private final long[] cuts;
  private final int backward; // kernels of a pass back

  /**
   * A network.
   *
   * @param values {@link NetworkShape#parameters} numbers in the order of the shape
   */
  public TensorNetwork(
      Workspace workspace, NetworkShape shape, Precision precision, double[] values) {
    this.workspace = workspace;
    this.shape = shape;
    this.precision = precision;
    cuts = shape.cuts();
    backward = backward(shape);
    try (Workspace.Scope scope = workspace.scope()) {
      numbers = new Variable(scope.handOut(workspace.of(precision, values, shape.parameters())));
    }
    numbers.get().array().setRequiresGradient(true);
  }

  /**
   * Kernels of a pass back: of a layer its weights', its bias's, its activation's, and its inputs'
   * but for the network's own; of the numbers the pieces put together.
   */
  private static int backward(NetworkShape shape) {
    int kernels = shape.constants() > 0 ? 2 : 1;
    boolean first = true;
    for (NetworkShape.Layer layer : shape.layers()) {
      kernels += 2 + (first ? 0 : 1) + (layer.activation() == Activation.IDENTITY ? 0 : 1);
      first = false;
    }
    return kernels;
  }

  /** The structure. */
  public NetworkShape shape() {
    return shape;
  }

  /** The numbers, [parameters]; changed in place by {@link #subtract}. */
  public Tensor numbers() {
    return numbers.get();
  }

  /** Replaces the numbers. */
  public void load(float[] values) {
    if (precision == Precision.SINGLE) {
      numbers.get().array().set(FloatBuffer.wrap(values));
    } else {
      double[] wide = new double[values.length];
      for (int i = 0; i < wide.length; i++) {
        wide[i] = values[i];
      }
      numbers.get().array().set(DoubleBuffer.wrap(wide));
    }
  }

  /** Takes a step from the numbers, in place. */
  void subtract(Tensor step) {
    numbers.get().lose(step);
  }

  /** Raises constants that are below a number to it, in place. */
  public void keepConstantsAbove(double least) {
    int end = shape.parameters();
    Tensor constants = numbers.get().part(end - shape.constants(), end);
    try (Workspace.Scope scope = workspace.scope()) {
      Tensor missing = constants.minus(least).min(0);
      constants.lose(missing);
    }
  }

  /** Outputs of rows, [rows, outputs], in the precision of the network. */
  public Tensor outputs(Tensor rows) {
    try (Workspace.Scope scope = workspace.scope()) {
      return scope.handOut(apply(rows.as(precision)));
    }
  }

  /**
   * The gradient by the network's numbers of what has the given cotangents by its outputs.
   *
   * @param rows of inputs, [rows, inputs]
   * @param cotangents from outputs to as many cotangents; may note what it sees
   * @return [parameters]
   */
  public Tensor gradient(Tensor rows, UnaryOperator<Tensor> cotangents) {
    try (Workspace.Scope scope = workspace.scope()) {
      Tensor in = rows.as(precision);
      Tensor outputs;
      JniUtils.setGradMode(true);
      try {
        outputs = apply(in);
      } finally {
        JniUtils.setGradMode(false);
      }
      Tensor seen = workspace.kept(JniUtils.detachGradient((PtNDArray) outputs.array()));
      Tensor bar = cotangents.apply(seen).as(precision);
      workspace.work().launched(backward);
      JniUtils.backward((PtNDArray) outputs.array(), (PtNDArray) bar.array(), false, false);
      PtNDArray of = (PtNDArray) numbers.get().array();
      // The engine adds the next gradient to this one: take it over as a copy, and zero it.
      Tensor gradient = workspace.kept(of.getGradient()).times(1);
      workspace.work().launched(1);
      JniUtils.zeroGrad(of);
      return scope.handOut(gradient);
    }
  }

  private Tensor apply(Tensor rows) {
    List<Tensor> pieces = new ArrayList<>();
    NDList split = numbers.get().array().split(cuts);
    for (NDArray piece : split) {
      pieces.add(workspace.kept(piece));
    }
    int piece = 0;
    Tensor features = rows;
    for (NetworkShape.Layer layer : shape.trunk()) {
      features = dense(layer, features, pieces.get(piece), pieces.get(piece + 1));
      piece += 2;
    }
    List<Tensor> outputs = new ArrayList<>();
    for (List<NetworkShape.Layer> head : shape.heads()) {
      Tensor out = features;
      for (NetworkShape.Layer layer : head) {
        out = dense(layer, out, pieces.get(piece), pieces.get(piece + 1));
        piece += 2;
      }
      outputs.add(out);
    }
    if (shape.constants() > 0) {
      outputs.add(
          pieces
              .get(piece)
              .reshape(1, shape.constants())
              .broadcast(rows.shape()[0], shape.constants()));
    }
    return outputs.size() == 1 ? outputs.get(0) : workspace.join(1, outputs);
  }

  private Tensor dense(NetworkShape.Layer layer, Tensor in, Tensor weights, Tensor bias) {
    Tensor sums = in.linear(weights.reshape(layer.outputs(), layer.inputs()), bias);
    if (layer.activation() == Activation.IDENTITY) {
      return sums;
    }
    workspace.work().launched(1);
    return workspace.kept(NetworkReplica.activate(layer.activation(), sums.array()));
  }
}
