package org.surety.train.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import java.util.Arrays;

/**
 * Numbers, or truths, on a device, of any shape; operations are those of the elements and broadcast
 * as in libtorch. Every operation rounds on its own: nothing is fused.
 *
 * <p>The {@code double} operands are for constants, which stay on the device; for a number that is
 * another one each time there is {@link Workspace#number}.
 */
public final class Tensor {
  private final Workspace workspace;
  private final NDArray array;

  Tensor(Workspace workspace, NDArray array) {
    this.workspace = workspace;
    this.array = array;
  }

  NDArray array() {
    return array;
  }

  Workspace workspace() {
    return workspace;
  }

  private PtNDArray torch() {
    return (PtNDArray) array;
  }

  private Tensor kept(NDArray result) {
    workspace.work().launched(1);
    return workspace.kept(result);
  }

  private Tensor view(NDArray result) {
    workspace.work().viewed();
    return workspace.kept(result);
  }

  private NDArray constant(double value) {
    return workspace.constant(value);
  }

  /** How the numbers are held. */
  public Workspace.Precision precision() {
    return array.getDataType() == DataType.FLOAT32
        ? Workspace.Precision.SINGLE
        : Workspace.Precision.DOUBLE;
  }

  /** Sizes by dimension. */
  public long[] shape() {
    return array.getShape().getShape();
  }

  /** Sum. */
  public Tensor plus(Tensor other) {
    return kept(array.add(other.array));
  }

  /** Sum. */
  public Tensor plus(double other) {
    return kept(array.add(constant(other)));
  }

  /** Difference. */
  public Tensor minus(Tensor other) {
    return kept(array.sub(other.array));
  }

  /** Difference. */
  public Tensor minus(double other) {
    return kept(array.sub(constant(other)));
  }

  /** {@code from} less this. */
  public Tensor from(double from) {
    return kept(constant(from).sub(array));
  }

  /** Product. */
  public Tensor times(Tensor other) {
    return kept(array.mul(other.array));
  }

  /** Product. */
  public Tensor times(double other) {
    return kept(array.mul(constant(other)));
  }

  /** Quotient. */
  public Tensor over(Tensor other) {
    return kept(array.div(other.array));
  }

  /** Quotient. */
  public Tensor over(double other) {
    return kept(array.div(constant(other)));
  }

  /** {@code dividend} over this. */
  public Tensor under(double dividend) {
    return kept(constant(dividend).div(array));
  }

  /** Remainder with the sign of the divisor. */
  public Tensor mod(double divisor) {
    return kept(array.mod(constant(divisor)));
  }

  /** The smaller; not a number where one is none. */
  public Tensor min(Tensor other) {
    return kept(array.minimum(other.array));
  }

  /** The smaller. */
  public Tensor min(double other) {
    return kept(array.minimum(constant(other)));
  }

  /** The larger; not a number where one is none. */
  public Tensor max(Tensor other) {
    return kept(array.maximum(other.array));
  }

  /** The larger. */
  public Tensor max(double other) {
    return kept(array.maximum(constant(other)));
  }

  /** −this. */
  public Tensor negated() {
    return kept(array.neg());
  }

  /** Size. */
  public Tensor abs() {
    return kept(array.abs());
  }

  /** −1, 0 or 1. */
  public Tensor sign() {
    return kept(array.sign());
  }

  /** Square. */
  public Tensor square() {
    return kept(array.square());
  }

  /** Square root. */
  public Tensor sqrt() {
    return kept(array.sqrt());
  }

  /** e to this. */
  public Tensor exp() {
    return kept(array.exp());
  }

  /** Natural logarithm. */
  public Tensor log() {
    return kept(array.log());
  }

  /** Sine. */
  public Tensor sin() {
    return kept(array.sin());
  }

  /** Cosine. */
  public Tensor cos() {
    return kept(array.cos());
  }

  /** Hyperbolic tangent. */
  public Tensor tanh() {
    return kept(array.tanh());
  }

  /** 1 / (1 + e^−this). */
  public Tensor sigmoid() {
    return kept(JniUtils.sigmoid(torch()));
  }

  /** ln(1 + e^this). */
  public Tensor softplus() {
    return kept(JniUtils.softPlus(torch()));
  }

  /** Angle of the point (x, this), in (−π, π]. */
  public Tensor angle(Tensor x) {
    return kept(array.atan2(x.array));
  }

  /** Largest integer not above. */
  public Tensor floor() {
    return kept(array.floor());
  }

  /** Whether larger. */
  public Tensor above(Tensor other) {
    return kept(array.gt(other.array));
  }

  /** Whether larger. */
  public Tensor above(double other) {
    return kept(array.gt(constant(other)));
  }

  /** Whether at least as large. */
  public Tensor atLeast(Tensor other) {
    return kept(array.gte(other.array));
  }

  /** Whether at least as large. */
  public Tensor atLeast(double other) {
    return kept(array.gte(constant(other)));
  }

  /** Whether smaller. */
  public Tensor below(Tensor other) {
    return kept(array.lt(other.array));
  }

  /** Whether smaller. */
  public Tensor below(double other) {
    return kept(array.lt(constant(other)));
  }

  /** Whether at most as large. */
  public Tensor atMost(Tensor other) {
    return kept(array.lte(other.array));
  }

  /** Whether at most as large. */
  public Tensor atMost(double other) {
    return kept(array.lte(constant(other)));
  }

  /** Whether equal. */
  public Tensor is(double other) {
    return kept(array.eq(constant(other)));
  }

  /** Whether equal. */
  public Tensor is(Tensor other) {
    return kept(array.eq(other.array));
  }

