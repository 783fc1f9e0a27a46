package org.surety.certify;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.surety.base.InputException;
import org.surety.base.Sha256;
import org.surety.bound.ExcessEvidence;
import org.surety.certificate.AuditedBound;
import org.surety.certificate.AuditedTraining;
import org.surety.certificate.CertifiedProperty;
import org.surety.certificate.Envelope;
import org.surety.certificate.TrainingAccount;
import org.surety.guard.file.GuardManifest;
import org.surety.guard.file.GuardedRun;
import org.surety.numeric.Decimals;

/**
 * What the trainer of a policy says of its training. It is signed as stated: what can be checked is
 * that it is about these very files, and that what it saw does not speak against the bound, which
 * holds in every episode of the training too.
 *
 * @param sha256 digest of the trainer's file
 * @param account what it says
 */
public record TrainingStatement(String sha256, TrainingAccount account) {
  private static final long MAX_BYTES = 1 << 20;
  private static final String SETTINGS = "settings.toml";
  private static final String CERTIFICATE = "certificate.json";

  /** Below this probability of what was seen, a reader is warned. */
  private static final BigDecimal SUSPICIOUS = new BigDecimal("1e-3");

  /**
   * Reads the statement in a run's folder, and checks that it is about the files there.
   *
   * @return null where the folder has none
   * @throws InputException if it is about other files
   */
  public static @Nullable TrainingStatement read(Path folder) throws IOException {
    Path file = folder.resolve(TrainingAccount.FILE);
    if (!Files.exists(file)) {
      return null;
    }
    if (!Files.isRegularFile(file) || Files.size(file) > MAX_BYTES) {
      throw new InputException(
          file.toString(), "is no account of a training", "give the folder as the trainer left it");
    }
    TrainingStatement statement =
        new TrainingStatement(
            Sha256.of(file), TrainingAccount.parse(Files.readAllBytes(file), file.toString()));
    Path settings = folder.resolve(SETTINGS);
    if (!Files.isRegularFile(settings)) {
      throw new InputException(
          settings.toString(),
          "is missing, and the account of the training names it",
          "put it back");
    }
    same(file, SETTINGS, statement.account.settingsSha256(), Sha256.of(settings));
    Path certificate = folder.resolve(CERTIFICATE);
    String parent = statement.account.certificate();
    if (parent != null && Files.isRegularFile(certificate)) {
      same(file, CERTIFICATE, parent, Envelope.read(certificate).payloadDigest());
    }
    statement.requireOf(GuardedRun.read(folder).manifest(), file);
    return statement;
  }

  /** A statement as a certificate has it. */
  static @Nullable TrainingStatement of(@Nullable AuditedTraining stated) {
    return stated == null ? null : new TrainingStatement(stated.sha256(), stated.account());
  }

  /** Whether a folder was left by a trainer that wrote no account. */
  public static boolean isMissing(Path folder) {
    return Files.isRegularFile(folder.resolve(SETTINGS))
        && !Files.exists(folder.resolve(TrainingAccount.FILE));
  }

  private void requireOf(GuardManifest manifest, Path place) {
    same(place, GuardManifest.FILE, account.guardSha256(), manifest.digest());
    same(place, "base policy", account.baseSha256(), manifest.base().sha256());
    same(place, "task policy", account.policySha256(), manifest.task().sha256());
    if (account.horizon() != manifest.setting().horizon()) {
      throw new InputException(
          place.toString(),
          "is about a guard over "
              + account.horizon()
              + " decisions, "
              + manifest.setting().horizon()
              + " are what it guards",
          "give the folder as the trainer left it");
    }
  }

  private static void same(Path place, String what, String named, String found) {
    if (!named.equals(found)) {
      throw new InputException(
          place.toString(),
          "is the account of another training: it names the "
              + what
              + " with digest "
              + named
              + ", here is "
              + found,
          "give the folder as the trainer left it; if it was killed while saving, --resume the run");
    }
  }

  /**
   * What a certificate says of it.
   *
   * @param manifest of the policy audited
   * @param property that is certified
   * @param parent payload digest of the certificate that is built on
   * @param carried the bound carried over to the policy
   * @param horizon T of that bound
   */
  AuditedTraining audited(
      GuardManifest manifest,
      CertifiedProperty property,
      String parent,
      AuditedBound carried,
      int horizon) {
    requireOf(manifest, Path.of(TrainingAccount.FILE));
    TrainingAccount.Verdicts verdicts = account.verdicts();
    if (verdicts != null && !verdicts.isOf(property) && parent.equals(account.certificate())) {
      throw new InputException(
          TrainingAccount.FILE,
          "judged '" + verdicts.property() + "', which the certificate it names is not about",
          "give the folder as the trainer left it");
    }
    // A cost within fewer decisions is one within T as well; a verdict may change with T.
    boolean comparable =
        verdicts == null
            ? account.horizon() <= horizon
            : verdicts.isOf(property) && verdicts.horizon() == horizon;
    String probability = null;
    if (comparable) {
      double epsilon = Decimals.up(new BigDecimal(carried.epsilon()));
      probability =
          Decimals.up(
              ExcessEvidence.probabilityUpper(
                  account.against(), account.episodes().started(), epsilon),
              3);
    }
    return new AuditedTraining(sha256, account, probability);
  }

  /** What a reader of the certificate should know. */
  static List<String> warnings(AuditedTraining training, String property, String parent) {
    TrainingAccount account = training.account();
    List<String> warnings = new ArrayList<>();
    String probability = training.probability();
    if (probability != null && new BigDecimal(probability).compareTo(SUSPICIOUS) <= 0) {
      warnings.add(
          "training speaks against the bound: of "
              + account.episodes().started()
              + " training episodes "
              + counted(account)
              + ", which, if "
              + (account.verdicts() == null ? "a cost violates '" + property + "' and " : "")
              + "the bound held in each of them, had a probability of at most "
              + probability
              + "; a premise does not hold, or this is one of the few certificates that are wrong");
    }
    if (account.exceptions() > 0) {
      warnings.add(
          "the trainer found the guard's limit broken "
              + account.exceptions()
              + " times: this is a defect of it or of the guard");
    }
    if (account.certificate() != null && !account.certificate().equals(parent)) {
      warnings.add(
          "the guard's setting was derived from another certificate, " + account.certificate());
    }
    return warnings;
  }

  /** In a clause: who trained, and what was seen. */
  static String clause(AuditedTraining training) {
    TrainingAccount account = training.account();
    return "training by "
        + account.trainer()
        + (account.finished() ? "" : ", which was stopped before its end,")
        + " in '"
        + account.environment()
        + "' under this guard, as the trainer states and nobody recomputed: "
        + account.episodes().started()
        + " episodes, "
        + counted(account)
        + ", largest charge of an episode "
        + account.largestCharge()
        + ", "
        + account.exceptions()
        + " exceptions";
  }

  private static String counted(TrainingAccount account) {
    TrainingAccount.Verdicts verdicts = account.verdicts();
    if (verdicts == null) {
      return account.episodes().costlyInTime()
          + " had a cost within "
          + account.horizon()
          + " decisions (the property was not judged)";
    }
    return verdicts.violations()
        + " violated '"
        + verdicts.property()
        + "' within "
        + verdicts.horizon()
        + " decisions ("
        + verdicts.hazard()
        + " for good, "
        + verdicts.late()
        + " by being late, "
        + verdicts.undecided()
        + " undecided)";
  }
}
