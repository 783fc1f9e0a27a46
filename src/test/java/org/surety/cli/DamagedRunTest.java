package org.surety.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run's folder that somebody or something has changed is refused in one sentence. */
class DamagedRunTest {
  private static final String SETTINGS =
      """
      seed = 2
      steps = 128
      [rollout]
      lanes = 8
      [ppo]
      minibatch = 64
      warm_up = 0
      [network]
      hidden = [8]
      """;

  @TempDir static Path folder;
  private static TrainingFolder files;
  private Path run = folder;

  @BeforeAll
  static void trainedRun() throws IOException {
    files = new TrainingFolder(folder);
    String config = files.settings("my.toml", SETTINGS);
    SuretyCli.ok("train", "ppo", "--config", config, "-o", files.path("base"));
    String base = files.path("base/policy.safetensors");
    files.certify(base);
    assertEquals(0, files.train(config, "cert.json", base, "budget", "whole").code());
  }

  /** A copy of the run that has as many steps to go again. */
  @BeforeEach
  void copiedRun() throws IOException {
    run = Files.createTempDirectory(folder, "run");
    for (String name :
        List.of(
            "settings.toml",
            "base.safetensors",
            "task.safetensors",
            "guard.json",
            "training.json",
            "certificate.json",
            "checkpoint",
            "progress.csv")) {
      Files.copy(folder.resolve("whole").resolve(name), run.resolve(name));
    }
    change("settings.toml", "steps = 128", "steps = 256");
  }

  private void change(String file, String from, String to) throws IOException {
    String text = Files.readString(run.resolve(file));
    assertTrue(text.contains(from), file);
    Files.writeString(run.resolve(file), text.replace(from, to));
  }

  private void refusedToGoOn(String why) {
    SuretyCli.Run ended =
        SuretyCli.run("train", "ppo", "--quiet", "--resume", "-o", run.toString());
    CertifiedFolder.refused(ended, why);
  }

  @Test
  void anUntouchedCopyGoesOn() {
    String said = SuretyCli.ok("train", "ppo", "--resume", "-o", run.toString());
    assertTrue(said.startsWith("trained: 256 steps in 2 updates"), said);
  }

  @Test
  void checkpointsThatAreCutEditedOrOthersAreRefused() throws IOException {
    Path checkpoint = run.resolve("checkpoint");
    byte[] whole = Files.readAllBytes(checkpoint);
    Files.write(checkpoint, Arrays.copyOf(whole, whole.length / 2));
    refusedToGoOn("checkpoint: is damaged");
    byte[] edited = whole.clone();
    edited[whole.length / 2] ^= 1;
    Files.write(checkpoint, edited);
    refusedToGoOn("checkpoint: is damaged");
    Files.write(checkpoint, new byte[0]);
    refusedToGoOn("is no checkpoint");
    Files.copy(
        folder.resolve("base/checkpoint"),
        checkpoint,
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    refusedToGoOn("resume with the settings of the run that saved it");
  }

  @Test
  void anotherBaseOrCertificateIsRefused() throws IOException {
    String other = files.settings("other.toml", SETTINGS.replace("seed = 2", "seed = 3"));
    SuretyCli.ok("train", "ppo", "--config", other, "-o", run.resolve("other").toString());
    Files.write(
        run.resolve("base.safetensors"),
        Files.readAllBytes(run.resolve("other/policy.safetensors")));
    refusedToGoOn("is another policy than certificate.json is about");
    Files.copy(
        folder.resolve("whole/base.safetensors"),
        run.resolve("base.safetensors"),
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    String certificate = Files.readString(run.resolve("certificate.json"));
    Files.writeString(
        run.resolve("certificate.json"),
        certificate.replaceFirst("\"payload\": *\"....", "$0AAAA"));
    refusedToGoOn("certificate.json: is another certificate than the settings name");
    // Without it nothing can be judged, and the checkpoint says that something was.
    Files.delete(run.resolve("certificate.json"));
    refusedToGoOn("numbers of 'verdicts'");
  }

  @Test
  void aTableThatWasEditedIsRefusedAndOneThatWasCutOffIsMended() throws IOException {
    String table = Files.readString(run.resolve("progress.csv"));
    Files.writeString(run.resolve("progress.csv"), table + "hello\n");
    refusedToGoOn("progress.csv, line 3: is no row of a run's table");
    Files.writeString(run.resolve("progress.csv"), table + "2,25");
    SuretyCli.ok("train", "ppo", "--resume", "-o", run.toString());
    List<String> rows = Files.readAllLines(run.resolve("progress.csv"));
    assertEquals(3, rows.size());
    assertTrue(rows.get(2).startsWith("2,256,"), rows.get(2));
  }

  @Test
  void oneFolderIsTrainedInByOneProcess() throws IOException {
    try (FileChannel other =
            FileChannel.open(
                run.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        var held = other.lock()) {
      assertTrue(held.isValid());
      refusedToGoOn("is being trained in by another process");
    }
    SuretyCli.ok("train", "ppo", "--resume", "-o", run.toString());
  }

  @Test
  void aRunOfAnotherLearnerIsSentThere() {
    SuretyCli.Run ended = SuretyCli.run("train", "sac", "--resume", "-o", run.toString());
    CertifiedFolder.refused(ended, "holds a run of ppo; continue it with 'surety train ppo");
  }

  @Test
  void foldersAndFilesAreNotMistakenForEachOther() {
    String config = files.path("my.toml");
    SuretyCli.Run ended = SuretyCli.run("train", "ppo", "--config", config, "-o", config);
    CertifiedFolder.refused(ended, "is a file, and a run is a folder");
    ended = SuretyCli.run("train", "ppo", "--config", config, "-o", config + "/below");
    CertifiedFolder.refused(ended, "my.toml: is a file, and a run is a folder");
    ended = SuretyCli.run("train", "ppo", "--config", folder.toString(), "-o", files.path("x"));
    CertifiedFolder.refused(ended, "is a folder; name a settings file");
    assertFalse(Files.exists(folder.resolve("x")));
  }

  /** All keys are too many to be told; the nearest is in a table. */
  @Test
  void aKeyOutsideItsTableIsFound() throws IOException {
    String config = files.settings("wrong.toml", "learning_rte = 1\n");
    SuretyCli.Run ended = SuretyCli.run("train", "ppo", "--config", config, "-o", files.path("x"));
    CertifiedFolder.refused(ended, "did you mean 'ppo.learning_rate'?");
    config = files.settings("wrong.toml", "quux_quux_quux = 1\n");
    ended = SuretyCli.run("train", "ppo", "--config", config, "-o", files.path("x"));
    CertifiedFolder.refused(ended, "--print-config shows all keys");
  }
}
