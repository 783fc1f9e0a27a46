package org.surety.train;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.surety.automaton.Dfa;
import org.surety.automaton.translate.LtlfTranslator;
import org.surety.base.InputException;
import org.surety.certificate.BaseCertificate;
import org.surety.certificate.CertifiedProperty;
import org.surety.certificate.TrainingAccount;
import org.surety.env.BatchEnvironment;
import org.surety.monitor.LaneMonitor;
import org.surety.monitor.Outcome;
import org.surety.spec.ColumnAddress;
import org.surety.spec.PredicateProgram;
import org.surety.spec.Property;
import org.surety.spec.PropertyFile;
import org.surety.trace.Columns;

/**
 * The property that a base policy was certified for, made ready to judge the episodes of a training
 * under the certificate's guard: by the same predicates, within the same number of decisions, from
 * the columns that a rollout would log.
 */
public final class EpisodeProperty {
  private static final List<String> ARRAYS =
      List.of("observations", "actions", "rewards", "costs", "infos");

  private final CertifiedProperty certified;
  private final int horizon;
  private final Property property;
  private final PredicateProgram program;
  private final Dfa dfa;

  /** What a column is read from. */
  enum Array {
    OBSERVATIONS,
    ACTIONS,
    REWARDS,
    COSTS,
    INFOS
  }

  /** Where an environment has a column. */
  record Source(Array array, int component) {}

  private EpisodeProperty(CertifiedProperty certified, int horizon, Property property) {
    this.certified = certified;
    this.horizon = horizon;
    this.property = property;
    program = property.program();
    dfa = LtlfTranslator.translate(property.formula());
  }

  /**
   * The property of a certificate.
   *
   * @throws InputException if its text is no property file, or its automaton is too large
   */
  public static EpisodeProperty of(BaseCertificate certificate) {
    return of(certificate.property(), certificate.horizon().decisions());
  }

  /**
   * A property to judge.
   *
   * @param horizon T in decisions, at least 1
   * @throws InputException if its text is no property file, or its automaton is too large
   */
  public static EpisodeProperty of(CertifiedProperty certified, int horizon) {
    PropertyFile spec =
        PropertyFile.parse("the certificate's property file", certified.specText())
            .withProperties(List.of(certified.name()))
            .withMargin(Double.parseDouble(certified.margin()));
    return new EpisodeProperty(certified, horizon, spec.properties().get(0));
  }

  /** Its name. */
  public String name() {
    return certified.name();
  }

  /** Decisions within which an episode is judged. */
  public int horizon() {
    return horizon;
  }

  /**
   * Checks that an environment has all that the property reads, at the first state of an episode,
   * too.
   *
   * @param environment whose first lane may be reset
   * @param description its name, for messages
   * @throws InputException if it does not
   */
  public void requireGivenBy(BatchEnvironment environment, String description) {
    environment.reset(0, 0, 0);
    int c = 0;
    for (Source source : sources(environment, description)) {
      if (source.array == Array.INFOS && !Double.isFinite(environment.infos()[source.component])) {
        throw new InputException(
            description,
            "its '" + program.columns().get(c) + "' is not there at the first state of an episode",
            "have the environment give it when it is reset, too");
      }
      c++;
    }
  }

  /** Where an environment has the program's columns. */
  List<Source> sources(BatchEnvironment environment, String description) {
    Map<String, Integer> widths = new LinkedHashMap<>();
    widths.put("observations", environment.observationSize());
    widths.put("actions", environment.actionSize());
    widths.put("rewards", 1);
    widths.put("costs", 1);
    environment.infoNames().forEach(name -> widths.put("infos." + name, 1));
    Columns columns = new Columns(description, widths);
    List<Source> sources = new ArrayList<>();
    for (ColumnAddress address : program.columns()) {
      Columns.Cell cell = columns.resolve(address);
      int array = Math.min(cell.column(), ARRAYS.size() - 1);
      sources.add(
          new Source(
              Array.values()[array],
              array < ARRAYS.size() - 1 ? cell.component() : cell.column() - array));
    }
    return sources;
  }

  /**
   * Judges the episodes of a batch.
   *
   * @param totals where verdicts are counted
   */
  public EpisodeJudge judge(BatchEnvironment environment, EpisodeTotals totals) {
    return new EpisodeJudge(this, environment, totals);
  }

  LaneMonitor monitor(List<Source> sources, int lanes, IntFunction<String> places) {
    boolean[] actions = new boolean[sources.size()];
    for (int c = 0; c < actions.length; c++) {
      actions[c] = sources.get(c).array == Array.ACTIONS;
    }
    return new LaneMonitor(property.formula(), dfa, program, actions, lanes, places);
  }

  /** What a training's account says of the verdicts that were counted. */
  public TrainingAccount.Verdicts verdicts(EpisodeTotals totals) {
    return new TrainingAccount.Verdicts(
        certified.name(),
        certified.specSha256(),
        certified.margin(),
        horizon,
        totals.verdicts(Outcome.SATISFIED),
        totals.verdicts(Outcome.HAZARD),
        totals.verdicts(Outcome.LATE),
        totals.verdicts(Outcome.UNDECIDED));
  }
}
