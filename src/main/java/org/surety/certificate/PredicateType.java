package org.surety.certificate;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.surety.base.InputException;

/** The kinds of claim that we sign, and the one place where their URIs are written. */
public enum PredicateType {
  /** Rollouts of a policy bound its probability of violating a property. */
  BASE_CERTIFICATE("base-certificate"),
  /** A policy kept close to a certified one inherits its bound. */
  AUDIT_CERTIFICATE("audit-certificate");

  private static final String PREFIX = "https://surety.dev/attestation/";
  private static final String VERSION = "/v0.1";

  private final String kind;
  private final String uri;

  PredicateType(String name) {
    this.kind = (name.startsWith("a") ? "an " : "a ") + name.replace('-', ' ');
    this.uri = PREFIX + name + VERSION;
  }

  /** What people call it, with its article: {@code a base certificate}. */
  public String kind() {
    return kind;
  }

  /** The URI in a statement's {@code predicateType}. */
  public String uri() {
    return uri;
  }

  /** The kind that a URI names; {@code place} is for the message where there is none. */
  public static PredicateType of(String uri, String place) {
    for (PredicateType type : values()) {
      if (type.uri.equals(uri)) {
        return type;
      }
    }
    throw new InputException(
        place,
        "the predicate type '" + uri + "' is unknown",
        "this version of surety reads "
            + Arrays.stream(values()).map(PredicateType::uri).collect(Collectors.joining(", ")));
  }
}
