package org.surety.automaton.engine;

import java.util.Locale;
import org.surety.automaton.Limits;
import org.surety.automaton.TooManyStatesException;
import org.surety.automaton.omega.OmegaAutomaton;
import org.surety.base.InputException;
import org.surety.logic.Formula;

/**
 * One way from a formula to an automaton, to be held against others: an engine with a kind of
 * automaton, or a command.
 *
 * @param name what reports call it, such as {@code spot/dpa}
 * @param translation the way
 */
public record Candidate(String name, Translation translation) {
  /** From a formula to an automaton. */
  @FunctionalInterface
  public interface Translation {
    /**
     * An automaton of the formula's infinite words.
     *
     * @throws TooManyStatesException if the limits are reached
     * @throws InputException if the engine fails
     */
    OmegaAutomaton of(Formula formula, Limits limits);
  }

  /** An engine that translates to one kind of automata. */
  public static Candidate of(Translator engine, Target target) {
    return new Candidate(
        engine.name() + "/" + target.name().toLowerCase(Locale.ROOT),
        (formula, limits) -> engine.translate(formula, target, limits));
  }

  /** A command that prints automata of whatever kind. */
  public static Candidate of(CommandTranslator command) {
    return new Candidate(command.command(), command::translate);
  }
}
