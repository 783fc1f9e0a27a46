package org.surety.certify;

import java.io.IOException;
import java.util.List;
import org.surety.base.Progress;
import org.surety.monitor.Judgement;
import org.surety.monitor.LogMonitor;
import org.surety.spec.PredicateProgram;
import org.surety.spec.PropertyFile;
import org.surety.trace.Episode;
import org.surety.trace.EpisodeReader;

/** Judges every episode of a log by itself, in the order of the log. */
public final class MonitorLogs {
  private MonitorLogs() {}

  /** Receives verdicts. */
  @FunctionalInterface
  public interface Sink {
    /** Takes the next one. */
    void accept(EpisodeVerdict verdict) throws IOException;
  }

  /**
   * Judges each property of a file on each episode.
   *
   * @param horizon T in decisions, at least 1
   */
  public static void judge(
      PropertyFile spec, int horizon, LogSource logs, Sink sink, Progress progress)
      throws IOException {
    PredicateProgram program = spec.program();
    List<JudgedProperty> judged =
        spec.properties().stream()
            .map(p -> JudgedProperty.of(p, program.atoms(), horizon))
            .toList();
    LogMonitor monitor =
        new LogMonitor(program, judged.stream().map(JudgedProperty::monitor).toList(), 1);
    LogMonitor.Worker worker = monitor.newWorker();
    try (EpisodeReader reader = logs.open(spec.layout(), program.columns())) {
      long episodes = 0;
      for (Episode e = reader.next(); e != null; e = reader.next()) {
        List<Judgement> judgements = worker.judge(e);
        for (int p = 0; p < judged.size(); p++) {
          Judgement j = judgements.get(p);
          sink.accept(
              new EpisodeVerdict(
                  e.id(),
                  judged.get(p).property().name(),
                  j.certified(),
                  j.robustness(),
                  j.decidedAt(),
                  e.decisions()));
        }
        progress.report("episodes judged", ++episodes, -1);
      }
      progress.report("episodes judged", episodes, episodes);
    }
  }
}
