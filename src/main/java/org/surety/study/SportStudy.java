package org.surety.study;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.surety.base.AtomicFile;
import org.surety.base.InputException;
import org.surety.base.Progress;
import org.surety.base.Sha256;
import org.surety.bound.ClopperPearson;
import org.surety.bound.ErrorProbability;
import org.surety.certificate.Json;
import org.surety.env.Environments;
import org.surety.guard.GuardSetting;
import org.surety.guard.file.GuardedRun;
import org.surety.policy.Policy;
import org.surety.policy.file.Policies;
import org.surety.policy.file.PolicyHints;
import org.surety.ratio.BaseRisk;
import org.surety.train.RunFolder;
import org.surety.train.Settings;
import org.surety.train.ppo.PpoRun;

/**
 * SPoRt's experiment and the comparison of guards at equal certified bounds, in a folder: the base
 * policies, every training run, one file for each finished cell, and the tables.
 *
 * <p>All task policies start from the base policy and have the same learner, the same settings, the
 * same number of steps and the same reward: minus the share of the horizon that an episode took, −1
 * if it failed, which is what they are judged by. They differ in their guard alone. The free policy
 * is trained under a guard that limits nothing but that deviations may not exceed the base's.
 */
public final class SportStudy {
  private static final String PLAN = "plan.json";
  private static final String BASE = "base";
  private static final String CERTIFIED = "base-certified";
  private static final String MANY = "base-many-";

  /** Parts of the large count of base rollouts; whatever the number of threads. */
  private static final int PARTS = 16;

  /** Of rollouts that certify; others follow. */
  private static final long CERTIFYING_SEED = 1_000;

  private static final long MANY_SEED = 2_000;
  private static final long SWEEP_SEED = 3_000;
  private static final long ARM_SEED = 4_000;

  /** What a base policy takes, to estimate with. */
  private static final double BASE_SECONDS = 60;

  /** Environment steps a thread takes per second in training, to estimate with. */
  private static final double TRAINING_SPEED = 60_000;

  /** Decisions a thread takes per second in rollouts, to estimate with. */
  private static final double ROLLOUT_SPEED = 250_000;

  private final SportPlan plan;
  private final String base;
  private final Path folder;
  private final String device;
  private final int threads;
  private final Progress progress;
  private final Consumer<String> say;
  private final BooleanSupplier stop;

  /**
   * How a study is to be run.
   *
   * @param hertz the rates, 5 and 50 at most
   * @param seeds task policies for each arm and risk, at least 2
   * @param quick whether everything is tiny
   * @param base {@code sac}, {@code ppo} or a policy's file
   * @param device that networks are trained on
   * @param threads cells computed at a time
   */
  public record Request(
      List<Integer> hertz, int seeds, boolean quick, String base, String device, int threads) {
    /** Copies the list. */
    public Request {
      hertz = List.copyOf(hertz);
    }
  }

  /**
   * A study in a folder, new or begun.
   *
   * @param say receives sentences on what is done
   * @param stop asked often; if it says so, the study ends soon and can be continued
   */
  public SportStudy(
      Request request, Path folder, Progress progress, Consumer<String> say, BooleanSupplier stop) {
    this(
        request.quick
            ? SportPlan.quick(request.hertz, request.seeds)
            : SportPlan.full(request.hertz, request.seeds),
        request,
        folder,
        progress,
        say,
        stop);
  }

  SportStudy(
      SportPlan plan,
      Request request,
      Path folder,
      Progress progress,
      Consumer<String> say,
      BooleanSupplier stop) {
    this.plan = plan;
    this.folder = folder;
    this.progress = progress;
    this.say = say;
    this.stop = stop;
    base = request.base;
    device = request.device;
    threads = request.threads;
  }

