package org.surety.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demo in a JVM of its own, so that what it loads can be listed. */
class DemoTest {
  @TempDir Path folder;

  @Test
  void theWholePathRunsAndLoadsNeitherDjlNorABindingToANativeLibrary()
      throws IOException, InterruptedException {
    Path classes = folder.resolve("classes.txt");
    Path output = folder.resolve("output.txt");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xlog:class+load=info:file=" + classes + "::filesize=0",
                "-cp",
                System.getProperty("java.class.path"),
                "org.surety.cli.Main",
                "demo",
                "-o",
                folder.resolve("demo").toString())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    assertTrue(process.waitFor(5, TimeUnit.MINUTES), "the demo hangs");
    String said = Files.readString(output);
    assertEquals(0, process.exitValue(), said);
    for (String step : List.of("rollout", "certify", "alpha", "verify")) {
      assertTrue(said.contains("$ surety " + step), said);
    }
    assertTrue(said.contains("certificate.json: valid"), said);

    Set<String> bindings = new TreeSet<>();
    for (String line : Files.readAllLines(classes)) {
      if (line.contains(" ai.djl.")
          || line.contains(" org.xerial.snappy.Snappy")
          || line.contains(" com.github.luben.zstd.")
          || line.contains(" net.jpountz.lz4.LZ4JNI")
          || line.contains(" com.sun.jna.")) {
        bindings.add(line);
      }
    }
    assertEquals(Set.of(), bindings);
    assertTrue(
        Files.readString(classes).contains(" org.surety.certify.Certify "),
        "the list of classes is empty");
  }
}
