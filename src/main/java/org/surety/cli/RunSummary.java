package org.surety.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.surety.base.InputException;
import org.surety.base.Sha256;
import org.surety.certificate.BaseCertificate;
import org.surety.certificate.Envelope;
import org.surety.certificate.Json;
import org.surety.certificate.Statement;
import org.surety.certificate.TrainingAccount;
import org.surety.guard.file.GuardManifest;
import org.surety.train.RunFolder;
import org.surety.train.RunTable;
import org.surety.train.Settings;
import org.surety.train.ppo.PpoRun;
import org.surety.train.sac.SacRun;

/** What lies in the folder of a training run, or of a guarded policy, as its files say it. */
final class RunSummary {
  private final Path folder;
  private final Map<String, String> rows = new LinkedHashMap<>();
  private final Json.ObjBuilder json = Json.object();

  private RunSummary(Path folder) {
    this.folder = folder;
  }

  /**
   * Reads the files.
   *
   * @throws InputException if there is no run, or a file of it cannot be read
   */
  static RunSummary of(Path folder) throws IOException {
    RunSummary summary = new RunSummary(folder);
    boolean trained = Files.isRegularFile(folder.resolve(RunFolder.SETTINGS));
    boolean guarded = Files.isRegularFile(folder.resolve(GuardManifest.FILE));
    if (!trained && !guarded) {
      throw new InputException(
          folder.toString(), "is a folder without a run or a guarded policy", remedy(folder));
    }
    summary.json.put("kind", trained ? "run" : "guarded-policy").put("folder", folder.toString());
    if (trained) {
      summary.settings();
    }
    if (guarded) {
      summary.guard();
    } else {
      summary.file("policy", RunFolder.POLICY);
    }
    summary.certificate();
    summary.account();
    return summary;
  }

  private static String remedy(Path folder) throws IOException {
    try (Stream<Path> inside = Files.list(folder)) {
      List<String> runs =
          inside
              .filter(RunFolder::isBegun)
              .map(path -> path.getFileName().toString())
              .sorted()
              .toList();
      return runs.isEmpty()
          ? "name the folder that 'surety train' wrote"
          : "name one of the runs in it: " + String.join(", ", runs);
    }
  }

  private void row(String name, String value) {
    rows.put(name, OutputOptions.plain(value));
  }

  private void settings() throws IOException {
    Path file = folder.resolve(RunFolder.SETTINGS);
    String trainer = "ppo";
    Settings settings;
    try {
      settings = RunFolder.settings(folder, PpoRun.keys());
    } catch (InputException e) {
      try {
        settings = RunFolder.settings(folder, SacRun.keys());
      } catch (InputException other) {
        throw e;
      }
      trainer = "sac";
    }
    long asked = settings.count("steps");
    long[] done = progress();
    row(
        "trained",
        "by "
            + trainer
            + " in '"
            + settings.text("environment")
            + "', seed "
            + settings.count("seed")
            + ": "
            + done[1]
            + " of "
            + asked
            + " steps, "
            + done[0]
            + (trainer.equals("ppo") ? " updates" : " rows"));
    row("settings", sha256(file));
    json.put("trainer", trainer)
        .put("environment", settings.text("environment"))
        .put("seed", settings.count("seed"))
        .put("steps", done[1])
        .put("stepsAsked", asked)
        .put("updates", done[0])
        .put("settingsSha256", Sha256.of(file));
  }

  /** Updates and steps of the last whole row of the run's table. */
  private long[] progress() throws IOException {
    Path table = folder.resolve(RunTable.NAME);
    long[] last = new long[2];
    if (Files.isRegularFile(table)) {
      try (Stream<String> lines = Files.lines(table)) {
        lines
            .skip(1)
            .map(line -> line.split(",", 3))
            .filter(cells -> cells.length == 3 && (cells[0] + cells[1]).matches("\\d{2,18}"))
            .forEach(
                cells -> {
                  last[0] = Long.parseLong(cells[0]);
                  last[1] = Long.parseLong(cells[1]);
                });
      }
    }
    return last;
  }

