/**
 * Automata as text for other tools: the Hanoi Omega-Automata format, version 1 (Babiak et al., CAV
 * 2015), and Graphviz.
 */
@NullMarked
package org.surety.automaton.hoa;

import org.jspecify.annotations.NullMarked;
