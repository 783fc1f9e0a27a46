package org.surety.train;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.surety.base.AtomicFile;
import org.surety.base.Sha256;
import org.surety.base.ToolkitVersion;
import org.surety.certificate.Issuance;
import org.surety.certificate.TrainingAccount;
import org.surety.guard.file.GuardManifest;
import org.surety.numeric.Decimals;

/**
 * Where a training under a guard stands, all parts of the run together: what its trainer answers
 * for in the certificate of the trained policy.
 *
 * @param finished whether all steps were taken
 * @param updates of the policy
 * @param decisions taken in all lanes
 * @param episodes what became of them
 * @param verdicts of the certified property on them; null where costs were counted
 * @param exceptions decisions or episodes at which the guard's limit was found broken
 * @param largestCharge largest sum of charges of an episode
 */
public record TrainingLedger(
    boolean finished,
    long updates,
    long decisions,
    TrainingAccount.Episodes episodes,
    TrainingAccount.@Nullable Verdicts verdicts,
    long exceptions,
    double largestCharge) {

  /**
   * Writes {@value TrainingAccount#FILE} into the run's folder, after all files that it names.
   *
   * @param trainer the algorithm
   * @param settings file of the run's settings
   * @param keys that the file may have
   * @param manifest of the policy as it was just written
   * @param initialSha256 digest of the policy that training began with
   */
  public void write(
      String trainer,
      Path settings,
      List<Settings.Key> keys,
      GuardManifest manifest,
      String initialSha256)
      throws IOException {
    byte[] bytes = Files.readAllBytes(settings);
    Settings chosen = Settings.parse(bytes, settings.toString(), keys);
    String certificate = chosen.text("guard.certificate");
    TrainingAccount account =
        new TrainingAccount(
            trainer,
            new Issuance.Toolkit(ToolkitVersion.NAME, ToolkitVersion.number()),
            chosen.text("environment"),
            chosen.count("seed"),
            finished,
            updates,
            decisions,
            manifest.setting().horizon(),
            Sha256.of(bytes),
            certificate.isEmpty() ? null : certificate,
            manifest.digest(),
            manifest.base().sha256(),
            initialSha256,
            manifest.task().sha256(),
            episodes,
            verdicts,
            exceptions,
            Decimals.exactUp(largestCharge));
    AtomicFile.write(
        settings.resolveSibling(TrainingAccount.FILE),
        (account.toJson().canonical() + "\n").getBytes(StandardCharsets.UTF_8));
  }
}
