package org.surety.policy.file;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.surety.base.InputException;
import org.surety.policy.ActionScaling;
import org.surety.policy.Activation;
import org.surety.policy.Policy;
import org.surety.policy.StdMap;
import org.surety.policy.Tensor;
import org.surety.policy.file.Pickled.Call;

/**
 * A model saved by Stable-Baselines3: the weights of {@code policy.pth} in the archive, and from
 * {@code data} what they mean. Of the Python objects pickled into {@code data}, only the action
 * space is read, through the allow-list.
 */
final class StableBaselinesZip {
  private static final Set<String> HARMLESS =
      Set.of(
          "net_arch",
          "activation_fn",
          "ortho_init",
          "log_std_init",
          "optimizer_class",
          "optimizer_kwargs",
          "use_sde",
          "full_std",
          "use_expln",
          "clip_mean",
          "n_critics",
          "share_features_extractor",
          "normalize_images");

  private final ZipBytes zip;
  private final String place;
  private final JsonFields data;

  private StableBaselinesZip(ZipBytes zip, String place) {
    this.zip = zip;
    this.place = place;
    data = JsonFields.parse(zip.read("data"), place + ", data");
  }

  static boolean isOne(ZipBytes zip) {
    return zip.has("data") && zip.has("policy.pth");
  }

  static Policy policy(ZipBytes zip, String place, PolicyHints hints) {
    return new StableBaselinesZip(zip, place).policy(hints);
  }

  private Policy policy(PolicyHints hints) {
    String module =
        data.has("policy_class") ? data.object("policy_class").text("__module__") : "unknown";
    boolean sac = module.equals("stable_baselines3.sac.policies");
    if (!sac && !module.equals("stable_baselines3.common.policies")) {
      throw refused(
          "has a policy of the module '" + module + "'",
          "PPO, A2C and SAC with MlpPolicy are read; recurrent, deterministic, Q-learning and own"
              + " policy classes are not");
    }
    if (Boolean.TRUE.equals(data.get("use_sde"))) {
      throw refused(
          "was trained with gSDE (state-dependent exploration), whose noise is kept over steps",
          "train with use_sde=False");
    }
    JsonFields keywords = data.object("policy_kwargs");
    for (String name : keywords.names()) {
      if (!HARMLESS.contains(name) && !name.startsWith(":")) {
        throw refused(
            "was built with the policy keyword '" + name + "'",
            "only plain MlpPolicy is read: export the actor as ONNX");
      }
    }
    checkObservations();
    Activation activation =
        keywords.has("activation_fn")
            ? activation(keywords.text("activation_fn"))
            : sac ? Activation.RELU : Activation.TANH;
    Call space = actionSpace();
    boolean box = space.callable.endsWith("box.Box");
    StateDicts.Facts facts =
        new StateDicts.Facts(
            activation,
            sac ? StdMap.clampedLog(-20, 2) : null,
            sac ? ActionScaling.Mode.TANH_RESCALE : ActionScaling.Mode.CLIP,
            box ? NumpyValues.array(space.member("low")) : null,
            box ? NumpyValues.array(space.member("high")) : null,
            !box);
    ZipBytes weights = ZipBytes.of(zip.read("policy.pth"), place + ", policy.pth");
    Map<String, Tensor> tensors = TorchArchive.stateDict(weights, place + ", policy.pth");
    return StateDicts.policy(tensors, place, hints, facts);
  }

  private void checkObservations() {
    JsonFields space = data.object("observation_space");
    String type = space.text(":type:");
    if (!type.endsWith(".box.Box'>") || "uint8".equals(space.get("dtype"))) {
      throw refused(
          "observes " + type + ("uint8".equals(space.get("dtype")) ? " of bytes (images)" : ""),
          "only policies on one Box of real numbers are read");
    }
  }

  private Activation activation(String type) {
    String name = type.replaceFirst("^<class 'torch\\.nn\\.modules\\.(activation|linear)\\.", "");
    @Nullable Activation known = Activation.named(name.replaceFirst("'>$", "")).orElse(null);
    if (known == null || name.equals(type)) {
      throw refused(
          "has the activation " + type,
          "read are torch's Tanh, ReLU, ELU, Sigmoid, Softplus, SiLU and Identity");
    }
    return known;
  }

  private Call actionSpace() {
    JsonFields space = data.object("action_space");
    String type = space.text(":type:");
    Set<String> globals = new java.util.TreeSet<>(NumpyValues.globals());
    globals.addAll(NumpyValues.DISCRETE);
    byte[] pickle;
    try {
      // Python wraps no lines, but older versions end with a line break.
      pickle =
          Base64.getMimeDecoder()
              .decode(space.text(":serialized:").getBytes(StandardCharsets.US_ASCII));
    } catch (IllegalArgumentException e) {
      throw new InputException(place, "has an unreadable action space", "save the model again", e);
    }
    if (!type.endsWith(".box.Box'>") && !type.endsWith(".discrete.Discrete'>")) {
      throw refused("has actions of the space " + type, "only Box and Discrete actions are read");
    }
    Object value = Unpickler.read(pickle, place + ", action space", globals, false);
    if (value instanceof Call call
        && (call.callable.endsWith("box.Box") || NumpyValues.DISCRETE.contains(call.callable))) {
      if (NumpyValues.DISCRETE.contains(call.callable) && !startsAtZero(call)) {
        throw refused("has categories that do not start at 0", "use Discrete(n) without start");
      }
      return call;
    }
    throw refused("has an unreadable action space", "save the model again");
  }

  /** A start other than 0 would shift every logged action. */
  private static boolean startsAtZero(Call discrete) {
    Object start = discrete.member("start");
    if (start == null || Long.valueOf(0).equals(start)) {
      return true;
    }
    double[] scalar = NumpyValues.scalar(start);
    return scalar != null && scalar.length == 1 && scalar[0] == 0;
  }

  private InputException refused(String problem, String remedy) {
    return new InputException(place, problem, remedy);
  }
}
