package org.surety.env;

import java.util.List;
import java.util.Locale;
import org.surety.automaton.Limits;
import org.surety.automaton.TooManyStatesException;
import org.surety.automaton.translate.FormulaClassifier;
import org.surety.automaton.translate.LdbaTranslator;
import org.surety.automaton.translate.LtlfTranslator;
import org.surety.base.InputException;
import org.surety.base.Spelling;
import org.surety.logic.Formula;
import org.surety.logic.LtlParser;
import org.surety.logic.TemporalClass;

/**
 * A temporal formula as a task in environments that label their states with its atoms: its
 * automaton, on which traces it is read, and whether a policy has to remember anything.
 */
public final class TemporalTask {
  private static final int MAX_STATES = 10_000;

  /** A policy observes an indicator for each state; with more, train on a shorter formula. */
  private static final int MAX_REMEMBERED = 1_000;

  /** Which traces a formula is read on. */
  public enum Reading {
    /** On the finite trace of an episode, by a minimal deterministic automaton. */
    FINITE,
    /** On infinite traces, which an episode begins, by a limit-deterministic Büchi automaton. */
    INFINITE
  }

  private final String formula;
  private final AutomatonTable table;
  private final Reading reading;

  private TemporalTask(String formula, AutomatonTable table, Reading reading) {
    this.formula = formula;
    this.table = table;
    this.reading = reading;
  }

  /** A task whose automaton is there already; {@code formula} is for messages. */
  static TemporalTask of(String formula, AutomatonTable table, Reading reading) {
    return new TemporalTask(formula, table, reading);
  }

  /**
   * The task of a formula.
   *
   * @param automaton {@code dfa} reads it on finite traces, {@code ldba} on infinite ones, and
   *     {@code auto} on infinite ones if no finite part of a trace ever shows progress to what it
   *     demands for ever, as in {@code G F a}: if it is no Boolean combination of safety and
   *     co-safety
   * @param labels that states of the environment have
   * @param place where the formula comes from, for messages
   * @throws InputException if it is no formula, names an unknown label, is decided before anything
   *     happens, or has too large an automaton
   */
  public static TemporalTask of(
      String formula, String automaton, List<String> labels, String place) {
    Formula parsed = LtlParser.parse(formula);
    for (String atom : parsed.atoms()) {
      if (!labels.contains(atom)) {
        throw new InputException(
            place, "no state is labeled '" + atom + "'", Spelling.remedy(atom, labels));
      }
    }
    Limits limits = Limits.states(MAX_STATES);
    TemporalTask task;
    try {
      Reading reading = reading(parsed, automaton, limits);
      task =
          new TemporalTask(
              formula,
              reading == Reading.FINITE
                  ? AutomatonTable.of(LtlfTranslator.translate(parsed, limits), limits)
                  : AutomatonTable.of(LdbaTranslator.withJumps(parsed, limits), limits),
              reading);
    } catch (TooManyStatesException e) {
      throw new InputException(
          place, "its automaton has too many states", "shorten its windows, or split it", e);
    }
    int open = task.openStates();
    if (open == 0) {
      throw new InputException(
          place,
          "is decided before anything happens",
          "give one that actions can satisfy or violate, such as !hazard U goal");
    }
    if (open > MAX_REMEMBERED) {
      throw new InputException(
          place,
          "has to be remembered in " + open + " states",
          "shorten its windows; a policy observes at most " + MAX_REMEMBERED);
    }
    return task;
  }

  private static Reading reading(Formula f, String automaton, Limits limits) {
    return switch (automaton.toLowerCase(Locale.ROOT)) {
      case "dfa" -> Reading.FINITE;
      case "ldba" -> Reading.INFINITE;
      case "auto" -> {
        TemporalClass smallest = FormulaClassifier.classify(f, limits).temporalClass();
        yield smallest.compareTo(TemporalClass.OBLIGATION) <= 0 ? Reading.FINITE : Reading.INFINITE;
      }
      default ->
          throw new InputException(
              "automaton '" + automaton + "'",
              "is not one of auto, dfa, ldba",
              Spelling.remedy(automaton, List.of("auto", "dfa", "ldba")));
    };
  }

  /** States other than the verdicts that can be reached by a letter. */
  private int openStates() {
    boolean[] open = new boolean[table.states()];
    int count = 0;
    for (int state = 0; state < table.states(); state++) {
      for (int jump = 0; jump <= table.jumps(state); jump++) {
        int from = table.afterJump(state, jump);
        for (int letter = 0; letter < table.letters(); letter++) {
          int next = table.successor(from, letter);
          boolean over = isVerdict(state) || isVerdict(next);
          count += over || open[next] ? 0 : 1;
          open[next] |= !over;
        }
      }
    }
    return count;
  }

  /** Whether the automaton's state decides the task, whatever comes. */
  public boolean isVerdict(int state) {
    return state == table.sink() || (reading == Reading.FINITE && table.satisfiedForGood(state));
  }

  /** The formula as it was given. */
  public String formula() {
    return formula;
  }

  /** Its automaton. */
  public AutomatonTable table() {
    return table;
  }

  /** Which traces it is read on. */
  public Reading reading() {
    return reading;
  }

  /**
   * Whether a policy must be told the automaton's state. Not if there is only one while the task is
   * undecided, and no jumps: such a policy acts in the environment itself.
   */
  public boolean needsMemory() {
    return openStates() > 1 || table.mostJumps() > 0;
  }

  /** An environment to learn the task in: it pays for the task, and a verdict ends the episode. */
  public BatchEnvironment learned(BatchEnvironment environment, ProductRewards rewards) {
    return ProductEnvironment.of(environment, this, rewards, ProductEnvironment.Ending.VERDICT);
  }

  /**
   * The same, its episodes beginning elsewhere.
   *
   * @throws IllegalArgumentException if they are to begin anywhere in an environment that cannot
   */
  public BatchEnvironment learned(
      BatchEnvironment environment, ProductRewards rewards, ProductStarts starts) {
    return ProductEnvironment.of(environment, this, rewards, ProductEnvironment.Ending.VERDICT)
        .from(starts);
  }

  /**
   * An environment to run a policy in that has learned the task: it shows the automaton's state if
   * the policy observes that, takes its jumps, and is in all else the environment itself, whose
   * episodes no verdict ends and whose rewards and costs stay. What holds of its logs holds of the
   * environment.
   */
  public BatchEnvironment watched(BatchEnvironment environment) {
    return needsMemory()
        ? ProductEnvironment.of(
            environment, this, ProductRewards.NONE, ProductEnvironment.Ending.ENVIRONMENT)
        : environment;
  }
}
