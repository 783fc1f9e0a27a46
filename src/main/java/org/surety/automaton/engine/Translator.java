package org.surety.automaton.engine;

import java.util.Set;
import org.surety.automaton.Limits;
import org.surety.automaton.TooManyStatesException;
import org.surety.automaton.omega.OmegaAutomaton;
import org.surety.base.InputException;
import org.surety.logic.Formula;

/**
 * An engine that translates formulas, read on infinite words, to automata. One translator serves
 * one thread at a time; {@link #close} ends whatever it keeps running.
 */
public interface Translator extends AutoCloseable {
  /** What users call it, such as {@code owl}. */
  String name();

  /** Which version it is, as far as it tells. */
  String version();

  /** What it can translate to. */
  Set<Target> targets();

  /**
   * An automaton of the formula's infinite words. Its atoms are among those of the formula.
   *
   * @param target one of {@link #targets}
   * @param limits when to give up
   * @throws TooManyStatesException if the limits are reached
   * @throws InputException if the formula has too many atoms for the engine, or if the engine dies
   *     or prints what is no automaton
   * @throws IllegalArgumentException if the target is none of {@link #targets}
   */
  OmegaAutomaton translate(Formula formula, Target target, Limits limits);

  @Override
  default void close() {}
}
