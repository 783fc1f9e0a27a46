package org.surety.certify;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.surety.base.InputException;
import org.surety.base.Sha256;
import org.surety.certificate.BaseCertificate;
import org.surety.certificate.ReplayEvidence;
import org.surety.guard.BoxGuard;
import org.surety.guard.Guard;
import org.surety.numeric.Decimals;
import org.surety.policy.Policy;
import org.surety.policy.file.PolicyHints;
import org.surety.ratio.BaseRisk;
import org.surety.ratio.PolicyClass;
import org.surety.ratio.TransferTable;

/**
 * What a base certificate says to a guard: which policy it may compare with, how far it may go at a
 * risk, and what its bound is.
 *
 * @param certificate the base certificate
 * @param warnings what the user should know
 */
public record GuardTerms(BaseCertificate certificate, List<String> warnings) {
  /** Copies the list. */
  public GuardTerms {
    warnings = List.copyOf(warnings);
  }

  /**
   * The terms of a certificate whose signature was checked elsewhere.
   *
   * @param assumeBound whether the user vouches that the logs are the base policy's
   * @throws InputException if it is of no policy, or of deterministic actions
   */
  public static GuardTerms of(BaseCertificate certificate, boolean assumeBound) {
    List<String> warnings = new ArrayList<>();
    Allowance.checkPolicy(certificate.policy(), assumeBound, warnings);
    return new GuardTerms(certificate, warnings);
  }

  /** Its own horizon in decisions. */
  public int horizon() {
    return certificate.horizon().decisions();
  }

  /** What is known of the base policy besides its file: as it was replayed, if it was. */
  public PolicyHints hints(PolicyHints otherwise) throws IOException {
    ReplayEvidence replay = certificate.policy().replay();
    return replay == null
        ? otherwise
        : PolicyHints.parse(replay.hints(), "the certificate's hints");
  }

  /**
   * Sees to it that a base policy is the one that was certified.
   *
   * @param file where it was read
   * @param base what was read there
   * @throws InputException if it is another one
   */
  public void requireBase(Path file, Policy base) throws IOException {
    String certified = certificate.policy().sha256();
    if (certified != null && !certified.equals(Sha256.of(file))) {
      throw new InputException(
          file.toString(),
          "has the digest " + Sha256.of(file) + ", certified is " + certified,
          "give the policy's file that was certified as the base");
    }
    ReplayEvidence replay = certificate.policy().replay();
    if (replay != null && !replay.policySha256().equals(base.digest())) {
      throw new InputException(
          file.toString(),
          "is completed by other hints than when it was certified",
          "give the hints of the certificate: " + replay.hints());
    }
  }

  /**
   * The largest setting of a guard that keeps a risk, by whichever theorem allows most.
   *
   * @param guard {@code per-step}, {@code budget} or {@code mean-only}
   * @throws InputException if even the base policy has no bound as low as the risk
   */
  public BigDecimal setting(String guard, BigDecimal risk, Policy base) {
    PolicyClass policies = policies(guard, base);
    Allowance allowance =
        Allowance.of(
            certificate,
            new Allowance.Question(
                risk, null, false, policies, BigDecimal.ONE, BigDecimal.ONE, true));
    List<String> theorems =
        switch (guard) {
          case "per-step" -> List.of("alpha^T", "chi-square");
          case "budget" -> List.of("trajectory-budget");
          default -> List.of("mean-budget");
        };
    double most = Double.NaN;
    for (TransferTable.Row row : allowance.table().rows()) {
      if (theorems.contains(row.transfer().name()) && Double.isFinite(row.setting())) {
        most = Double.isNaN(most) ? row.setting() : Math.max(most, row.setting());
      }
    }
    if (Double.isNaN(most)) {
      throw new InputException(
          "--risk " + risk, allowance.table().reason(), "nothing but the base policy may be run");
    }
    return new BigDecimal(Decimals.exactDown(most));
  }

  private static PolicyClass policies(String guard, Policy base) {
    if (!base.gaussian()) {
      return PolicyClass.CATEGORICAL;
    }
    return guard.equals("mean-only") ? PolicyClass.GAUSSIAN_MEAN : PolicyClass.GAUSSIAN;
  }

  /** The bound on what is played under a guard within the certificate's horizon, rounded up. */
  public double riskUpper(Guard guard, Policy base) {
    BigDecimal epsilon = CertifiedHorizons.of(certificate).epsilon(horizon());
    return guard.riskUpper(BaseRisk.unchanged(epsilon, horizon()), policies(guard.name(), base));
  }

  /** What a guard is worth, in a sentence. */
  public String sentence(Guard guard, double bound) {
    return "under this "
        + guard.name()
        + " guard"
        + (guard instanceof BoxGuard
            ? ", if 'surety audit' proves its alpha inside the box, '"
            : " '")
        + certificate.property().name()
        + "' is violated within "
        + horizon()
        + " decisions with probability at most "
        + Decimals.up(bound, 3)
        + ", by the certificate with error probability "
        + certificate.bound().beta();
  }
}
