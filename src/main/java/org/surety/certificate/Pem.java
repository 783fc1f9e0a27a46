package org.surety.certificate;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One block of a PEM file (RFC 7468). */
final class Pem {
  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([^-]*)-----END \\1-----");

  private final String label;
  private final byte[] der;

  private Pem(String label, byte[] der) {
    this.label = label;
    this.der = der;
  }

  /** What the block says it is: {@code PRIVATE KEY}. */
  String label() {
    return label;
  }

  /** Its bytes. */
  byte[] der() {
    return der;
  }

  /** The first block in a text, if there is a complete one. */
  static Optional<Pem> first(String text) {
    Matcher block = BLOCK.matcher(text);
    if (!block.find()) {
      return Optional.empty();
    }
    try {
      String digits = block.group(2).replaceAll("\\s", "");
      return Optional.of(new Pem(block.group(1), Base64.getDecoder().decode(digits)));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** The PEM text of one block, 64 columns wide. */
  static String text(String label, byte[] der) {
    byte[] lineEnd = "\n".getBytes(StandardCharsets.US_ASCII);
    String digits = Base64.getMimeEncoder(64, lineEnd).encodeToString(der);
    return "-----BEGIN " + label + "-----\n" + digits + "\n-----END " + label + "-----\n";
  }
}
