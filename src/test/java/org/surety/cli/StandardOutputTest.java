package org.surety.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where answers go to. */
class StandardOutputTest {
  @TempDir Path folder;

  private ProcessBuilder monitor() throws IOException {
    Path log = folder.resolve("log.csv");
    StringBuilder rows = new StringBuilder("episode,x\n");
    for (int i = 0; i < 20_000; i++) {
      rows.append(i).append(",1\n").append(i).append(",2\n");
    }
    Files.writeString(log, rows);
    Path spec = folder.resolve("p.spec");
    Files.writeString(spec, "signal x = x\nproperty p := G (x > 0)\nhorizon 1\n");
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            "org.surety.cli.Main",
            "monitor",
            "--quiet",
            "--spec",
            spec.toString(),
            "--logs",
            log.toString())
        .redirectError(folder.resolve("err").toFile());
  }

  @Test
  void whoReadsTheFirstLinesAloneIsNotToldOfAFullDisk() throws Exception {
    Process process = monitor().start();
    try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
      assertNotNull(out.readLine());
    }
    assertTrue(process.waitFor(60, TimeUnit.SECONDS));
    assertEquals("", Files.readString(folder.resolve("err")));
    assertEquals(141, process.exitValue());
  }

  @Test
  void aFullDiskDoesNotLookLikeACompleteAnswer() throws Exception {
    File full = new File("/dev/full");
    assumeTrue(full.exists(), "no disk here that is always full");
    Process process = monitor().redirectOutput(full).start();
    assertTrue(process.waitFor(60, TimeUnit.SECONDS));
    assertTrue(Files.readString(folder.resolve("err")).contains("is the disk full?"));
    assertEquals(2, process.exitValue());
  }
}
