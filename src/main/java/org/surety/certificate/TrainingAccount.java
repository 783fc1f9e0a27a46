package org.surety.certificate;

import org.jspecify.annotations.Nullable;
import org.surety.base.InputException;

/**
 * A trainer's own account of a training under a guard, all parts of the run together: what it ran
 * on, by digest, and what it saw. It lies as {@value #FILE} beside the {@code guard.json} of the
 * trained policy, and is the trainer's word: nobody can compute it again without training again.
 * What a run did after its last checkpoint, before it was killed, is not in it; a run that is
 * continued does that again, the same where the environment can be resumed.
 *
 * @param trainer the algorithm, such as {@code ppo}
 * @param toolkit the program that trained
 * @param environment name of the environment
 * @param seed of all noise
 * @param finished whether all steps were taken
 * @param updates of the policy
 * @param decisions taken in all lanes
 * @param horizon decisions of an episode over which the guard lets the policy deviate
 * @param settingsSha256 of the run's settings
 * @param certificate payload digest of the certificate that the guard's setting was derived from;
 *     null where the setting was chosen otherwise
 * @param guardSha256 of the {@code guard.json}, which names base and task policy
 * @param baseSha256 of the base policy's file
 * @param initialSha256 digest of the policy that training began with
 * @param policySha256 of the task policy's file
 * @param episodes what became of the episodes
 * @param verdicts of the certified property on them; null where they were accounted for by their
 *     costs alone
 * @param exceptions decisions or episodes at which the guard's limit was found broken: 0, or there
 *     is a defect
 * @param largestCharge largest sum of charges of an episode, in the guard's unit, as a decimal
 *     rounded up
 */
