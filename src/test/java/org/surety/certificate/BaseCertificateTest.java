package org.surety.certificate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.surety.base.InputException;

class BaseCertificateTest {
  private static final Issuance FULL =
      SampleCertificates.issuance(
          Instant.parse("2026-11-20T00:00:00Z"),
          Instant.parse("2027-11-20T00:00:00Z"),
          SampleCertificates.LOG,
          List.of(SampleCertificates.POLICY),
          EnvelopeTest.ALICE,
          EnvelopeTest.BOB);
  private static final Issuance BARE = SampleCertificates.issuance(null, null, null, List.of());

  private static BaseCertificate reread(BaseCertificate certificate) {
    return BaseCertificate.of(Statement.parse(certificate.toStatement().toBytes(), "test"), "test");
  }

  @Test
  void readsBackAsItWasWritten() {
    BaseCertificate full = SampleCertificates.full(FULL);
    assertEquals(full, reread(full));
    BaseCertificate bare = SampleCertificates.bare(BARE);
    assertEquals(bare, reread(bare));
    assertArrayEquals(full.toStatement().toBytes(), reread(full).toStatement().toBytes());
  }

  @Test
  void isAboutThePolicyWhereBoundAndAboutTheLogsOtherwise() {
    assertEquals(
        List.of(new Statement.Subject("policy.json", SampleCertificates.POLICY)),
        SampleCertificates.full(FULL).toStatement().subjects());
    assertEquals(
        List.of(new Statement.Subject("rollouts.parquet", SampleCertificates.LOG)),
        SampleCertificates.bare(BARE).toStatement().subjects());
  }

  @Test
  void holdsNoNumberThatAReaderCouldRound() {
    String text =
        new String(SampleCertificates.full(FULL).toStatement().toBytes(), StandardCharsets.UTF_8);
    assertTrue(text.contains("\"epsilon\":\"0.00162\""), text);
    assertFalse(text.replaceAll("\"[^\"]*\"", "").matches(".*[0-9][.eE].*"), text);
  }

  @Test
  void unknownMembersAreIgnored() {
    BaseCertificate full = SampleCertificates.full(FULL);
    Json.ObjBuilder more = Json.object().put("comment", "later versions say more");
    full.toJson().members().forEach(more::put);
    Statement statement = full.toStatement();
    assertEquals(
        full,
        BaseCertificate.of(
            new Statement(statement.subjects(), statement.predicateType(), more.build()), "test"));
  }

  @Test
  void anUnknownPredicateTypeIsNamed() {
    Statement statement = SampleCertificates.full(FULL).toStatement();
    Statement other =
        new Statement(
            statement.subjects(), "https://slsa.dev/provenance/v1", statement.predicate());
    InputException e =
        assertThrows(InputException.class, () -> BaseCertificate.of(other, "cert.json"));
    assertEquals(
        "cert.json: the predicate type 'https://slsa.dev/provenance/v1' is unknown; this version of"
            + " surety reads https://surety.dev/attestation/base-certificate/v0.1,"
            + " https://surety.dev/attestation/audit-certificate/v0.1",
        e.getMessage());
  }

