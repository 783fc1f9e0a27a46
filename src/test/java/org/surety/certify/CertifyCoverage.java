package org.surety.certify;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.surety.base.Progress;
import org.surety.bound.ClopperPearson;
import org.surety.bound.ErrorProbability;
import org.surety.bound.HorizonChoice;
import org.surety.bound.Sampling;
import org.surety.certificate.BaseCertificate;
import org.surety.certificate.CertifiedEnvironment;
import org.surety.certificate.CertifiedPolicy;
import org.surety.certificate.Issuance;
import org.surety.spec.PropertyFile;

/**
 * Certifies simulated logs of a known violation probability again and again, through the same call
 * as the command line, and counts how often the certified bound is below the truth. Beside every
 * method stands what a hurried user would do in its place.
 */
public final class CertifyCoverage {
  /** Error probability that every certificate states. */
  public static final double BETA = 0.05;

  private static final int EPISODES = 100;
  private static final int HORIZONS = 12;
  private static final int PROPERTIES = 5;
  private static final int LOOK_EVERY = 10;
  private static final int LOOKS = 30;

  /** Just above the bound for one violation: Clopper-Pearson errs whenever at most one is seen. */
  private static final double EDGE =
      ClopperPearson.upper(1, EPISODES, ErrorProbability.of(BETA)) * (1 + 1e-9);

  private CertifyCoverage() {}

  /** One certification of fresh logs: whether any bound that was used is below the truth. */
  @FunctionalInterface
  public interface Trial {
    /** Runs it. */
    boolean errs(SplittableRandom random) throws IOException, InterruptedException;
  }

  /**
   * One row of the study.
   *
   * @param claims whether the method claims to err at most with {@link #BETA}
   * @param trial one run
   */
  public record Setting(boolean claims, Trial trial) {}

  /** All settings by name. */
  public static Map<String, Setting> settings() {
    Map<String, Setting> settings = new LinkedHashMap<>();
    settings.put("fixed N, horizon given", new Setting(true, CertifyCoverage::fixed));
    settings.put(
        "safety, horizon chosen on the data: --horizon best",
        new Setting(true, r -> chosen(r, SAFETY, false)));
    settings.put(
        "safety, naive: best of the single-horizon certificates",
        new Setting(false, r -> chosen(r, SAFETY, true)));
    settings.put(
        "reach-avoid, horizon chosen on the data: --horizon best",
        new Setting(true, r -> chosen(r, REACH, false)));
    settings.put(
        "reach-avoid, naive: best of the single-horizon certificates",
        new Setting(false, r -> chosen(r, REACH, true)));
    settings.put(
        "not monotone, horizon chosen on the data: --horizon best",
        new Setting(true, r -> chosen(r, LAST_STEP, false)));
    settings.put(
        "not monotone, naive: best of the single-horizon certificates",
        new Setting(false, r -> chosen(r, LAST_STEP, true)));
    settings.put("peeking, anytime", new Setting(true, r -> peeking(r, false)));
    settings.put(
        "peeking, naive: fixed N at every look", new Setting(false, r -> peeking(r, true)));
    settings.put("5 properties, one certification", new Setting(true, r -> several(r, false)));
    settings.put(
        "5 properties, naive: certified one by one", new Setting(false, r -> several(r, true)));
    return settings;
  }

  // --- Worlds: episodes whose violation probability at every horizon is known

  private static final String SAFETY = "G !p";
  private static final String REACH = "F p";
  private static final String LAST_STEP = "F (!p & X[?] false)";

  /**
   * An episode of a world: p first holds at a step drawn geometrically (and stays), or, for the
   * verdict of the last step alone, is drawn anew at every step.
   */
  private static double[] episode(SplittableRandom random, String property, double rate) {
    double[] p = new double[HORIZONS + 1];
    if (property.equals(LAST_STEP)) {
      for (int t = 0; t < p.length; t++) {
        p[t] = random.nextDouble() < rate ? 1 : 0;
      }
      return p;
    }
    int t = 1;
    while (t < p.length && random.nextDouble() >= rate) {
      t++;
    }
    java.util.Arrays.fill(p, Math.min(t, p.length), p.length, 1);
    return p;
  }

  private static double risk(String property, double rate, int horizon) {
    return switch (property) {
      case SAFETY -> -Math.expm1(horizon * Math.log1p(-rate));
      case REACH -> Math.pow(1 - rate, horizon);
      default -> rate;
    };
  }

