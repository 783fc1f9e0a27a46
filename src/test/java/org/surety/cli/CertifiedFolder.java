package org.surety.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.surety.certificate.Envelope;
import org.surety.certificate.Keys;

/**
 * A folder with a log of 200 episodes of 3 decisions, a key, a certificate for a given horizon
 * ({@code given.json}) and one for the best of three ({@code best.json}), for tests of what happens
 * to somebody who wants a better answer than the data give.
 */
record CertifiedFolder(Path folder) {
  static CertifiedFolder in(Path folder) throws IOException {
    CertifiedFolder made = new CertifiedFolder(folder);
    made.fill();
    return made;
  }

  private void fill() throws IOException {
    Files.writeString(
        folder.resolve("my.spec"),
        """
        predicate hazard := observations[0] > 0
        property  safe := G !hazard
        step      1 s
        horizon   3
        """);
    StringBuilder csv = new StringBuilder("episode,step,observations[0],action,terminated\n");
    for (int e = 0; e < 200; e++) {
      for (int t = 0; t <= 3; t++) {
        double x = e < 4 && t >= e ? 0.5 : -1 - e * 1e-3;
        csv.append(e + "," + t + "," + x + "," + (t < 3 ? "0.5," + t / 2 : ",") + "\n");
      }
    }
    Files.writeString(folder.resolve("log.csv"), csv);
    Files.writeString(folder.resolve("policy.json"), "{}");
    SuretyCli.ok("keys", "generate", "-o", path("key.pem"));
    SuretyCli.ok("keys", "public", path("key.pem"), "-o", path("pub.pem"));
    SuretyCli.ok(certify("given.json", "--planned-episodes", "200"));
    SuretyCli.ok(
        certify(
            "best.json", "--planned-episodes", "200", "--horizon", "best", "--horizon-max", "3"));
  }

  String path(String name) {
    return folder.resolve(name).toString();
  }

  String[] certify(String output, String... more) {
    Stream<String> common =
        Stream.of(
            "certify",
            "--spec",
            path("my.spec"),
            "--logs",
            path("log.csv"),
            "--beta",
            "1e-3",
            "--key",
            path("key.pem"),
            "--policy",
            path("policy.json"),
            "--action-mode",
            "stochastic",
            "--no-replay",
            "-o",
            path(output));
    return Stream.concat(common, Stream.of(more)).toArray(String[]::new);
  }

  /** A certificate altered and signed again with the right key. */
  String forged(String certificate, UnaryOperator<String> change) throws IOException {
    Envelope honest = Envelope.read(folder.resolve(certificate));
    String payload = new String(honest.uncheckedPayload(), StandardCharsets.UTF_8);
    String changed = change.apply(payload);
    assertNotEquals(payload, changed, "the change changes nothing");
    Path file = folder.resolve("forged.json");
    Envelope.sign(
            Envelope.IN_TOTO,
            changed.getBytes(StandardCharsets.UTF_8),
            List.of(Keys.readPrivate(folder.resolve("key.pem"), null).key()))
        .write(file);
    return file.toString();
  }

  SuretyCli.Run verify(String certificate) {
    return SuretyCli.run(
        "verify", certificate, "--public-key", path("pub.pem"), "--logs", path("log.csv"));
  }

  SuretyCli.Run alpha(String certificate, String... more) {
    Stream<String> common = Stream.of("alpha", "--certificate", certificate, "--risk", "0.5");
    return SuretyCli.run(Stream.concat(common, Stream.of(more)).toArray(String[]::new));
  }

  static void refused(SuretyCli.Run run, String mentions) {
    assertEquals(2, run.code(), run.toString());
    assertTrue(run.err().contains(mentions), run.err());
    assertFalse(run.err().contains("\tat "), run.err());
    assertEquals("", run.out());
  }
}