  private static String altered(UnaryOperator<String> change) {
    String text =
        new String(SampleCertificates.full(FULL).toStatement().toBytes(), StandardCharsets.UTF_8);
    String changed = change.apply(text);
    assertFalse(changed.equals(text), "the change changes nothing");
    InputException e =
        assertThrows(
            InputException.class,
            () ->
                BaseCertificate.of(
                    Statement.parse(changed.getBytes(StandardCharsets.UTF_8), "cert.json"),
                    "cert.json"));
    assertFalse(e.getMessage().contains("\n"), e.getMessage());
    return e.getMessage();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"violations\":3|\"violations\":4|the causes do not add up to 4 violations",
        "\"episodes\":10000|\"episodes\":9999|9999 episodes were sampled, but 10000 were planned",
        "\"epsilon\":\"0.00162\"|\"epsilon\":\"1.5\"|epsilon 1.5",
        "\"epsilon\":\"0.00162\"|\"epsilon\":0.00162|predicate: bound: epsilon: is not a string",
        "\"epsilon\":\"0.00162\"|\"epsilon\":\"NaN\"|'NaN' is not a decimal number",
        "\"link\":\"digest-only\"|\"link\":\"unbound\"|a policy that is unbound has no digest",
        "\"link\":\"digest-only\"|\"link\":\"sworn\"|'sworn' is unknown; known: unbound",
        "(!hazard) U goal  #|(hazard) U goal  #|does not have the digest stated",
        "\"claim\":|\"clam\":|predicate: the field 'claim' is missing",
        "2026-11-20T12:00:00Z|yesterday|'yesterday' is not a time",
        "\"chosen\":\"best\"|\"chosen\":\"given\"|a horizon that is given with horizonMax 2",
        "https://in-toto.io/Statement/v1|https://in-toto.io/Statement/v0|expected an in-toto",
      })
  void contradictionsAreOneClearSentence(String from, String to, String expected) {
    String message = altered(text -> text.replace(from, to));
    assertTrue(message.contains(expected), message);
  }

  @Test
  void aSubjectThatIsNotThePolicyOfTheClaimIsRefused() {
    String message =
        altered(
            text ->
                text.replaceFirst(
                    "\"subject\":\\[\\{\"digest\":\\{\"sha256\":\"[0-9a-f]{64}",
                    "\"subject\":[{\"digest\":{\"sha256\":\"" + "0".repeat(64)));
    assertTrue(message.contains("its subjects are not the files its claim is about"), message);
  }

  /** Whoever holds a trusted key may still sign nonsense. */
  @Test
  void noGarbledStatementDoesMoreThanAnInputError() {
    byte[] good = SampleCertificates.full(FULL).toStatement().toBytes();
    byte[] splinters = "0-\"[]{},:ntEe\\u.9 ".getBytes(StandardCharsets.US_ASCII);
    SplittableRandom random = new SplittableRandom(3);
    int unreadable = 0;
    for (int trial = 0; trial < 4_000; trial++) {
      byte[] bad = good.clone();
      for (int change = random.nextInt(1, 4); change > 0; change--) {
        bad[random.nextInt(bad.length)] = splinters[random.nextInt(splinters.length)];
      }
      try {
        BaseCertificate.of(Statement.parse(bad, "test"), "test");
      } catch (InputException e) {
        unreadable++;
      }
    }
    assertTrue(unreadable > 2_000, unreadable + " of 4000");
  }

  @Test
  void violationsByHorizonSurviveTheirRunLengthCode() {
    long[] violations = {9, 9, 9, 4, 4, 1, 0, 0};
    List<Sampling.HorizonCount> runs = Sampling.runs(violations);
    assertEquals(4, runs.size());
    assertArrayEquals(violations, Sampling.expand(runs, 7));
  }

  @Test
  void oneKeyCannotSignInTwoRoles() {
    assertThrows(
        IllegalArgumentException.class,
        () ->
            SampleCertificates.issuance(
                null, null, null, List.of(), EnvelopeTest.ALICE, EnvelopeTest.ALICE));
  }

  @Test
  void issuedAtHonorsSourceDateEpoch() {
    Clock clock = Clock.fixed(Instant.parse("2026-01-02T03:04:05.678Z"), ZoneOffset.UTC);
    assertEquals(Instant.parse("2026-01-02T03:04:05Z"), Issuance.now(Map.of(), clock));
    assertEquals(
        Instant.ofEpochSecond(1_000_000_000),
        Issuance.now(Map.of("SOURCE_DATE_EPOCH", "1000000000"), clock));
    InputException e =
        assertThrows(
            InputException.class, () -> Issuance.now(Map.of("SOURCE_DATE_EPOCH", "now"), clock));
    assertTrue(e.getMessage().startsWith("SOURCE_DATE_EPOCH: 'now' is not"), e.getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "0.0", "1", "-12.50", "1e-7", "1E-7", "4.9E-324", "1.5e+300"})
  void decimalsAreReadAsPeopleAndProgramsWriteThem(String text) {
    assertEquals(text, DecimalStrings.require(text, "test"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", ".5", "5.", "01", "+1", "1e", "0x1p3", "NaN", "Infinity", "1f", " 1", "1_0"})
  void whatReadersCouldTakeDifferentlyIsNoDecimal(String text) {
    assertThrows(InputException.class, () -> DecimalStrings.require(text, "test"));
  }
}
