package org.surety.certificate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.surety.base.InputException;
import org.surety.base.Sha256;

class ChainVerifierTest {
  private static final Instant NOW = SampleCertificates.ISSUED.plusSeconds(60);
  private static final SigningKey ALICE = EnvelopeTest.ALICE;
  private static final SigningKey BOB = EnvelopeTest.BOB;

  @TempDir Path folder;

  private Envelope write(String name, Issuance issuance, SigningKey... keys) throws Exception {
    Envelope envelope = SampleCertificates.full(issuance).sign(List.of(keys));
    envelope.write(folder.resolve(name));
    return envelope;
  }

  private ChainVerifier verifier(boolean withFolder, int threshold, SigningKey... trusted)
      throws Exception {
    return new ChainVerifier(
        java.util.Arrays.stream(trusted).map(SigningKey::verificationKey).toList(),
        threshold,
        withFolder ? folder : null,
        NOW);
  }

  private static Check.@Nullable Result result(ChainVerifier.Outcome outcome, String name) {
    for (Check check : outcome.checks()) {
      if (check.name().equals(name)) {
        return check.result();
      }
    }
    return null;
  }

  private static Issuance plain(SigningKey... signers) {
    return SampleCertificates.issuance(null, null, null, List.of(), signers);
  }

  @Test
  void aCertificateByATrustedKeyIsValidAndSaysWhatWasNotChecked() throws Exception {
    write("a.json", plain(ALICE), ALICE);
    ChainVerifier.Outcome outcome = verifier(false, 1, ALICE).verify(folder.resolve("a.json"));
    assertTrue(Check.valid(outcome.checks()));
    assertEquals(Check.Result.OK, result(outcome, "signer collector"));
    assertEquals(Check.Result.OK, result(outcome, "validity"));
    assertEquals(Check.Result.NOT_CHECKED, result(outcome, "not superseded"));
  }

  @Test
  void nothingOfACertificateByAnotherKeyIsUsed() throws Exception {
    write("a.json", plain(ALICE), BOB);
    ChainVerifier.Outcome outcome = verifier(true, 1, ALICE).verify(folder.resolve("a.json"));
    assertFalse(Check.valid(outcome.checks()));
    assertNull(outcome.statement());
    assertEquals(Check.Result.FAILED, result(outcome, "signature"));
    assertEquals(2, outcome.checks().size());
  }

  @Test
  void aSignerWhoIsNamedMustHaveSigned() throws Exception {
    write("a.json", plain(ALICE, BOB), ALICE);
    ChainVerifier.Outcome one = verifier(false, 1, ALICE).verify(folder.resolve("a.json"));
    assertEquals(Check.Result.NOT_CHECKED, result(one, "signer safety-officer"));
    ChainVerifier.Outcome both = verifier(false, 1, ALICE, BOB).verify(folder.resolve("a.json"));
    assertEquals(Check.Result.FAILED, result(both, "signer safety-officer"));
    assertFalse(Check.valid(both.checks()));
    Envelope countersigned = Envelope.read(folder.resolve("a.json")).signedAlsoBy(BOB);
    ChainVerifier.Outcome signed = verifier(false, 2, ALICE, BOB).verify(countersigned, "a.json");
    assertTrue(Check.valid(signed.checks()));
    assertEquals(one.digest(), signed.digest());
  }

  @Test
  void aThresholdCountsKeysNotSignatures() throws Exception {
    Envelope twice = write("a.json", plain(ALICE), ALICE, ALICE);
    assertFalse(Check.valid(verifier(false, 2, ALICE, BOB).verify(twice, "a").checks()));
    InputException e = assertThrows(InputException.class, () -> verifier(false, 2, ALICE, ALICE));
    assertTrue(e.getMessage().contains("threshold of 2 with 1 distinct keys"), e.getMessage());
  }

  @Test
  void aCertificateOutsideItsDatesIsRefused() throws Exception {
    Instant t = SampleCertificates.ISSUED;
    write("expired.json", SampleCertificates.issuance(t, NOW, null, List.of()), ALICE);
    write(
        "early.json",
        SampleCertificates.issuance(NOW.plusSeconds(1), null, null, List.of()),
        ALICE);
    for (String name : List.of("expired.json", "early.json")) {
      ChainVerifier.Outcome outcome = verifier(false, 1, ALICE).verify(folder.resolve(name));
      assertEquals(Check.Result.FAILED, result(outcome, "validity"), name);
      assertFalse(Check.valid(outcome.checks()));
    }
    write("good.json", plain(), ALICE);
    ChainVerifier past =
        new ChainVerifier(List.of(ALICE.verificationKey()), 1, null, t.minusSeconds(3600));
    assertEquals(Check.Result.FAILED, result(past.verify(folder.resolve("good.json")), "validity"));
  }

  @Test
  void parentsAreFoundByDigestUpToTheRoot() throws Exception {
    String root = write("root.json", plain(ALICE), ALICE).payloadDigest();
    String middle =
        write("middle.json", SampleCertificates.issuance(null, null, null, List.of(root)), ALICE)
            .payloadDigest();
    write("leaf.json", SampleCertificates.issuance(null, null, null, List.of(middle, root)), ALICE);
    Files.writeString(folder.resolve("notes.txt"), "not a certificate");
    ChainVerifier.Outcome outcome = verifier(true, 1, ALICE).verify(folder.resolve("leaf.json"));
    assertTrue(Check.valid(outcome.checks()));
    assertEquals(Check.Result.OK, result(outcome, "parent " + root.substring(0, 12)));
    assertEquals(Check.Result.OK, result(outcome, "parent " + middle.substring(0, 12)));
    assertEquals(2, outcome.checks().stream().filter(c -> c.name().startsWith("parent")).count());
    Files.delete(folder.resolve("root.json"));
    assertFalse(Check.valid(verifier(true, 1, ALICE).verify(folder.resolve("leaf.json")).checks()));
    ChainVerifier.Outcome without = verifier(false, 1, ALICE).verify(folder.resolve("leaf.json"));
    assertEquals(Check.Result.NOT_CHECKED, result(without, "parent " + middle.substring(0, 12)));
  }

