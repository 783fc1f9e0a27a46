package org.surety.certify;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.surety.audit.RolloutLedger;
import org.surety.audit.RolloutReplay;
import org.surety.audit.WeightedReplay;
import org.surety.base.InputException;
import org.surety.base.Progress;
import org.surety.bound.BoundPlan;
import org.surety.bound.ErrorProbability;
import org.surety.bound.HorizonChoice;
import org.surety.bound.Monotonicity;
import org.surety.bound.ViolationBound;
import org.surety.certificate.AuditedBound;
import org.surety.certificate.AuditedLogs;
import org.surety.certificate.AuditedReplay;
import org.surety.certificate.AuditedStates;
import org.surety.certificate.CertifiedPolicy;
import org.surety.certificate.Evidence;
import org.surety.certificate.Issuance;
import org.surety.guard.StateBox;
import org.surety.guard.file.GuardedRun;
import org.surety.monitor.Judgement;
import org.surety.monitor.LogMonitor;
import org.surety.numeric.Decimals;
import org.surety.policy.ReplayResult;
import org.surety.spec.ColumnAddress;
import org.surety.spec.PredicateProgram;
import org.surety.spec.PropertyFile;
import org.surety.trace.Episode;
import org.surety.trace.EpisodeReader;

/**
 * What rollouts add to an audit: bounds with error probabilities of their own.
 *
 * @param logs what was read
 * @param bounds what follows
 * @param premises what the bounds assume, in words
 */
record AuditRollouts(AuditedLogs logs, List<AuditedBound> bounds, List<String> premises) {

