package org.surety.policy.file;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.surety.base.InputException;
import org.surety.policy.Normalizer;
import org.surety.policy.file.Pickled.Call;

/**
 * Normalizers: Stable-Baselines3's {@code vec_normalize.pkl} of one array of observations, or JSON
 * with {@code mean}, {@code var}, {@code epsilon} and {@code clip}.
 */
public final class NormalizerFile {
  private static final String VEC_NORMALIZE =
      "stable_baselines3.common.vec_env.vec_normalize.VecNormalize";
  private static final String RUNNING = "stable_baselines3.common.running_mean_std.RunningMeanStd";

  private NormalizerFile() {}

  /**
   * The normalizer in a file, told by its content.
   *
   * @throws InputException if the file is neither kind, or a number is missing
   */
  public static Normalizer read(Path file) throws IOException {
    byte[] bytes = Policies.bytes(file);
    String place = file.toString();
    return bytes.length > 1 && bytes[0] == (byte) 0x80
        ? ofPickle(bytes, place)
        : of(JsonFields.parse(bytes, place));
  }

  static Normalizer of(JsonFields json) {
    json.only(List.of("mean", "var", "epsilon", "clip"));
    double clip = json.has("clip") ? json.numberOr("clip", Double.POSITIVE_INFINITY) : Double.NaN;
    if (Double.isNaN(clip)) {
      json.number("clip"); // says what is missing
    }
    return PolicyHints.checked(
        json.place(),
        () ->
            new Normalizer(
                json.numbers("mean"), json.numbers("var"), json.number("epsilon"), clip));
  }

  private static Normalizer ofPickle(byte[] bytes, String place) {
    Set<String> globals = new TreeSet<>(NumpyValues.globals());
    globals.add(VEC_NORMALIZE);
    globals.add(RUNNING);
    Object value = Unpickler.read(bytes, place, globals, false);
    if (!(value instanceof Call call) || !call.callable.equals(VEC_NORMALIZE)) {
      throw new InputException(
          place,
          "holds '" + NumpyValues.nameOf(value) + "', no VecNormalize",
          "give the file of VecNormalize.save, or JSON with mean, var, epsilon and clip");
    }
    if (!(call.member("obs_rms") instanceof Call running) || !running.callable.equals(RUNNING)) {
      throw new InputException(
          place,
          "has no single obs_rms (observations in a dict are not read)",
          "give JSON with mean, var, epsilon and clip");
    }
    if (!Boolean.TRUE.equals(call.member("norm_obs"))) {
      throw new InputException(
          place, "does not normalize observations", "say \"normalizer\": \"none\"");
    }
    double[] mean = NumpyValues.array(running.member("mean"));
    double[] variance = NumpyValues.array(running.member("var"));
    if (mean == null
        || variance == null
        || !(call.member("epsilon") instanceof Double epsilon)
        || !(call.member("clip_obs") instanceof Double clip)) {
      throw new InputException(
          place,
          "has no readable mean, var, epsilon and clip_obs",
          "give JSON with mean, var, epsilon and clip");
    }
    return PolicyHints.checked(place, () -> new Normalizer(mean, variance, epsilon, clip));
  }
}
