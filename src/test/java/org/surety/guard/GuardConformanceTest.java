package org.surety.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.surety.certificate.Json;

/** The guards in Java, Python and C compute the same bits: see {@code guard/README.md}. */
class GuardConformanceTest {
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void javaGuardReproducesTheVectorsWithAndWithoutInterruption(boolean interrupted)
      throws IOException {
    int decisions = 0;
    for (GuardVectors.Vector vector : GuardVectors.read()) {
      GuardScenario.Run run = vector.scenario().run(interrupted);
      assertEquals(vector.digests(), run.digests(), vector.json().toString());
      assertEquals(vector.states(), run.states(), vector.json().toString());
      decisions += vector.scenario().episodes() * vector.scenario().steps();
    }
    assertTrue(decisions >= 10_000, "only " + decisions);
  }

  @Test
  void vectorsReachEveryFallbackOfEveryGuard() throws IOException {
    List<String> reached = new ArrayList<>();
    for (GuardVectors.Vector vector : GuardVectors.read()) {
      Json.Obj counts = (Json.Obj) vector.json().members().get("fallbacks");
      for (String fallback : counts.members().keySet()) {
        reached.add(vector.scenario().guard() + " " + fallback);
      }
    }
    for (String guard : List.of("per-step", "budget", "mean-only")) {
      for (Fallback fallback : Fallback.values()) {
        assertTrue(
            fallback == Fallback.OUTSIDE_BOX || reached.contains(guard + " " + fallback),
            guard + " " + fallback);
      }
    }
  }

  @Test
  void vectorsReachEveryFallbackOfTheBoxGuard() throws IOException {
    List<String> reached = new ArrayList<>();
    for (GuardVectors.Vector vector : GuardVectors.read()) {
      if (vector.scenario().guard().equals("box")) {
        reached.addAll(((Json.Obj) vector.json().members().get("fallbacks")).members().keySet());
      }
    }
    for (Fallback fallback : Fallback.values()) {
      assertTrue(reached.contains(fallback.name()), fallback.name());
    }
  }

  @Test
  void pythonGuardReproducesTheVectors() throws IOException, InterruptedException {
    String out =
        run("", "python3", "src/test/python/check_guard_vectors.py", GuardVectors.FILE.toString());
    assertTrue(out.endsWith("vectors agree\n"), out);
  }

  @Test
  void guardInCReproducesTheVectors(@TempDir Path folder) throws IOException, InterruptedException {
    String program = folder.resolve("guard_vectors").toString();
    run(
        "",
        "cc",
        "-std=c99",
        "-O2",
        "-Wall",
        "-Wextra",
        "-Werror",
        "-pedantic",
        "-Isrc/main/c",
        "src/test/c/guard_vectors.c",
        "-o",
        program,
        "-lm");
    List<GuardVectors.Vector> vectors = GuardVectors.read();
    StringBuilder input = new StringBuilder();
    StringBuilder expected = new StringBuilder();
    for (GuardVectors.Vector vector : vectors) {
      input.append(GuardVectors.line(vector.scenario())).append('\n');
      int digest = 0;
      for (int e = 0; e < vector.scenario().episodes(); e++) {
        expected.append("state ").append(vector.states().get(e)).append('\n');
        int done = (e + 1) * vector.scenario().steps() / GuardScenario.PER_DIGEST;
        for (; digest < done; digest++) {
          expected.append("digest ").append(vector.digests().get(digest)).append('\n');
        }
      }
      expected.append("end\n");
    }
    assertEquals(expected.toString(), run(input.toString(), program));
    assertEquals(expected.toString(), run(input.toString(), program, "interrupted"));
  }

  /** Output of a command that has to succeed; skips the test where it is not installed. */
  private static String run(String input, String... command)
      throws IOException, InterruptedException {
    Process process;
    try {
      process = new ProcessBuilder(command).redirectErrorStream(true).start();
    } catch (IOException e) {
      assumeTrue(false, command[0] + " is not installed");
      throw e;
    }
    try (OutputStream in = process.getOutputStream()) {
      in.write(input.getBytes(StandardCharsets.US_ASCII));
    }
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(process.waitFor(60, TimeUnit.SECONDS));
    assertEquals(0, process.exitValue(), out);
    return out;
  }
}