  /**
   * Computes what is not there yet and writes {@code report.md} and tables.
   *
   * @return a summary; empty if the study was stopped
   * @throws InputException if the folder holds a study of another plan
   */
  public Optional<Json> run() throws IOException, InterruptedException {
    Files.createDirectories(folder);
    keepPlan();
    say.accept(estimate());
    long begun = System.nanoTime();
    try {
      List<SportResults> results = new ArrayList<>();
      for (SportPlan.Rate rate : plan.rates()) {
        results.add(run(rate, base(rate)));
      }
      new SportReport(plan, results).write(folder);
      double seconds = (System.nanoTime() - begun) * 1e-9;
      say.accept(
          String.format(
              Locale.ROOT, "done in %.0f s: %s", seconds, folder.resolve(SportReport.FILE)));
      return Optional.of(SportFigures.summary(results, folder));
    } catch (FreshRollouts.Stopped e) {
      return Optional.empty();
    }
  }

  /** The base policy of a rate; a learner trains it at that rate. */
  private Path base(SportPlan.Rate rate) throws IOException {
    return BasePolicies.make(
        base,
        rate,
        plan.baseShare(),
        folder.resolve(rate.word()).resolve(BASE),
        device,
        progress,
        stop);
  }

  /** A folder's cells are those of one plan. */
  private void keepPlan() throws IOException {
    Json now =
        Json.object()
            .put("plan", plan.toJson())
            .put("base", Files.isRegularFile(Path.of(base)) ? Sha256.of(Path.of(base)) : base)
            .build();
    Path file = folder.resolve(PLAN);
    if (!Files.exists(file)) {
      AtomicFile.write(file, now.pretty().getBytes(StandardCharsets.UTF_8));
    } else if (!Json.parse(Files.readAllBytes(file), file.toString()).equals(now)) {
      throw new InputException(
          folder.toString(),
          "holds a study with other numbers of seeds, episodes or steps, or another base",
          "choose another folder, or repeat the options it was begun with");
    }
  }

  /** What is to be done and how long it takes about. */
  private String estimate() {
    double seconds = 0;
    long runs = 0;
    for (SportPlan.Rate rate : plan.rates()) {
      double episode = 0.65 * rate.horizon();

      seconds += plan.baseShare() * BASE_SECONDS * (rate.hertz() == 50 ? 3 : 1);
      seconds += (double) plan.trainings(rate) * rate.taskSteps() / TRAINING_SPEED / threads;
      double rollouts =
          rate.manyEpisodes()
              + plan.certifyEpisodes()
              + (double) (rate.alphas().size() + plan.trainings(rate)) * rate.freshEpisodes();
      seconds += rollouts * episode / ROLLOUT_SPEED / threads;
      runs += plan.trainings(rate);
    }
    return String.format(
        Locale.ROOT,
        "%d training runs, %d at a time: about %.0f min on cores that are free",
        runs,
        threads,
        Math.max(1, seconds / 60));
  }

  private SportResults run(SportPlan.Rate rate, Path baseFile)
      throws IOException, InterruptedException {
    Path place = folder.resolve(rate.word());
    Files.createDirectories(place);
    Policy policy = Policies.read(baseFile, PolicyHints.NONE);
    Cells cells = new Cells(place.resolve("cells"), threads, stop);
    cells.compute(baseCells(rate, policy), listener(rate, "base policy"));
    Census certified = census(cells, CERTIFIED);
    long failures = certified.failures(rate.horizon());
    double epsilon =
        ClopperPearson.upper(failures, certified.episodes(), ErrorProbability.parse(plan.beta()));
    say.accept(
        String.format(
            Locale.ROOT,
            "%s: base fails %d of %d episodes within %d decisions (%d by the hazard), epsilon %.5f,"
                + " mean %.2f",
            rate.word(),
            failures,
            certified.episodes(),
            rate.horizon(),
            certified.hazards(rate.horizon()),
            epsilon,
            certified.meanDecisions(rate.horizon())));
    BaseRisk risk = BaseRisk.unchanged(new BigDecimal(epsilon), rate.horizon());
    int typical =
        Math.min(rate.horizon(), (int) Math.rint(certified.meanDecisions(rate.horizon())));
    List<SportResults.Setting> settings = settings(rate, risk, typical);
    cells.compute(taskCells(rate, baseFile, policy, settings), listener(rate, "policies"));
    cells.compute(sweepCells(rate, baseFile, policy), listener(rate, "sweep"));
    return results(rate, cells, risk, settings, Sha256.of(baseFile));
  }

