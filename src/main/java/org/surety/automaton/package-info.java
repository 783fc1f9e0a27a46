/**
 * Deterministic finite automata for properties on finite words: the automaton itself, products,
 * minimization, comparison of languages with witnesses, and what a verdict can still become.
 *
 * <p>Transitions are multi-terminal binary decision diagrams whose leaves are states (Henriksen et
 * al., "Mona: Monadic second-order logic in practice", TACAS 1995), so that an automaton over many
 * atoms stays small. Every {@link org.surety.automaton.Dfa} is minimal and numbered canonically:
 * two are equal exactly if they have the same atoms and the same language.
 */
@NullMarked
package org.surety.automaton;

import org.jspecify.annotations.NullMarked;
