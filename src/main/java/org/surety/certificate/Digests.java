package org.surety.certificate;

import java.util.regex.Pattern;
import org.surety.base.InputException;

/** SHA-256 digests as they travel in certificates: 64 lowercase hexadecimal digits. */
final class Digests {
  private static final Pattern FORM = Pattern.compile("[0-9a-f]{64}");

  private Digests() {}

  /** {@code text} if it has the form of a digest; {@code place} names it otherwise. */
  static String require(String text, String place) {
    if (!FORM.matcher(text).matches()) {
      throw new InputException(
          place, "'" + text + "' is not a SHA-256 digest", "expected 64 hexadecimal digits");
    }
    return text;
  }

  /** The first twelve digits, enough for a person to tell two apart. */
  static String brief(String digest) {
    return digest.substring(0, 12);
  }
}
