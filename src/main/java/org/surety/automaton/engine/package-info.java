/**
 * From formulas on infinite words to automata, by whatever engine is there: the embedded one, which
 * needs nothing installed; Owl (Křetínský, Meggendorfer, Sickert, ATVA 2018); Spot (Duret-Lutz et
 * al., CAV 2022); and any program that prints automata in the Hanoi Omega-Automata format. They
 * stand behind one interface, so that they can be held against each other.
 *
 * <p>Nothing of Owl or Spot is needed to compile or to run the rest.
 */
@NullMarked
package org.surety.automaton.engine;

import org.jspecify.annotations.NullMarked;
