package org.surety.certificate;

import java.util.ArrayList;
import java.util.List;
import org.surety.base.InputException;

/**
 * An in-toto Statement v1: a predicate about subjects, which are named by the SHA-256 of their
 * bytes. Subjects match by digest alone; a name is a hint.
 *
 * @param subjects what is spoken about, at least one
 * @param predicateType which kind of claim, a URI of {@link PredicateType}
 * @param predicate the claim
 * @see <a href="https://github.com/in-toto/attestation/blob/main/spec/v1/statement.md">in-toto
 *     Statement v1</a>
 */
public record Statement(List<Subject> subjects, String predicateType, Json.Obj predicate) {
  private static final String TYPE = "https://in-toto.io/Statement/v1";

  /**
   * Something with bytes.
   *
   * @param name what people call it
   * @param sha256 digest of its bytes, 64 lowercase hexadecimal digits
   */
  public record Subject(String name, String sha256) {
    /** Checks the digest's form. */
    public Subject {
      Digests.require(sha256, "subject " + name);
    }
  }

  /** Copies the subjects. */
  public Statement {
    subjects = List.copyOf(subjects);
    if (subjects.isEmpty()) {
      throw new IllegalArgumentException("a statement needs a subject");
    }
  }

  /** The canonical bytes that become an envelope's payload. */
  public byte[] toBytes() {
    List<Json> named = new ArrayList<>();
    for (Subject subject : subjects) {
      named.add(
          Json.object()
              .put("name", subject.name())
              .put("digest", Json.object().put("sha256", subject.sha256()).build())
              .build());
    }
    return Json.object()
        .put("_type", TYPE)
        .put("subject", new Json.Arr(named))
        .put("predicateType", predicateType)
        .put("predicate", predicate)
        .build()
        .canonicalBytes();
  }

  /**
   * Reads a statement from a payload.
   *
   * @param place where it comes from, for messages
   * @throws InputException if it is none
   */
  public static Statement parse(byte[] payload, String place) {
    Json json = Json.parse(payload, place + " (payload)");
    Fields fields = Fields.of(json, place);
    String type = fields.text("_type");
    if (!type.equals(TYPE)) {
      throw new InputException(
          place, "the payload is of type '" + type + "'", "expected an in-toto Statement, " + TYPE);
    }
    List<Subject> subjects = fields.objects("subject", Statement::subject);
    if (subjects.isEmpty()) {
      throw new InputException(
          place, "the statement has no subject", "it says nothing about any file");
    }
    String predicateType = fields.text("predicateType");
    if (!(fields.get("predicate") instanceof Json.Obj predicate)) {
      throw new InputException(
          fields.at("predicate"), "is not an object", "expected the claim of a certificate");
    }
    return new Statement(subjects, predicateType, predicate);
  }

  private static Subject subject(Fields fields) {
    String name = fields.textOrNull("name");
    return new Subject(name == null ? "" : name, fields.object("digest").digest("sha256"));
  }
}
