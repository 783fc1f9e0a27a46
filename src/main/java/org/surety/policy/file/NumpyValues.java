package org.surety.policy.file;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.surety.policy.file.Pickled.Bytes;
import org.surety.policy.file.Pickled.Call;
import org.surety.policy.file.Pickled.Global;
import org.surety.policy.file.Pickled.Sequence;

/** Numpy arrays and Gymnasium boxes in pickles of Stable-Baselines3. */
final class NumpyValues {
  private NumpyValues() {}

  static final String BOX = "gymnasium.spaces.box.Box";
  static final String OLD_BOX = "gym.spaces.box.Box";
  static final Set<String> DISCRETE =
      Set.of("gymnasium.spaces.discrete.Discrete", "gym.spaces.discrete.Discrete");

  /** Names that occur where arrays and boxes are pickled, in numpy 1 and 2. */
  static Set<String> globals() {
    Set<String> globals =
        new TreeSet<>(
            Set.of(
                "numpy.dtype",
                "numpy.ndarray",
                BOX,
                OLD_BOX,
                "numpy.random._pickle.__generator_ctor",
                "numpy.random._pickle.__bit_generator_ctor",
                "numpy.random._pcg64.PCG64",
                "numpy.random.bit_generator.__pyx_unpickle_SeedSequence",
                "numpy.random.bit_generator.SeedSequence"));
    for (String core : List.of("numpy._core.", "numpy.core.")) {
      globals.add(core + "multiarray._reconstruct");
      globals.add(core + "multiarray.scalar");
      globals.add(core + "numeric._frombuffer");
    }
    return globals;
  }

  /** The numbers of an array of any shape, or null if the value is no array of known numbers. */
  static double @Nullable [] array(@Nullable Object value) {
    if (!(value instanceof Call call)) {
      return null;
    }
    List<Object> arguments = call.arguments;
    if (call.callable.endsWith("._frombuffer") && arguments.size() >= 2) {
      return numbers(arguments.get(0), arguments.get(1));
    }
    if (call.callable.endsWith("._reconstruct")
        && call.state instanceof Sequence state
        && state.items.size() == 5) {
      return numbers(state.items.get(4), state.items.get(2));
    }
    return null;
  }

  private static double @Nullable [] numbers(Object data, Object type) {
    if (!(data instanceof Bytes bytes)
        || !(type instanceof Call dtype)
        || !dtype.callable.equals("numpy.dtype")
        || dtype.arguments.isEmpty()
        || !(dtype.arguments.get(0) instanceof String name)
        || !(dtype.state instanceof Sequence state)
        || state.items.size() < 2
        || ">".equals(state.items.get(1))) {
      return null;
    }
    NumberFormat format = NumberFormat.ofNumpy(name).orElse(null);
    byte[] raw = bytes.value();
    return format == null || raw.length % format.bytes() != 0
        ? null
        : format.read(raw, 0, raw.length / format.bytes());
  }

  /** The number of a numpy scalar, or null if the value is none. */
  static double @Nullable [] scalar(@Nullable Object value) {
    return value instanceof Call call
            && call.callable.endsWith("multiarray.scalar")
            && call.arguments.size() == 2
        ? numbers(call.arguments.get(1), call.arguments.get(0))
        : null;
  }

  /** The name of a callable or global, for messages. */
  static String nameOf(@Nullable Object value) {
    if (value instanceof Call call) {
      return call.callable;
    }
    return value instanceof Global global ? global.name() : String.valueOf(value);
  }
}
