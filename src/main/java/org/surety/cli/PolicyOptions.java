package org.surety.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.surety.base.InputException;
import org.surety.base.Sha256;
import org.surety.certificate.CertifiedPolicy;
import org.surety.certify.PolicyReplay;
import org.surety.policy.file.MissingPieceException;
import org.surety.policy.file.PolicyHints;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which policy made the logs, in which action mode, and how to hold it against them. */
final class PolicyOptions {
  @Option(
      names = "--policy",
      paramLabel = "FILE",
      description =
          "The policy that produced the logs. It is replayed on the logged observations, and the"
              + " logged actions are tested for being draws from it.")
  private @Nullable Path policy;

  @Option(
      names = "--action-mode",
      paramLabel = "MODE",
      description = "How its actions were chosen: stochastic (drawn) or deterministic.")
  private CertifiedPolicy.@Nullable ActionMode actionMode;

  @Option(
      names = "--no-replay",
      description =
          "Bind the policy by its file's digest alone, where it cannot be replayed; the certificate"
              + " says that nobody checked.")
  private boolean noReplay;

  @Option(
      names = "--observations",
      paramLabel = "NAME",
      description = "The log's array that the policy was given (default: observations).")
  private @Nullable String observations;

  @Option(
      names = "--actions",
      paramLabel = "NAME",
      description =
          "The log's array of actions as drawn, before clipping and squashing (default: raw_action"
              + " where the log has it, else actions).")
  private @Nullable String actions;

  @Mixin private HintOptions hints;

  /** The files named. */
  List<Path> files() {
    List<Path> files = new ArrayList<>(hints.files());
    if (policy != null) {
      files.add(policy);
    }
    return files;
  }

  /** What the collector says of the policy, before any replay. */
  CertifiedPolicy stated() throws IOException {
    CertifiedPolicy.ActionMode mode =
        actionMode == null ? CertifiedPolicy.ActionMode.UNKNOWN : actionMode;
    if (policy == null) {
      if (noReplay || observations != null || actions != null || hints.given()) {
        throw new InputException(
            "--policy",
            "is not given, but something is said about it",
            "give the policy's file, or leave the other options out");
      }
      return new CertifiedPolicy(null, null, mode, CertifiedPolicy.Link.UNBOUND);
    }
    if (actionMode == null) {
      throw new InputException(
          "--policy",
          "how its actions were chosen is not said, and a ratio to a deterministic policy is"
              + " infinite",
          "add --action-mode stochastic or --action-mode deterministic");
    }
    if (!noReplay && mode == CertifiedPolicy.ActionMode.UNKNOWN) {
      throw new InputException(
          "--action-mode unknown",
          "a replay tests one of the two modes",
          "say --action-mode stochastic or --action-mode deterministic");
    }
    return new CertifiedPolicy(
        String.valueOf(policy.getFileName()),
        Sha256.of(policy),
        mode,
        CertifiedPolicy.Link.DIGEST_ONLY);
  }

  /** The policy made ready to be replayed; null where it is not to be. */
  @Nullable PolicyReplay replay() throws IOException {
    if (policy == null || noReplay) {
      return null;
    }
    PolicyHints said = hints.read();
    PolicyReplay usual;
    try {
      usual = PolicyReplay.read(policy, said);
    } catch (MissingPieceException e) {
      throw e;
    } catch (InputException e) {
      throw e.or(
          "say --no-replay to bind it by its digest alone, on your word that it draws every action"
              + " afresh");
    }
    return usual.on(
        observations == null ? usual.observations() : observations,
        actions == null ? usual.actions() : actions);
  }
}
