package org.surety.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.surety.certificate.AuditCertificate;
import org.surety.certificate.AuditedBound;
import org.surety.certificate.Envelope;
import org.surety.certificate.Statement;
import org.surety.guard.file.GuardedRun;

/** Rollouts in an audit: whose they are, what they bound, and that each bound is paid for. */
class AuditRolloutsTest {
  @TempDir static Path folder;
  private static AuditFolder files;

  @BeforeAll
  static void rollouts() throws IOException {
    files = AuditFolder.in(folder);
    SuretyCli.ok(files.audit("plain.json", "--alpha", "1.2", "--save-run", files.path("run")));
    GuardedRun run = GuardedRun.read(folder.resolve("run"));
    files.log("guarded.csv", 11, 2000, AuditFolder.guarded(run, 5));
    files.log("unguarded.csv", 12, 1000, AuditFolder.drawnFrom(AuditFolder.gaussian(0.3, -0.7), 6));
    files.log("fresh-base.csv", 13, 1000, AuditFolder.drawnFrom(AuditFolder.gaussian(0, -0.7), 7));
  }

  private static AuditCertificate read(String name) throws IOException {
    return AuditCertificate.of(
        Statement.parse(Envelope.read(folder.resolve(name)).uncheckedPayload(), name), name);
  }

  private static AuditedBound bound(AuditCertificate audit, AuditedBound.Source source) {
    return audit.bounds().stream().filter(b -> b.source() == source).findFirst().orElseThrow();
  }

  private static void refused(String mentions, String... arguments) {
    CertifiedFolder.refused(SuretyCli.run(arguments), mentions);
  }

  @Test
  void rolloutsGiveAFreshBoundAndTheirErrorProbabilityIsAdded() throws IOException {
    SuretyCli.ok(
        files.auditOf(
            "base.json",
            "run",
            "fresh.json",
            "--logs",
            files.path("guarded.csv"),
            "--planned-episodes",
            "2000",
            "--beta",
            "2e-4"));
    AuditCertificate audit = read("fresh.json");
    AuditedBound fresh = bound(audit, AuditedBound.Source.TASK_ROLLOUTS);
    assertEquals("clopper-pearson", fresh.method());
    assertEquals(2000, fresh.episodes());
    assertEquals(0, new BigDecimal("0.0012").compareTo(new BigDecimal(audit.bound().beta())));
    assertTrue(
        new BigDecimal(fresh.epsilon()).compareTo(new BigDecimal(audit.bounds().get(0).epsilon()))
            < 0);
    assertEquals(
        0, new BigDecimal(fresh.epsilon()).compareTo(new BigDecimal(audit.bound().epsilon())));
    assertTrue(audit.claim().contains("the sum of these error probabilities"), audit.claim());
    assertTrue(audit.rollouts() != null && audit.rollouts().replay().deviating() > 5000);

    SuretyCli.Run run =
        files.verify(
            "fresh.json",
            "--policy",
            files.path("run"),
            "--logs",
            files.path("guarded.csv"),
            files.path("base.csv"),
            "--spec",
            files.path("walk.spec"));
    assertEquals(0, run.code(), run.toString());
    assertTrue(run.out().contains("from the policy's files and rollouts"), run.out());
    assertTrue(run.out().contains("recomputation: computed again from the logs: 400"), run.out());
    SuretyCli.Run less = files.verify("fresh.json", "--policy", files.path("run"));
    assertEquals(0, less.code(), less.toString());
    assertTrue(less.out().contains("not checked  recomputation"), less.out());
  }

  @Test
  void rolloutsOfAnotherPolicyAreRefused() {
    refused(
        "not rollouts of the guarded policy",
        files.auditOf(
            "base.json",
            "run",
            "no.json",
            "--logs",
            files.path("unguarded.csv"),
            "--beta",
            "1e-3"));
    refused(
        "is evidence of the certificate",
        files.auditOf(
            "base.json", "run", "no.json", "--logs", files.path("base.csv"), "--beta", "1e-3"));
    refused(
        "--beta",
        files.auditOf("base.json", "run", "no.json", "--logs", files.path("guarded.csv")));
  }

  /** The weighted bound is one on the guarded policy, from episodes that it never ran. */
  @Test
  void baseRolloutsAreWeightedByTheLedger() throws IOException {
    SuretyCli.ok(
        files.auditOf(
            "base.json",
            "run",
            "weighted.json",
            "--base-logs",
            files.path("fresh-base.csv"),
            "--split",
            "collected after training with another seed",
            "--beta",
            "1e-3"));
    AuditCertificate audit = read("weighted.json");
    AuditedBound weighted = bound(audit, AuditedBound.Source.BASE_ROLLOUTS);
    assertEquals("importance-betting", weighted.method());
    assertEquals(1000, weighted.episodes());
    assertTrue(
        audit.assumptions().stream()
            .anyMatch(a -> a.text().contains("after training with another")));
    // What the guarded policy does in fact: the share of violations in its own 2000 rollouts.
    SuretyCli.ok(
        files.auditOf(
            "base.json", "run", "own.json", "--logs", files.path("guarded.csv"), "--beta", "1e-3"));
    AuditedBound own = bound(read("own.json"), AuditedBound.Source.TASK_ROLLOUTS);
    Long counted = own.counted();
    assertTrue(counted != null && Double.parseDouble(weighted.epsilon()) > counted / 2000.0);
    SuretyCli.Run run =
        files.verify(
            "weighted.json", "--policy", files.path("run"), "--logs", files.path("fresh-base.csv"));
    assertEquals(0, run.code(), run.toString());
    assertTrue(run.out().contains("from the policy's files and rollouts"), run.out());
  }

