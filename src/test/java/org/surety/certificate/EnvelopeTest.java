package org.surety.certificate;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.surety.base.InputException;

class EnvelopeTest {
  /** RFC 8032, section 7.1, TEST 1. */
  static final SigningKey ALICE =
      key("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60");

  /** RFC 8032, section 7.1, TEST 2. */
  static final SigningKey BOB =
      key("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb");

  private static final byte[] PAYLOAD = "{\"claim\":\"ε ≤ 0.00162\"}".getBytes(UTF_8);

  static SigningKey key(String seed) {
    return SigningKey.ofSeed(HexFormat.of().parseHex(seed));
  }

  private static List<VerificationKey> keys(SigningKey... keys) {
    return java.util.Arrays.stream(keys).map(SigningKey::verificationKey).toList();
  }

  private static Envelope envelope() {
    return Envelope.sign(Envelope.IN_TOTO, PAYLOAD, List.of(ALICE));
  }

  private static Envelope parse(String json) {
    return Envelope.parse(json.getBytes(UTF_8), "test");
  }

  private static boolean accepts(Envelope envelope, SigningKey... trusted) {
    return envelope.verify(keys(trusted), 1).isPresent();
  }

  /** The vector of the DSSE protocol document. */
  @Test
  void preAuthenticationEncodingIsThatOfTheSpecification() {
    byte[] pae =
        Envelope.preAuthenticationEncoding(
            "http://example.com/HelloWorld", "hello world".getBytes(US_ASCII));
    assertEquals(
        "DSSEv1 29 http://example.com/HelloWorld 11 hello world", new String(pae, US_ASCII));
  }

  @Test
  void lengthsCountBytesNotCharacters() {
    byte[] pae = Envelope.preAuthenticationEncoding("té", "€".getBytes(UTF_8));
    assertEquals("DSSEv1 3 té 3 €", new String(pae, UTF_8));
    assertEquals(
        "DSSEv1 0  0 ", new String(Envelope.preAuthenticationEncoding("", new byte[0]), US_ASCII));
  }

  @Test
  void publicKeysAndSignaturesAreThoseOfRfc8032() {
    HexFormat hex = HexFormat.of();
    assertEquals(
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701"
            + "cf9b46bd25bf5f0595bbe24655141438e7a100b",
        hex.formatHex(ALICE.sign(new byte[0])));
    assertEquals(
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613"
            + "d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
        hex.formatHex(BOB.sign(new byte[] {0x72})));
    assertTrue(
        ALICE
            .verificationKey()
            .toPem()
            .contains(
                Base64.getEncoder()
                    .encodeToString(
                        hex.parseHex(
                            "302a300506032b6570032100"
                                + "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"))));
  }

  @Test
  void equalInputGivesEqualBytesAndReadsBack() {
    byte[] bytes = envelope().toBytes();
    assertArrayEquals(bytes, envelope().toBytes());
    Envelope.Verified verified =
        Envelope.parse(bytes, "test").verify(keys(BOB, ALICE), 1).orElseThrow();
    assertArrayEquals(PAYLOAD, verified.payload());
    assertEquals(Envelope.IN_TOTO, verified.payloadType());
    assertEquals(keys(ALICE), verified.signedBy());
  }

  @Test
  void aWrongKeyIsRefused() {
    assertFalse(accepts(envelope(), BOB));
    assertFalse(envelope().verify(List.of(), 1).isPresent());
  }

  /** Every single bit of the file: the envelope is refused, unreadable, or still says the same. */
  @Test
  void noFlippedBitIsAccepted() {
    byte[] good = envelope().toBytes();
    String text = new String(good, US_ASCII);
    int payloadAt = text.indexOf("\"payload\":\"") + 11;
    int payloadEnd = text.indexOf('"', payloadAt);
    int typeAt = text.indexOf("\"payloadType\":\"") + 15;
    int typeEnd = text.indexOf('"', typeAt);
    int sigAt = text.indexOf("\"sig\":\"") + 7;
    int sigEnd = text.indexOf('"', sigAt);
    for (int i = 0; i < good.length; i++) {
      boolean signed =
          (i >= payloadAt && i < payloadEnd)
              || (i >= typeAt && i < typeEnd)
              || (i >= sigAt && i < sigEnd);
      for (int bit = 0; bit < (signed ? 8 : 1); bit++) {
        byte[] bad = good.clone();
        bad[i] ^= (byte) (1 << bit);
        boolean accepted;
        try {
          Envelope envelope = Envelope.parse(bad, "test");
          accepted = accepts(envelope, ALICE);
          assertTrue(
              !accepted || java.util.Arrays.equals(PAYLOAD, envelope.uncheckedPayload()),
              "byte " + i);
        } catch (InputException e) {
          accepted = false;
        }
        assertFalse(accepted && signed, "byte " + i + " bit " + bit);
      }
    }
  }

  @Test
  void bothBase64AlphabetsAreRead() {
    byte[] payload = {(byte) 0xfb, (byte) 0xff, (byte) 0xfe, 1};
    String standard = new String(Envelope.sign("t", payload, List.of(ALICE)).toBytes(), US_ASCII);
    assertTrue(standard.contains("+//+AQ=="), standard);
    String urlSafe = standard.replace('+', '-').replace("-//-AQ==", "-__-AQ==");
    Matcher sig = Pattern.compile("\"sig\":\"([^\"]*)\"").matcher(urlSafe);
    assertTrue(sig.find());
    urlSafe = urlSafe.replace(sig.group(1), sig.group(1).replace('/', '_'));
    assertTrue(accepts(parse(standard), ALICE));
    assertTrue(accepts(parse(urlSafe), ALICE));
  }