  /** Both true. */
  public Tensor and(Tensor other) {
    return kept(array.logicalAnd(other.array));
  }

  /** One of them true. */
  public Tensor or(Tensor other) {
    return kept(array.logicalOr(other.array));
  }

  /** Whether all of a row are true, as a column. */
  public Tensor all() {
    return as(Workspace.Precision.DOUBLE).total(1).is((double) shape()[1]);
  }

  /** Not true. */
  public Tensor not() {
    return kept(array.logicalNot());
  }

  /** Where this is true the one, elsewhere the other; both of one precision. */
  public Tensor choose(Tensor yes, Tensor no) {
    return chosen(yes.array, no.array);
  }

  /** Where this is true the one, elsewhere a constant. */
  public Tensor choose(Tensor yes, double no) {
    return chosen(yes.array, constant(no));
  }

  /** Where this is true a constant, elsewhere the other. */
  public Tensor choose(double yes, Tensor no) {
    return chosen(constant(yes), no.array);
  }

  /** DJL's own form does not broadcast. */
  private Tensor chosen(NDArray yes, NDArray no) {
    return kept(JniUtils.where(torch(), (PtNDArray) yes, (PtNDArray) no));
  }

  /** Takes a tensor of the same shape away from this one, in place. */
  void lose(Tensor other) {
    workspace.work().launched(1);
    array.subi(other.array);
  }

  /** In a precision; truths become 1 and 0. The same tensor if it is in this precision. */
  public Tensor as(Workspace.Precision precision) {
    return array.getDataType() == precision.type()
        ? this
        : kept(array.toType(precision.type(), false));
  }

  /** Whole numbers as an index, for {@link #rows}. */
  public Tensor asIndex() {
    return array.getDataType() == DataType.INT64 ? this : kept(array.toType(DataType.INT64, false));
  }

  /** Sum over an axis, which goes. */
  public Tensor sum(int axis) {
    return kept(array.sum(new int[] {axis}));
  }

  /** Sum over an axis, which keeps size 1. */
  public Tensor total(int axis) {
    return kept(array.sum(new int[] {axis}, true));
  }

  /** Sum of all, without dimension. */
  public Tensor sum() {
    return kept(array.sum());
  }

  /** Largest of all, without dimension. */
  public Tensor max() {
    return kept(array.max());
  }

  /** Smallest along an axis, which keeps size 1. */
  public Tensor smallest(int axis) {
    return kept(array.min(new int[] {axis}, true));
  }

  /** Largest along an axis, which keeps size 1. */
  public Tensor largest(int axis) {
    return kept(array.max(new int[] {axis}, true));
  }

  /** Columns from {@code from} up to and without {@code to}; shares memory. */
  public Tensor columns(long from, long to) {
    return view(JniUtils.slice(torch(), 1, from, to, 1));
  }

  /** One column, [n, 1]; shares memory. */
  public Tensor column(long index) {
    return columns(index, index + 1);
  }

  /** Elements of the first axis; shares memory. */
  public Tensor part(long from, long to) {
    return view(JniUtils.slice(torch(), 0, from, to, 1));
  }

  /** The rows of an index [m] from this matrix. */
  public Tensor rows(Tensor index) {
    return kept(JniUtils.embedding(index.torch(), torch(), false));
  }

  /** The elements of an index [m] from this vector. */
  public Tensor at(Tensor index) {
    return reshape(size(), 1).rows(index).reshape(index.size());
  }

  /** This matrix with the rows of an index replaced. */
  public Tensor withRows(Tensor index, Tensor rows) {
    long[] shape = rows.shape();
    Tensor wide = index.reshape(shape[0], 1).broadcast(shape);
    return kept(array.scatter(wide.array, rows.array, 0));
  }

  /** Indices at which a vector of truths is true; waits for the device. */
  public Tensor indices() {
    NDArray found = array.nonzero();
    workspace.work().launched(1);
    workspace.work().waited();
    return view(found.reshape(found.size()));
  }

  /** The element at an index of the first axis, which goes. */
  public Tensor at(long index) {
    return view(array.get(new NDIndex(index)));
  }

  /** Another shape with the same numbers. */
  public Tensor reshape(long... shape) {
    return view(array.reshape(shape));
  }

  /** A view with rows repeated to a shape. */
  public Tensor broadcast(long... shape) {
    return view(array.broadcast(new Shape(shape)));
  }

  /** In reverse along an axis. */
  public Tensor flip(int axis) {
    return kept(array.flip(axis));
  }

  /** Product of matrices, or of a matrix and a vector. */
  public Tensor product(Tensor other) {
    return kept(JniUtils.matmul(torch(), other.torch()));
  }

  /** this · weightsᵀ + bias. */
  public Tensor linear(Tensor weights, Tensor bias) {
    return kept(JniUtils.linear(torch(), weights.torch(), bias.torch()));
  }

  /** Number of elements. */
  public long size() {
    return Arrays.stream(shape()).reduce(1, (a, b) -> a * b);
  }

  /** All elements, row-major; waits for the device. */
  public double[] toArray() {
    workspace.work().waited();
    try (NDArray doubles = array.toType(DataType.FLOAT64, true)) {
      return doubles.toDoubleArray();
    }
  }

  /** All elements, row-major, as 32 bits; waits for the device. */
  public float[] toFloats() {
    workspace.work().waited();
    try (NDArray floats = array.toType(DataType.FLOAT32, true)) {
      return floats.toFloatArray();
    }
  }

  /** The only element; waits for the device. */
  public double value() {
    return toArray()[0];
  }

  @Override
  public String toString() {
    return "tensor " + array.getShape() + " of " + array.getDataType();
  }
}
