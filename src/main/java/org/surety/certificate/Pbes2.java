package org.surety.certificate;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import javax.crypto.BadPaddingException;
import javax.crypto.Cipher;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Passphrase encryption of PKCS#8 private keys: PBES2 with PBKDF2 and AES-CBC (RFC 8018), as {@code
 * openssl pkcs8 -topk8 -v2 aes-256-cbc} writes and reads it.
 */
final class Pbes2 {
  /** Work factor of the keys we write; OWASP's figure for PBKDF2-HMAC-SHA256 (2023). */
  static final int ITERATIONS = 600_000;

  private static final int MAX_ITERATIONS = 50_000_000;
  private static final String PBES2 = "2a864886f70d01050d";
  private static final String PBKDF2 = "2a864886f70d01050c";
  private static final String HMAC_SHA1 = "2a864886f70d0207";
  private static final String HMAC_SHA256 = "2a864886f70d0209";
  private static final String AES_256_CBC = "60864801650304012a";

  private static final Map<String, String> PSEUDORANDOM_FUNCTIONS =
      Map.of(
          HMAC_SHA1,
          "PBKDF2WithHmacSHA1",
          HMAC_SHA256,
          "PBKDF2WithHmacSHA256",
          "2a864886f70d020a",
          "PBKDF2WithHmacSHA384",
          "2a864886f70d020b",
          "PBKDF2WithHmacSHA512");
  private static final Map<String, Integer> AES_KEY_BITS =
      Map.of("608648016503040102", 128, "608648016503040116", 192, AES_256_CBC, 256);

  private Pbes2() {}

  /** The DER of an EncryptedPrivateKeyInfo around {@code pkcs8}. */
  static byte[] encrypt(byte[] pkcs8, char[] passphrase, SecureRandom random) {
    byte[] salt = new byte[16];
    byte[] iv = new byte[16];
    random.nextBytes(salt);
    random.nextBytes(iv);
    byte[] ciphertext;
    try {
      ciphertext =
          cipher(Cipher.ENCRYPT_MODE, "PBKDF2WithHmacSHA256", passphrase, salt, ITERATIONS, 256, iv)
              .doFinal(pkcs8);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has PBKDF2 and AES", e);
    }
    byte[] keyDerivation =
        Der.element(
            Der.SEQUENCE,
            oid(PBKDF2),
            Der.element(
                Der.SEQUENCE,
                Der.element(Der.OCTET_STRING, salt),
                Der.integer(ITERATIONS),
                Der.element(Der.SEQUENCE, oid(HMAC_SHA256), Der.element(Der.NULL))));
    byte[] encryption =
        Der.element(Der.SEQUENCE, oid(AES_256_CBC), Der.element(Der.OCTET_STRING, iv));
    return Der.element(
        Der.SEQUENCE,
        Der.element(Der.SEQUENCE, oid(PBES2), Der.element(Der.SEQUENCE, keyDerivation, encryption)),
        Der.element(Der.OCTET_STRING, ciphertext));
  }

  /**
   * The PKCS#8 bytes inside an EncryptedPrivateKeyInfo, or nothing if the passphrase is wrong.
   *
   * @throws Der.MalformedException if it is no EncryptedPrivateKeyInfo
   * @throws UnsupportedException if it is encrypted in another way
   */
  static Optional<byte[]> decrypt(byte[] der, char[] passphrase)
      throws Der.MalformedException, UnsupportedException {
    Der.Reader info = new Der.Reader(der).enter(Der.SEQUENCE);
    Der.Reader algorithm = info.enter(Der.SEQUENCE);
    expect(algorithm, PBES2, "a scheme older than PBES2");
    Der.Reader parameters = algorithm.enter(Der.SEQUENCE);
    Der.Reader derivation = parameters.enter(Der.SEQUENCE);
    expect(derivation, PBKDF2, "a key derivation other than PBKDF2");
    Der.Reader kdf = derivation.enter(Der.SEQUENCE);
    byte[] salt = kdf.contents(Der.OCTET_STRING);
    int iterations = kdf.smallInteger();
    if (iterations < 1 || iterations > MAX_ITERATIONS) {
      throw new UnsupportedException(iterations + " rounds of PBKDF2");
    }
    if (kdf.sees(Der.INTEGER)) {
      kdf.smallInteger(); // the key length, which the cipher fixes already
    }
    String function =
        kdf.sees(Der.SEQUENCE)
            ? PSEUDORANDOM_FUNCTIONS.get(nextOid(kdf.enter(Der.SEQUENCE)))
            : PSEUDORANDOM_FUNCTIONS.get(HMAC_SHA1);
    Der.Reader encryption = parameters.enter(Der.SEQUENCE);
    Integer keyBits = AES_KEY_BITS.get(nextOid(encryption));
    if (function == null || keyBits == null) {
      throw new UnsupportedException("a cipher or hash other than AES-CBC and SHA-1 or SHA-2");
    }
    byte[] iv = encryption.contents(Der.OCTET_STRING);
    byte[] ciphertext = info.contents(Der.OCTET_STRING);
    try {
      return Optional.of(
          cipher(Cipher.DECRYPT_MODE, function, passphrase, salt, iterations, keyBits, iv)
              .doFinal(ciphertext));
    } catch (BadPaddingException e) {
      return Optional.empty();
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new Der.MalformedException(String.valueOf(e.getMessage()));
    }
  }

  /** Encrypted in a way that we do not read. */
  static final class UnsupportedException extends Exception {
    private static final long serialVersionUID = 1L;

    UnsupportedException(String what) {
      super(what);
    }
  }

  private static Cipher cipher(
      int mode,
      String function,
      char[] passphrase,
      byte[] salt,
      int iterations,
      int keyBits,
      byte[] iv)
      throws GeneralSecurityException {
    PBEKeySpec spec = new PBEKeySpec(passphrase, salt, iterations, keyBits);
    byte[] key = SecretKeyFactory.getInstance(function).generateSecret(spec).getEncoded();
    try {
      Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
      cipher.init(mode, new SecretKeySpec(key, "AES"), new IvParameterSpec(iv));
      return cipher;
    } finally {
      spec.clearPassword();
      Arrays.fill(key, (byte) 0);
    }
  }

  private static void expect(Der.Reader reader, String oid, String otherwise)
      throws Der.MalformedException, UnsupportedException {
    if (!nextOid(reader).equals(oid)) {
      throw new UnsupportedException(otherwise);
    }
  }

  private static String nextOid(Der.Reader reader) throws Der.MalformedException {
    return HexFormat.of().formatHex(reader.contents(Der.OBJECT_IDENTIFIER));
  }

  private static byte[] oid(String hex) {
    return Der.element(Der.OBJECT_IDENTIFIER, HexFormat.of().parseHex(hex));
  }
}
