package org.surety.certificate;

import java.util.List;

/**
 * One thing that was looked at while verifying.
 *
 * @param name what: {@code signature}, {@code validity}, {@code log rollouts.parquet}
 * @param result how it came out
 * @param detail one sentence
 */
public record Check(String name, Result result, String detail) {

  /** How a check came out. */
  public enum Result implements NamedInJson {
    /** It holds. */
    OK,
    /** It does not hold. */
    FAILED,
    /** What would decide it was not given; says nothing either way. */
    NOT_CHECKED
  }

  static Check ok(String name, String detail) {
    return new Check(name, Result.OK, detail);
  }

  static Check failed(String name, String detail) {
    return new Check(name, Result.FAILED, detail);
  }

  static Check notChecked(String name, String detail) {
    return new Check(name, Result.NOT_CHECKED, detail);
  }

  /** Whether a certificate with these checks is valid: its signature holds and nothing failed. */
  public static boolean valid(List<Check> checks) {
    return checks.stream()
            .anyMatch(c -> c.name().equals(ChainVerifier.SIGNATURE) && c.result() == Result.OK)
        && checks.stream().noneMatch(c -> c.result() == Result.FAILED);
  }
}
