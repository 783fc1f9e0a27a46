package org.surety.certificate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.surety.base.InputException;

/**
 * Verifies a certificate and those it builds on: signatures, kinds, signers, dates, replacement,
 * parents. It trusts the keys it is given and nothing else; in particular nothing that an envelope
 * says about itself, and no certificate of the folder that those keys did not sign.
 *
 * <p>What was not looked at is reported as such, never as fine (in-toto's monotonic principle:
 * leaving something out must not turn a no into a yes).
 */
public final class ChainVerifier {
  /** Name of the check that everything else rests on. */
  static final String SIGNATURE = "signature";

  /** Clocks of two machines may differ by so much. */
  private static final Duration CLOCK_SKEW = Duration.ofMinutes(10);

  private final List<VerificationKey> trusted;
  private final int threshold;
  private final Instant now;
  private final boolean haveFolder;
  private final Map<String, Known> folder = new LinkedHashMap<>();

  /** A certificate of the folder whose signature was checked. */
  private record Known(Path file, Statement statement, Issuance issuance) {}

  /**
   * What verification found.
   *
   * @param checks everything looked at, in order
   * @param statement what the certificate says, or null if its signature does not hold: then
   *     nothing in it may be used
   * @param digest its payload's SHA-256
   */
  public record Outcome(List<Check> checks, @Nullable Statement statement, String digest) {}

  /**
   * @param trusted the keys that count
   * @param threshold how many distinct ones of them must have signed each certificate
   * @param folder where parents and replacements are looked for, or null
   * @param now the time at which certificates must hold
   * @throws InputException if the folder is none, or the threshold cannot be met
   */
  public ChainVerifier(
      Collection<VerificationKey> trusted, int threshold, @Nullable Path folder, Instant now)
      throws IOException {
    this.trusted = List.copyOf(new LinkedHashSet<>(trusted));
    this.threshold = threshold;
    this.now = now;
    this.haveFolder = folder != null;
    if (threshold < 1 || threshold > this.trusted.size()) {
      throw new InputException(
          "public keys",
          "a threshold of " + threshold + " with " + this.trusted.size() + " distinct keys",
          "give at least as many public keys as must have signed");
    }
    if (folder != null) {
      scan(folder);
    }
  }

  private void scan(Path path) throws IOException {
    if (!Files.isDirectory(path)) {
      throw new InputException(
          path.toString(), "is not a folder of certificates", "give the folder of the parents");
    }
    List<Path> files;
    try (Stream<Path> entries = Files.list(path)) {
      files = entries.filter(Files::isRegularFile).sorted().toList();
    }
    for (Path file : files) {
      load(file);
    }
  }

  /** A folder may hold other files too; a parent that is unreadable is reported as missing. */
  private void load(Path file) throws IOException {
    try {
      Envelope envelope = Envelope.read(file);
      Optional<Envelope.Verified> verified = envelope.verify(trusted, threshold);
      if (verified.isPresent() && verified.get().payloadType().equals(Envelope.IN_TOTO)) {
        Statement statement = Statement.parse(verified.get().payload(), file.toString());
        Issuance issuance = issuance(statement, file.toString());
        folder.putIfAbsent(envelope.payloadDigest(), new Known(file, statement, issuance));
      }
    } catch (InputException e) {
      return;
    }
  }

  private static Issuance issuance(Statement statement, String place) {
    PredicateType.of(statement.predicateType(), place);
    try {
      return Issuance.from(Fields.of(statement.predicate(), place + ": predicate"));
    } catch (IllegalArgumentException e) {
      throw new InputException(
          place,
          "the certificate contradicts itself: " + e.getMessage(),
          "ask its issuer for another",
          e);
    }
  }

  /**
   * What a certificate of the folder says whose signature was checked.
   *
   * @param digest of its payload
   * @return the statement, or null if there is none of this digest
   */
  public @Nullable Statement statement(String digest) {
    Known known = folder.get(digest);
    return known == null ? null : known.statement;
  }

  /**
   * Verifies one certificate.
   *
   * @throws InputException if the file is no envelope, or is one signed by a trusted key around
   *     something that is no certificate of ours
   */
  public Outcome verify(Path file) throws IOException {
    Envelope envelope = Envelope.read(file);
    return verify(envelope, file.toString());
  }

