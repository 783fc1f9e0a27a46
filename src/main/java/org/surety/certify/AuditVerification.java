package org.surety.certify;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.surety.base.InputException;
import org.surety.base.Progress;
import org.surety.base.ToolkitVersion;
import org.surety.certificate.AuditCertificate;
import org.surety.certificate.AuditedLogs;
import org.surety.certificate.AuditedStates;
import org.surety.certificate.AuditedTraining;
import org.surety.certificate.BaseCertificate;
import org.surety.certificate.Check;
import org.surety.certificate.Evidence;
import org.surety.certificate.FileMatching;
import org.surety.certificate.Statement;
import org.surety.guard.StateBox;
import org.surety.guard.file.GuardManifest;
import org.surety.guard.file.GuardedRun;

/**
 * Verifies an audit certificate down to the base certificate: every link must follow from the one
 * before it, and error probabilities add up. Whatever can be computed again from the files at hand
 * is: audits from policies and rollouts, the base certificate from its logs.
 */
public final class AuditVerification {
  private static final int LONGEST_CHAIN = 64;
  private static final Duration PROOF_TIME = Duration.ofMinutes(30);

  private final Function<String, @Nullable Statement> trusted;
  private final FilesAtHand files;
  private final int threads;
  private final Progress progress;
  private final List<Check> checks = new ArrayList<>();

  /**
   * What was found.
   *
   * @param checks what was looked at
   * @param claim the claim, in the words of this version where it was computed again
   */
  public record Result(List<Check> checks, String claim) {
    /** Copies the list. */
    public Result {
      checks = List.copyOf(checks);
    }
  }

  /**
   * @param trusted statements by payload digest whose signatures hold; null where there is none
   * @param files what to compute again from
   */
  public AuditVerification(
      Function<String, @Nullable Statement> trusted,
      FilesAtHand files,
      int threads,
      Progress progress) {
    this.trusted = trusted;
    this.files = files;
    this.threads = threads;
    this.progress = progress;
  }

  /** One certificate of the chain, from the one verified downwards. */
  private record Link(AuditCertificate audit, Statement statement, String name) {}

  /**
   * Verifies.
   *
   * @param statement a statement whose signature holds
   * @param place where it comes from, for messages
   */
  public Result verify(Statement statement, String place) throws IOException, InterruptedException {
    AuditCertificate audit = AuditCertificate.of(statement, place);
    List<Link> links = new ArrayList<>(List.of(new Link(audit, statement, "")));
    Statement root = null;
    while (root == null) {
      Link last = links.get(links.size() - 1);
      String digest = last.audit.parent().sha256();
      Statement below = trusted.apply(digest);
      if (below == null) {
        add(
            "composed",
            Check.Result.NOT_CHECKED,
            "whether it follows from certificate " + brief(digest) + " takes that one (--parents)");
        break;
      }
      AuditBasis basis;
      try {
        basis = AuditBasis.of(below, digest, "certificate " + brief(digest));
      } catch (InputException e) {
        add("composed", Check.Result.FAILED, String.valueOf(e.getMessage()));
        break;
      }
      for (Check check : Composition.check(last.audit, basis)) {
        add(last.name + check.name(), check.result(), check.detail());
      }
      AuditCertificate next = basis.audit();
      if (next == null) {
        root = below;
      } else if (links.size() == LONGEST_CHAIN) {
        add("composed chain", Check.Result.FAILED, "it is longer than " + LONGEST_CHAIN);
        break;
      } else {
        links.add(new Link(next, below, "parent " + brief(digest) + ": "));
      }
    }
    if (root != null && failures() == 0) {
      add(
          "error probability",
          Check.Result.OK,
          "beta adds up to "
              + audit.bound().beta()
              + " over "
              + (links.size() + 1)
              + " certificates");
    }
    match(links, root);
    training(audit);
    String claim = audit.claim();
    for (int i = 0; i < links.size(); i++) {
      AuditCertificate again = computed(links.get(i));
      claim = i == 0 && again != null ? again.claim() : claim;
    }
    if (root != null) {
      recompute(root, links.get(links.size() - 1).audit.parent().sha256());
    }
    return new Result(checks, claim);
  }

  /** Files match by digest; whoever gives one believes that the chain is about it. */
  private void match(List<Link> links, @Nullable Statement root) throws IOException {
    Map<String, String> policies = new LinkedHashMap<>();
    Map<String, String> logs = new LinkedHashMap<>();
    for (Link link : links) {
      policies.putAll(link.audit.policy().files());
      for (Evidence e : rollouts(link.audit)) {
        logs.put(e.sha256(), e.name());
      }
    }
    if (root != null) {
      BaseCertificate.of(root, "base certificate")
          .evidence()
          .forEach(e -> logs.put(e.sha256(), e.name()));
    }
    AuditCertificate audit = links.get(0).audit;
    checks.addAll(FileMatching.check("policy", policies, files.policies()));
    checks.addAll(
        FileMatching.check(
            "specification",
            Map.of(audit.property().specSha256(), audit.property().name()),
            files.specs()));
    checks.addAll(FileMatching.check("log", logs, files.logFiles()));
  }