  /** Reads logs of one audit. */
  record Reading(
      AuditBasis basis,
      GuardedRun run,
      @Nullable AuditedStates states,
      int horizon,
      Issuance issuance,
      int threads,
      Progress progress) {

    /** Rollouts of the policy audited, under its guard or without one. */
    AuditRollouts task(RolloutLogs logs, boolean guarded) throws IOException, InterruptedException {
      if (run.manifest().setting().release().isPresent()) {
        throw new InputException(
            "--logs",
            "the guard may be released, and no log says when it was",
            "audit these rollouts with a guard that is never released, or leave them out");
      }
      Certify.Result fresh = certify(logs);
      requireOthers(fresh.certificate().evidence(), "--logs");
      RolloutReplay replay = new RolloutReplay(run, guarded, horizon, box(), rate());
      each(
          logs,
          (e, observed, acted, violates) -> replay.episode(e, observed, acted, acted[0].length));
      RolloutLedger ledger = replay.result();
      require("--logs", ledger.draws(), guarded ? "the guarded policy" : "the task policy");
      List<AuditedBound> bounds = new ArrayList<>();
      boolean covered =
          states != null && states.outside() == AuditedStates.Outside.VIOLATES_PROPERTY;
      if (!guarded && !covered) {
        ViolationBound beyond = plan(logs).bound(ledger.episodes(), ledger.beyond());
        bounds.add(
            bound(
                AuditedBound.Source.BEYOND_LIMIT,
                beyond,
                logs,
                ledger.episodes(),
                ledger.beyond()));
      }
      var sampling = fresh.certificate().sampling();
      bounds.add(
          bound(
              AuditedBound.Source.TASK_ROLLOUTS,
              fresh.bound(),
              logs,
              sampling.episodes(),
              sampling.violations()));
      return new AuditRollouts(
          read(logs, fresh.certificate().evidence(), ledger.draws(), ledger.deviating()),
          bounds,
          premises(logs, fresh.bound(), guarded));
    }

    private @Nullable StateBox box() {
      return states == null ? null : StateBox.of(states.lower(), states.upper(), "box of states");
    }

    private List<String> premises(RolloutLogs logs, ViolationBound bound, boolean guarded) {
      List<String> premises = new ArrayList<>();
      premises.add(
          "The rollouts of the audited policy"
              + (guarded ? ", drawn under this very guard," : ", drawn without a guard,")
              + " are independent episodes from the initial distribution of this certificate; they"
              + " are complete, and none was used to train or to choose the policy."
              + (logs.planned() == null ? "" : " Their number was fixed beforehand."));
      premises.addAll(bound.premises());
      return premises;
    }

    /** Rollouts of the base policy, weighted. */
    AuditRollouts base(RolloutLogs logs) throws IOException, InterruptedException {
      if (run.manifest().setting().release().isPresent()) {
        throw new InputException(
            "--base-logs",
            "the guard may be released, so the ratio of an episode is not bounded",
            "audit with a guard that is never released, or leave them out");
      }
      Certify.Result judged = certify(logs);
      WeightedReplay replay = new WeightedReplay(run, horizon, rate());
      each(
          logs,
          (e, observed, acted, violates) ->
              replay.episode(e, observed, acted, acted[0].length, violates));
      require("--base-logs", replay.draws(), "the base policy");
      double beta = new BigDecimal(logs.beta()).doubleValue();
      if (new BigDecimal(beta).compareTo(new BigDecimal(logs.beta())) > 0) {
        beta = Math.nextDown(beta);
      }
      AuditedBound bound =
          new AuditedBound(
              AuditedBound.Source.BASE_ROLLOUTS,
              Decimals.up(replay.upper(beta)),
              logs.beta(),
              "importance-betting",
              replay.episodes(),
              replay.violations());
      return new AuditRollouts(
          read(logs, judged.certificate().evidence(), replay.draws(), 0),
          List.of(bound),
          List.of(
              "The base rollouts that were weighted were not used, directly or through any choice"
                  + " made on them, to train or to choose the task policy, its guard or its setting: "
                  + logs.split()
                  + ". They are complete and independent episodes of the base policy from the initial"
                  + " distribution of this certificate."));
    }

    private Certify.Result certify(RolloutLogs logs) throws IOException, InterruptedException {
      return Certify.run(
              new CertifyRequest(
                  spec(),
                  logs.beta(),
                  new HorizonChoice.Given(horizon),
                  logs.sampling(),
                  1,
                  0,
                  0,
                  logs.allowDuplicates(),
                  CertifiedPolicy.UNBOUND,
                  null,
                  basis.environment(),
                  issuance),
              logs.source(),
              threads,
              progress)
          .get(0);
    }

    private PropertyFile spec() {
      return PropertyFile.parse("the certificate's property file", basis.property().specText())
          .withProperties(List.of(basis.property().name()))
          .withMargin(Double.parseDouble(basis.property().margin()));
    }

    /** A log of the base policy does not become one of the task policy by being given again. */
    private void requireOthers(List<Evidence> evidence, String option) {
      for (Evidence log : evidence) {
        if (basis.evidence().contains(log.sha256())) {
          throw new InputException(
              option + " " + log.name(),
              "is evidence of the certificate that the audit builds on",
              "give rollouts of the audited policy");
        }
      }
    }

    private interface EpisodeSink {
      void accept(String place, double[][] observed, double[][] acted, boolean violates);
    }

    /** Every episode in the order of the log, with its verdict at the horizon. */
    private void each(RolloutLogs logs, EpisodeSink sink) throws IOException {
      PropertyFile spec = spec();
      PredicateProgram program = spec.program();
      JudgedProperty judged = JudgedProperty.of(spec.properties().get(0), program.atoms(), horizon);
      LogMonitor.Worker worker = new LogMonitor(program, List.of(judged.monitor()), 1).newWorker();
      int inputs = run.base().observations();
      int outputs = run.base().gaussian() ? run.base().actions() : 1;
      List<ColumnAddress> columns = new ArrayList<>(program.columns());
      int from = columns.size();
      for (int i = 0; i < inputs; i++) {
        columns.add(ColumnAddress.ofDecision(logs.observations(), i, inputs));
      }
      for (int i = 0; i < outputs; i++) {
        columns.add(ColumnAddress.ofDecision(logs.actions(), i, outputs));
      }
      long episodes = 0;
      try (EpisodeReader reader = logs.source().open(spec.layout(), columns)) {
        for (Episode e = reader.next(); e != null; e = reader.next()) {
          Judgement judgement = worker.judge(e).get(0);
          sink.accept(
              "episode " + e.id(),
              rows(e, from, inputs),
              rows(e, from + inputs, outputs),
              judgement.certified().countsAsViolation());
          progress.report("episodes replayed", ++episodes, -1);
        }
      }
      progress.report("episodes replayed", episodes, episodes);
    }

    private static double[][] rows(Episode episode, int from, int count) {
      double[][] rows = new double[count][];
      for (int i = 0; i < count; i++) {
        rows[i] = java.util.Arrays.copyOf(episode.column(from + i), episode.decisions());
      }
      return rows;
    }

    private BoundPlan plan(RolloutLogs logs) {
      return BoundPlan.of(
          logs.sampling(),
          new HorizonChoice.Given(horizon),
          Monotonicity.CONSTANT,
          ErrorProbability.parse(logs.beta()),
          1);
    }

    private static double rate() {
      return new BigDecimal(PolicyReplay.FALSE_ALARM_RATE).doubleValue();
    }

    private static AuditedBound bound(
        AuditedBound.Source source,
        ViolationBound bound,
        RolloutLogs logs,
        long episodes,
        long counted) {
      return new AuditedBound(
          source, bound.epsilonDecimal(), logs.beta(), bound.method().label(), episodes, counted);
    }

    private static AuditedLogs read(
        RolloutLogs logs, List<Evidence> evidence, ReplayResult draws, long deviating) {
      return new AuditedLogs(
          evidence,
          logs.beta(),
          logs.planned(),
          logs.allowDuplicates(),
          new AuditedReplay(
              logs.observations(),
              logs.actions(),
              draws.episodes(),
              draws.decisions(),
              deviating,
              PolicyReplay.FALSE_ALARM_RATE,
              draws.explanation()),
          logs.split());
    }

    private static void require(String option, ReplayResult result, String policy) {
      if (result.verdict() == ReplayResult.Verdict.CONSISTENT) {
        return;
      }
      throw new InputException(
          option,
          "are not rollouts of " + policy + " as far as can be told: " + result.explanation(),
          result.verdict() == ReplayResult.Verdict.INCONCLUSIVE
              ? "log more decisions"
              : "check what was run (under a guard, or --unguarded), its files, and that raw actions"
                  + " were logged");
    }
  }
}
