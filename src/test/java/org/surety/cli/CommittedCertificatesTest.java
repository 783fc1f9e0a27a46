package org.surety.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The example chain in {@code certificates/} is what its README says. */
class CommittedCertificatesTest {
  private static String path(String name) {
    return Path.of("certificates", name).toString();
  }

  @Test
  void theExampleCertificateIsComputedAgainFromItsLogs() {
    String out =
        SuretyCli.ok(
            "verify",
            path("base-certificate.json"),
            "--public-key",
            path("collector-public.pem"),
            path("safety-officer-public.pem"),
            "--threshold",
            "2",
            "--spec",
            path("point-robot.spec"),
            "--policy",
            path("scripted-controller.json"),
            "--logs",
            path("rollouts.csv"));
    assertTrue(out.contains("recomputation: computed again from the logs: 40 episodes"), out);
  }

  @Test
  void theReplacedCertificateIsRefusedBesideItsReplacement() {
    SuretyCli.Run run =
        SuretyCli.run(
            "verify",
            path("pilot-certificate.json"),
            "--public-key",
            path("collector-public.pem"),
            "--parents",
            "certificates");
    assertEquals(1, run.code());
    assertTrue(run.out().contains("replaced by"), run.out());
  }
}
