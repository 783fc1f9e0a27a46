package org.surety.certificate;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.surety.base.InputException;

class KeysTest {
  @TempDir Path folder;

  /** {@code openssl genpkey -algorithm ed25519 -aes-256-cbc -pass pass:correct} of OpenSSL 3.0. */
  private static final String OPENSSL_ENCRYPTED =
      """
      -----BEGIN ENCRYPTED PRIVATE KEY-----
      MIGbMFcGCSqGSIb3DQEFDTBKMCkGCSqGSIb3DQEFDDAcBAhW2mjfqwekogICCAAw
      DAYIKoZIhvcNAgkFADAdBglghkgBZQMEASoEEBi+Wbse/72dMVW6bXhLJuMEQLeb
      4Hw3vyz4Egn/7ekdPaT1Whd5iKrUovyKE6i3qeNdLDX6OCAuj/H9jk6Ml61JDwxL
      1Za2/1QHEfUOV3BGMao=
      -----END ENCRYPTED PRIVATE KEY-----
      """;

  private static final String OPENSSL_ENCRYPTED_PUBLIC =
      """
      -----BEGIN PUBLIC KEY-----
      MCowBQYDK2VwAyEAmWLGmgBTLl8japOsHQVt3bVsamwIoDKZUPISou3gOc8=
      -----END PUBLIC KEY-----
      """;

  private Path file(String text) throws Exception {
    Path file = folder.resolve("given.pem");
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    return file;
  }

  private static String messageOf(Executable action) {
    InputException e = assertThrows(InputException.class, action::run);
    assertFalse(e.getMessage().contains("\n"), e.getMessage());
    return e.getMessage();
  }

  private interface Executable {
    void run() throws Exception;
  }

  @Test
  void aNewKeyIsReadableByItsOwnerAloneAndReadsBack() throws Exception {
    Path file = folder.resolve("key.pem");
    SigningKey key = Keys.generate(file, null);
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    Keys.Loaded loaded = Keys.readPrivate(file, null);
    assertEquals(key.verificationKey(), loaded.key().verificationKey());
    assertEquals(List.of(), loaded.notices());
    Path pub = folder.resolve("pub.pem");
    Keys.writePublic(key.verificationKey(), pub);
    assertEquals(key.verificationKey(), Keys.readPublic(pub));
    assertFalse(key.equals(Keys.generate(folder.resolve("other.pem"), null)));
  }

  @Test
  void aKeyIsNeverOverwritten() throws Exception {
    Path file = folder.resolve("key.pem");
    Keys.generate(file, null);
    byte[] before = Files.readAllBytes(file);
    String message = messageOf(() -> Keys.generate(file, null));
    assertTrue(message.contains("exists already"), message);
    assertEquals(new String(before, US_ASCII), Files.readString(file));
  }

  @Test
  void aPassphraseProtectsTheKey() throws Exception {
    Path file = folder.resolve("key.pem");
    SigningKey key = Keys.generate(file, "grüße 12".toCharArray());
    assertTrue(Files.readString(file).startsWith("-----BEGIN ENCRYPTED PRIVATE KEY-----\n"));
    assertEquals(
        key.verificationKey(),
        Keys.readPrivate(file, () -> "grüße 12".toCharArray()).key().verificationKey());
    assertEquals(
        file + ": the passphrase is wrong; try again",
        messageOf(() -> Keys.readPrivate(file, () -> "grüße 13".toCharArray())));
    assertTrue(messageOf(() -> Keys.readPrivate(file, null)).contains("protected by a passphrase"));
  }

  @Test
  void anEmptyPassphraseIsRefused() {
    Path file = folder.resolve("key.pem");
    assertTrue(messageOf(() -> Keys.generate(file, new char[0])).contains("passphrase is empty"));
    assertFalse(Files.exists(file));
  }

  @Test
  void anOpensslKeyWithPassphraseIsRead() throws Exception {
    Path pub = folder.resolve("pub.pem");
    Files.writeString(pub, OPENSSL_ENCRYPTED_PUBLIC);
    assertEquals(
        Keys.readPublic(pub),
        Keys.readPrivate(file(OPENSSL_ENCRYPTED), "correct"::toCharArray).key().verificationKey());
  }