  private Cells.Listener listener(SportPlan.Rate rate, String what) {
    return (name, done, all) -> progress.report(rate.word() + " " + what, done, all);
  }

  private Census census(Cells cells, String name) throws IOException {
    return Census.of(cells.get(name), cells.place(name));
  }

  private List<Cells.Cell> baseCells(SportPlan.Rate rate, Policy policy) {
    List<Cells.Cell> cells = new ArrayList<>();
    cells.add(
        new Cells.Cell(
            CERTIFIED, () -> base(rate, policy, CERTIFYING_SEED, plan.certifyEpisodes()).toJson()));
    for (int part = 0; part < PARTS; part++) {
      long seed = MANY_SEED + part;
      long episodes = rate.manyEpisodes() * (part + 1) / PARTS - rate.manyEpisodes() * part / PARTS;
      cells.add(new Cells.Cell(MANY + part, () -> base(rate, policy, seed, episodes).toJson()));
    }
    return cells;
  }

  private Census base(SportPlan.Rate rate, Policy policy, long seed, long episodes) {
    return new FreshRollouts(
            Environments.named(rate.environment()).batch(),
            rate.longest(),
            policy,
            null,
            null,
            seed)
        .play(episodes, stop);
  }

  /**
   * The settings of all arms; those that the base policy's own bound leaves no room are left out.
   */
  private List<SportResults.Setting> settings(SportPlan.Rate rate, BaseRisk base, int typical) {
    List<SportResults.Setting> settings = new ArrayList<>();
    for (BigDecimal risk : plan.risks()) {
      for (Arm arm : Arm.values()) {
        try {
          settings.add(new SportResults.Setting(arm, risk, arm.setting(base, risk, typical)));
        } catch (InputException e) {
          say.accept(rate.word() + ", " + arm.word() + ": " + e.getMessage());
        }
      }
    }
    return settings;
  }

  /** Trained policies that are judged under the guard they were trained with. */
  private List<Cells.Cell> taskCells(
      SportPlan.Rate rate, Path baseFile, Policy policy, List<SportResults.Setting> settings) {
    List<Cells.Cell> cells = new ArrayList<>();
    // Seed after seed, so that a study that is looked at early shows all arms.
    for (int seed = 1; seed <= plan.seeds(); seed++) {
      long fresh = ARM_SEED + seed;
      GuardSetting unlimited = Arm.unlimited(rate.horizon());
      cells.add(task(rate, baseFile, policy, SportResults.free(seed), unlimited, seed, fresh));
      for (SportResults.Setting setting : settings) {
        cells.add(task(rate, baseFile, policy, setting.cell(seed), setting.guard(), seed, fresh));
      }
    }
    return cells;
  }

  private Cells.Cell task(
      SportPlan.Rate rate,
      Path baseFile,
      Policy policy,
      String name,
      GuardSetting guard,
      long seed,
      long freshSeed) {
    Callable<Json> work =
        () -> {
          Trained trained = train(rate, rate.environment(), baseFile, name, guard, seed);
          Census fresh =
              guarded(rate, policy, trained.policy, guard, freshSeed, rate.freshEpisodes());
          return trained.toJson(guard).put("fresh", fresh.toJson()).build();
        };
    return new Cells.Cell(name, work);
  }

