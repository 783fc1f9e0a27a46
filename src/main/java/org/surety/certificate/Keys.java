package org.surety.certificate;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.SecureRandom;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.surety.base.AtomicFile;
import org.surety.base.InputException;

/** Ed25519 keys in PEM files, interchangeable with {@code openssl}'s. */
public final class Keys {
  private static final String ED25519 = "2b6570"; // 1.3.101.112
  private static final String RSA = "2a864886f70d010101";
  private static final String EC = "2a8648ce3d0201";
  private static final long MAX_FILE = 1 << 16;
  private static final String MAKE_ONE = "make one with 'surety keys generate -o key.pem'";
  private static final String MAKE_PUBLIC =
      "make it with 'surety keys public KEY.pem -o PUB.pem' and give that";

  private Keys() {}

  /**
   * A private key read from a file.
   *
   * @param key the key
   * @param notices what the user should know about the file, one sentence each; usually none
   */
  public record Loaded(SigningKey key, List<String> notices) {}

  /**
   * Makes a key and writes it as PKCS#8 PEM, readable by its owner alone from the moment the file
   * exists.
   *
   * @param passphrase encrypts the file (PBES2, PBKDF2-HMAC-SHA256, AES-256-CBC) unless null
   * @throws InputException if the file exists: a key is never overwritten
   */
  public static SigningKey generate(Path file, char @Nullable [] passphrase) throws IOException {
    if (passphrase != null && passphrase.length == 0) {
      throw new InputException(
          file.toString(), "the passphrase is empty", "give one, or leave --passphrase out");
    }
    SecureRandom random = new SecureRandom();
    SigningKey key = SigningKey.generate(random);
    String pem =
        passphrase == null
            ? Pem.text("PRIVATE KEY", key.pkcs8())
            : Pem.text("ENCRYPTED PRIVATE KEY", Pbes2.encrypt(key.pkcs8(), passphrase, random));
    writeSecret(file, pem);
    return key;
  }

