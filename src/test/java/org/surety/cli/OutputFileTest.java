package org.surety.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.surety.cli.CertifiedFolder.refused;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a command refuses before it does any work. */
class OutputFileTest {
  @TempDir static Path folder;
  private static CertifiedFolder files;

  @BeforeAll
  static void certificates() throws IOException {
    files = CertifiedFolder.in(folder);
  }

  @Test
  void noCommandOverwritesWhatItReads() throws IOException {
    byte[] key = Files.readAllBytes(folder.resolve("key.pem"));
    byte[] log = Files.readAllBytes(folder.resolve("log.csv"));
    refused(SuretyCli.run(files.certify("key.pem")), "would be lost");
    refused(SuretyCli.run(files.certify("log.csv")), "would be lost");
    refused(SuretyCli.run(files.certify("my.spec")), "would be lost");
    refused(SuretyCli.run(files.certify("policy.json")), "would be lost");
    refused(
        SuretyCli.run("keys", "public", files.path("key.pem"), "-o", files.path("key.pem")),
        "would be lost");
    refused(
        SuretyCli.run(
            "monitor",
            "--spec",
            files.path("my.spec"),
            "--logs",
            files.path("log.csv"),
            "-o",
            files.path("log.csv")),
        "would be lost");
    assertArrayEquals(key, Files.readAllBytes(folder.resolve("key.pem")));
    assertArrayEquals(log, Files.readAllBytes(folder.resolve("log.csv")));
  }

  @Test
  void optionsOutOfRangeAreRefusedBeforeTheLogsAreRead() {
    refused(SuretyCli.run(files.certify("c.json", "--threads", "0")), "--threads");
    refused(SuretyCli.run(files.certify("c.json", "--threads", "1000000")), "--threads");
    refused(
        SuretyCli.run(
            files.certify(
                "c.json",
                "--valid-from",
                "2027-01-01T00:00:00.1Z",
                "--valid-until",
                "2027-01-01T00:00:00.9Z")),
        "--valid-until");
  }
}
