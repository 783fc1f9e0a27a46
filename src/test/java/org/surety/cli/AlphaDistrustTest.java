package org.surety.cli;

import static org.surety.cli.CertifiedFolder.refused;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What alpha does not take from whoever hands it a certificate. */
class AlphaDistrustTest {
  @TempDir static Path folder;
  private static CertifiedFolder files;

  @BeforeAll
  static void certificates() throws IOException {
    files = CertifiedFolder.in(folder);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "given.json|\"epsilon\":\"0.|\"epsilon\":\"0.00",
        "given.json|\"epsilon\":\"0.[0-9]*|\"epsilon\":\"0",
        "given.json|\"epsilon\":\"0.[0-9]*|\"epsilon\":\"1e-400",
        "given.json|\"method\":\"[a-z-]*|\"method\":\"better",
        "given.json|\"decisions\":3|\"decisions\":0",
        "best.json|\"epsilon\":\"0.|\"epsilon\":\"0.00",
        "best.json|\"horizonMax\":3|\"horizonMax\":2147483647",
        "best.json|\"violationsByHorizon\":\\[[^]]*\\]|\"violationsByHorizon\":[]",
        "best.json|\"violationsByHorizon\":\\[|\"violationsByHorizon\":["
            + "{\"horizon\":0,\"violations\":1},{\"horizon\":1,\"violations\":9},"
            + "{\"horizon\":2,\"violations\":4}],\"x\":[",
        "best.json|\"episodes\":200,|\"episodes\":20000000000000,",
      })
  void alphaBelievesNoNumberThatTheOthersContradict(String certificate, String from, String to)
      throws IOException {
    refused(
        files.alpha(files.forged(certificate, text -> text.replaceFirst(from, to))), "contradict");
  }

  @Test
  void alphaUsesNoCertificateThatHasExpired() throws IOException {
    String expired =
        files.forged(
            "given.json",
            text ->
                text.replace(
                    "\"warnings\":", "\"validUntil\":\"2020-01-01T00:00:00Z\",\"warnings\":"));
    refused(files.alpha(expired), "expired");
  }

  @Test
  void decimalsOfABillionDigitsAreRefusedAtOnce() {
    refused(
        SuretyCli.run("alpha", "--certificate", files.path("given.json"), "--risk", "1e-999999999"),
        "--risk");
    refused(
        files.alpha(files.path("given.json"), "--initial-ratio", "1e999999999"), "--initial-ratio");
    refused(
        files.alpha(files.path("given.json"), "--dynamics-ratio", "1e999999999"),
        "--dynamics-ratio");
    refused(SuretyCli.run("plan", "--epsilon", "1e-999999999", "--beta", "1e-3"), "not strictly");
    refused(SuretyCli.run("plan", "--epsilon", "1e999999999", "--beta", "1e-3"), "not strictly");
    refused(
        SuretyCli.run(
            "plan", "--epsilon", "0.1", "--beta", "1e-3", "--violations", "9223372036854775807"),
        "--violations");
  }
}
