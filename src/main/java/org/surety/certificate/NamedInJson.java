package org.surety.certificate;

import java.util.Locale;

/** An enumeration whose constants are written in JSON in lower case with hyphens. */
public interface NamedInJson {
  /** {@code Enum.name()}. */
  String name();

  /** The constant as written in JSON: {@code DIGEST_ONLY} is {@code digest-only}. */
  default String jsonName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
