package org.surety.certificate;

import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.surety.base.InputException;

/**
 * The claim about a policy that is kept close to a certified one: if the assumptions hold, then
 * with error probability β it violates the property within T decisions with probability at most ε.
 *
 * @param claim the claim with its scope in words, one line, beginning with "If A1..An hold"
 * @param property the parent's
 * @param parent the certificate that this one builds on; its digest is the only parent of the
 *     issuance
 * @param policy what was audited
 * @param environment the parent's
 * @param horizon for how long; one that the parent covers
 * @param transfer the theorem
 * @param bounds all bounds, the transferred one first; each pays for itself
 * @param bound the smallest of those on violations, at the sum of all error probabilities
 * @param exposure what that means in operation
 * @param states the box over which the ratio was proved; null where something else keeps it
 * @param rollouts of the policy audited; null where none were read
 * @param baseRollouts of the base policy, weighted by likelihood ratios; null where none were read
 * @param training that it came from, as its trainer tells it; null where nothing is told
 * @param labelSource the parent's
 * @param assumptions the parent's, then what the audit adds
 * @param warnings what a reader should know, in words
 * @param issuance who issued it, when
 */
public record AuditCertificate(
    String claim,
    CertifiedProperty property,
    CertifiedParent parent,
    AuditedPolicy policy,
    CertifiedEnvironment environment,
    CertifiedHorizon horizon,
    CertifiedTransfer transfer,
    List<AuditedBound> bounds,
    CertifiedBound bound,
    Exposure exposure,
    @Nullable AuditedStates states,
    @Nullable AuditedLogs rollouts,
    @Nullable AuditedLogs baseRollouts,
    @Nullable AuditedTraining training,
    String labelSource,
    List<Assumption> assumptions,
    List<String> warnings,
    Issuance issuance) {

  /** Copies the lists and checks that the numbers add up. */
  public AuditCertificate {
    bounds = List.copyOf(bounds);
    assumptions = List.copyOf(assumptions);
    warnings = List.copyOf(warnings);
    if (!issuance.parents().equals(List.of(parent.sha256()))) {
      throw new IllegalArgumentException("its parent is not the one it was issued under");
    }
    if (bounds.isEmpty()
        || bounds.get(0).source() != AuditedBound.Source.TRANSFER
        || !bounds.get(0).beta().equals(parent.beta())) {
      throw new IllegalArgumentException("its first bound is not the one carried over");
    }
    if ((baseRollouts != null && baseRollouts.split() == null)
        || (rollouts != null && rollouts.split() != null)) {
      throw new IllegalArgumentException("a split goes with rollouts of the base policy");
    }
    for (AuditedBound one : bounds.subList(1, bounds.size())) {
      AuditedLogs logs =
          one.source() == AuditedBound.Source.BASE_ROLLOUTS ? baseRollouts : rollouts;
      if (logs == null || !logs.beta().equals(one.beta())) {
        throw new IllegalArgumentException(
            "a bound of " + one.source().jsonName() + " rests on rollouts that are not named");
      }
    }
    boolean measured =
        bounds.stream().anyMatch(one -> one.source() == AuditedBound.Source.BEYOND_LIMIT);
    boolean mayGoBeyond =
        states == null
            ? policy.keptBy() == AuditedPolicy.KeptBy.NOTHING
            : states.outside() == AuditedStates.Outside.UNCOVERED && rollouts != null;
    if (measured != mayGoBeyond) {
      throw new IllegalArgumentException(
          "episodes beyond the limit are counted exactly where nothing keeps it");
    }
    boolean boxed = policy.keptBy() == AuditedPolicy.KeptBy.BOX_GUARD;
    if ((states != null) != (boxed || policy.keptBy() == AuditedPolicy.KeptBy.PROOF_OVER_STATES)
        || (states != null && boxed != (states.outside() == AuditedStates.Outside.BASE_POLICY))) {
      throw new IllegalArgumentException(
          "a box of states goes with a proof, and base outside it with a guard that plays it");
    }
    BigDecimal beta = AuditedBound.totalBeta(bounds);
    BigDecimal least = AuditedBound.least(bounds);
    if (beta.compareTo(new BigDecimal(bound.beta())) != 0) {
      throw new IllegalArgumentException(
          "beta "
              + bound.beta()
              + " is not the sum "
              + beta
              + " of its bounds' error probabilities");
    }
    if (least.compareTo(new BigDecimal(bound.epsilon())) != 0) {
      throw new IllegalArgumentException(
          "epsilon " + bound.epsilon() + " is not the least, " + least + ", of its bounds");
    }
  }

  /** The predicate, claim first. */
  public Json.Obj toJson() {
    Json.ObjBuilder predicate =
        Json.object()
            .put("claim", claim)
            .put("property", property.toJson())
            .put("parent", parent.toJson())
            .put("policy", policy.toJson())
            .put("environment", environment.toJson())
            .put("horizon", horizon.toJson())
            .put("transfer", transfer.toJson())
            .put("bounds", new Json.Arr(bounds.stream().map(AuditedBound::toJson).toList()))
            .put("bound", bound.toJson())
            .put("exposure", exposure.toJson())
            .put("states", states == null ? null : states.toJson())
            .put("rollouts", rollouts == null ? null : rollouts.toJson())
            .put("baseRollouts", baseRollouts == null ? null : baseRollouts.toJson())
            .put("training", training == null ? null : training.toJson())
            .put("labelSource", labelSource)
            .put("assumptions", new Json.Arr(assumptions.stream().map(Assumption::toJson).toList()))
            .put("warnings", Json.texts(warnings));
    issuance.addTo(predicate);
    return predicate.build();
  }

  /** The statement to sign, about the policy audited. */
  public Statement toStatement() {
    return new Statement(List.of(subject()), PredicateType.AUDIT_CERTIFICATE.uri(), toJson());
  }

  private Statement.Subject subject() {
    return new Statement.Subject(policy.name(), policy.sha256());
  }

  /** Signs the certificate; {@link Issuance#signers} should name these keys with their roles. */
  public Envelope sign(List<SigningKey> keys) {
    return Envelope.sign(Envelope.IN_TOTO, toStatement().toBytes(), keys);
  }

  private static @Nullable AuditedStates states(Fields f) {
    Fields states = f.objectOrNull("states");
    return states == null ? null : AuditedStates.from(states);
  }

  /**
   * Reads a certificate back; members that this version does not know are ignored.
   *
   * @param place where the statement comes from, for messages
   * @throws InputException if it is a statement of another kind, or contradicts itself
   */
  public static AuditCertificate of(Statement statement, String place) {
    PredicateType type = PredicateType.of(statement.predicateType(), place);
    if (type != PredicateType.AUDIT_CERTIFICATE) {
      throw new InputException(
          place, "is " + type.kind() + ", not an audit certificate", "give an audit certificate");
    }
    Fields f = Fields.of(statement.predicate(), place + ": predicate");
    try {
      AuditCertificate certificate =
          new AuditCertificate(
              f.text("claim"),
              CertifiedProperty.from(f.object("property")),
              CertifiedParent.from(f.object("parent")),
              AuditedPolicy.from(f.object("policy")),
              CertifiedEnvironment.from(f.object("environment")),
              CertifiedHorizon.from(f.object("horizon")),
              CertifiedTransfer.from(f.object("transfer")),
              f.objects("bounds", AuditedBound::from),
              CertifiedBound.from(f.object("bound")),
              Exposure.from(f.object("exposure")),
              states(f),
              AuditedLogs.fromOrNull(f.objectOrNull("rollouts")),
              AuditedLogs.fromOrNull(f.objectOrNull("baseRollouts")),
              AuditedTraining.fromOrNull(f.objectOrNull("training")),
              f.text("labelSource"),
              f.objects("assumptions", Assumption::from),
              f.texts("warnings"),
              Issuance.from(f));
      if (!statement.subjects().equals(List.of(certificate.subject()))) {
        throw new IllegalArgumentException("its subject is not the policy its claim is about");
      }
      return certificate;
    } catch (IllegalArgumentException e) {
      throw new InputException(
          place,
          "the certificate contradicts itself: " + e.getMessage(),
          "ask its issuer for another",
          e);
    }
  }
}
