package org.surety.guard.file;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.surety.base.InputException;
import org.surety.base.Sha256;
import org.surety.base.Spelling;
import org.surety.guard.CouplingCharge;
import org.surety.guard.GuardSetting;
import org.surety.guard.ReleaseTerms;
import org.surety.guard.StateBox;
import org.surety.numeric.Decimals;
import org.surety.policy.file.JsonFields;
import org.surety.policy.file.PolicyHints;

/**
 * What {@code guard.json} says. Its SHA-256 names the guarded policy, since it holds those of all
 * other files:
 *
 * <pre>{"format": "surety-guarded-policy-1",
 *  "base": {"file": "base.safetensors", "sha256": "…", "hints": {"normalizer": "none"}},
 *  "task": {"file": "task.safetensors", "sha256": "…", "observesRemaining": false},
 *  "guard": {"kind": "per-step", "alpha": "1.05", "horizon": 22},
 *  "evaluators": {"logs": "torch", "guard": "surety", "totalVariation": "1e-7"},
 *  "release": {"certificate": "…", "labelSource": "…"}}</pre>
 *
 * Hints, {@code observesRemaining}, {@code evaluators} and {@code release} may be left out. The
 * guard is {@code per-step} with {@code alpha}, {@code budget} with {@code budget}, or {@code
 * mean-only} with {@code meanBudget}, the latter two perhaps with {@code perDecisionCap}; or {@code
 * box} with {@code alpha} and {@code "outside": {"lower": ["-1"], "upper": ["1"], "plays":
 * "base"}}, an end for each observed value. Reals are texts, so that no reader rounds them.
 *
 * @param text the file, whole
 * @param base the certified policy
 * @param task the policy that goes as far as the guard lets it
 * @param observesRemaining whether the task policy's last input, after the observation, is what is
 *     left to spend as a share of what an episode starts with, at most 1
 * @param setting the guard
 * @param coupling whose evaluation of the base policy made the logs, and what the difference costs;
 *     empty where nothing is said
 */
