package org.surety.train.tensor;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.ndarray.types.SparseFormat;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.JniUtils;
import java.nio.DoubleBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A device, and whose turn it is to free the memory of what is computed there. Results belong to
 * the innermost {@link Scope} that is open and are freed with it; {@link Variable}s and constants
 * stay until the workspace closes. Serves one thread.
 *
 * <p>DJL gives a result to the manager of the first operand, so that whatever is computed from
 * something that stays would stay, too. Here every result is handed to the scope.
 */
public final class Workspace implements AutoCloseable {
  /** libtorch has one generator for a device: who draws seeds it, and holds this meanwhile. */
  private static final Object GENERATOR = new Object();

  private final DeviceWork work = new DeviceWork();
  private final NDManager root;
  private final Map<Double, NDArray> constants = new HashMap<>();
  private NDManager innermost;

  /** How reals are held. */
  public enum Precision {
    /** 32 bits. */
    SINGLE(DataType.FLOAT32),
    /** 64 bits. */
    DOUBLE(DataType.FLOAT64);

    private final DataType type;

    Precision(DataType type) {
      this.type = type;
    }

    DataType type() {
      return type;
    }
  }

  /**
   * A workspace on a device.
   *
   * @param device {@code auto}, {@code cpu}, {@code gpu0}, ...
   * @throws org.surety.base.InputException if there is no such device or libtorch does not load
   */
  public Workspace(String device) {
    Engine engine = TorchEngine.start();
    Device place = TorchEngine.device(engine, device);
    root = engine.newBaseManager(place);
    innermost = root;
  }

  /** The kind and number of the device, such as {@code cpu()} or {@code gpu(0)}. */
  public String device() {
    return root.getDevice().toString();
  }

  /**
   * Whether a device is another than the processor.
   *
   * @throws org.surety.base.InputException if there is no such device or libtorch does not load
   */
  public static boolean accelerates(String device) {
    return TorchEngine.device(TorchEngine.start(), device).isGpu();
  }

  /**
   * What there is to train with, in words: the engine's version and the devices it finds.
   *
   * @throws org.surety.base.InputException if libtorch does not load
   */
  public static String engine() {
    return TorchEngine.description();
  }

  /** Opens a scope within the one that is open. */
  public Scope scope() {
    return new Scope(this);
  }

  /** What is computed while it is open is freed when it closes. */
  public static final class Scope implements AutoCloseable {
    private final Workspace workspace;
    private final NDManager outer;
    private final NDManager manager;

    private Scope(Workspace workspace) {
      this.workspace = workspace;
      outer = workspace.innermost;
      manager = outer.newSubManager();
      workspace.innermost = manager;
    }

    /** Lets a tensor live as long as the scope around this one. */
    public Tensor handOut(Tensor tensor) {
      if (tensor.array().getManager() == manager) {
        tensor.array().attach(outer);
      }
      return tensor;
    }

    @Override
    public void close() {
      workspace.innermost = outer;
      manager.close();
    }
  }

  /** What was asked of the device so far. */
  public DeviceWork work() {
    return work;
  }

  /** Gives a result to the open scope. */
  Tensor kept(NDArray result) {
    if (result.getManager() != innermost) {
      result.attach(innermost);
    }
    return new Tensor(this, result);
  }

  /** Lets a tensor's memory stay; a copy of it, if another variable holds it already. */
  NDArray stay(Tensor tensor) {
    NDArray array = tensor.array();
    if (array.getManager() == root) {
      work.launched(1);
      array = array.duplicate();
    }
    array.attach(root);
    return array;
  }

  /** A number that is asked for again and again: it stays on the device. */
  NDArray constant(double value) {
    NDArray known = constants.get(value);
    if (known == null) {
      work.uploaded();
      known = root.create(new double[] {value}, new Shape());
      constants.put(value, known);
    }
    return known;
  }

  /** A number, of 64 bits and of no dimension, so that it takes the precision of what it meets. */
  public Tensor number(double value) {
    return filled(Precision.DOUBLE, value);
  }

  /** Numbers, row-major. */
  public Tensor of(Precision precision, double[] values, long... shape) {
    work.uploaded();
    // On a CPU, DJL lends the memory of a Java buffer, which is freed with this array whatever else
    // looks at it: a view that outlives it would read what comes there next.
    try (NDArray lent = innermost.create(DoubleBuffer.wrap(values), new Shape(shape))) {
      return new Tensor(this, lent.duplicate()).as(precision);
    }
  }

  /** The same number everywhere; nothing is uploaded. */
  public Tensor filled(Precision precision, double value, long... shape) {
    work.launched(1);
    return kept(
        JniUtils.full(
            (PtNDManager) innermost,
            new Shape(shape),
            value,
            precision.type(),
            root.getDevice(),
            SparseFormat.DENSE));
  }

  /** 0, 1, ..., size − 1 as numbers of 64 bits. */
  public Tensor count(int size) {
    double[] values = new double[size];
    for (int i = 0; i < size; i++) {
      values[i] = i;
    }
    return of(Precision.DOUBLE, values, size);
  }

  /** Independent standard normal numbers of 64 bits, the same for the same seed and device. */
  public Tensor normals(long seed, long... shape) {
    synchronized (GENERATOR) {
      JniUtils.setSeed(seed);
      work.launched(1);
      return new Tensor(this, innermost.randomNormal(0, 1, new Shape(shape), DataType.FLOAT64));
    }
  }

  /** 0, ..., size − 1 in a random order, as an index; the same for the same seed and device. */
  public Tensor permutation(long seed, long size) {
    synchronized (GENERATOR) {
      JniUtils.setSeed(seed);
      work.launched(1);
      return kept(
          JniUtils.randperm((PtNDManager) innermost, size, DataType.INT64, root.getDevice()));
    }
  }

  /** Tensors side by side along an axis. */
  public Tensor join(int axis, List<Tensor> parts) {
    work.launched(1);
    NDList list = new NDList();
    parts.forEach(part -> list.add(part.array()));
    return kept(ai.djl.ndarray.NDArrays.concat(list, axis));
  }

  /** Columns [n, 1] side by side. */
  public Tensor join(Tensor... columns) {
    return join(1, List.of(columns));
  }

  /** Native arrays that stay: variables and constants. */
  public int attachedArrays() {
    return root.getManagedArrays().size();
  }

  @Override
  public void close() {
    root.close();
  }
}