  /** RFC 8410, section 10.3: the second example carries attributes and the public key. */
  @Test
  void aKeyWithItsPublicHalfAttachedIsRead() throws Exception {
    Path file =
        file(
            """
            -----BEGIN PRIVATE KEY-----
            MHICAQEwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC
            oB8wHQYKKoZIhvcNAQkJFDEPDA1DdXJkbGUgQ2hhaXJzgSEAGb9ECWmEzf6FQbrB
            Z9w7lshQhqowtrbLDFw4rXAxZuE=
            -----END PRIVATE KEY-----
            """);
    String pem = Keys.readPrivate(file, null).key().verificationKey().toPem();
    assertTrue(pem.contains("MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE="), pem);
  }

  @Test
  void aKeyThatOthersCanReadIsNoticed() throws Exception {
    Path file = folder.resolve("key.pem");
    Keys.generate(file, null);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    List<String> notices = Keys.readPrivate(file, null).notices();
    assertEquals(1, notices.size());
    assertTrue(notices.get(0).endsWith("close it with 'chmod 600 " + file + "'"), notices.get(0));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "PUBLIC KEY|302a300506032b6570032100|holds a public key, which cannot sign",
        "PRIVATE KEY|3010020100300b06092a864886f70d010101|is of the kind 'RSA'",
        "PRIVATE KEY|300e020100300906072a8648ce3d0201|is of the kind 'EC'",
        "PRIVATE KEY|300a020100300506032b656f|is of the kind 'another algorithm'",
        "PRIVATE KEY|302e020100|the key inside is damaged",
        "PRIVATE KEY|300d020100300506032b65700401ff|the key inside is damaged",
        "RSA PRIVATE KEY|3000|is of the kind 'RSA PRIVATE KEY'",
        "OPENSSH PRIVATE KEY|3000|is of the kind 'OPENSSH PRIVATE KEY'",
        "CERTIFICATE|3000|is of the kind 'CERTIFICATE'",
        "ENCRYPTED PRIVATE KEY|3000|the key inside is damaged",
      })
  void whatIsNoPrivateKeyIsOneClearSentence(String label, String hex, String expected)
      throws Exception {
    Path file = file(Pem.text(label, java.util.HexFormat.of().parseHex(hex)));
    String message = messageOf(() -> Keys.readPrivate(file, "x"::toCharArray));
    assertTrue(message.startsWith(file + ": " + expected), message);
  }

  @Test
  void whatIsNoPublicKeyIsOneClearSentence() throws Exception {
    Path key = folder.resolve("key.pem");
    Keys.generate(key, null);
    assertTrue(messageOf(() -> Keys.readPublic(key)).contains("holds a private key where"));
    assertTrue(messageOf(() -> Keys.readPublic(file("hello"))).contains("is not a PEM key"));
    Path cut = file("-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEA");
    assertTrue(messageOf(() -> Keys.readPublic(cut)).contains("is not a PEM key"));
    Path missing = folder.resolve("missing.pem");
    assertTrue(messageOf(() -> Keys.readPublic(missing)).contains("there is no such key file"));
    assertTrue(messageOf(() -> Keys.readPublic(folder)).contains("is a directory"));
    Path rsa =
        file(
            Pem.text(
                "PUBLIC KEY",
                java.util.HexFormat.of().parseHex("300f300d06092a864886f70d0101010500")));
    assertTrue(messageOf(() -> Keys.readPublic(rsa)).contains("is of the kind 'RSA'"));
    Path shortKey =
        file(
            Pem.text(
                "PUBLIC KEY", java.util.HexFormat.of().parseHex("300c300506032b6570030300ffff")));
    assertTrue(messageOf(() -> Keys.readPublic(shortKey)).contains("is damaged"));
  }

  @Test
  void everyTruncationOfAnEncryptedKeyIsOneClearSentence() throws Exception {
    byte[] der = Pem.first(OPENSSL_ENCRYPTED).orElseThrow().der();
    for (int length = 0; length < der.length; length++) {
      Path cut = file(Pem.text("ENCRYPTED PRIVATE KEY", java.util.Arrays.copyOf(der, length)));
      messageOf(() -> Keys.readPrivate(cut, "correct"::toCharArray));
    }
  }

  @Test
  void opensslReadsOurKeysAndAgreesOnTheKeyid() throws Exception {
    assumeTrue(OpenSsl.present());
    SigningKey plain = Keys.generate(folder.resolve("plain.pem"), null);
    SigningKey locked = Keys.generate(folder.resolve("locked.pem"), "päss".toCharArray());
    OpenSsl.Result first = OpenSsl.run(folder, "openssl", "pkey", "-in", "plain.pem", "-pubout");
    assertEquals(plain.verificationKey().toPem(), first.output());
    OpenSsl.Result second =
        OpenSsl.run(
            folder, "openssl", "pkey", "-in", "locked.pem", "-passin", "pass:päss", "-pubout");
    assertEquals(locked.verificationKey().toPem(), second.output());
    Keys.writePublic(plain.verificationKey(), folder.resolve("pub.pem"));
    OpenSsl.run(
        folder,
        "openssl",
        "pkey",
        "-pubin",
        "-in",
        "pub.pem",
        "-outform",
        "DER",
        "-out",
        "pub.der");
    OpenSsl.Result digest = OpenSsl.run(folder, "openssl", "dgst", "-sha256", "-r", "pub.der");
    assertEquals(plain.verificationKey().keyid(), digest.output().substring(0, 64));
  }

  @ParameterizedTest
  @CsvSource({
    "'genpkey -algorithm ed25519'",
    "'genpkey -algorithm ed25519 -aes-256-cbc -pass pass:correct'",
    "'genpkey -algorithm ed25519 -aes128 -pass pass:correct'",
    "'pkcs8 -topk8 -v2 aes-256-cbc -v2prf hmacWithSHA512 -iter 5000 -in base.pem -passout"
        + " pass:correct'",
    "'pkcs8 -topk8 -v2 aes-192-cbc -v2prf hmacWithSHA1 -in base.pem -passout pass:correct'",
  })
  void weReadOpensslsKeys(String arguments) throws Exception {
    assumeTrue(OpenSsl.present());
    OpenSsl.run(folder, "openssl", "genpkey", "-algorithm", "ed25519", "-out", "base.pem");
    List<String> command = new java.util.ArrayList<>(List.of("openssl"));
    command.addAll(List.of(arguments.split(" ")));
    command.addAll(List.of("-out", "key.pem"));
    OpenSsl.Result made = OpenSsl.run(folder, command);
    assertEquals(0, made.status(), made.output());
    OpenSsl.Result pub =
        OpenSsl.run(
            folder, "openssl", "pkey", "-in", "key.pem", "-passin", "pass:correct", "-pubout");
    assertEquals(
        pub.output(),
        Keys.readPrivate(folder.resolve("key.pem"), "correct"::toCharArray)
            .key()
            .verificationKey()
            .toPem());
  }

  @Test
  void scryptAndOtherAlgorithmsOfOpensslAreOneClearSentence() throws Exception {
    assumeTrue(OpenSsl.present());
    OpenSsl.run(folder, "openssl", "genpkey", "-algorithm", "ed25519", "-out", "base.pem");
    OpenSsl.run(
        folder,
        "openssl",
        "pkcs8",
        "-topk8",
        "-scrypt",
        "-in",
        "base.pem",
        "-passout",
        "pass:x",
        "-out",
        "scrypt.pem");
    String scrypt =
        messageOf(() -> Keys.readPrivate(folder.resolve("scrypt.pem"), "x"::toCharArray));
    assertTrue(scrypt.contains("a key derivation other than PBKDF2"), scrypt);
    OpenSsl.run(
        folder,
        "openssl",
        "genpkey",
        "-algorithm",
        "RSA",
        "-pkeyopt",
        "rsa_keygen_bits:1024",
        "-out",
        "rsa.pem");
    String rsa = messageOf(() -> Keys.readPrivate(folder.resolve("rsa.pem"), null));
    assertTrue(rsa.contains("is of the kind 'RSA', but certificates need Ed25519"), rsa);
  }

  @Test
  void aPemTextIs64ColumnsWide() {
    String pem = Pem.text("X", new byte[100]);
    for (String line : pem.split("\n")) {
      assertTrue(line.length() <= 64, line);
    }
    assertEquals(100, Pem.first(pem).orElseThrow().der().length);
    assertTrue(pem.contains(Base64.getEncoder().encodeToString(new byte[48])));
  }
}
