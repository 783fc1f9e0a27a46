package org.surety.trace.parquet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.surety.spec.ColumnAddress;
import org.surety.spec.LogLayout;
import org.surety.trace.EpisodeReader;
import org.surety.trace.LogFormats;

/** Reading zstd, snappy, gzip and lz4 loads no native library. */
class NoNativeCodeTest {
  /** Reads one log of each compression; run in a JVM of its own. */
  public static final class Reading {
    private Reading() {}

    public static void main(String[] args) throws IOException {
      List<String> logs =
          List.of(
              "parquet/long.parquet",
              "parquet/flat.parquet",
              "parquet/rllib.parquet",
              "parquet/lerobot");
      for (String log : logs) {
        Path path = Path.of("src/test/resources/trace").resolve(log);
        try (EpisodeReader reader =
            LogFormats.detect(path)
                .open(
                    path,
                    0,
                    LogLayout.UNSPECIFIED,
                    List.of(new ColumnAddress("observations", 1)))) {
          while (reader.next() != null) {}
        }
      }
      System.out.println("read " + logs.size());
    }
  }

  @Test
  void everyCompressionIsReadInJavaAlone(@TempDir Path folder) throws Exception {
    Path log = folder.resolve("classes.log");
    Process java =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xlog:class+load:file=" + log,
                "-cp",
                System.getProperty("java.class.path"),
                Reading.class.getName())
            .redirectErrorStream(true)
            .start();
    String said = new String(java.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(java.waitFor(60, TimeUnit.SECONDS));
    assertEquals("read 4", said.strip());
    List<String> natives =
        Files.readAllLines(log).stream()
            .filter(line -> line.contains("org.xerial.snappy") || line.contains("com.github.luben"))
            .toList();
    assertEquals(List.of(), natives);
  }
}