  @Test
  void baseRolloutsNeedASplitAndABoundedRatio() {
    refused(
        "kept apart",
        files.auditOf(
            "base.json",
            "run",
            "no.json",
            "--base-logs",
            files.path("fresh-base.csv"),
            "--beta",
            "1e-3"));
    refused(
        "bounds no likelihood ratio",
        files.audit(
            "no.json",
            "--mean-budget",
            "0.3",
            "--base-logs",
            files.path("fresh-base.csv"),
            "--split",
            "another seed",
            "--beta",
            "1e-3"));
    refused(
        "not rollouts of the base policy",
        files.auditOf(
            "base.json",
            "run",
            "no.json",
            "--base-logs",
            files.path("guarded.csv"),
            "--split",
            "another seed",
            "--beta",
            "1e-3"));
  }

  @Test
  void withoutAGuardTheShareBeyondTheLimitIsMeasuredAndAdded() throws IOException {
    SuretyCli.ok(
        files.audit(
            "measured.json",
            "--unguarded",
            "--budget",
            "3",
            "--logs",
            files.path("unguarded.csv"),
            "--beta",
            "1e-4"));
    AuditCertificate audit = read("measured.json");
    AuditedBound beyond = bound(audit, AuditedBound.Source.BEYOND_LIMIT);
    assertEquals(1000, beyond.episodes());
    BigDecimal sum =
        new BigDecimal(audit.bounds().get(0).epsilon()).add(new BigDecimal(beyond.epsilon()));
    BigDecimal fresh = new BigDecimal(bound(audit, AuditedBound.Source.TASK_ROLLOUTS).epsilon());
    assertEquals(
        0, sum.min(fresh).min(BigDecimal.ONE).compareTo(new BigDecimal(audit.bound().epsilon())));
    assertEquals(0, new BigDecimal("0.0012").compareTo(new BigDecimal(audit.bound().beta())));
    assertTrue(audit.claim().contains("measured, not proved"), audit.claim());
    assertEquals(audit.policy().task(), audit.policy().sha256());
    SuretyCli.Run run =
        files.verify(
            "measured.json",
            "--policy",
            files.path("base.safetensors"),
            files.path("task.safetensors"),
            "--logs",
            files.path("unguarded.csv"));
    assertEquals(0, run.code(), run.toString());
    assertTrue(run.out().contains("from the policy's files and rollouts"), run.out());
  }

  @Test
  void withoutAGuardAndWithoutRolloutsNothingIsKnown() {
    refused("nothing keeps the policy", files.audit("no.json", "--unguarded", "--alpha", "1.1"));
    refused(
        "not rollouts of the task policy",
        files.audit(
            "no.json",
            "--unguarded",
            "--alpha",
            "1.1",
            "--logs",
            files.path("guarded.csv"),
            "--beta",
            "1e-3"));
  }

  @Test
  void understatedErrorProbabilitiesOfRolloutsAreFound() throws IOException {
    SuretyCli.ok(
        files.auditOf(
            "base.json",
            "run",
            "paid.json",
            "--logs",
            files.path("guarded.csv"),
            "--beta",
            "1e-4"));
    String forged =
        files.forged(
            "paid.json",
            text -> text.replace("\"1e-4\"", "\"1e-6\"").replace("\"0.0011\"", "\"0.001001\""));
    SuretyCli.Run without = files.verify(forged);
    assertEquals(1, without.code(), without.toString());
    assertTrue(without.out().contains("FAILED       composed task-rollouts"), without.out());
    SuretyCli.Run run =
        files.verify(forged, "--policy", files.path("run"), "--logs", files.path("guarded.csv"));
    assertEquals(1, run.code(), run.toString());
    assertTrue(run.out().contains("recomputed bounds"), run.out());
  }

  @Test
  void alteredRolloutsGiveAnotherCertificate() throws IOException {
    SuretyCli.ok(
        files.auditOf(
            "base.json",
            "run",
            "logged.json",
            "--logs",
            files.path("guarded.csv"),
            "--beta",
            "1e-4"));
    Path copy = folder.resolve("copy.csv");
    Files.writeString(copy, Files.readString(folder.resolve("guarded.csv")) + "\n");
    SuretyCli.Run run =
        files.verify("logged.json", "--policy", files.path("run"), "--logs", copy.toString());
    assertEquals(1, run.code(), run.toString());
    assertTrue(run.out().contains("another file, or altered"), run.out());
  }
}