  private Census guarded(
      SportPlan.Rate rate,
      Policy policy,
      Policy task,
      GuardSetting guard,
      long seed,
      long episodes) {
    return new FreshRollouts(
            Environments.named(rate.environment()).batch(),
            rate.horizon(),
            policy,
            task,
            guard,
            seed)
        .play(episodes, stop);
  }

  /**
   * The paper's two columns: one policy trained without regard to the hazard, and Projected PPO.
   */
  private List<Cells.Cell> sweepCells(SportPlan.Rate rate, Path baseFile, Policy policy) {
    List<Cells.Cell> cells = new ArrayList<>();
    cells.add(
        new Cells.Cell(
            SportResults.HEEDLESS,
            () -> {
              GuardSetting unlimited = Arm.unlimited(rate.horizon());
              Trained trained =
                  train(rate, rate.heedless(), baseFile, SportResults.HEEDLESS, unlimited, 1);
              var all = trained.toJson(unlimited);
              for (BigDecimal alpha : rate.alphas()) {
                Census fresh =
                    guarded(
                        rate,
                        policy,
                        trained.policy,
                        Arm.perStep(alpha, rate.horizon()),
                        SWEEP_SEED,
                        rate.freshEpisodes());
                all = all.put(alpha.toPlainString(), fresh.toJson());
              }
              return all.build();
            }));
    for (BigDecimal alpha : rate.alphas()) {
      GuardSetting guard = Arm.perStep(alpha, rate.horizon());
      for (int seed = 1; seed <= rate.sweepSeeds(); seed++) {
        String name = SportResults.projected(alpha, seed);
        cells.add(task(rate, baseFile, policy, name, guard, seed, SWEEP_SEED + seed - 1));
      }
    }
    return cells;
  }

  private record Trained(Policy policy, RunFolder.Outcome outcome) {
    Json.ObjBuilder toJson(GuardSetting guard) {
      return Json.object()
          .put("guard", guard.toString())
          .put("policySha256", outcome.policySha256())
          .put("steps", outcome.steps())
          .put("episodes", outcome.totals().episodes())
          .put("hazards", outcome.totals().costly())
          .put("succeeded", outcome.totals().succeeded())
          .put("exceptions", outcome.totals().exceptions())
          .put("largestCharge", Census.Numbers.json(outcome.totals().largestCharge()))
          .put("seconds", Census.Numbers.json(outcome.seconds()));
    }
  }

  private Trained train(
      SportPlan.Rate rate,
      String environment,
      Path baseFile,
      String name,
      GuardSetting guard,
      long seed)
      throws IOException {
    Path run = folder.resolve(rate.word()).resolve("runs").resolve(name);
    PpoRun ppo;
    if (RunFolder.isBegun(run)) {
      ppo = PpoRun.resume(run, device);
    } else {
      String toml = TaskSettings.toml(rate, environment, guard, seed);
      Files.createDirectories(run);
      ppo =
          PpoRun.begin(
              run,
              Settings.parse(toml.getBytes(StandardCharsets.UTF_8), name, PpoRun.keys()),
              new GuardedRun.PolicyFile(baseFile, PolicyHints.NONE),
              device);
    }
    RunFolder.Outcome outcome = ppo.train(Progress.NONE, stop);
    if (!outcome.finished()) {
      throw new FreshRollouts.Stopped();
    }
    return new Trained(Policies.read(outcome.policy(), PolicyHints.NONE), outcome);
  }

  private SportResults results(
      SportPlan.Rate rate,
      Cells cells,
      BaseRisk risk,
      List<SportResults.Setting> settings,
      String baseSha256)
      throws IOException {
    List<Census> many = new ArrayList<>();
    for (int part = 0; part < PARTS; part++) {
      many.add(census(cells, MANY + part));
    }
    return SportResults.read(
        plan,
        rate,
        cells,
        new SportResults.Base(baseSha256, census(cells, CERTIFIED), FreshRollouts.sum(many), risk),
        settings);
  }
}
