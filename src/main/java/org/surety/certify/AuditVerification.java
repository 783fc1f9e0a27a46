package org.surety.certify;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.surety.base.InputException;
import org.surety.base.ToolkitVersion;
import org.surety.certificate.AuditCertificate;
import org.surety.certificate.Check;
import org.surety.certificate.Json;
import org.surety.certificate.Statement;
import org.surety.guard.file.GuardedRun;

/**
 * Verifies an audit certificate down to the base certificate: every link must follow from the one
 * before it, and error probabilities add up. With the policy's files the certificate is computed
 * again.
 *
 * @param checks what was looked at
 * @param claim the claim, in the words of this version where it was computed again
 */
public record AuditVerification(List<Check> checks, String claim) {
  private static final int LONGEST_CHAIN = 64;
  private static final Set<String> WORDS =
      Set.of("claim", "assumptions", "warnings", "exposure", "transfer");

  /** Copies the list. */
  public AuditVerification {
    checks = List.copyOf(checks);
  }

  /**
   * Verifies.
   *
   * @param statement a statement whose signature holds
   * @param place where it comes from, for messages
   * @param trusted statements by payload digest whose signatures hold; null where there is none
   * @param run the policy's files, or null
   */
  public static AuditVerification of(
      Statement statement,
      String place,
      Function<String, @Nullable Statement> trusted,
      @Nullable GuardedRun run) {
    AuditCertificate audit = AuditCertificate.of(statement, place);
    List<Check> checks = new ArrayList<>();
    AuditBasis parent = parent(audit, trusted, checks);
    String claim = audit.claim();
    if (parent != null) {
      links(audit, parent, trusted, checks);
      if (run != null) {
        claim = again(statement, audit, parent, run, checks);
      }
    }
    if (run == null || parent == null) {
      checks.add(
          notChecked(
              "recomputation",
              "computing the certificate again takes the policy's folder (--policy) and its parent"
                  + " (--parents)"));
    }
    if (!statement.predicate().equals(audit.toJson())) {
      checks.add(
          notChecked(
              "further members", "the certificate holds members that this version does not know"));
    }
    return new AuditVerification(checks, claim);
  }

  private static @Nullable AuditBasis parent(
      AuditCertificate audit, Function<String, @Nullable Statement> trusted, List<Check> checks) {
    Statement statement = trusted.apply(audit.parent().sha256());
    if (statement == null) {
      checks.add(
          notChecked("composed", "whether it follows from its parent takes that one (--parents)"));
      return null;
    }
    try {
      return AuditBasis.of(statement, audit.parent().sha256(), "parent");
    } catch (InputException e) {
      checks.add(new Check("composed", Check.Result.FAILED, String.valueOf(e.getMessage())));
      return null;
    }
  }

  /** Every link down to a base certificate; a digest cannot be its own ancestor's. */
  private static void links(
      AuditCertificate audit,
      AuditBasis parent,
      Function<String, @Nullable Statement> trusted,
      List<Check> checks) {
    AuditCertificate link = audit;
    AuditBasis below = parent;
    int depth = 1;
    while (true) {
      checks.addAll(Composition.check(link, below));
      AuditCertificate next = below.audit();
      if (next == null) {
        break;
      }
      if (++depth > LONGEST_CHAIN) {
        checks.add(
            new Check("composed chain", Check.Result.FAILED, "it is longer than " + LONGEST_CHAIN));
        return;
      }
      AuditBasis further = parent(next, trusted, checks);
      if (further == null) {
        return;
      }
      link = next;
      below = further;
    }
    if (checks.stream().noneMatch(c -> c.result() == Check.Result.FAILED)) {
      checks.add(
          new Check(
              "error probability",
              Check.Result.OK,
              "beta adds up to "
                  + audit.bound().beta()
                  + " over "
                  + (depth + 1)
                  + " certificates"));
    }
  }

  private static String again(
      Statement statement,
      AuditCertificate audit,
      AuditBasis parent,
      GuardedRun run,
      List<Check> checks) {
    AuditCertificate computed;
    try {
      if (!run.manifest().digest().equals(audit.policy().sha256())) {
        throw new InputException(
            run.name(),
            "is the guarded policy " + run.manifest().digest(),
            "the certificate is about " + audit.policy().sha256());
      }
      computed =
          Audit.run(
              new Audit.Request(
                  parent,
                  run.named(audit.policy().name()),
                  audit.horizon().decisions(),
                  audit.issuance()));
    } catch (InputException e) {
      checks.add(
          new Check(
              "recomputation",
              Check.Result.FAILED,
              "these files do not give a certificate: " + e.getMessage()));
      return audit.claim();
    }
    boolean sameVersion = audit.issuance().toolkit().version().equals(ToolkitVersion.number());
    List<Check> differences = differences(statement.predicate(), computed.toJson(), sameVersion);
    checks.addAll(differences);
    if (differences.stream().noneMatch(c -> c.result() == Check.Result.FAILED)) {
      checks.add(
          new Check(
              "recomputation",
              Check.Result.OK,
              "computed again from the policy's files: epsilon "
                  + computed.bound().epsilon()
                  + ", every number equal"));
    }
    return computed.claim();
  }

  private static List<Check> differences(Json.Obj stated, Json.Obj computed, boolean sameVersion) {
    List<Check> checks = new ArrayList<>();
    Set<String> parts = new LinkedHashSet<>(computed.members().keySet());
    parts.addAll(stated.members().keySet());
    for (String part : parts) {
      Json was = stated.get(part);
      Json is = computed.get(part);
      if (Objects.equals(was, is)) {
        continue;
      }
      boolean wordsOfAnotherVersion = !sameVersion && (WORDS.contains(part) || is == null);
      checks.add(
          new Check(
              "recomputed " + part,
              wordsOfAnotherVersion ? Check.Result.NOT_CHECKED : Check.Result.FAILED,
              (wordsOfAnotherVersion ? "worded by another version of surety: " : "")
                  + JsonDifference.first(part, was, is)));
    }
    return checks;
  }

  private static Check notChecked(String name, String detail) {
    return new Check(name, Check.Result.NOT_CHECKED, detail);
  }
}
