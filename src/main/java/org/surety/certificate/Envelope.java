package org.surety.certificate;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.surety.base.AtomicFile;
import org.surety.base.InputException;
import org.surety.base.Sha256;

/**
 * A DSSE 1.0.2 envelope: payload bytes, their type, and Ed25519 signatures over both.
 *
 * <p>The payload's bytes are decoded once, when the envelope is read; {@link #verify} hands out
 * those very bytes and no others, so that what is parsed is what was checked. A {@code keyid} is a
 * hint by whoever wrote the envelope and decides nothing: every signature is tried against every
 * trusted key.
 *
 * @see <a href="https://github.com/secure-systems-lab/dsse/blob/master/protocol.md">DSSE
 *     protocol</a>
 */
public final class Envelope {
  /** The payload type of in-toto statements. */
  public static final String IN_TOTO = "application/vnd.in-toto+json";

  private static final int MAX_FILE = 64 << 20;

  /** Every signature costs a few milliseconds a key to try, whoever wrote it. */
  private static final int MAX_SIGNATURES = 100;

  private final String payloadType;
  private final byte[] payload;
  private final List<EnvelopeSignature> signatures;

  /** One signature as written: an unauthenticated hint and, if it is well-formed, 64 bytes. */
  private static final class EnvelopeSignature {
    final String keyid;
    final byte[] bytes;

    EnvelopeSignature(String keyid, byte[] bytes) {
      this.keyid = keyid;
      this.bytes = bytes;
    }
  }

  /** A payload whose signatures were checked; only {@link #verify} makes one. */
  public static final class Verified {
    private final String payloadType;
    private final byte[] payload;
    private final List<VerificationKey> signedBy;

    private Verified(String payloadType, byte[] payload, Collection<VerificationKey> signedBy) {
      this.payloadType = payloadType;
      this.payload = payload.clone();
      this.signedBy = List.copyOf(signedBy);
    }

    /** The payload's type, covered by the signatures. */
    public String payloadType() {
      return payloadType;
    }

    /** The payload's bytes, the very ones that were checked. */
    public byte[] payload() {
      return payload.clone();
    }

    /** The distinct trusted keys whose signature verified, at least the threshold. */
    public List<VerificationKey> signedBy() {
      return signedBy;
    }
  }

  private Envelope(String payloadType, byte[] payload, List<EnvelopeSignature> signatures) {
    this.payloadType = payloadType;
    this.payload = payload;
    this.signatures = List.copyOf(signatures);
  }

  /** The payload's type as the envelope states it; not to be trusted before {@link #verify}. */
  public String payloadType() {
    return payloadType;
  }

  /** The payload's bytes, not yet checked: for display only. */
  public byte[] uncheckedPayload() {
    return payload.clone();
  }

  /** Number of signatures, good or not. */
  public int signatureCount() {
    return signatures.size();
  }

  /**
   * SHA-256 of the payload's bytes: by this certificates name each other. It does not change when
   * another signature is added, and {@code openssl dgst -sha256} of the decoded payload prints it.
   */
  public String payloadDigest() {
    return Sha256.of(payload);
  }

  /**
   * The bytes that are signed: {@code "DSSEv1" SP LEN(type) SP type SP LEN(payload) SP payload},
   * lengths in bytes as decimal ASCII.
   */
  public static byte[] preAuthenticationEncoding(String payloadType, byte[] payload) {
    byte[] type = payloadType.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream out = new ByteArrayOutputStream(payload.length + type.length + 32);
    out.writeBytes(("DSSEv1 " + type.length + " ").getBytes(StandardCharsets.US_ASCII));
    out.writeBytes(type);
    out.writeBytes((" " + payload.length + " ").getBytes(StandardCharsets.US_ASCII));
    out.writeBytes(payload);
    return out.toByteArray();
  }

  /** Signs with one or several keys. Ed25519 is deterministic: equal input, equal envelope. */
  public static Envelope sign(String payloadType, byte[] payload, List<SigningKey> keys) {
    if (keys.isEmpty()) {
      throw new IllegalArgumentException("an envelope needs at least one signing key");
    }
    Envelope envelope = new Envelope(payloadType, payload.clone(), List.of());
    for (SigningKey key : keys) {
      envelope = envelope.signedAlsoBy(key);
    }
    return envelope;
  }

  /** This envelope with one more signature over the same bytes. */
  public Envelope signedAlsoBy(SigningKey key) {
    List<EnvelopeSignature> more = new ArrayList<>(signatures);
    more.add(
        new EnvelopeSignature(
            key.verificationKey().keyid(),
            key.sign(preAuthenticationEncoding(payloadType, payload))));
    return new Envelope(payloadType, payload, more);
  }

