package org.surety.certify;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.surety.base.InputException;
import org.surety.certificate.Assumption;
import org.surety.certificate.AuditCertificate;
import org.surety.certificate.BaseCertificate;
import org.surety.certificate.CertifiedEnvironment;
import org.surety.certificate.CertifiedHorizon;
import org.surety.certificate.CertifiedParent;
import org.surety.certificate.CertifiedPolicy;
import org.surety.certificate.CertifiedProperty;
import org.surety.certificate.Evidence;
import org.surety.certificate.Issuance;
import org.surety.certificate.PredicateType;
import org.surety.certificate.ReplayEvidence;
import org.surety.certificate.Statement;
import org.surety.policy.file.PolicyHints;

/**
 * The certificate that an audit builds on, of either kind: a base certificate of the base policy,
 * or an earlier audit certificate of the very policy that is audited.
 */
public final class AuditBasis {
  private final String digest;
  private final @Nullable BaseCertificate base;
  private final @Nullable CertifiedHorizons horizons;
  private final @Nullable AuditCertificate audit;

  private AuditBasis(
      String digest,
      @Nullable BaseCertificate base,
      @Nullable CertifiedHorizons horizons,
      @Nullable AuditCertificate audit) {
    this.digest = digest;
    this.base = base;
    this.horizons = horizons;
    this.audit = audit;
  }

  /**
   * Reads a certificate to build on.
   *
   * @param digest of its payload
   * @param place where it comes from, for messages
   * @throws InputException if it is of no kind that can be built on, or contradicts itself
   */
  public static AuditBasis of(Statement statement, String digest, String place) {
    if (statement.predicateType().equals(PredicateType.AUDIT_CERTIFICATE.uri())) {
      return new AuditBasis(digest, null, null, AuditCertificate.of(statement, place));
    }
    BaseCertificate base = BaseCertificate.of(statement, place);
    return new AuditBasis(digest, base, CertifiedHorizons.of(base), null);
  }

  /** Payload digest. */
  public String digest() {
    return digest;
  }

  /** Whether it is an audit certificate, of the very policy that is audited. */
  public boolean ofAudit() {
    return audit != null;
  }

  /** The audit certificate, or null if it is a base certificate. */
  @Nullable AuditCertificate audit() {
    return audit;
  }

  /** Who issued it, and when it holds. */
  public Issuance issuance() {
    return audit != null ? audit.issuance() : certified().issuance();
  }

  /** T of a claim that builds on it, see {@link Audit.Request}. */
  public int decisions(@Nullable Integer asked) {
    return horizon(asked).decisions();
  }

  /** What was said of the base policy besides its file when it was certified. */
  public PolicyHints baseHints() throws IOException {
    ReplayEvidence replay = base == null ? null : base.policy().replay();
    return replay == null
        ? PolicyHints.NONE
        : PolicyHints.parse(replay.hints(), "the certificate's hints");
  }

  CertifiedPolicy policy() {
    if (base == null) {
      throw new IllegalStateException("an audit certificate names no base policy's logs");
    }
    return base.policy();
  }

  /** The property certified. */
  public CertifiedProperty property() {
    return audit != null ? audit.property() : certified().property();
  }

  /** The log's array that the base policy was evaluated on, as far as the certificate knows. */
  String observations() {
    ReplayEvidence replay = base == null ? null : base.policy().replay();
    return replay == null ? PolicyReplay.OBSERVATIONS : replay.observations();
  }

  CertifiedEnvironment environment() {
    return audit != null ? audit.environment() : certified().environment();
  }

  /** Digests of the logs of the base policy that it rests on. */
  Set<String> evidence() {
    List<Evidence> logs = new ArrayList<>();
    if (audit == null) {
      logs.addAll(certified().evidence());
    } else if (audit.baseRollouts() != null) {
      logs.addAll(audit.baseRollouts().logs());
    }
    return logs.stream().map(Evidence::sha256).collect(Collectors.toSet());
  }

  String labelSource() {
    return audit != null ? audit.labelSource() : certified().labelSource();
  }

  List<Assumption> assumptions() {
    return audit != null ? audit.assumptions() : certified().assumptions();
  }

  private String beta() {
    return audit != null ? audit.bound().beta() : certified().bound().beta();
  }

  /** What it gives at a horizon. */
  CertifiedParent at(int horizon) {
    return new CertifiedParent(
        audit != null ? PredicateType.AUDIT_CERTIFICATE : PredicateType.BASE_CERTIFICATE,
        digest,
        epsilon(horizon).toString(),
        beta());
  }

  private BigDecimal epsilon(int horizon) {
    if (audit != null) {
      return new BigDecimal(audit.bound().epsilon());
    }
    if (horizons == null) {
      throw new IllegalStateException("a base certificate has horizons");
    }
    return horizons.epsilon(horizon);
  }

  /**
   * The horizon of a claim that builds on it.
   *
   * @param asked T in decisions, or null for the certificate's own
   * @throws InputException if it does not cover T
   */
  CertifiedHorizon horizon(@Nullable Integer asked) {
    CertifiedHorizon own = audit != null ? audit.horizon() : certified().horizon();
    if (asked == null || asked == own.decisions()) {
      return own;
    }
    if (horizons == null) {
      throw new InputException(
          "--horizon " + asked,
          "the audit certificate covers " + own.decisions() + " decisions and no other horizon",
          "leave it out, or build on the base certificate");
    }
    horizons.require(asked);
    Integer maximum = own.horizonMax();
    if (maximum == null) {
      throw new IllegalStateException("only a chosen horizon covers several");
    }
    return CertifiedHorizon.best(
        asked, Wording.seconds(asked, Wording.step(property().specText())), maximum);
  }

  private BaseCertificate certified() {
    if (base == null) {
      throw new IllegalStateException("neither base nor audit certificate");
    }
    return base;
  }
}