  private static void writeSecret(Path file, String pem) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw new InputException(
          file.toString(), "its folder does not exist", "create it or choose another file");
    }
    FileAttribute<?>[] mode =
        Files.getFileStore(folder).supportsFileAttributeView("posix")
            ? new FileAttribute<?>[] {
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
            }
            : new FileAttribute<?>[0];
    boolean complete = false;
    try (SeekableByteChannel out =
        Files.newByteChannel(
            file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), mode)) {
      try {
        ByteBuffer bytes = ByteBuffer.wrap(pem.getBytes(StandardCharsets.US_ASCII));
        while (bytes.hasRemaining()) {
          out.write(bytes);
        }
        complete = true;
      } finally {
        if (!complete) {
          Files.deleteIfExists(file);
        }
      }
    } catch (FileAlreadyExistsException e) {
      throw new InputException(
          file.toString(),
          "exists already, and a key is never overwritten",
          "choose another name, or move the old key away",
          e);
    }
  }

  /** Writes the public half as PEM. */
  public static void writePublic(VerificationKey key, Path file) throws IOException {
    AtomicFile.write(file, key.toPem().getBytes(StandardCharsets.US_ASCII));
  }

  /**
   * Reads a private key, of ours or of {@code openssl genpkey -algorithm ed25519}.
   *
   * @param passphrase asked only if the file is encrypted, its answer wiped after use; null if
   *     there is no way to ask
   */
  public static Loaded readPrivate(Path file, @Nullable Supplier<char[]> passphrase)
      throws IOException {
    Pem pem = read(file);
    byte[] pkcs8 =
        switch (pem.label()) {
          case "PRIVATE KEY" -> pem.der();
          case "ENCRYPTED PRIVATE KEY" -> decrypt(file, pem.der(), passphrase);
          case "PUBLIC KEY" ->
              throw new InputException(
                  file.toString(), "holds a public key, which cannot sign", "give the private one");
          default -> throw otherKind(file, pem.label());
        };
    SigningKey key;
    try {
      key = SigningKey.ofSeed(seed(file, pkcs8));
    } catch (Der.MalformedException e) {
      throw damaged(file, e);
    } finally {
      Arrays.fill(pkcs8, (byte) 0);
    }
    return new Loaded(key, notices(file));
  }

  /** Reads a public key. */
  public static VerificationKey readPublic(Path file) throws IOException {
    Pem pem = read(file);
    if (pem.label().endsWith("PRIVATE KEY")) {
      throw new InputException(
          file.toString(), "holds a private key where the public one is expected", MAKE_PUBLIC);
    }
    if (!pem.label().equals("PUBLIC KEY")) {
      throw otherKind(file, pem.label());
    }
    try {
      Der.Reader info = new Der.Reader(pem.der()).enter(Der.SEQUENCE);
      requireEd25519(file, info.enter(Der.SEQUENCE));
      return new VerificationKey(
          KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(pem.der())));
    } catch (Der.MalformedException | GeneralSecurityException e) {
      throw damaged(file, e);
    }
  }

  private static Pem read(Path file) throws IOException {
    try {
      if (Files.isDirectory(file)) {
        throw new InputException(file.toString(), "is a directory, not a key", MAKE_ONE);
      }
      if (Files.size(file) <= MAX_FILE) {
        String text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        Optional<Pem> pem = Pem.first(text);
        if (pem.isPresent()) {
          return pem.get();
        }
      }
    } catch (NoSuchFileException e) {
      throw new InputException(file.toString(), "there is no such key file", MAKE_ONE, e);
    }
    throw new InputException(
        file.toString(), "is not a PEM key (no complete BEGIN ... END block)", MAKE_ONE);
  }

  private static byte[] decrypt(Path file, byte[] der, @Nullable Supplier<char[]> ask) {
    if (ask == null) {
      throw new InputException(
          file.toString(), "is protected by a passphrase", "run where it can be typed");
    }
    char[] passphrase = ask.get();
    try {
      Optional<byte[]> pkcs8 = Pbes2.decrypt(der, passphrase);
      // One wrong passphrase in 256 leaves a valid padding, but then no PKCS#8 structure.
      if (pkcs8.isPresent() && looksLikePkcs8(pkcs8.get())) {
        return pkcs8.get();
      }
    } catch (Der.MalformedException e) {
      throw damaged(file, e);
    } catch (Pbes2.UnsupportedException e) {
      throw new InputException(
          file.toString(),
          "is encrypted with " + e.getMessage() + ", which is not read here",
          "rewrite it with 'openssl pkcs8 -topk8 -v2 aes-256-cbc'",
          e);
    } finally {
      Arrays.fill(passphrase, '\0');
    }
    throw new InputException(file.toString(), "the passphrase is wrong", "try again");
  }

  private static boolean looksLikePkcs8(byte[] der) {
    try {
      Der.Reader info = new Der.Reader(der).enter(Der.SEQUENCE);
      info.smallInteger();
      info.enter(Der.SEQUENCE).contents(Der.OBJECT_IDENTIFIER);
      return true;
    } catch (Der.MalformedException e) {
      return false;
    }
  }

  /** The secret in a PKCS#8 structure (RFC 8410, section 7); an attached public key is ignored. */
  private static byte[] seed(Path file, byte[] pkcs8) throws Der.MalformedException {
    Der.Reader info = new Der.Reader(pkcs8).enter(Der.SEQUENCE);
    info.smallInteger();
    requireEd25519(file, info.enter(Der.SEQUENCE));
    byte[] seed = info.enter(Der.OCTET_STRING).contents(Der.OCTET_STRING);
    if (seed.length != 32) {
      throw new Der.MalformedException("the secret has " + seed.length + " bytes");
    }
    return seed;
  }

  private static void requireEd25519(Path file, Der.Reader algorithm)
      throws Der.MalformedException {
    String oid = HexFormat.of().formatHex(algorithm.contents(Der.OBJECT_IDENTIFIER));
    switch (oid) {
      case ED25519 -> {}
      case RSA -> throw otherKind(file, "RSA");
      case EC -> throw otherKind(file, "EC");
      default -> throw otherKind(file, "another algorithm");
    }
  }

  private static InputException otherKind(Path file, String found) {
    return new InputException(
        file.toString(), "is of the kind '" + found + "', but certificates need Ed25519", MAKE_ONE);
  }

  private static InputException damaged(Path file, Exception cause) {
    return new InputException(
        file.toString(), "the key inside is damaged", "restore the file, or " + MAKE_ONE, cause);
  }

  private static List<String> notices(Path file) throws IOException {
    if (!Files.getFileStore(file).supportsFileAttributeView("posix")) {
      return List.of();
    }
    Set<PosixFilePermission> mode = Files.getPosixFilePermissions(file);
    boolean open =
        mode.contains(PosixFilePermission.OTHERS_READ)
            || mode.contains(PosixFilePermission.GROUP_READ)
            || mode.contains(PosixFilePermission.OTHERS_WRITE)
            || mode.contains(PosixFilePermission.GROUP_WRITE);
    return open
        ? List.of(
            file
                + ": other users of this machine can read or replace this private key;"
                + " close it with 'chmod 600 "
                + file
                + "'")
        : List.of();
  }
}
