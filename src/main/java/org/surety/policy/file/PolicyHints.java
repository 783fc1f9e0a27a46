package org.surety.policy.file;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.surety.base.InputException;
import org.surety.base.Spelling;
import org.surety.numeric.Decimals;
import org.surety.policy.ActionScaling;
import org.surety.policy.Activation;
import org.surety.policy.Normalizer;
import org.surety.policy.StdMap;

/**
 * What the user says about a policy that its file does not: a state dict has no activations, an SB3
 * zip no normalizer. A null means that nothing was said. Where the file does say it, a hint must
 * agree.
 *
 * <p>As a JSON file:
 *
 * <pre>{"activation": "tanh",
 *  "normalizer": "none" | "vec_normalize.pkl" | {"mean": […], "var": […], "epsilon": 1e-8, "clip": 10},
 *  "std": {"kind": "clamped-log" | "tanh-log" | "softplus", "lower": -20, "upper": 2},
 *  "log_std": […],
 *  "action": "none" | "clip" | "tanh" | "tanh-rescale", "low": […], "high": […]}</pre>
 *
 * @param activation of the hidden layers
 * @param normalizer of the observations
 * @param std from raw outputs to standard deviations
 * @param logStd logarithms of constant standard deviations, for files that hold a mean alone
 * @param action what becomes of the raw action
 * @param low lower bounds of executed actions
 * @param high upper bounds of executed actions
 */
