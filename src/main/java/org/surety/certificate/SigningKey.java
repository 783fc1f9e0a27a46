package org.surety.certificate;

import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.util.Arrays;

/** An Ed25519 key pair that signs. Prints nothing of its secret. */
public final class SigningKey {
  private static final int SEED_BYTES = 32;

  private final PrivateKey privateKey;
  private final VerificationKey verificationKey;

  private SigningKey(PrivateKey privateKey, PublicKey publicKey) {
    this.privateKey = privateKey;
    this.verificationKey = new VerificationKey(publicKey);
  }

  /** A new key. */
  static SigningKey generate(SecureRandom random) {
    byte[] seed = new byte[SEED_BYTES];
    random.nextBytes(seed);
    return ofSeed(seed);
  }

  /**
   * The key pair of a 32-byte secret (RFC 8032, section 5.1.5).
   *
   * <p>The JDK has no call that derives the public key from the private one, but its generator
   * takes the secret from the random source it is given. That is held against the key factory and
   * against a signature here, so a JDK that did otherwise would be noticed at once.
   */
  static SigningKey ofSeed(byte[] seed) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
      generator.initialize(NamedParameterSpec.ED25519, new GivenBytes(seed));
      KeyPair pair = generator.generateKeyPair();
      PrivateKey given =
          KeyFactory.getInstance("Ed25519")
              .generatePrivate(new EdECPrivateKeySpec(NamedParameterSpec.ED25519, seed.clone()));
      SigningKey key = new SigningKey(given, pair.getPublic());
      byte[] probe = {1, 2, 3};
      if (!Arrays.equals(given.getEncoded(), pair.getPrivate().getEncoded())
          || !key.verificationKey.verifies(probe, key.sign(probe))) {
        throw new IllegalStateException(
            "this JDK's Ed25519 generator does not take its secret from the given source");
      }
      return key;
    } catch (NoSuchAlgorithmException | InvalidAlgorithmParameterException e) {
      throw new IllegalStateException("every JDK from 15 on has Ed25519", e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("32 bytes are an Ed25519 secret", e);
    }
  }

  /** The public half. */
  public VerificationKey verificationKey() {
    return verificationKey;
  }

  /** The 64 bytes of the signature of {@code message}. */
  byte[] sign(byte[] message) {
    try {
      Signature signer = Signature.getInstance("Ed25519");
      signer.initSign(privateKey);
      signer.update(message);
      return signer.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("signing with an Ed25519 key cannot fail", e);
    }
  }

  /** The PKCS#8 DER of the private key. */
  byte[] pkcs8() {
    return privateKey.getEncoded();
  }

  @Override
  public String toString() {
    return "signing " + verificationKey;
  }

  /** A random source that yields the bytes it was given. */
  private static final class GivenBytes extends SecureRandom {
    private static final long serialVersionUID = 1L;
    private final byte[] bytes;

    GivenBytes(byte[] bytes) {
      this.bytes = bytes.clone();
    }

    @Override
    public void nextBytes(byte[] out) {
      System.arraycopy(bytes, 0, out, 0, out.length);
    }
  }
}
