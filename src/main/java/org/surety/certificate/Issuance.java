package org.surety.certificate;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.surety.base.InputException;

/**
 * Who issued a certificate, when, and how it stands to others. The same members in every kind of
 * predicate.
 *
 * @param collector who collected the episodes, in words
 * @param issuedAt when it was issued
 * @param validFrom when it begins to hold, or null
 * @param validUntil when it ceases to hold, or null
 * @param supersedes payload digest of the certificate that this one replaces, or null
 * @param parents payload digests of the certificates that this one builds on
 * @param signers who signs, in which role. Roles are signed with the payload; the key ids inside an
 *     envelope are not
 * @param toolkit what wrote it
 */
public record Issuance(
    String collector,
    Instant issuedAt,
    @Nullable Instant validFrom,
    @Nullable Instant validUntil,
    @Nullable String supersedes,
    List<String> parents,
    List<Signer> signers,
    Toolkit toolkit) {

  /**
   * One who signs.
   *
   * @param role in which capacity: {@code collector}, {@code safety-officer}
   * @param keyid {@link VerificationKey#keyid} of the key
   */
  public record Signer(String role, String keyid) {
    /** Checks the digest's form. */
    public Signer {
      Digests.require(keyid, "signer " + role);
    }
  }

  /**
   * The program that wrote a certificate.
   *
   * @param name its name
   * @param version its version
   */
  public record Toolkit(String name, String version) {}

  /** Copies the lists and checks forms; one key has one role. */
  public Issuance {
    issuedAt = issuedAt.truncatedTo(ChronoUnit.SECONDS);
    validFrom = validFrom == null ? null : validFrom.truncatedTo(ChronoUnit.SECONDS);
    validUntil = validUntil == null ? null : validUntil.truncatedTo(ChronoUnit.SECONDS);
    parents = List.copyOf(parents);
    signers = List.copyOf(signers);
    parents.forEach(parent -> Digests.require(parent, "parents"));
    if (supersedes != null) {
      Digests.require(supersedes, "supersedes");
    }
    if (validFrom != null && validUntil != null && !validFrom.isBefore(validUntil)) {
      throw new IllegalArgumentException("valid from " + validFrom + " until " + validUntil);
    }
    Set<String> keyids = new HashSet<>();
    for (Signer signer : signers) {
      if (!keyids.add(signer.keyid)) {
        throw new IllegalArgumentException(
            "key " + Digests.brief(signer.keyid) + " signs in two roles");
      }
    }
  }

  /**
   * The time to write into a certificate: {@code SOURCE_DATE_EPOCH} in seconds since 1970 where the
   * environment sets it, so that certificates can be reproduced, the clock's otherwise.
   *
   * @see <a href="https://reproducible-builds.org/specs/source-date-epoch/">SOURCE_DATE_EPOCH</a>
   */
  public static Instant now(Map<String, String> environment, Clock clock) {
    String epoch = environment.get("SOURCE_DATE_EPOCH");
    if (epoch == null || epoch.isEmpty()) {
      return clock.instant().truncatedTo(ChronoUnit.SECONDS);
    }
    try {
      return Instant.ofEpochSecond(Long.parseLong(epoch));
    } catch (NumberFormatException | DateTimeException e) {
      throw new InputException(
          "SOURCE_DATE_EPOCH",
          "'" + epoch + "' is not a number of seconds since 1970",
          "unset it, or set it as in SOURCE_DATE_EPOCH=1767225600",
          e);
    }
  }

  /** Puts the members into a predicate. */
  void addTo(Json.ObjBuilder predicate) {
    predicate
        .put("collector", collector)
        .put("issuedAt", issuedAt.toString())
        .put("validFrom", validFrom == null ? null : validFrom.toString())
        .put("validUntil", validUntil == null ? null : validUntil.toString())
        .put("supersedes", supersedes)
        .put("parents", Json.texts(parents))
        .put(
            "signers",
            new Json.Arr(
                signers.stream()
                    .<Json>map(
                        s -> Json.object().put("role", s.role()).put("keyid", s.keyid()).build())
                    .toList()))
        .put(
            "toolkit",
            Json.object().put("name", toolkit.name()).put("version", toolkit.version()).build());
  }

  /** Reads the members from any predicate of ours. */
  static Issuance from(Fields f) {
    Fields toolkit = f.object("toolkit");
    Instant issuedAt = instant(f, "issuedAt");
    if (issuedAt == null) {
      throw new InputException(
          f.at("issuedAt"), "is missing", "the file was not written by this version of surety");
    }
    return new Issuance(
        f.text("collector"),
        issuedAt,
        instant(f, "validFrom"),
        instant(f, "validUntil"),
        f.digestOrNull("supersedes"),
        f.texts("parents"),
        f.objects("signers", s -> new Signer(s.text("role"), s.digest("keyid"))),
        new Toolkit(toolkit.text("name"), toolkit.text("version")));
  }

  private static @Nullable Instant instant(Fields f, String name) {
    String text = f.textOrNull(name);
    try {
      return text == null ? null : Instant.parse(text);
    } catch (DateTimeException e) {
      throw new InputException(
          f.at(name), "'" + text + "' is not a time", "expected one as in 2026-11-20T12:00:00Z", e);
    }
  }
}