public record PolicyHints(
    @Nullable Activation activation,
    @Nullable NormalizerChoice normalizer,
    @Nullable StdMap std,
    double @Nullable [] logStd,
    ActionScaling.@Nullable Mode action,
    double @Nullable [] low,
    double @Nullable [] high) {

  /** Nothing is said. */
  public static final PolicyHints NONE = new PolicyHints(null, null, null, null, null, null, null);

  private static final List<String> MEMBERS =
      List.of("activation", "normalizer", "std", "log_std", "action", "low", "high");

  /**
   * That a normalizer is known, be it that there is none.
   *
   * @param value the normalizer, or null if observations are used as they are
   */
  public record NormalizerChoice(@Nullable Normalizer value) {}

  /** With this activation of hidden layers. */
  public PolicyHints withActivation(Activation value) {
    return new PolicyHints(value, normalizer, std, logStd, action, low, high);
  }

  /** With this normalizer; null says that there is none. */
  public PolicyHints withNormalizer(@Nullable Normalizer value) {
    return new PolicyHints(activation, new NormalizerChoice(value), std, logStd, action, low, high);
  }

  /** With this map to standard deviations. */
  public PolicyHints withStd(StdMap value) {
    return new PolicyHints(activation, normalizer, value, logStd, action, low, high);
  }

  /** With these constant standard deviations. */
  public PolicyHints withLogStd(double... value) {
    return new PolicyHints(activation, normalizer, std, value.clone(), action, low, high);
  }

  /** With raw actions executed like this, within these bounds where the mode needs them. */
  public PolicyHints withAction(
      ActionScaling.Mode mode, double @Nullable [] lower, double @Nullable [] upper) {
    return new PolicyHints(activation, normalizer, std, logStd, mode, lower, upper);
  }

  /**
   * Reads hints from a JSON file. A normalizer's file is found relative to it.
   *
   * @throws InputException if a member is unknown or has an impossible value
   */
  public static PolicyHints read(Path file) throws IOException {
    return of(JsonFields.parse(Policies.bytes(file), file.toString()), file);
  }

  /**
   * Reads what {@link #toJson} wrote; the text may name no file.
   *
   * @param place where the text comes from, for messages
   */
  public static PolicyHints parse(String text, String place) throws IOException {
    return of(JsonFields.parse(text.getBytes(StandardCharsets.UTF_8), place), null);
  }

  /** Reads hints from an object that names no file. */
  public static PolicyHints of(JsonFields json) {
    try {
      return of(json, null);
    } catch (IOException e) {
      throw new IllegalStateException("no file is read", e);
    }
  }

  private static PolicyHints of(JsonFields json, @Nullable Path file) throws IOException {
    json.only(MEMBERS);
    PolicyHints hints = NONE;
    if (json.has("activation")) {
      hints = hints.withActivation(activation(json, json.text("activation")));
    }
    if (json.has("normalizer")) {
      hints = hints.withNormalizer(normalizer(json, file));
    }
    if (json.has("std")) {
      hints = hints.withStd(stdMap(json.object("std").only(List.of("kind", "lower", "upper"))));
    }
    if (json.has("log_std")) {
      hints = hints.withLogStd(json.numbers("log_std"));
    }
    double[] low = json.has("low") ? json.numbers("low") : null;
    double[] high = json.has("high") ? json.numbers("high") : null;
    ActionScaling.Mode mode = json.has("action") ? mode(json) : null;
    return new PolicyHints(
        hints.activation, hints.normalizer, hints.std, hints.logStd, mode, low, high);
  }

  static Activation activation(JsonFields json, String word) {
    return Activation.named(word)
        .orElseThrow(
            () ->
                new InputException(
                    json.place(),
                    "does not know the activation '" + word + "'",
                    Spelling.remedy(
                        word, Arrays.stream(Activation.values()).map(Activation::word).toList())));
  }

  static StdMap stdMap(JsonFields json) {
    String word = json.text("kind");
    for (StdMap.Kind kind : StdMap.Kind.values()) {
      if (kind.word().equals(word)) {
        double lower =
            kind == StdMap.Kind.CLAMPED_LOG
                ? json.numberOr("lower", Double.NEGATIVE_INFINITY)
                : json.number("lower");
        double upper =
            kind == StdMap.Kind.TANH_LOG
                ? json.number("upper")
                : json.numberOr("upper", Double.POSITIVE_INFINITY);
        return checked(json.place(), () -> new StdMap(kind, lower, upper));
      }
    }
    List<String> known = Arrays.stream(StdMap.Kind.values()).map(StdMap.Kind::word).toList();
    throw new InputException(
        json.place(), "does not know the kind '" + word + "'", Spelling.remedy(word, known));
  }

  static ActionScaling.Mode mode(JsonFields json) {
    String word = json.text("action");
    for (ActionScaling.Mode mode : ActionScaling.Mode.values()) {
      if (mode.word().equals(word)) {
        return mode;
      }
    }
    List<String> known =
        Arrays.stream(ActionScaling.Mode.values()).map(ActionScaling.Mode::word).toList();
    throw new InputException(
        json.place(), "does not know the action '" + word + "'", Spelling.remedy(word, known));
  }

  private static @Nullable Normalizer normalizer(JsonFields json, @Nullable Path file)
      throws IOException {
    if (!(json.get("normalizer") instanceof String name)) {
      return NormalizerFile.of(json.object("normalizer"));
    }
    if (name.equals("none")) {
      return null;
    }
    if (file == null) {
      throw new InputException(
          json.place(), "names the file '" + name + "'", "write the normalizer's numbers");
    }
    return NormalizerFile.read(file.resolveSibling(name));
  }

  /** The hints in one line of JSON, complete: without the names of files. */
  public String toJson() {
    List<String> members = new ArrayList<>();
    if (activation != null) {
      members.add(quoted("activation", activation.word()));
    }
    if (normalizer != null) {
      Normalizer known = normalizer.value();
      members.add(
          known == null
              ? quoted("normalizer", "none")
              : "\"normalizer\":{"
                  + numbers("mean", known.mean())
                  + ","
                  + numbers("var", known.variance())
                  + ",\"epsilon\":"
                  + number(known.epsilon())
                  + ",\"clip\":"
                  + number(known.clip())
                  + "}");
    }
    if (std != null) {
      members.add(
          "\"std\":{"
              + quoted("kind", std.kind().word())
              + ",\"lower\":"
              + number(std.lower())
              + ",\"upper\":"
              + number(std.upper())
              + "}");
    }
    if (logStd != null) {
      members.add(numbers("log_std", logStd));
    }
    if (action != null) {
      members.add(quoted("action", action.word()));
    }
    if (low != null) {
      members.add(numbers("low", low));
    }
    if (high != null) {
      members.add(numbers("high", high));
    }
    return "{" + String.join(",", members) + "}";
  }

  private static String quoted(String name, String word) {
    return "\"" + name + "\":\"" + word + "\"";
  }

  private static String numbers(String name, double[] values) {
    return "\""
        + name
        + "\":["
        + Arrays.stream(values).mapToObj(PolicyHints::number).collect(Collectors.joining(","))
        + "]";
  }

  private static String number(double value) {
    return Double.isInfinite(value)
        ? (value > 0 ? "Infinity" : "-Infinity")
        : Decimals.exactUp(value);
  }

  /** Turns a broken rule of the policy's parts into an input error at {@code place}. */
  static <T> T checked(String place, java.util.function.Supplier<T> parts) {
    try {
      return parts.get();
    } catch (IllegalArgumentException e) {
      throw new InputException(
          place, String.valueOf(e.getMessage()), "correct it or save the policy again", e);
    }
  }
}