  /**
   * Checks the signatures.
   *
   * @param trusted the keys that count; a key given twice counts once
   * @param threshold how many distinct trusted keys must have signed, at least 1
   * @return the checked payload, or nothing if fewer trusted keys signed it
   */
  public Optional<Verified> verify(Collection<VerificationKey> trusted, int threshold) {
    if (threshold < 1) {
      throw new IllegalArgumentException("a threshold of " + threshold + " would trust anyone");
    }
    byte[] signed = preAuthenticationEncoding(payloadType, payload);
    Set<VerificationKey> signedBy = new LinkedHashSet<>();
    for (VerificationKey key : trusted) {
      if (signatures.stream().anyMatch(s -> key.verifies(signed, s.bytes))) {
        signedBy.add(key);
      }
    }
    return signedBy.size() < threshold
        ? Optional.empty()
        : Optional.of(new Verified(payloadType, payload, signedBy));
  }

  /** The envelope as one line of JSON with a line feed. */
  public byte[] toBytes() {
    List<Json> signed = new ArrayList<>();
    for (EnvelopeSignature s : signatures) {
      signed.add(Json.object().put("keyid", s.keyid).put("sig", base64(s.bytes)).build());
    }
    Json json =
        Json.object()
            .put("payload", base64(payload))
            .put("payloadType", payloadType)
            .put("signatures", new Json.Arr(signed))
            .build();
    return (json.canonical() + "\n").getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Reads an envelope; unknown fields are ignored, as DSSE asks.
   *
   * @param place where it comes from, for messages
   * @throws InputException if it is no envelope
   */
  public static Envelope parse(byte[] json, String place) {
    Fields fields = Fields.of(Json.parse(json, place), place);
    byte[] payload = decode(fields.text("payload"), place + ": payload");
    String payloadType = fields.text("payloadType");
    List<EnvelopeSignature> signatures = new ArrayList<>();
    for (Fields s : fields.objects("signatures")) {
      String keyid = s.textOrNull("keyid");
      signatures.add(
          new EnvelopeSignature(keyid == null ? "" : keyid, decode(s.text("sig"), s.at("sig"))));
    }
    if (signatures.size() > MAX_SIGNATURES) {
      throw new InputException(
          place,
          "the envelope holds " + signatures.size() + " signatures, more than " + MAX_SIGNATURES,
          "get the certificate from its issuer");
    }
    if (signatures.isEmpty()) {
      throw new InputException(
          place, "the envelope holds no signature", "get a signed certificate from its issuer");
    }
    return new Envelope(payloadType, payload, signatures);
  }

  /** Reads an envelope from a file. */
  public static Envelope read(Path file) throws IOException {
    try {
      if (!Files.isDirectory(file)) {
        // The size of a pipe or a device is not known beforehand.
        byte[] bytes = firstBytes(file, MAX_FILE + 1);
        if (bytes.length > MAX_FILE) {
          throw new InputException(
              file.toString(),
              "is more than " + MAX_FILE + " bytes long, too long for a certificate",
              "give the certificate, not a log");
        }
        return parse(bytes, file.toString());
      }
    } catch (NoSuchFileException e) {
      throw new InputException(
          file.toString(), "there is no such certificate", "check the path", e);
    }
    throw new InputException(file.toString(), "is a directory", "name the certificate's file");
  }

  private static byte[] firstBytes(Path file, int most) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(most);
    }
  }

  /** Writes the envelope to a file, whole or not at all. */
  public void write(Path file) throws IOException {
    AtomicFile.write(file, toBytes());
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  /**
   * Decodes either alphabet, and only the one text that encodes those bytes: the JDK's decoders
   * overlook a missing padding and stray low bits of the last digit.
   */
  private static byte[] decode(String text, String place) {
    boolean urlSafe = text.indexOf('-') >= 0 || text.indexOf('_') >= 0;
    try {
      byte[] bytes = (urlSafe ? Base64.getUrlDecoder() : Base64.getDecoder()).decode(text);
      Base64.Encoder encoder = urlSafe ? Base64.getUrlEncoder() : Base64.getEncoder();
      if (encoder.encodeToString(bytes).equals(text)) {
        return bytes;
      }
    } catch (IllegalArgumentException e) {
      throw notBase64(place, e);
    }
    throw notBase64(place, null);
  }

  private static InputException notBase64(String place, @Nullable Throwable cause) {
    String problem = "is not complete base64";
    String remedy = "the file was cut or altered; get it again from its issuer";
    return cause == null
        ? new InputException(place, problem, remedy)
        : new InputException(place, problem, remedy, cause);
  }

  /** Ed25519 verification with the JDK; a signature of the wrong form is a wrong signature. */
  static boolean verifies(PublicKey key, byte[] message, byte[] signature) {
    try {
      Signature verifier = Signature.getInstance("Ed25519");
      verifier.initVerify(key);
      verifier.update(message);
      return verifier.verify(signature);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }
}