public record GuardManifest(
    String text,
    Part base,
    Part task,
    boolean observesRemaining,
    GuardSetting setting,
    Optional<CouplingCharge> coupling) {
  /** The file's name in a folder. */
  public static final String FILE = "guard.json";

  private static final String FORMAT = "surety-guarded-policy-1";
  private static final String BASE = "base";
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,120}");
  private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");
  private static final Pattern DECIMAL =
      Pattern.compile("[0-9]{1,60}(\\.[0-9]{1,60})?([eE][+-]?[0-9]{1,2})?");

  /**
   * A policy's file, and what it does not say.
   *
   * @param file plain name in the folder
   * @param sha256 of its bytes
   * @param hints what the file does not say, as {@link PolicyHints#toJson} writes it
   */
  public record Part(String file, String sha256, String hints) {
    /** Checks name and digest. */
    public Part {
      name(file);
      digest(sha256);
    }

    private static void name(String name) {
      if (!NAME.matcher(name).matches()) {
        throw new InputException(
            GuardManifest.FILE,
            "'" + name + "' is no plain file name",
            "put the file into the folder under a name of letters, digits, dots and hyphens");
      }
    }

    private static void digest(String digest) {
      if (!DIGEST.matcher(digest).matches()) {
        throw new InputException(
            GuardManifest.FILE,
            "'" + digest + "' is no SHA-256",
            "give 64 lowercase hexadecimal digits");
      }
    }
  }

  /** SHA-256 of the text: it names the guarded policy. */
  public String digest() {
    return Sha256.of(text);
  }

  /** The manifest of these parts, in one spelling. */
  public static GuardManifest of(
      Part base,
      Part task,
      boolean observesRemaining,
      GuardSetting setting,
      Optional<CouplingCharge> coupling) {
    StringBuilder text = new StringBuilder("{\n  \"format\": \"" + FORMAT + "\",\n");
    text.append("  \"base\": {").append(words(base)).append("},\n");
    text.append("  \"task\": {").append(words(task));
    text.append(observesRemaining ? ", \"observesRemaining\": true},\n" : "},\n");
    text.append("  \"guard\": {\"kind\": ").append(quoted(setting.kind().word()));
    member(text, setting.kind().field(), Decimals.text(setting.limit()));
    setting.perDecisionCap().ifPresent(cap -> member(text, "perDecisionCap", Decimals.text(cap)));
    text.append(", \"horizon\": ").append(setting.horizon());
    setting
        .box()
        .ifPresent(
            box -> {
              text.append(",\n    \"outside\": {\"lower\": ").append(list(box.lower()));
              text.append(", \"upper\": ").append(list(box.upper()));
              member(text, "plays", BASE);
              text.append('}');
            });
    text.append('}');
    coupling.ifPresent(
        c -> {
          text.append(",\n  \"evaluators\": {\"logs\": ").append(quoted(c.logsBy()));
          member(text, "guard", c.guardBy());
          member(text, "totalVariation", Decimals.exactUp(c.perDecision()));
          text.append('}');
        });
    setting
        .release()
        .ifPresent(
            r -> {
              text.append(",\n  \"release\": {\"certificate\": ").append(quoted(r.certificate()));
              member(text, "labelSource", r.labelSource());
              text.append('}');
            });
    return parse(text.append("\n}\n").toString(), FILE);
  }

  private static String words(Part part) {
    StringBuilder text = new StringBuilder("\"file\": " + quoted(part.file));
    member(text, "sha256", part.sha256);
    if (!part.hints.equals(PolicyHints.NONE.toJson())) {
      text.append(", \"hints\": ").append(part.hints);
    }
    return text.toString();
  }

  private static void member(StringBuilder text, String name, String value) {
    text.append(", \"").append(name).append("\": ").append(quoted(value));
  }

  private static String list(List<String> values) {
    return values.stream()
        .map(GuardManifest::quoted)
        .collect(java.util.stream.Collectors.joining(", ", "[", "]"));
  }

  private static String quoted(String value) {
    StringBuilder text = new StringBuilder("\"");
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '"' || c == '\\') {
        text.append('\\').append(c);
      } else if (c < ' ') {
        text.append(String.format("\\u%04x", (int) c));
      } else {
        text.append(c);
      }
    }
    return text.append('"').toString();
  }

  /**
   * Reads the text of a manifest.
   *
   * @param place where it comes from, for messages
   * @throws InputException if a member is missing, unknown or out of range
   */
  public static GuardManifest parse(String text, String place) {
    JsonFields json =
        JsonFields.parse(text.getBytes(StandardCharsets.UTF_8), place)
            .only(List.of("format", "base", "task", "guard", "evaluators", "release"));
    if (!json.text("format").equals(FORMAT)) {
      throw new InputException(
          place, "is of the format '" + json.text("format") + "'", "expected " + FORMAT);
    }
    JsonFields task = json.object("task");
    boolean observesRemaining =
        task.has("observesRemaining") && Boolean.TRUE.equals(task.get("observesRemaining"));
    return new GuardManifest(
        text,
        part(json.object("base"), List.of()),
        part(task, List.of("observesRemaining")),
        observesRemaining,
        setting(json),
        json.has("evaluators") ? Optional.of(coupling(json)) : Optional.empty());
  }

  private static Part part(JsonFields json, List<String> more) {
    List<String> known = new ArrayList<>(List.of("file", "sha256", "hints"));
    known.addAll(more);
    json.only(known);
    PolicyHints hints = json.has("hints") ? PolicyHints.of(json.object("hints")) : PolicyHints.NONE;
    return new Part(json.text("file"), json.text("sha256"), hints.toJson());
  }

  private static GuardSetting setting(JsonFields all) {
    JsonFields json = all.object("guard");
    String word = json.text("kind");
    GuardSetting.Kind kind =
        Arrays.stream(GuardSetting.Kind.values())
            .filter(k -> k.word().equals(word))
            .findFirst()
            .orElseThrow(
                () ->
                    new InputException(
                        json.place(),
                        "does not know the guard '" + word + "'",
                        Spelling.remedy(
                            word,
                            Arrays.stream(GuardSetting.Kind.values())
                                .map(GuardSetting.Kind::word)
                                .toList())));
    boolean boxed = kind == GuardSetting.Kind.BOX;
    json.only(List.of("kind", kind.field(), boxed ? "outside" : "perDecisionCap", "horizon"));
    double horizon = json.number("horizon");
    if (!(horizon >= 1 && horizon <= Integer.MAX_VALUE && horizon == Math.rint(horizon))) {
      throw new InputException(
          json.place(), "has a horizon of " + horizon + " decisions", "give 1 or more");
    }
    return new GuardSetting(
        kind,
        decimal(json, kind.field()),
        json.has("perDecisionCap")
            ? Optional.of(decimal(json, "perDecisionCap"))
            : Optional.empty(),
        (int) horizon,
        all.has("release") ? Optional.of(release(all.object("release"))) : Optional.empty(),
        boxed ? Optional.of(box(json.object("outside"))) : Optional.empty());
  }

  private static StateBox box(JsonFields json) {
    json.only(List.of("lower", "upper", "plays"));
    if (!json.text("plays").equals(BASE)) {
      throw new InputException(
          json.place(),
          "plays '" + json.text("plays") + "' outside its box",
          "say \"plays\": \"base\": nothing else is covered there");
    }
    return StateBox.of(json.texts("lower"), json.texts("upper"), json.place());
  }

  private static ReleaseTerms release(JsonFields json) {
    json.only(List.of("certificate", "labelSource"));
    return new ReleaseTerms(json.text("certificate"), json.text("labelSource"));
  }

  private static CouplingCharge coupling(JsonFields all) {
    JsonFields json = all.object("evaluators").only(List.of("logs", "guard", "totalVariation"));
    return new CouplingCharge(
        json.text("logs"), json.text("guard"), Decimals.up(decimal(json, "totalVariation")));
  }

  private static BigDecimal decimal(JsonFields json, String name) {
    if (!(json.get(name) instanceof String text) || !DECIMAL.matcher(text).matches()) {
      throw new InputException(
          json.place(),
          "'" + name + "' is " + (json.has(name) ? json.get(name) : "missing"),
          "give it as a decimal in quotes, such as \"" + name + "\": \"1.05\"");
    }
    return new BigDecimal(text);
  }
}
