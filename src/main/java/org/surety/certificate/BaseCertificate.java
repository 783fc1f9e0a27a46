package org.surety.certificate;

import java.util.ArrayList;
import java.util.List;
import org.surety.base.InputException;

/**
 * The claim that rollouts support: if the assumptions hold, then with error probability β this
 * policy violates this property within T decisions with probability at most ε.
 *
 * @param claim the claim with its scope in words, one line, beginning with "if A1..An hold"
 * @param property what must not be violated
 * @param policy whose behavior was sampled
 * @param environment where
 * @param horizon for how long
 * @param sampling what was counted
 * @param bound what follows
 * @param exposure what that means in operation
 * @param evidence the logs
 * @param labelSource in words: who says whether a predicate holds
 * @param assumptions what is assumed, A1..An
 * @param warnings what a reader should know, in words
 * @param overrides flags that overrode the property file, in words
 * @param issuance who issued it, when
 */
public record BaseCertificate(
    String claim,
    CertifiedProperty property,
    CertifiedPolicy policy,
    CertifiedEnvironment environment,
    CertifiedHorizon horizon,
    Sampling sampling,
    CertifiedBound bound,
    Exposure exposure,
    List<Evidence> evidence,
    String labelSource,
    List<Assumption> assumptions,
    List<String> warnings,
    List<String> overrides,
    Issuance issuance) {

  /** Copies the lists. */
  public BaseCertificate {
    evidence = List.copyOf(evidence);
    assumptions = List.copyOf(assumptions);
    warnings = List.copyOf(warnings);
    overrides = List.copyOf(overrides);
    if (evidence.isEmpty()) {
      throw new IllegalArgumentException("a certificate rests on at least one log");
    }
  }

  /** The predicate, claim first. */
  public Json.Obj toJson() {
    Json.ObjBuilder predicate =
        Json.object()
            .put("claim", claim)
            .put("property", property.toJson())
            .put("policy", policy.toJson())
            .put("environment", environment.toJson())
            .put("horizon", horizon.toJson())
            .put("sampling", sampling.toJson())
            .put("bound", bound.toJson())
            .put("exposure", exposure.toJson())
            .put("evidence", new Json.Arr(evidence.stream().map(Evidence::toJson).toList()))
            .put("labelSource", labelSource)
            .put("assumptions", new Json.Arr(assumptions.stream().map(Assumption::toJson).toList()))
            .put("warnings", Json.texts(warnings))
            .put("overrides", Json.texts(overrides));
    issuance.addTo(predicate);
    return predicate.build();
  }

  /** The statement to sign: about the policy where it is bound, about the logs otherwise. */
  public Statement toStatement() {
    return new Statement(subjects(), PredicateType.BASE_CERTIFICATE.uri(), toJson());
  }

  private List<Statement.Subject> subjects() {
    if (policy.sha256() != null) {
      String name = policy.name();
      return List.of(new Statement.Subject(name == null ? "policy" : name, policy.sha256()));
    }
    List<Statement.Subject> logs = new ArrayList<>();
    for (Evidence log : evidence) {
      logs.add(new Statement.Subject(log.name(), log.sha256()));
    }
    return logs;
  }

  /** Signs the certificate; {@link Issuance#signers} should name these keys with their roles. */
  public Envelope sign(List<SigningKey> keys) {
    return Envelope.sign(Envelope.IN_TOTO, toStatement().toBytes(), keys);
  }

  /**
   * Reads a certificate back; members that this version does not know are ignored.
   *
   * @param place where the statement comes from, for messages
   * @throws InputException if it is a statement of another kind, or contradicts itself
   */
  public static BaseCertificate of(Statement statement, String place) {
    PredicateType type = PredicateType.of(statement.predicateType(), place);
    if (type != PredicateType.BASE_CERTIFICATE) {
      throw new InputException(
          place, "is " + type.kind() + ", not a base certificate", "give a base certificate");
    }
    Fields f = Fields.of(statement.predicate(), place + ": predicate");
    try {
      BaseCertificate certificate =
          new BaseCertificate(
              f.text("claim"),
              CertifiedProperty.from(f.object("property")),
              CertifiedPolicy.from(f.object("policy")),
              CertifiedEnvironment.from(f.object("environment")),
              CertifiedHorizon.from(f.object("horizon")),
              Sampling.from(f.object("sampling")),
              CertifiedBound.from(f.object("bound")),
              Exposure.from(f.object("exposure")),
              f.objects("evidence", Evidence::from),
              f.text("labelSource"),
              f.objects("assumptions", Assumption::from),
              f.texts("warnings"),
              f.texts("overrides"),
              Issuance.from(f));
      if (!certificate.subjects().equals(statement.subjects())) {
        throw new IllegalArgumentException("its subjects are not the files its claim is about");
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