public record TrainingAccount(
    String trainer,
    Issuance.Toolkit toolkit,
    String environment,
    long seed,
    boolean finished,
    long updates,
    long decisions,
    long horizon,
    String settingsSha256,
    @Nullable String certificate,
    String guardSha256,
    String baseSha256,
    String initialSha256,
    String policySha256,
    Episodes episodes,
    @Nullable Verdicts verdicts,
    long exceptions,
    String largestCharge) {
  /** The file's name in a run's folder. */
  public static final String FILE = "training.json";

  private static final String FORMAT = "surety-training-2";

  /**
   * Numbers of episodes.
   *
   * @param started all that were started, also those that were still running when this was written
   *     or were given up when a run was continued
   * @param ended of these, to their end
   * @param succeeded of those that ended, terminated without a cost, within the horizon
   * @param truncated of those that ended, by a time limit
   * @param costly of those that ended, with a cost
   * @param costlyInTime of these, with a cost within the horizon
   */
  public record Episodes(
      long started, long ended, long succeeded, long truncated, long costly, long costlyInTime) {
    /** Checks that parts are within wholes. */
    public Episodes {
      boolean parts =
          0 <= costlyInTime
              && costlyInTime <= costly
              && succeeded >= 0
              && truncated >= 0
              && truncated <= ended
              && costly <= ended - succeeded
              && ended <= started;
      if (!parts) {
        throw new IllegalArgumentException(
            "its numbers of episodes contradict each other: "
                + started
                + " started, "
                + ended
                + " ended, "
                + succeeded
                + " succeeded, "
                + costly
                + " with a cost, "
                + costlyInTime
                + " of them in time, "
                + truncated
                + " truncated");
      }
    }

    Json toJson() {
      return Json.object()
          .put("started", started)
          .put("ended", ended)
          .put("succeeded", succeeded)
          .put("truncated", truncated)
          .put("costly", costly)
          .put("costlyInTime", costlyInTime)
          .build();
    }

    static Episodes from(Fields f) {
      return new Episodes(
          f.integer("started"),
          f.integer("ended"),
          f.integer("succeeded"),
          f.integer("truncated"),
          f.integer("costly"),
          f.integer("costlyInTime"));
    }
  }

  /**
   * What the certified property came to on the episodes, judged as their log would be. Those that
   * are not among them were still running when this was written, were given up when a run was
   * continued, or were ended by the training itself before they were decided.
   *
   * @param property its name
   * @param specSha256 digest of the property file that it is from
   * @param margin decimal by which its predicates were tightened
   * @param horizon decisions within which it was judged
   * @param satisfied episodes that satisfied it
   * @param hazard that violated it for good
   * @param late that had not satisfied it by the horizon, or when they terminated
   * @param undecided that a time limit of the environment ended before the horizon, undecided
   */
  public record Verdicts(
      String property,
      String specSha256,
      String margin,
      int horizon,
      long satisfied,
      long hazard,
      long late,
      long undecided) {
    /** Checks forms and ranges. */
    public Verdicts {
      Digests.require(specSha256, "property file");
      DecimalStrings.require(margin, "margin");
      if (horizon < 0 || satisfied < 0 || hazard < 0 || late < 0 || undecided < 0) {
        throw new IllegalArgumentException("its verdicts are negative");
      }
    }

    /** Episodes that count as violations: all with a verdict but those that satisfied it. */
    public long violations() {
      return hazard + late + undecided;
    }

    /** Whether this is about the property of a certificate. */
    public boolean isOf(CertifiedProperty certified) {
      return property.equals(certified.name())
          && specSha256.equals(certified.specSha256())
          && margin.equals(certified.margin());
    }

    Json toJson() {
      return Json.object()
          .put("property", property)
          .put("specSha256", specSha256)
          .put("margin", margin)
          .put("horizon", horizon)
          .put("satisfied", satisfied)
          .put("hazard", hazard)
          .put("late", late)
          .put("undecided", undecided)
          .build();
    }

    static Verdicts from(Fields f) {
      return new Verdicts(
          f.text("property"),
          f.digest("specSha256"),
          f.decimal("margin"),
          f.count("horizon"),
          f.integer("satisfied"),
          f.integer("hazard"),
          f.integer("late"),
          f.integer("undecided"));
    }
  }

  /** What an episode was judged by. */
  public enum Judged implements NamedInJson {
    /** The certified property. */
    PROPERTY,
    /** Whether it had a cost. */
    COST
  }

  /** Checks forms and ranges. */
  public TrainingAccount {
    Digests.require(settingsSha256, "settings");
    Digests.require(guardSha256, "guard");
    Digests.require(baseSha256, "base policy");
    Digests.require(initialSha256, "initial policy");
    Digests.require(policySha256, "policy");
    if (certificate != null) {
      Digests.require(certificate, "certificate");
    }
    if (verdicts != null && verdicts.satisfied + verdicts.violations() > episodes.started) {
      throw new IllegalArgumentException(
          "its numbers of episodes contradict each other: "
              + episodes.started
              + " started, "
              + (verdicts.satisfied + verdicts.violations())
              + " with a verdict");
    }
    double charge = DecimalStrings.nearest(DecimalStrings.require(largestCharge, "largestCharge"));
    if (updates < 0
        || decisions < episodes.ended()
        || horizon < 1
        || exceptions < 0
        || !(charge >= 0)) {
      throw new IllegalArgumentException(
          updates
              + " updates, "
              + decisions
              + " decisions, a horizon of "
              + horizon
              + ", "
              + exceptions
              + " exceptions, a largest charge of "
              + largestCharge);
    }
  }

  /** What its episodes were judged by. */
  public Judged judged() {
    return verdicts == null ? Judged.COST : Judged.PROPERTY;
  }

  /** Episodes that speak against a bound: violations, or those with a cost in time. */
  public long against() {
    return verdicts == null ? episodes.costlyInTime() : verdicts.violations();
  }

  /** As it stands in the file and in certificates. */
  public Json.Obj toJson() {
    return Json.object()
        .put("format", FORMAT)
        .put("trainer", trainer)
        .put(
            "toolkit",
            Json.object().put("name", toolkit.name()).put("version", toolkit.version()).build())
        .put("environment", environment)
        .put("seed", seed)
        .put("finished", finished)
        .put("updates", updates)
        .put("decisions", decisions)
        .put("horizon", horizon)
        .put("settingsSha256", settingsSha256)
        .put("certificate", certificate)
        .put("guardSha256", guardSha256)
        .put("baseSha256", baseSha256)
        .put("initialSha256", initialSha256)
        .put("policySha256", policySha256)
        .put("episodes", episodes.toJson())
        .put("judged", judged().jsonName())
        .put("verdicts", verdicts == null ? null : verdicts.toJson())
        .put("exceptions", exceptions)
        .put("largestCharge", largestCharge)
        .build();
  }

  static TrainingAccount from(Fields f) {
    if (!f.text("format").equals(FORMAT)) {
      throw new InputException(
          f.at("format"), "is '" + f.text("format") + "'", "expected " + FORMAT);
    }
    Fields toolkit = f.object("toolkit");
    Fields verdicts = f.objectOrNull("verdicts");
    if ((f.constant("judged", Judged.class) == Judged.PROPERTY) != (verdicts != null)) {
      throw new InputException(
          f.at("judged"), "does not fit its verdicts", "give the folder as the trainer left it");
    }
    return new TrainingAccount(
        f.text("trainer"),
        new Issuance.Toolkit(toolkit.text("name"), toolkit.text("version")),
        f.text("environment"),
        f.integer("seed"),
        f.flag("finished"),
        f.integer("updates"),
        f.integer("decisions"),
        f.integer("horizon"),
        f.digest("settingsSha256"),
        f.digestOrNull("certificate"),
        f.digest("guardSha256"),
        f.digest("baseSha256"),
        f.digest("initialSha256"),
        f.digest("policySha256"),
        Episodes.from(f.object("episodes")),
        verdicts == null ? null : Verdicts.from(verdicts),
        f.integer("exceptions"),
        f.decimal("largestCharge"));
  }

  /**
   * Reads a file's bytes.
   *
   * @param place where they come from, for messages
   * @throws InputException if they are no account, or one that contradicts itself
   */
  public static TrainingAccount parse(byte[] utf8, String place) {
    try {
      return from(Fields.of(Json.parse(utf8, place), place));
    } catch (IllegalArgumentException e) {
      throw new InputException(
          place,
          String.valueOf(e.getMessage()),
          "it was edited; give the folder as the trainer left it",
          e);
    }
  }
}