  private static List<double[][]> episodes(
      SplittableRandom random, String property, double rate, int count, int columns) {
    List<double[][]> episodes = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      double[][] episode = new double[columns][];
      for (int c = 0; c < columns; c++) {
        episode[c] = episode(random, property, rate);
      }
      episodes.add(episode);
    }
    return episodes;
  }

  // --- Trials

  private static boolean fixed(SplittableRandom random) throws IOException, InterruptedException {
    List<double[][]> logs = episodes(random, LAST_STEP, EDGE, EPISODES, 1);
    return epsilon(certify(LAST_STEP, logs, fixedPlan(), given(HORIZONS), 1).get(0)) < EDGE;
  }

  /** The horizon taken is the one whose bound looks best against what would be typical of it. */
  private static boolean chosen(SplittableRandom random, String property, boolean naive)
      throws IOException, InterruptedException {
    double rate = property.equals(REACH) ? 0.2 : property.equals(SAFETY) ? 0.06 : 0.1;
    List<double[][]> logs = episodes(random, property, rate, EPISODES, 1);
    if (naive) {
      for (int t = 1; t <= HORIZONS; t++) {
        if (epsilon(certify(property, logs, fixedPlan(), given(t), 1).get(0))
            < risk(property, rate, t)) {
          return true;
        }
      }
      return false;
    }
    BaseCertificate certificate =
        certify(property, logs, fixedPlan(), new HorizonChoice.Best(HORIZONS), 1).get(0);
    CertifiedHorizons covered = CertifiedHorizons.of(certificate);
    for (int t : covered.all()) {
      if (covered.epsilon(t).doubleValue() < risk(property, rate, t)) {
        return true;
      }
    }
    return false;
  }

  private static boolean peeking(SplittableRandom random, boolean naive)
      throws IOException, InterruptedException {
    double risk = 0.1;
    List<double[][]> logs = episodes(random, LAST_STEP, risk, LOOKS * LOOK_EVERY, 1);
    for (int n = LOOK_EVERY; n <= logs.size(); n += LOOK_EVERY) {
      Sampling plan = naive ? new Sampling.Fixed(n) : new Sampling.Anytime();
      if (epsilon(certify(LAST_STEP, logs.subList(0, n), plan, given(1), 1).get(0)) < risk) {
        return true;
      }
    }
    return false;
  }

  private static boolean several(SplittableRandom random, boolean naive)
      throws IOException, InterruptedException {
    List<double[][]> logs = episodes(random, LAST_STEP, EDGE, EPISODES, PROPERTIES);
    List<BaseCertificate> certificates = new ArrayList<>();
    if (naive) {
      for (int p = 0; p < PROPERTIES; p++) {
        int column = p;
        List<double[][]> one = logs.stream().map(e -> new double[][] {e[column]}).toList();
        certificates.addAll(certify(LAST_STEP, one, fixedPlan(), given(HORIZONS), 1));
      }
    } else {
      certificates.addAll(certify(LAST_STEP, logs, fixedPlan(), given(HORIZONS), PROPERTIES));
    }
    return certificates.stream().anyMatch(c -> epsilon(c) < EDGE);
  }

  // --- The public path

  private static Sampling fixedPlan() {
    return new Sampling.Fixed(EPISODES);
  }

  private static HorizonChoice given(int horizon) {
    return new HorizonChoice.Given(horizon);
  }

  private static double epsilon(BaseCertificate certificate) {
    return Double.parseDouble(certificate.bound().epsilon());
  }

  private static List<BaseCertificate> certify(
      String property, List<double[][]> logs, Sampling plan, HorizonChoice horizon, int properties)
      throws IOException, InterruptedException {
    CertifyRequest request =
        new CertifyRequest(
            SPECS.get(property).get(properties),
            Double.toString(BETA),
            horizon,
            plan,
            properties,
            0,
            0,
            false,
            CertifiedPolicy.UNBOUND,
            null,
            new CertifiedEnvironment(
                "simulated", "1", CertifiedEnvironment.Dynamics.UNKNOWN, "simulated"),
            new Issuance(
                "simulated",
                Instant.EPOCH,
                null,
                null,
                null,
                List.of(),
                List.of(),
                new Issuance.Toolkit("surety", "test")));
    return Certify.run(request, new MemoryLogs(logs), 1, Progress.NONE).stream()
        .map(Certify.Result::certificate)
        .toList();
  }

  private static final Map<String, Map<Integer, PropertyFile>> SPECS = specs();

  private static Map<String, Map<Integer, PropertyFile>> specs() {
    Map<String, Map<Integer, PropertyFile>> specs = new LinkedHashMap<>();
    for (String property : List.of(SAFETY, REACH, LAST_STEP)) {
      Map<Integer, PropertyFile> byNumber = new LinkedHashMap<>();
      for (int properties : new int[] {1, PROPERTIES}) {
        StringBuilder text = new StringBuilder();
        for (int c = 0; c < properties; c++) {
          text.append("predicate p" + c + " := observations[" + c + "] > 0.5\n");
          text.append("property q" + c + " := " + property.replace("p", "p" + c) + "\n");
        }
        byNumber.put(properties, PropertyFile.parse("simulated", text.toString()));
      }
      specs.put(property, byNumber);
    }
    return specs;
  }

  /**
   * Runs a trial {@code runs} times on all cores, each on a stream of its own; how often it erred.
   */
  public static int errors(Setting setting, int runs, long seed) {
    SplittableRandom seeds = new SplittableRandom(seed);
    List<SplittableRandom> streams = new ArrayList<>();
    for (int i = 0; i < runs; i++) {
      streams.add(seeds.split());
    }
    return streams.parallelStream().mapToInt(random -> erred(setting, random)).sum();
  }

  private static int erred(Setting setting, SplittableRandom random) {
    try {
      return setting.trial().errs(random) ? 1 : 0;
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
