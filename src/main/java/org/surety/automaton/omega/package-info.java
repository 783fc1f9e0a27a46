/**
 * Automata on infinite words with Emerson–Lei acceptance on their edges (Emerson and Lei, SCP 1987;
 * Babiak et al., "The Hanoi Omega-Automata Format", CAV 2015): the automaton, its acceptance and
 * the names of the classical conditions, emptiness with a word as witness, Boolean operations,
 * comparison of languages, and limit-determinism.
 *
 * <p>Deterministic automata become small: by the alternating cycle decomposition into parity
 * automata (Casares, Colcombet and Fijalkow, ICALP 2021), by giving up states whose language others
 * have, and, if they are obligations, as minimal weak automata (Löding, IPL 2001). Which class of
 * temporal properties a language is in comes with words that show it.
 *
 * <p>States, edges and marks are integers in flat arrays; edge labels are disjunctions of cubes
 * over at most 62 atoms. Nothing that an automaton's properties claim is trusted: determinism and
 * completeness are computed.
 *
 * <p>Reduction by simulation ({@link org.surety.automaton.omega.SimulationQuotient}, {@link
 * org.surety.automaton.omega.BuchiReduction}) works on sets of classes of letters that no label
 * tells apart.
 */
@NullMarked
package org.surety.automaton.omega;

import org.jspecify.annotations.NullMarked;
