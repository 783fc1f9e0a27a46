package org.surety.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.surety.certificate.AuditCertificate;
import org.surety.certificate.Envelope;
import org.surety.certificate.Statement;
import org.surety.ratio.BaseRisk;
import org.surety.ratio.ChiSquareTransfer;
import org.surety.ratio.MeanShiftTransfer;
import org.surety.ratio.TrajectoryBudgetTransfer;

/**
 * From a base certificate and a guarded policy to an audit certificate, and back down the chain.
 */
class AuditCommandTest {
  @TempDir static Path folder;
  private static AuditFolder files;

  @BeforeAll
  static void certifiedBase() throws IOException {
    files = AuditFolder.in(folder);
  }

  private static AuditCertificate read(String name) throws IOException {
    return AuditCertificate.of(
        Statement.parse(Envelope.read(folder.resolve(name)).uncheckedPayload(), name), name);
  }

  private static BaseRisk risk(AuditCertificate audit) {
    return BaseRisk.unchanged(
        new BigDecimal(audit.parent().epsilon()), audit.horizon().decisions());
  }

  @Test
  void aGuardedNetworkInheritsTheBoundOfItsTheorem() throws IOException {
    String out = SuretyCli.ok(files.audit("task.json", "--alpha", "1.05"));
    assertTrue(out.startsWith("If A1..A"), out);
    AuditCertificate audit = read("task.json");
    double expected = ChiSquareTransfer.everyDecision().bound(risk(audit), 1.05);
    assertTrue(Double.parseDouble(audit.bound().epsilon()) >= expected);
    assertEquals(expected, Double.parseDouble(audit.bound().epsilon()), 1e-11);
    assertEquals("1e-3", audit.bound().beta());

    SuretyCli.ok(files.audit("task-budget.json", "--budget", "0.4", "--per-decision-cap", "0.2"));
    assertEquals(
        new TrajectoryBudgetTransfer().bound(risk(audit), 0.4),
        Double.parseDouble(read("task-budget.json").bound().epsilon()),
        1e-11);
    SuretyCli.ok(files.audit("task-mean.json", "--mean-budget", "0.3"));
    assertEquals(
        new MeanShiftTransfer().bound(risk(audit), 0.3),
        Double.parseDouble(read("task-mean.json").bound().epsilon()),
        1e-11);
  }

  @Test
  void theChainIsVerifiedAndComputedAgainFromTheFiles() {
    SuretyCli.ok(files.audit("saved.json", "--alpha", "1.04", "--save-run", files.path("run")));
    SuretyCli.Run run = files.verify("saved.json", "--policy", files.path("run"));
    assertEquals(0, run.code(), run.toString());
    assertTrue(run.out().contains("ok           composed carried over: chi-square"), run.out());
    assertTrue(run.out().contains("beta adds up to 1e-3 over 2 certificates"), run.out());
    assertTrue(run.out().contains("computed again from the policy's files"), run.out());
    assertFalse(run.out().contains("not checked  recomputation"), run.out());

    SuretyCli.Run without = files.verify("saved.json");
    assertEquals(0, without.code(), without.toString());
    assertTrue(without.out().contains("not checked  recomputation"), without.out());
  }

  @Test
  void aFolderSaysHowItIsRunAndGivesTheSameCertificate() throws IOException {
    SuretyCli.ok(files.audit("first.json", "--alpha", "1.03", "--save-run", files.path("again")));
    SuretyCli.ok(files.auditOf("base.json", "again", "second.json"));
    assertEquals(read("first.json").bound(), read("second.json").bound());
    assertEquals(read("first.json").policy().sha256(), read("second.json").policy().sha256());
    SuretyCli.Run twice =
        SuretyCli.run(files.auditOf("base.json", "again", "third.json", "--alpha", "1.5"));
    CertifiedFolder.refused(twice, "guard.json");
  }

  @Test
  void aRatioBoundedHeadIsAuditedByItsFiles() throws IOException {
    SuretyCli.ok(
        files.auditOf(
            "base.json",
            "head.safetensors",
            "head.json",
            "--base",
            files.path("base.safetensors"),
            "--alpha",
            "1.05"));
    assertEquals("RATIO_BOUNDED_HEAD", read("head.json").policy().keptBy().name());
    assertTrue(read("head.json").claim().contains("ratio-bounded head"));
  }

  @Test
  void aLaterAuditOfTheSamePolicyBuildsOnTheEarlierOne() throws IOException {
    SuretyCli.ok(files.audit("early.json", "--alpha", "1.02", "--save-run", files.path("later")));
    SuretyCli.ok(files.auditOf("early.json", "later", "late.json"));
    assertEquals(read("early.json").bound().epsilon(), read("late.json").bound().epsilon());
    SuretyCli.Run run = files.verify("late.json", "--policy", files.path("later"));
    assertEquals(0, run.code(), run.toString());
    assertTrue(run.out().contains("over 3 certificates"), run.out());
  }

  @Test
  void aRiskThatTheBoundExceedsIsAnsweredNo() {
    SuretyCli.Run run = SuretyCli.run(files.audit("none.json", "--alpha", "1.5", "--risk", "0.05"));
    assertEquals(1, run.code(), run.toString());
    assertTrue(run.out().startsWith("No: the bound is 0."), run.out());
    assertTrue(run.out().contains("The largest alpha that keeps it is 1."), run.out());
    assertFalse(Files.exists(folder.resolve("none.json")));
    SuretyCli.Run vacuous = SuretyCli.run(files.audit("none.json", "--budget", "20"));
    assertEquals(1, vacuous.code(), vacuous.toString());
  }

  @Test
  void theJsonHasTheFieldsOfTheContract() {
    String out = SuretyCli.ok(files.audit("json.json", "--alpha", "1.05", "--json"));
    for (String field :
        new String[] {
          "\"verdict\": \"holds\"",
          "\"maxLogRatioUpper\": 0.0487",
          "\"maxLogRatioLower\"",
          "\"witness\": null",
          "\"boxes\": 0"
        }) {
      assertTrue(out.contains(field), field + " in " + out);
    }
  }

  @Test
  void aDifferenceOfEvaluatorsIsCharged() throws IOException {
    SuretyCli.ok(files.audit("same.json", "--alpha", "1.05"));
    SuretyCli.ok(
        files.audit(
            "float.json",
            "--alpha",
            "1.05",
            "--logs-evaluator",
            "torch-float32",
            "--total-variation",
            "1e-4"));
    assertEquals(
        Double.parseDouble(read("same.json").bound().epsilon()) + 5e-4,
        Double.parseDouble(read("float.json").bound().epsilon()),
        1e-11);
    assertTrue(
        read("float.json").assumptions().stream()
            .anyMatch(a -> a.text().contains("torch-float32")));
    assertEquals(0, files.verify("float.json").code());
  }
}