  @Test
  void aParentByAnUntrustedKeyDoesNotCount() throws Exception {
    String root = write("root.json", plain(), BOB).payloadDigest();
    write("leaf.json", SampleCertificates.issuance(null, null, null, List.of(root)), ALICE);
    ChainVerifier.Outcome outcome = verifier(true, 1, ALICE).verify(folder.resolve("leaf.json"));
    assertEquals(Check.Result.FAILED, result(outcome, "parent " + root.substring(0, 12)));
  }

  @Test
  void aReplacedCertificateIsRefusedAndOnlyATrustedKeyReplacesIt() throws Exception {
    String old = write("old.json", plain(), ALICE).payloadDigest();
    write("by-stranger.json", SampleCertificates.issuance(null, null, old, List.of()), BOB);
    ChainVerifier.Outcome before = verifier(true, 1, ALICE).verify(folder.resolve("old.json"));
    assertEquals(Check.Result.OK, result(before, "not superseded"));
    write("new.json", SampleCertificates.issuance(null, null, old, List.of()), ALICE);
    ChainVerifier.Outcome after = verifier(true, 1, ALICE).verify(folder.resolve("old.json"));
    assertEquals(Check.Result.FAILED, result(after, "not superseded"));
    ChainVerifier.Outcome fresh = verifier(true, 1, ALICE).verify(folder.resolve("new.json"));
    assertTrue(Check.valid(fresh.checks()));
    assertEquals(Check.Result.OK, result(fresh, "supersedes"));
    write("leaf.json", SampleCertificates.issuance(null, null, null, List.of(old)), ALICE);
    assertFalse(Check.valid(verifier(true, 1, ALICE).verify(folder.resolve("leaf.json")).checks()));
  }

  @Test
  void aSignedPayloadOfAnotherTypeIsNotACertificate() throws Exception {
    byte[] payload = SampleCertificates.full(plain()).toStatement().toBytes();
    Envelope other = Envelope.sign("text/plain", payload, List.of(ALICE));
    ChainVerifier.Outcome outcome = verifier(false, 1, ALICE).verify(other, "a.json");
    assertEquals(Check.Result.FAILED, result(outcome, "payload type"));
    assertFalse(Check.valid(outcome.checks()));
    assertNull(outcome.statement());
  }

  @Test
  void aSignedStatementOfAnotherKindIsOneClearSentence() throws Exception {
    Statement ours = SampleCertificates.full(plain()).toStatement();
    Statement other =
        new Statement(ours.subjects(), "https://slsa.dev/provenance/v1", ours.predicate());
    Envelope envelope = Envelope.sign(Envelope.IN_TOTO, other.toBytes(), List.of(ALICE));
    InputException e =
        assertThrows(
            InputException.class, () -> verifier(false, 1, ALICE).verify(envelope, "a.json"));
    assertTrue(e.getMessage().contains("'https://slsa.dev/provenance/v1' is unknown"));
    Envelope twice =
        Envelope.sign(
            Envelope.IN_TOTO, "{\"_type\":\"a\",\"_type\":\"b\"}".getBytes(UTF_8), List.of(ALICE));
    InputException duplicate =
        assertThrows(InputException.class, () -> verifier(false, 1, ALICE).verify(twice, "a.json"));
    assertTrue(duplicate.getMessage().contains("Duplicate field '_type'"), duplicate.getMessage());
  }

  @Test
  void aFileMatchesByItsDigestOnly() throws Exception {
    Path good = folder.resolve("renamed.bin");
    Files.writeString(good, "policy bytes");
    Path bad = folder.resolve("policy.json");
    Files.writeString(bad, "other bytes");
    BaseCertificate certificate = SampleCertificates.full(plain());
    List<Check> matching = FileMatching.check(certificate, List.of(good), List.of(), List.of());
    assertEquals(
        List.of(Check.Result.OK, Check.Result.NOT_CHECKED, Check.Result.NOT_CHECKED),
        matching.stream().map(Check::result).toList());
    List<Check> other = FileMatching.check(certificate, List.of(bad), List.of(), List.of(good));
    assertEquals(
        List.of(
            Check.Result.FAILED,
            Check.Result.NOT_CHECKED,
            Check.Result.NOT_CHECKED,
            Check.Result.FAILED,
            Check.Result.NOT_CHECKED),
        other.stream().map(Check::result).toList());
    assertEquals(
        Check.Result.FAILED, FileMatching.check("policy", Map.of(), List.of(good)).get(0).result());
    assertThrows(
        InputException.class,
        () -> FileMatching.check("log", Map.of(), List.of(folder.resolve("none"))));
    Path spec = folder.resolve("spec");
    Files.writeString(spec, SampleCertificates.SPEC);
    assertEquals(Sha256.of(spec), certificate.property().specSha256());
  }
}