  /** What a trainer says is its word; that its files fit is all that can be looked at. */
  private void training(AuditCertificate audit) throws IOException {
    AuditedTraining stated = audit.training();
    if (stated == null) {
      return;
    }
    Path folder = files.run(audit.policy().manifest());
    if (folder == null) {
      add(
          "training",
          Check.Result.NOT_CHECKED,
          "taken as stated by the trainer; whether the run's folder fits takes it (--policy RUN)");
      return;
    }
    try {
      TrainingStatement found = TrainingStatement.read(folder);
      boolean same = found != null && found.sha256().equals(stated.sha256());
      add(
          "training",
          same ? Check.Result.OK : Check.Result.FAILED,
          same
              ? "the trainer's file has the digest stated and names the settings, policies and guard"
                  + " beside it; its counts are the trainer's word"
              : folder
                  + " holds "
                  + (found == null ? "no" : "another")
                  + " account of the training");
    } catch (InputException e) {
      add("training", Check.Result.FAILED, String.valueOf(e.getMessage()));
    }
  }

  private static List<Evidence> rollouts(AuditCertificate audit) {
    List<Evidence> all = new ArrayList<>();
    for (AuditedLogs logs : new @Nullable AuditedLogs[] {audit.rollouts(), audit.baseRollouts()}) {
      if (logs != null) {
        all.addAll(logs.logs());
      }
    }
    return all;
  }

  /** The certificate computed again, or null where files are missing or do not give one. */
  private @Nullable AuditCertificate computed(Link link) throws IOException, InterruptedException {
    AuditCertificate audit = link.audit;
    String name = link.name + "recomputation";
    Statement below = trusted.apply(audit.parent().sha256());
    Path base = files.policy(audit.policy().base());
    Path task = files.policy(audit.policy().task());
    RolloutLogs rollouts = logs(audit.rollouts());
    RolloutLogs baseRollouts = logs(audit.baseRollouts());
    if (below == null
        || base == null
        || task == null
        || (rollouts == null) != (audit.rollouts() == null)
        || (baseRollouts == null) != (audit.baseRollouts() == null)) {
      add(
          name,
          Check.Result.NOT_CHECKED,
          "computing it again takes its parent (--parents), base and task policy (--policy)"
              + (rollouts(audit).isEmpty() ? "" : " and all its rollouts (--logs)"));
      return null;
    }
    AuditCertificate again;
    try {
      GuardedRun run =
          GuardedRun.of(
              audit.policy().name(),
              GuardManifest.parse(audit.policy().manifest(), "the certificate's guard.json"),
              base,
              task);
      again =
          Audit.run(
              new Audit.Request(
                  AuditBasis.of(below, audit.parent().sha256(), "parent"),
                  run,
                  audit.policy().keptBy().guarded(),
                  audit.transfer().value() == null ? null : proof(audit, run),
                  audit.horizon().decisions(),
                  rollouts,
                  baseRollouts,
                  TrainingStatement.of(audit.training()),
                  audit.issuance()),
              threads,
              progress);
    } catch (InputException e) {
      add(name, Check.Result.FAILED, "these files do not give it: " + e.getMessage());
      return null;
    }
    boolean sameVersion = audit.issuance().toolkit().version().equals(ToolkitVersion.number());
    List<Check> differences =
        Recomputation.differences(link.statement.predicate(), again.toJson(), sameVersion);
    differences.forEach(d -> add(link.name + d.name(), d.result(), d.detail()));
    if (differences.stream().noneMatch(c -> c.result() == Check.Result.FAILED)) {
      add(
          name,
          Check.Result.OK,
          "computed again from the policy's files"
              + (rollouts(audit).isEmpty() ? "" : " and rollouts")
              + ": epsilon "
              + again.bound().epsilon()
              + ", every number equal");
    }
    return again;
  }

  /** The proof found again; the search gives the same boxes on any machine. */
  private @Nullable StatesProof proof(AuditCertificate audit, GuardedRun run) {
    AuditedStates stated = audit.states();
    if (stated == null) {
      return null;
    }
    StatesProof proof =
        StatesProof.of(
            run,
            StateBox.of(stated.lower(), stated.upper(), "the certificate's box"),
            new BigDecimal(stated.gap()),
            PROOF_TIME,
            progress);
    if (!proof.holds()) {
      throw new InputException(
          "states",
          "the ratio is not proved again: " + proof.result(),
          "ask the issuer how it was proved");
    }
    return proof;
  }

  private @Nullable RolloutLogs logs(@Nullable AuditedLogs stated) throws IOException {
    FileLogs found = stated == null ? null : files.logs(stated.logs());
    return stated == null || found == null
        ? null
        : new RolloutLogs(
            Recomputation.named(found, stated.logs()),
            stated.beta(),
            stated.plannedEpisodes(),
            stated.allowDuplicates(),
            stated.replay().observations(),
            stated.replay().actions(),
            stated.split());
  }

  private void recompute(Statement root, String digest) throws IOException, InterruptedException {
    String name = "base " + brief(digest) + ": ";
    BaseCertificate base = BaseCertificate.of(root, "base certificate");
    FileLogs logs = files.logs(base.evidence());
    if (logs == null) {
      add(
          name + "recomputation",
          Check.Result.NOT_CHECKED,
          "the logs of the base policy were not all given (--logs)");
      return;
    }
    for (Check check :
        Recomputation.of(
                root.predicate(),
                base,
                logs,
                files.policy(base.policy().sha256()),
                threads,
                progress)
            .checks()) {
      add(name + check.name(), check.result(), check.detail());
    }
  }

  private long failures() {
    return checks.stream().filter(c -> c.result() == Check.Result.FAILED).count();
  }

  private void add(String name, Check.Result result, String detail) {
    checks.add(new Check(name, result, detail));
  }

  private static String brief(String digest) {
    return digest.substring(0, 12);
  }
}
