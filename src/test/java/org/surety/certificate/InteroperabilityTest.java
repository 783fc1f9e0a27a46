package org.surety.certificate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The certificate as others see it: openssl and a shell, Python's cryptography package. */
class InteroperabilityTest {
  @TempDir Path folder;
  private Path certificate;
  private byte[] payload;

  @BeforeEach
  void writeCertificate() throws Exception {
    BaseCertificate full =
        SampleCertificates.full(
            SampleCertificates.issuance(
                null, null, null, List.of(), EnvelopeTest.ALICE, EnvelopeTest.BOB));
    payload = full.toStatement().toBytes();
    certificate = folder.resolve("cert.json");
    full.sign(List.of(EnvelopeTest.ALICE, EnvelopeTest.BOB)).write(certificate);
    Keys.writePublic(EnvelopeTest.ALICE.verificationKey(), folder.resolve("alice.pem"));
    Keys.writePublic(EnvelopeTest.BOB.verificationKey(), folder.resolve("bob.pem"));
    Keys.writePublic(
        EnvelopeTest.key("00".repeat(32)).verificationKey(), folder.resolve("mallory.pem"));
    Files.copy(Path.of("certificates", "verify-with-openssl.sh"), folder.resolve("verify.sh"));
  }

  private OpenSsl.Result recipe(String publicKey) throws Exception {
    return OpenSsl.run(folder, "sh", "verify.sh", "cert.json", publicKey);
  }

  @Test
  void opensslAndAShellVerifyACertificate() throws Exception {
    assumeTrue(OpenSsl.present());
    for (String key : List.of("alice.pem", "bob.pem")) {
      OpenSsl.Result result = recipe(key);
      assertEquals(0, result.status(), result.output());
      assertTrue(result.output().contains(new String(payload, UTF_8)), result.output());
      assertTrue(
          result.output().contains(Keys.readPublic(folder.resolve(key)).keyid()), result.output());
    }
  }

  @Test
  void opensslAndAShellRefuseAnotherKeyAndAnAlteredPayload() throws Exception {
    assumeTrue(OpenSsl.present());
    assertEquals(1, recipe("mallory.pem").status());
    String text = Files.readString(certificate);
    byte[] altered = new String(payload, UTF_8).replace("0.00162", "0.00161").getBytes(UTF_8);
    assertFalse(java.util.Arrays.equals(altered, payload));
    String changed =
        text.replace(
            Base64.getEncoder().encodeToString(payload),
            Base64.getEncoder().encodeToString(altered));
    Files.writeString(certificate, changed);
    OpenSsl.Result result = recipe("alice.pem");
    assertEquals(1, result.status(), result.output());
    assertTrue(result.output().contains("no signature by this key holds"), result.output());
  }

  @Test
  void whatOpensslSignsWeVerify() throws Exception {
    assumeTrue(OpenSsl.present());
    OpenSsl.run(folder, "openssl", "genpkey", "-algorithm", "ed25519", "-out", "key.pem");
    OpenSsl.run(folder, "openssl", "pkey", "-in", "key.pem", "-pubout", "-out", "pub.pem");
    Files.write(
        folder.resolve("pae"), Envelope.preAuthenticationEncoding(Envelope.IN_TOTO, payload));
    OpenSsl.Result signed =
        OpenSsl.run(
            folder, "openssl", "pkeyutl", "-sign", "-inkey", "key.pem", "-rawin", "-in", "pae",
            "-out", "sig");
    assertEquals(0, signed.status(), signed.output());
    Json envelope =
        Json.object()
            .put("payload", Base64.getEncoder().encodeToString(payload))
            .put("payloadType", Envelope.IN_TOTO)
            .put(
                "signatures",
                Json.array(
                    Json.object()
                        .put(
                            "sig",
                            Base64.getEncoder()
                                .encodeToString(Files.readAllBytes(folder.resolve("sig"))))
                        .build()))
            .build();
    VerificationKey key = Keys.readPublic(folder.resolve("pub.pem"));
    Envelope.Verified verified =
        Envelope.parse(envelope.pretty().getBytes(UTF_8), "test")
            .verify(List.of(key), 1)
            .orElseThrow();
    assertArrayEquals(payload, verified.payload());
    // Ed25519 is deterministic, so with the same key we write the same signature.
    SigningKey same = Keys.readPrivate(folder.resolve("key.pem"), null).key();
    assertArrayEquals(
        Files.readAllBytes(folder.resolve("sig")),
        same.sign(Files.readAllBytes(folder.resolve("pae"))));
  }

  @Test
  void pythonAsASecondImplementationAgrees() throws Exception {
    assumeTrue(OpenSsl.pythonCryptographyPresent());
    String program =
        """
        import base64, json, sys
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives.serialization import load_pem_public_key
        envelope = json.load(open(sys.argv[1]))
        key = load_pem_public_key(open(sys.argv[2], 'rb').read())
        kind = envelope['payloadType'].encode()
        body = base64.b64decode(envelope['payload'])
        signed = b'DSSEv1 %d %s %d %s' % (len(kind), kind, len(body), body)
        good = 0
        for s in envelope['signatures']:
            try:
                key.verify(base64.b64decode(s['sig']), signed)
                good += 1
            except InvalidSignature:
                pass
        statement = json.loads(body)
        again = json.dumps(statement, sort_keys=True, separators=(',', ':'), ensure_ascii=False)
        print(good, again.encode() == body, statement['predicate']['bound']['epsilon'])
        """;
    OpenSsl.Result good = OpenSsl.run(folder, "python3", "-c", program, "cert.json", "alice.pem");
    assertEquals("1 True 0.00162\n", good.output());
    OpenSsl.Result bad = OpenSsl.run(folder, "python3", "-c", program, "cert.json", "mallory.pem");
    assertEquals("0 True 0.00162\n", bad.output());
  }
}
