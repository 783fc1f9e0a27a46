package org.surety.train.tensor;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import java.util.List;
import org.surety.base.InputException;
import org.surety.base.Spelling;

/**
 * Starts libtorch once in a JVM: offline, without telemetry, one thread for each operation.
 *
 * <p>Networks of reinforcement learning are small; libtorch's own threads wait for one another
 * after every product of matrices, spinning, and are slower than one thread as soon as the machine
 * has anything else to do. Here every worker thread has a replica of the network and a share of the
 * rows.
 */
final class TorchEngine {
  private static final String NAME = "PyTorch";

  private TorchEngine() {}

  /**
   * The engine.
   *
   * @throws InputException if its native libraries are missing or do not load
   */
  static Engine start() {
    // Read when DJL's classes are initialized; a user's own -D has the last word on the threads.
    System.setProperty("ai.djl.offline", "true");
    System.setProperty("OPT_OUT_TRACKING", "true");
    System.setProperty("ai.djl.default_engine", NAME);
    setUnlessSet("ai.djl.pytorch.num_threads", "1");
    setUnlessSet("ai.djl.pytorch.num_interop_threads", "1");
    try {
      return Engine.getEngine(NAME);
    } catch (EngineException | IllegalStateException | UnsatisfiedLinkError e) {
      throw new InputException(
          "training",
          "libtorch does not load on this machine (" + e.getMessage() + ")",
          "build on Linux x86-64, macOS arm64 or Windows x86-64; all else works without it",
          e);
    }
  }

  private static void setUnlessSet(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }

  /**
   * A device by the name that users give it.
   *
   * @param name {@code auto} for the first GPU or else the CPU, {@code cpu}, or {@code gpu0}
   */
  static Device device(Engine engine, String name) {
    int gpus = engine.getGpuCount();
    if (name.equals("auto")) {
      return gpus > 0 ? Device.gpu() : Device.cpu();
    }
    if (name.equals("cpu")) {
      return Device.cpu();
    }
    if (!name.matches("gpu\\d{1,3}")) {
      throw new InputException(
          "--device",
          "there is no device '" + name + "'",
          Spelling.remedy(name, List.of("auto", "cpu", "gpu0")));
    }
    int index = Integer.parseInt(name.substring(3));
    if (index >= gpus) {
      throw new InputException(
          "--device",
          "'" + name + "' is not there: libtorch sees " + gpus + " GPUs",
          "build with -Pcuda on a machine with an NVIDIA driver, or give cpu");
    }
    return Device.gpu(index);
  }

  /** In words: the engine's version and the devices it finds. */
  static String description() {
    Engine engine = start();
    int gpus = engine.getGpuCount();
    StringBuilder devices = new StringBuilder("cpu");
    for (int i = 0; i < gpus; i++) {
      devices.append(", gpu").append(i);
    }
    return "libtorch %s with DJL %s; devices %s"
        .formatted(engine.getVersion(), Engine.getDjlVersion(), devices);
  }
}
