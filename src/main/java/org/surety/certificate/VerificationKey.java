package org.surety.certificate;

import java.security.PublicKey;
import org.jspecify.annotations.Nullable;
import org.surety.base.Sha256;

/** An Ed25519 public key. Two are equal if their encodings are. */
public final class VerificationKey {
  private final PublicKey key;
  private final String keyid;

  VerificationKey(PublicKey key) {
    this.key = key;
    this.keyid = Sha256.of(key.getEncoded());
  }

  /**
   * SHA-256 of the key's SubjectPublicKeyInfo; the same as {@code openssl pkey -pubin -in pub.pem
   * -outform DER | openssl dgst -sha256}.
   */
  public String keyid() {
    return keyid;
  }

  /** The key as PEM. */
  public String toPem() {
    return Pem.text("PUBLIC KEY", key.getEncoded());
  }

  boolean verifies(byte[] message, byte[] signature) {
    return Envelope.verifies(key, message, signature);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof VerificationKey k && keyid.equals(k.keyid);
  }

  @Override
  public int hashCode() {
    return keyid.hashCode();
  }

  @Override
  public String toString() {
    return "key " + Digests.brief(keyid);
  }
}
