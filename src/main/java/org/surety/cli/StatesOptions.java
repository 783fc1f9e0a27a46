package org.surety.cli;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.surety.audit.box.BoxAuditResult;
import org.surety.base.InputException;
import org.surety.base.Progress;
import org.surety.certificate.AuditedStates;
import org.surety.certificate.Json;
import org.surety.certify.StatesProof;
import org.surety.guard.StateBox;
import org.surety.guard.file.GuardedRun;
import org.surety.numeric.Decimals;
import picocli.CommandLine.Option;

/** A proof that a policy that is played as it is keeps its density ratio at all states of a box. */
final class StatesOptions {
  @Option(
      names = "--states",
      paramLabel = "FILE",
      description =
          "Prove the ratio over a box of observations, {\"lower\": [...], \"upper\": [...]}, for a"
              + " policy that is played as it is there.")
  private @Nullable Path states;

  @Option(
      names = "--outside",
      paramLabel = "KIND",
      description =
          "What happens outside the box: uncovered (the policy runs on, and nothing is claimed of"
              + " episodes that leave it, unless that violates the property itself or --logs measures"
              + " their share), or base-policy (it runs under a guard that plays base there; default:"
              + " what guard.json says, else uncovered).")
  private @Nullable String outside;

  @Option(
      names = "--gap",
      paramLabel = "G",
      defaultValue = "0.05",
      description = "Relative gap at which the search may end undecided (default: 0.05).")
  private BigDecimal gap;

  @Option(
      names = "--time-limit",
      paramLabel = "SECONDS",
      defaultValue = "600",
      description = "After which it ends undecided (default: 600).")
  private long timeLimit;

  /** The files read. */
  List<Path> files() {
    return states == null ? List.of() : List.of(states);
  }

  /** The box outside which a guard is to play base; null if none is asked for. */
  @Nullable StateBox guarded() throws IOException {
    return states != null && outside() == AuditedStates.Outside.BASE_POLICY
        ? StateBox.read(states)
        : null;
  }

  /**
   * The attempt to prove it; null if none is asked for, or the certificate to build on is about
   * this very policy and has it.
   */
  @Nullable StatesProof prove(GuardedRun run, boolean proved, Progress progress)
      throws IOException {
    StateBox guards = run.manifest().setting().box().orElse(null);
    if (guards == null && states == null && outside != null) {
      throw new InputException(
          "--outside " + outside, "is about a box, and none is given", "add --states");
    }
    if (guards != null && "uncovered".equals(outside)) {
      throw new InputException(
          "--outside uncovered",
          "is not what " + run.name() + " does: its guard.json plays base there",
          "leave it out");
    }
    if (proved || (states == null && guards == null)) {
      if (states != null) {
        throw new InputException(
            "--states",
            "the audit certificate that is built on says already over which states it holds",
            "leave it out");
      }
      return null;
    }
    if (gap.signum() < 0 || gap.compareTo(BigDecimal.TEN) > 0 || gap.scale() > 50) {
      throw new InputException("--gap", gap + " is no relative gap", "give one such as 0.05");
    }
    if (timeLimit < 1 || timeLimit > 1_000_000) {
      throw new InputException("--time-limit", timeLimit + " s", "give 1 second or more");
    }
    StateBox box = states == null ? guards : StateBox.read(states);
    return StatesProof.of(
        run, Objects.requireNonNull(box), gap, Duration.ofSeconds(timeLimit), progress);
  }

  private AuditedStates.Outside outside() {
    if (outside == null) {
      return AuditedStates.Outside.UNCOVERED;
    }
    for (AuditedStates.Outside known :
        List.of(AuditedStates.Outside.UNCOVERED, AuditedStates.Outside.BASE_POLICY)) {
      if (known.jsonName().equals(outside)) {
        return known;
      }
    }
    throw new InputException(
        "--outside", "'" + outside + "' is unknown", "say uncovered or base-policy");
  }

  /** The fields of the contract. */
  static Json.ObjBuilder put(Json.ObjBuilder json, BoxAuditResult result) {
    return json.put("maxLogRatioUpper", OutputOptions.numberUp(result.maxLogRatioUpper()))
        .put("maxLogRatioLower", OutputOptions.numberDown(result.maxLogRatioLower()))
        .put(
            "witness",
            result.witness().isEmpty()
                ? new Json.Nil()
                : new Json.Arr(result.witness().stream().map(OutputOptions::number).toList()))
        .put("boxes", result.boxes());
  }

  /** What came of the search, for a person. */
  static String sentence(BoxAuditResult result) {
    String bounds =
        "the largest log ratio over the box is at least "
            + decimal(result.maxLogRatioLower(), false)
            + " and at most "
            + decimal(result.maxLogRatioUpper(), true)
            + ", after "
            + result.boxes()
            + " boxes";
    return result.verdict() == BoxAuditResult.Verdict.VIOLATED
        ? "No: " + bounds + "; it is above the limit at the observation " + result.witness() + "."
        : "Undecided: "
            + bounds
            + ". Give a smaller --gap, a larger --time-limit or --alpha, or a smaller box.";
  }

  private static String decimal(double value, boolean up) {
    if (Double.isInfinite(value)) {
      return "infinity";
    }
    return String.format(Locale.ROOT, "%s", up ? Decimals.up(value, 8) : Decimals.down(value, 8));
  }
}