  @Test
  void truncatedBase64IsOneClearSentence() {
    String text = new String(envelope().toBytes(), UTF_8);
    for (int cut = 1; cut <= 5; cut++) {
      String shortened =
          text.replaceFirst(".{" + cut + "}\",\"payloadType\"", "\",\"payloadType\"");
      try {
        assertFalse(accepts(parse(shortened), ALICE), "cut " + cut);
      } catch (InputException e) {
        assertEquals(
            "test: payload: is not complete base64;"
                + " the file was cut or altered; get it again from its issuer",
            e.getMessage());
      }
    }
  }

  @Test
  void aTruncatedFileIsUnreadable() {
    byte[] good = envelope().toBytes();
    for (int length = 0; length < good.length - 2; length += 7) {
      byte[] cut = java.util.Arrays.copyOf(good, length);
      assertThrows(InputException.class, () -> Envelope.parse(cut, "test"));
    }
  }

  @Test
  void unknownFieldsAreIgnoredAndKeyidIsOptional() {
    String text =
        new String(envelope().toBytes(), UTF_8)
            .replaceFirst("\\{", "{\"extra\":[1.5,{\"payload\":\"x\"}],")
            .replaceFirst("\"keyid\":\"[0-9a-f]*\",", "");
    assertTrue(accepts(parse(text), ALICE));
  }

  @Test
  void twoPayloadsAreRefused() {
    String text = new String(envelope().toBytes(), UTF_8);
    String twice = text.replaceFirst("\\{", "{\"payload\":\"e30=\",");
    assertThrows(InputException.class, () -> parse(twice));
    String escaped = text.replaceFirst("\\{", "{\"p\\\\u0061yload\":\"e30=\",");
    assertThrows(InputException.class, () -> parse(escaped));
  }

  @Test
  void aForgedKeyidDecidesNothing() {
    String alice = ALICE.verificationKey().keyid();
    String bob = BOB.verificationKey().keyid();
    String text = new String(envelope().toBytes(), UTF_8);
    Envelope renamed = parse(text.replace(alice, bob));
    assertTrue(accepts(renamed, ALICE));
    assertFalse(accepts(renamed, BOB));
  }

  @Test
  void theSameKeyTwiceIsOneSigner() {
    Envelope twice = envelope().signedAlsoBy(ALICE);
    assertEquals(2, twice.signatureCount());
    assertFalse(twice.verify(keys(ALICE, ALICE), 2).isPresent());
    assertFalse(twice.verify(keys(ALICE, BOB), 2).isPresent());
    Envelope both = envelope().signedAlsoBy(BOB);
    assertEquals(
        Set.copyOf(keys(ALICE, BOB)),
        Set.copyOf(both.verify(keys(BOB, ALICE), 2).orElseThrow().signedBy()));
  }

  @Test
  void aSignatureDoesNotCarryOverToAnotherPayloadType() {
    String text = new String(envelope().toBytes(), UTF_8);
    assertFalse(accepts(parse(text.replace("vnd.in-toto+json", "vnd.in-toto+jso_")), ALICE));
    // The classic confusion: moving bytes between type and payload.
    Envelope honest = Envelope.sign("a 3 xyz", "b".getBytes(US_ASCII), List.of(ALICE));
    byte[] signed = Envelope.preAuthenticationEncoding("a 3 xyz", "b".getBytes(US_ASCII));
    byte[] shifted = Envelope.preAuthenticationEncoding("a", "xyz 1 b".getBytes(US_ASCII));
    assertFalse(java.util.Arrays.equals(signed, shifted));
    assertTrue(accepts(honest, ALICE));
  }

  @Test
  void aSignatureOfTheWrongLengthIsAWrongSignature() {
    String text = new String(envelope().toBytes(), UTF_8);
    String empty = text.replaceFirst("\"sig\":\"[^\"]*\"", "\"sig\":\"\"");
    assertFalse(accepts(parse(empty), ALICE));
    String tooLong =
        text.replaceFirst(
            "\"sig\":\"[^\"]*\"",
            "\"sig\":\"" + Base64.getEncoder().encodeToString(new byte[65]) + "\"");
    assertFalse(accepts(parse(tooLong), ALICE));
  }

  @Test
  void aFloodOfSignaturesIsRefusedBeforeTryingThem() {
    Envelope envelope = envelope();
    String one = new String(envelope.toBytes(), UTF_8);
    String signature = one.substring(one.indexOf("{\"keyid\""), one.lastIndexOf("]}"));
    String flood = one.replace(signature, signature + ("," + signature).repeat(100));
    InputException e = assertThrows(InputException.class, () -> parse(flood));
    assertTrue(e.getMessage().contains("101 signatures"), e.getMessage());
  }

  @Test
  void anEnvelopeWithoutItsPartsIsOneClearSentence() {
    InputException e = assertThrows(InputException.class, () -> parse("{\"payload\":\"e30=\"}"));
    assertEquals(
        "test: the field 'payloadType' is missing;"
            + " the file was not written by this version of surety",
        e.getMessage());
    assertThrows(InputException.class, () -> parse("[]"));
    assertThrows(
        InputException.class,
        () -> parse("{\"payload\":\"e30=\",\"payloadType\":\"t\",\"signatures\":[]}"));
    assertThrows(
        InputException.class,
        () -> parse("{\"payload\":1,\"payloadType\":\"t\",\"signatures\":[]}"));
  }
}
