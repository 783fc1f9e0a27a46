package org.surety.certify;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.surety.base.InputException;
import org.surety.base.Progress;
import org.surety.bound.ErrorProbability;
import org.surety.bound.HorizonChoice;
import org.surety.bound.Sampling;
import org.surety.bound.ViolationBound;
import org.surety.certificate.BaseCertificate;
import org.surety.certificate.Evidence;
import org.surety.monitor.DuplicateDetector;
import org.surety.monitor.LogMonitor;
import org.surety.monitor.Outcome;
import org.surety.monitor.Tally;
import org.surety.spec.ColumnAddress;
import org.surety.spec.PredicateProgram;
import org.surety.spec.Property;
import org.surety.trace.ColumnTiming;
import org.surety.trace.Episode;
import org.surety.trace.EpisodeReader;
import org.surety.trace.LogFacts;

/**
 * From logs to base certificates, one for each property: read every episode once, judge every
 * property on it, and turn the counts into bounds as the plan that was fixed beforehand demands.
 */
public final class Certify {
  private static final int WORST_KEPT = 10;

  private Certify() {}

  /**
   * One property certified.
   *
   * @param certificate what is to be signed
   * @param bound its bound
   * @param tally the counts and the worst episodes
   */
  public record Result(BaseCertificate certificate, ViolationBound bound, Tally tally) {}

  /**
   * Computes one certificate for each property of the request. Equal requests on equal logs give
   * equal certificates, whatever the number of threads.
   *
   * @throws InputException if the request contradicts itself or the logs do not support it
   */
  public static List<Result> run(
      CertifyRequest request, LogSource logs, int threads, Progress progress)
      throws IOException, InterruptedException {
    List<Property> properties = request.spec().properties();
    check(request, properties);
    int horizon = largestHorizon(request.horizon());
    List<JudgedProperty> judged = new ArrayList<>();
    PredicateProgram program = request.spec().program();
    for (Property property : properties) {
      judged.add(JudgedProperty.of(property, program.atoms(), horizon));
    }
    PolicyReplay replay = request.replay();
    List<ColumnAddress> columns = new ArrayList<>(program.columns());
    Watch watch =
        new Watch(columns.size(), replay == null ? null : replay.new Run(columns.size()), progress);
    if (replay != null) {
      columns.addAll(replay.columns());
    }
    List<Tally> tallies;
    LogFacts facts;
    try (EpisodeReader reader = logs.open(request.spec().layout(), columns)) {
      LogMonitor monitor =
          new LogMonitor(
              program, judged.stream().map(JudgedProperty::monitor).toList(), WORST_KEPT);
      tallies = monitor.judge(reader, threads, watch);
      facts = reader.facts();
    }
    watch.finish();
    checkDuplicates(watch.duplicates, request.allowDuplicates());
    checkLength(horizon, watch.longest, tallies);
    List<Evidence> evidence = logs.evidence(facts);
    CertifyRequest known = watch.known(request);
    List<Result> results = new ArrayList<>();
    for (int p = 0; p < judged.size(); p++) {
      boolean readsActions = watch.readsActions(program, properties.get(p));
      results.add(
          new Statements(known, facts, evidence, watch.duplicates.duplicates())
              .about(judged.get(p), tallies.get(p), readsActions));
    }
    return results;
  }

  private static int largestHorizon(HorizonChoice choice) {
    return choice instanceof HorizonChoice.Given given
        ? given.horizon()
        : ((HorizonChoice.Best) choice).maximum();
  }

  private static void check(CertifyRequest request, List<Property> properties) {
    if (request.horizon() instanceof HorizonChoice.Given given && given.horizon() < 1) {
      throw new InputException(
          "horizon", "0 decisions judge no decision", "give a horizon of at least 1");
    }
    if (request.family() < properties.size()) {
      throw new InputException(
          "--family " + request.family(),
          "but " + properties.size() + " properties are certified together",
          "count all statements that share the error probability, at least these");
    }
    if (request.tunedParameters() == 0 && request.discard() > 0) {
      throw new InputException(
          "--discard",
          "episodes can be discarded only where parameters were tuned on them",
          "give --tuned-parameters too, or leave --discard out");
    }
    if (request.tunedParameters() > 0 && !(request.sampling() instanceof Sampling.Fixed)) {
      throw new InputException(
          "--tuned-parameters",
          "the bound for tuned parameters holds for a planned number of episodes only",
          "give --planned-episodes with the number fixed beforehand");
    }
    // Read here, so that a wrong number is told before a long log is read.
    ErrorProbability.parse(request.beta());
  }

  private static void checkDuplicates(DuplicateDetector duplicates, boolean allowed) {
    if (duplicates.continuousDuplicates() == 0 || allowed) {
      return;
    }
    DuplicateDetector.Duplicate first =
        duplicates.reported().stream().filter(d -> d.continuous()).findFirst().orElseThrow();
    throw new InputException(
        "logs",
        duplicates.continuousDuplicates()
            + " of the episodes repeat an earlier one value for value (first: episode "
            + first.duplicate()
            + " repeats episode "
            + first.original()
            + "), though their data are continuous: they are not independent draws",
        "remove the repetitions and look for seeds used twice, or say --allow-duplicates, which is"
            + " recorded");
  }

  private static void checkLength(int horizon, int longest, List<Tally> tallies) {
    boolean undecided = tallies.stream().anyMatch(t -> t.count(Outcome.UNDECIDED, horizon) > 0);
    if (horizon > longest && undecided) {
      throw new InputException(
          "horizon " + horizon,
          "no logged episode has so many decisions (the longest has "
              + longest
              + "), and some are undecided by then",
          "certify a horizon of at most " + longest + ", or log longer episodes");
    }
  }

  /** What is noted of every episode in the order of the log. */
  private static final class Watch implements java.util.function.Consumer<Episode> {
    private final DuplicateDetector duplicates = new DuplicateDetector();
    private final PolicyReplay.@Nullable Run replay;
    private final Progress progress;
    private final boolean[] actions;
    private int longest;
    private long episodes;

    Watch(int columns, PolicyReplay.@Nullable Run replay, Progress progress) {
      this.replay = replay;
      this.actions = new boolean[columns];
      this.progress = progress;
    }

    @Override
    public void accept(Episode episode) {
      duplicates.add(episode);
      if (replay != null) {
        replay.accept(episode);
      }
      longest = Math.max(longest, episode.decisions());
      for (int c = 0; c < actions.length; c++) {
        actions[c] |= episode.timing(c) == ColumnTiming.ACTION;
      }
      if ((++episodes & 0xff) == 0) {
        progress.report("episodes read", episodes, -1);
      }
    }

    void finish() {
      progress.report("episodes read", episodes, episodes);
    }

    /** The request with what the replay found out about the policy. */
    CertifyRequest known(CertifyRequest request) {
      return replay == null
          ? request
          : request.with(request.policy().replayed(replay.evidence(request.policy().actionMode())));
    }

    boolean readsActions(PredicateProgram program, Property property) {
      Set<String> atoms = property.formula().atoms();
      for (int c = 0; c < actions.length; c++) {
        if (actions[c] && program.atomsReading(c).stream().anyMatch(atoms::contains)) {
          return true;
        }
      }
      return false;
    }
  }
}
