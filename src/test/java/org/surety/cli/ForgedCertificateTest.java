package org.surety.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Certificates altered by somebody who holds the right key. */
class ForgedCertificateTest {
  @TempDir static Path folder;
  private static CertifiedFolder files;

  @BeforeAll
  static void certificates() throws IOException {
    files = CertifiedFolder.in(folder);
  }

  @Test
  void honestCertificatesPass() {
    assertEquals(0, files.verify(files.path("given.json")).code());
    assertEquals(0, files.verify(files.path("best.json")).code());
    assertEquals(0, files.alpha(files.path("given.json")).code());
    assertEquals(0, files.alpha(files.path("best.json"), "--horizon", "1").code());
  }

  /** Words of another version cannot be compared; so they are not repeated, but computed. */
  @Test
  void aForgedToolkitVersionDoesNotSmuggleInAnotherClaim() throws IOException {
    SuretyCli.Run run =
        files.verify(
            files.forged(
                "given.json",
                text ->
                    text.replaceFirst("\"version\":\"0[^\"]*\"", "\"version\":\"0.0.1\"")
                        .replaceFirst("probability at most 0[.0-9]*", "probability at most 1e-9")));
    assertFalse(run.out().contains("1e-9."), run.out());
    assertTrue(run.out().contains("probability at most 0.0"), run.out());
  }

  @Test
  void aForgedToolkitVersionDoesNotSmuggleInAnotherRatePerHour() throws IOException {
    SuretyCli.Run run =
        files.verify(
            files.forged(
                "given.json",
                text ->
                    text.replaceFirst("\"version\":\"0[^\"]*\"", "\"version\":\"0.0.1\"")
                        .replaceFirst(
                            "\"violationsPerHour\":\"[^\"]*\"", "\"violationsPerHour\":\"1\"")));
    assertEquals(1, run.code(), run.toString());
  }

  @Test
  void whatOverrodeThePropertyFileCannotBeHidden() throws IOException {
    String forged =
        files.forged(
            "best.json",
            text -> text.replaceFirst("\"overrides\":\\[\"[^\"]*\"\\]", "\"overrides\":[]"));
    SuretyCli.Run run = files.verify(forged);
    assertEquals(1, run.code(), run.toString());
    assertTrue(run.out().contains("overrides"), run.out());
  }

  @Test
  void whatIsAddedToACertificateIsNotCalledRecomputed() throws IOException {
    String forged =
        files.forged(
            "given.json", text -> text.replace("\"bound\":{", "\"bound\":{\"better\":\"0\","));
    SuretyCli.Run with = files.verify(forged);
    assertEquals(1, with.code(), with.toString());
    assertTrue(with.out().contains("bound.better"), with.out());
    SuretyCli.Run without = SuretyCli.run("verify", forged, "--public-key", files.path("pub.pem"));
    assertTrue(without.out().contains("not checked  further members"), without.out());
  }

  @Test
  void aClaimCannotPaintOnTheTerminal() throws IOException {
    String forged =
        files.forged(
            "given.json", text -> text.replace("\"claim\":\"If", "\"claim\":\"\\u001b[2J\\nIf"));
    String out = SuretyCli.ok("verify", forged, "--public-key", files.path("pub.pem"));
    assertTrue(out.contains("\\u001b[2J\\u000aIf"), out);
    assertFalse(out.contains("\u001b"), out);
    assertFalse(SuretyCli.ok("inspect", forged).contains("\u001b"));
  }
}
