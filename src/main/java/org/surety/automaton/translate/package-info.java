/**
 * From formulas to automata: on finite words to minimal deterministic automata, and on infinite
 * words to automata with conditions on what happens infinitely often.
 *
 * <p>A state is what must hold of the rest of the word. Derivatives of formulas by one letter go
 * back to progression (Bacchus and Kabanza, AIJ 2000) and the LTLf automata of De Giacomo and Vardi
 * (IJCAI 2013); computing them for all letters at once as decision diagrams whose leaves are the
 * successor states follows Duret-Lutz, Zhu, Piterman, De Giacomo and Vardi, "Engineering an LTLf
 * synthesis tool", CIAA 2025. Large conjunctions are translated part by part and multiplied
 * (Bansal, Li, Tabajara, Vardi, AAAI 2020; De Giacomo and Favorito, ICAPS 2021).
 *
 * <p>On infinite words the derivatives are classes of {@link
 * org.surety.automaton.translate.AfterFunction}, and acceptance comes from what they demand to
 * happen: breakpoints make a deterministic Büchi automaton of a formula that says what happens
 * infinitely often, and guesses of what holds for ever from some point on make a
 * limit-deterministic one of any formula ({@link org.surety.automaton.translate.LdbaTranslator}).
 * Deterministic automata of any formula are products of small trackers for the parts of a normal
 * form ({@link org.surety.automaton.translate.DelaTranslator}).
 *
 * <p>{@link org.surety.automaton.translate.NbaTranslator} gives nondeterministic Büchi automata by
 * Couvreur's tableau (FM 1999) over decision diagrams, reduced by simulation.
 */
@NullMarked
package org.surety.automaton.translate;

import org.jspecify.annotations.NullMarked;