  private static String sha256(Path file) throws IOException {
    return file.getFileName() + " sha256 " + Sha256.of(file);
  }

  private void file(String name, String file) throws IOException {
    Path path = folder.resolve(file);
    boolean there = Files.isRegularFile(path);
    row(name, there ? sha256(path) : "none was saved yet");
    json.put(name + "Sha256", there ? Json.of(Sha256.of(path)) : new Json.Nil());
  }

  private void guard() throws IOException {
    Path file = folder.resolve(GuardManifest.FILE);
    GuardManifest manifest = GuardManifest.parse(Files.readString(file), file.toString());
    row("base", named(manifest.base()));
    row("task", named(manifest.task()));
    row("guard", manifest.setting() + ", " + sha256(file));
    json.put("guardSha256", manifest.digest())
        .put("baseSha256", manifest.base().sha256())
        .put("taskSha256", manifest.task().sha256())
        .put("guard", manifest.setting().kind().word())
        .put("limit", OutputOptions.number(manifest.setting().limit().toPlainString()))
        .put("horizon", manifest.setting().horizon());
  }

  private String named(GuardManifest.Part part) throws IOException {
    Path file = folder.resolve(part.file());
    String state =
        !Files.isRegularFile(file)
            ? " (missing)"
            : Sha256.of(file).equals(part.sha256()) ? "" : " (the file here is another)";
    return part.file() + " sha256 " + part.sha256() + state;
  }

  private void certificate() throws IOException {
    Path file = folder.resolve(RunFolder.CERTIFICATE);
    if (!Files.isRegularFile(file)) {
      return;
    }
    Envelope envelope = Envelope.read(file);
    BaseCertificate certificate =
        BaseCertificate.of(
            Statement.parse(envelope.uncheckedPayload(), file.toString()), file.toString());
    row(
        "certificate",
        "'"
            + certificate.property().name()
            + "' within "
            + certificate.horizon().decisions()
            + " decisions, epsilon "
            + certificate.bound().epsilon()
            + " at beta "
            + certificate.bound().beta()
            + ", "
            + file.getFileName()
            + " payload sha256 "
            + envelope.payloadDigest());
    json.put("certificateSha256", envelope.payloadDigest())
        .put("property", certificate.property().name())
        .put("epsilon", OutputOptions.number(certificate.bound().epsilon()))
        .put("beta", OutputOptions.number(certificate.bound().beta()));
  }

  private void account() throws IOException {
    Path file = folder.resolve(TrainingAccount.FILE);
    if (!Files.isRegularFile(file)) {
      return;
    }
    TrainingAccount account = TrainingAccount.parse(Files.readAllBytes(file), file.toString());
    TrainingAccount.Episodes episodes = account.episodes();
    TrainingAccount.Verdicts verdicts = account.verdicts();
    row(
        "episodes",
        episodes.started()
            + " started, "
            + episodes.ended()
            + " ended"
            + (account.finished() ? "" : "; the run was not finished"));
    row(
        "violations",
        verdicts == null
            ? "not judged; " + episodes.costlyInTime() + " episodes had a cost within the horizon"
            : verdicts.violations()
                + " of '"
                + verdicts.property()
                + "' within "
                + verdicts.horizon()
                + " decisions: "
                + verdicts.hazard()
                + " for good, "
                + verdicts.late()
                + " by being late, "
                + verdicts.undecided()
                + " undecided; "
                + verdicts.satisfied()
                + " satisfied it");
    row(
        "ledger",
        "largest charge of an episode "
            + account.largestCharge()
            + ", "
            + account.exceptions()
            + " exceptions");
    json.put("training", account.toJson());
  }

  void print(PrintWriter out) {
    out.println(folder + ": not verified");
    rows.forEach((name, value) -> out.printf("  %-14s  %s%n", name, value));
  }

  Json json() {
    return json.build();
  }
}