  /** As {@link #verify(Path)}, for an envelope at hand; {@code place} names it in messages. */
  public Outcome verify(Envelope envelope, String place) {
    String digest = envelope.payloadDigest();
    List<Check> checks = new ArrayList<>();
    Optional<Envelope.Verified> verified = envelope.verify(trusted, threshold);
    if (verified.isEmpty()) {
      checks.add(Check.failed(SIGNATURE, describeRefusal(envelope)));
      checks.add(
          Check.notChecked("contents", "nothing in it can be relied on without the signature"));
      return new Outcome(checks, null, digest);
    }
    Envelope.Verified content = verified.get();
    checks.add(Check.ok(SIGNATURE, "signed by " + names(content.signedBy())));
    if (!content.payloadType().equals(Envelope.IN_TOTO)) {
      checks.add(
          Check.failed(
              "payload type",
              "'" + content.payloadType() + "' is not " + Envelope.IN_TOTO + ", a certificate"));
      return new Outcome(checks, null, digest);
    }
    Statement statement = Statement.parse(content.payload(), place);
    PredicateType type = PredicateType.of(statement.predicateType(), place);
    Issuance issuance = issuance(statement, place);
    checks.add(Check.ok("kind", type.kind() + ", " + type.uri()));
    checkSigners(issuance, content.signedBy(), checks);
    checks.add(validity("validity", issuance));
    checks.add(replacement(digest));
    if (issuance.supersedes() != null) {
      checks.add(supersedes(issuance.supersedes()));
    }
    Set<String> visited = new HashSet<>(Set.of(digest));
    checkParents(issuance, visited, checks);
    return new Outcome(List.copyOf(checks), statement, digest);
  }

  private String describeRefusal(Envelope envelope) {
    int good = 0;
    for (VerificationKey key : trusted) {
      good += envelope.verify(List.of(key), 1).isPresent() ? 1 : 0;
    }
    if (good > 0) {
      return "signed by " + good + " of the " + threshold + " trusted keys required";
    }
    return "not signed by "
        + names(trusted)
        + ": another key signed it, or it was altered after signing";
  }

  private static String names(List<VerificationKey> keys) {
    return String.join(" and ", keys.stream().map(VerificationKey::toString).toList());
  }

  /** Each signer the payload names must have signed, if we have the key to tell. */
  private void checkSigners(Issuance issuance, List<VerificationKey> signedBy, List<Check> checks) {
    for (Issuance.Signer signer : issuance.signers()) {
      String name = "signer " + signer.role();
      String key = "key " + Digests.brief(signer.keyid());
      if (signedBy.stream().anyMatch(k -> k.keyid().equals(signer.keyid()))) {
        checks.add(Check.ok(name, key + " signed as " + signer.role()));
      } else if (trusted.stream().anyMatch(k -> k.keyid().equals(signer.keyid()))) {
        checks.add(
            Check.failed(name, key + " is named as " + signer.role() + " but has not signed"));
      } else {
        checks.add(Check.notChecked(name, "the public key of " + key + " was not given"));
      }
    }
    Set<String> named = new HashSet<>();
    issuance.signers().forEach(s -> named.add(s.keyid()));
    for (VerificationKey key : signedBy) {
      if (!named.contains(key.keyid())) {
        checks.add(Check.notChecked("role", key + " signed, but the certificate names no role"));
      }
    }
  }

  private Check validity(String name, Issuance issuance) {
    Instant from = issuance.validFrom();
    Instant until = issuance.validUntil();
    if (issuance.issuedAt().isAfter(now.plus(CLOCK_SKEW))) {
      return Check.failed(name, "issued in the future, at " + issuance.issuedAt());
    }
    if (from != null && now.isBefore(from)) {
      return Check.failed(name, "holds only from " + from);
    }
    if (until != null && !now.isBefore(until)) {
      return Check.failed(name, "expired at " + until);
    }
    String issued = "issued at " + issuance.issuedAt();
    return Check.ok(
        name, until == null ? issued + ", no end stated" : issued + ", holds until " + until);
  }

  /** Whether a certificate of the folder, signed by the trusted keys, replaces this one. */
  private Check replacement(String digest) {
    String name = "not superseded";
    if (!haveFolder) {
      return Check.notChecked(name, "no folder of certificates was given");
    }
    for (Known other : folder.values()) {
      if (digest.equals(other.issuance.supersedes())) {
        return Check.failed(
            name, "replaced by " + other.file + ", issued at " + other.issuance.issuedAt());
      }
    }
    return Check.ok(
        name, "by none of the " + folder.size() + " trusted certificates in the folder");
  }

  private Check supersedes(String digest) {
    Known old = folder.get(digest);
    return old == null
        ? Check.notChecked("supersedes", "the certificate replaced, " + digest + ", is not at hand")
        : Check.ok("supersedes", "replaces " + old.file);
  }

  /** Depth first; a certificate reached twice is looked at once, so a cycle ends. */
  private void checkParents(Issuance issuance, Set<String> visited, List<Check> checks) {
    for (String parent : issuance.parents()) {
      if (!visited.add(parent)) {
        continue;
      }
      String name = "parent " + Digests.brief(parent);
      if (!haveFolder) {
        checks.add(Check.notChecked(name, "no folder of certificates was given"));
        continue;
      }
      Known known = folder.get(parent);
      if (known == null) {
        checks.add(
            Check.failed(
                name, "no certificate in the folder has this digest and a trusted signature"));
        continue;
      }
      Check validity = validity(name, known.issuance);
      Check replacement = replacement(parent);
      if (validity.result() == Check.Result.FAILED) {
        checks.add(validity);
      } else if (replacement.result() == Check.Result.FAILED) {
        checks.add(Check.failed(name, replacement.detail()));
      } else {
        checks.add(Check.ok(name, known.file + ", " + validity.detail()));
      }
      checkParents(known.issuance, visited, checks);
    }
  }
}
