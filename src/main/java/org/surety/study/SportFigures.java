package org.surety.study;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.surety.certificate.Json;

/** The numbers of a study for programs: every trained policy as a row, and the study as JSON. */
final class SportFigures {
  private SportFigures() {}

  /** Every trained policy of the arms in numbers, for programs. */
  static Table seeds(SportResults r) {
    Table table =
        new Table(
            "bound",
            "guard",
            "setting",
            "seed",
            "decisions",
            "share",
            "fresh_episodes",
            "fresh_late",
            "fresh_hazard",
            "fresh_exceptions",
            "fresh_largest_log_ratio",
            "training_episodes",
            "training_violations",
            "training_hazard",
            "training_exceptions",
            "training_largest_charge");
    for (SportResults.ArmRow row : r.arms()) {
      SportResults.Setting setting = row.setting();
      seeds(
          table,
          r,
          List.of(
              setting.risk().toPlainString(),
              setting.arm().word(),
              setting.guard().limit().toPlainString()),
          row.seeds());
    }
    seeds(table, r, List.of("1", "free", ""), r.free());
    return table;
  }

  private static void seeds(
      Table table, SportResults r, List<String> which, List<SportResults.Trained> seeds) {
    int t = r.rate().horizon();
    double[] decisions = r.decisions(seeds);
    double[] shares = r.shares(seeds);
    for (int i = 0; i < decisions.length; i++) {
      Census fresh = seeds.get(i).fresh();
      SportResults.Training training = seeds.get(i).training();
      List<String> cells = new ArrayList<>(which);
      cells.add(Integer.toString(i + 1));
      for (double value : new double[] {decisions[i], shares[i]}) {
        cells.add(Double.toString(value));
      }
      for (long count :
          new long[] {fresh.episodes(), fresh.late(t), fresh.hazards(t), fresh.exceptions()}) {
        cells.add(Long.toString(count));
      }
      cells.add(Double.toString(fresh.largestLogRatio()));
      for (long count :
          new long[] {
            training.episodes(), training.violations(), training.hazards(), training.exceptions()
          }) {
        cells.add(Long.toString(count));
      }
      cells.add(Double.toString(training.largestCharge()));
      table.add(cells.toArray(new String[0]));
    }
  }

  /** The share that no policy under the guard can exceed. */
  static double ceiling(SportResults r, SportResults.Setting setting) {
    return Math.min(
        1,
        r.shareOf(
            Ceiling.fewestDecisions(
                r.base().many(),
                r.rate().horizon(),
                setting.arm(),
                setting.limit(),
                setting.guard().horizon())));
  }

  /** What a program wants to know of the study. */
  static Json summary(List<SportResults> results, Path folder) {
    List<Json> rates = new ArrayList<>();
    for (SportResults r : results) {
      List<Json> arms = new ArrayList<>();
      for (SportResults.ArmRow row : r.arms()) {
        Interval share = Interval.ofMean(r.shares(row.seeds()));
        Interval decisions = Interval.ofMean(r.decisions(row.seeds()));
        arms.add(
            Json.object()
                .put("bound", new Json.Dec(row.setting().risk()))
                .put("guard", row.setting().arm().word())
                .put("setting", new Json.Dec(row.setting().guard().limit()))
                .put("decisions", json(decisions))
                .put("share", json(share))
                .put("shareAtMost", Census.Numbers.json(ceiling(r, row.setting())))
                .build());
      }
      rates.add(
          Json.object()
              .put("decisionsPerSecond", r.rate().hertz())
              .put("horizon", r.rate().horizon())
              .put("epsilonBase", new Json.Dec(r.base().risk().epsilon()))
              .put("baseDecisions", Census.Numbers.json(r.baseDecisions()))
              .put("freeDecisions", json(Interval.ofMean(r.decisions(r.free()))))
              .put("exceptions", r.exceptions())
              .put("arms", new Json.Arr(arms))
              .build());
    }
    return Json.object()
        .put("report", folder.resolve(SportReport.FILE).toString())
        .put("rates", new Json.Arr(rates))
        .build();
  }

  private static Json json(Interval interval) {
    return Json.array(
        Census.Numbers.json(interval.estimate()),
        Census.Numbers.json(interval.low()),
        Census.Numbers.json(interval.high()));
  }
}
