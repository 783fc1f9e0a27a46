package org.surety.certify;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.surety.base.InputException;
import org.surety.base.Progress;
import org.surety.base.ToolkitVersion;
import org.surety.bound.HorizonChoice;
import org.surety.bound.Sampling;
import org.surety.certificate.BaseCertificate;
import org.surety.certificate.Check;
import org.surety.certificate.Evidence;
import org.surety.certificate.Json;
import org.surety.certificate.ReplayEvidence;
import org.surety.spec.ColumnAddress;
import org.surety.spec.LogLayout;
import org.surety.spec.PropertyFile;
import org.surety.trace.EpisodeReader;
import org.surety.trace.LogFacts;

/**
 * Verifies a base certificate by computing it again from its logs: what it declares (property text,
 * plan, policy, dates) is taken from it, everything else is computed, and the two must be equal to
 * the last character; nothing may stand in it besides. Only what is said in words by another
 * version of the toolkit is not held against this one's words: then this one's are to be read.
 *
 * @param checks one for each part of the certificate that is computed
 * @param claim the claim in the words of this version, or null if the logs give no certificate
 */
public record Recomputation(List<Check> checks, @Nullable String claim) {
  private static final Set<String> WORDS =
      Set.of("claim", "assumptions", "warnings", "exposure", "labelSource");

  /** Copies the list. */
  public Recomputation {
    checks = List.copyOf(checks);
  }

  /**
   * Computes a certificate again.
   *
   * @param stated the predicate of its statement, with whatever else it may hold
   * @param certificate what was read from that
   * @param policy the file of the policy, with the digest stated, to replay it again; null to take
   *     its replay as stated
   */
  public static Recomputation of(
      Json.Obj stated,
      BaseCertificate certificate,
      LogSource logs,
      @Nullable Path policy,
      int threads,
      Progress progress)
      throws IOException, InterruptedException {
    BaseCertificate again;
    ReplayEvidence replay = certificate.policy().replay();
    try {
      PolicyReplay replayed =
          replay == null || policy == null ? null : PolicyReplay.again(policy, replay);
      again =
          Certify.run(
                  request(certificate, replayed),
                  named(logs, certificate.evidence()),
                  threads,
                  progress)
              .get(0)
              .certificate();
    } catch (InputException e) {
      return new Recomputation(
          List.of(
              new Check(
                  "recomputation",
                  Check.Result.FAILED,
                  "these logs do not give a certificate: " + e.getMessage())),
          null);
    }
    boolean sameVersion =
        certificate.issuance().toolkit().version().equals(ToolkitVersion.number());
    List<Check> checks = differences(stated, again.toJson(), sameVersion);
    if (!perHour(certificate).equals(perHour(again)) && !sameVersion) {
      checks.add(
          new Check(
              "recomputed exposure",
              Check.Result.FAILED,
              perHour(certificate) + " violations per hour, the logs give " + perHour(again)));
    }
    if (checks.stream().noneMatch(c -> c.result() == Check.Result.FAILED)) {
      checks.add(
          new Check(
              "recomputation",
              Check.Result.OK,
              "computed again from the logs: "
                  + again.sampling().episodes()
                  + " episodes, "
                  + again.sampling().violations()
                  + " violations, epsilon "
                  + again.bound().epsilon()
                  + ", every number equal"));
    }
    checks.add(
        new Check(
            "declarations",
            Check.Result.NOT_CHECKED,
            "taken as stated, for no log can tell: "
                + (replay == null
                    ? "policy (" + certificate.policy().link().jsonName() + "), action mode,"
                    : "")
                + "environment, collector, stopping rule, family and dates"));
    if (replay != null) {
      checks.add(replayed(replay, policy != null, again.policy().replay()));
    }
    return new Recomputation(checks, again.claim());
  }

  private static Check replayed(
      ReplayEvidence stated, boolean again, @Nullable ReplayEvidence found) {
    if (!again) {
      return new Check(
          "replay",
          Check.Result.NOT_CHECKED,
          "the policy was not given (--policy); taken as stated: " + stated.outcome());
    }
    return stated.equals(found)
        ? new Check("replay", Check.Result.OK, "done again on the logs: " + stated.outcome())
        : new Check(
            "replay",
            Check.Result.FAILED,
            "done again on the logs it gives "
                + (found == null
                    ? "nothing"
                    : found.outcome() + " (closest: " + found.closest() + ")"));
  }

  static List<Check> differences(Json.Obj stated, Json.Obj computed, boolean sameVersion) {
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

  private static String perHour(BaseCertificate certificate) {
    return String.valueOf(certificate.exposure().violationsPerHour());
  }

  private static CertifyRequest request(
      BaseCertificate certificate, @Nullable PolicyReplay replay) {
    var sampling = certificate.sampling();
    var horizon = certificate.horizon();
    PropertyFile spec =
        PropertyFile.parse("the certificate's property file", certificate.property().specText())
            .withProperties(List.of(certificate.property().name()))
            .withMargin(Double.parseDouble(certificate.property().margin()));
    Long planned = sampling.plannedEpisodes();
    Integer maximum = horizon.horizonMax();
    return new CertifyRequest(
        spec,
        certificate.bound().beta(),
        maximum == null
            ? new HorizonChoice.Given(horizon.decisions())
            : new HorizonChoice.Best(maximum),
        planned == null ? new Sampling.Anytime() : new Sampling.Fixed(planned),
        sampling.family(),
        sampling.tunedParameters(),
        sampling.discard(),
        sampling.allowDuplicates(),
        certificate.policy(),
        replay,
        certificate.environment(),
        certificate.issuance());
  }

  /** The same logs in the certificate's order and under its names: files match by digest alone. */
  static LogSource named(LogSource logs, List<Evidence> stated) {
    return new LogSource() {
      @Override
      public EpisodeReader open(LogLayout layout, List<ColumnAddress> wanted) throws IOException {
        return logs.open(layout, wanted);
      }

      @Override
      public List<Evidence> evidence(LogFacts facts) throws IOException {
        Map<String, Evidence> given = new HashMap<>();
        List<Evidence> named = new ArrayList<>();
        for (Evidence e : logs.evidence(facts)) {
          given.put(e.sha256(), e);
        }
        for (Evidence s : stated) {
          Evidence e = given.remove(s.sha256());
          if (e != null) {
            named.add(
                new Evidence(
                    s.name(),
                    e.sha256(),
                    e.bytes(),
                    e.format(),
                    e.lastObservation(),
                    e.autoreset(),
                    e.endFlags()));
          }
        }
        named.addAll(given.values());
        return named;
      }
    };
  }
}
