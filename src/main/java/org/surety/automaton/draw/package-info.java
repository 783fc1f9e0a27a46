/**
 * Automata as pictures, drawn here: no other program is needed, and the same automaton always
 * becomes the same picture. Layers, crossings and coordinates follow Sugiyama, Tagawa and Toda,
 * "Methods for visual understanding of hierarchical system structures" (IEEE Transactions on
 * Systems, Man and Cybernetics, 1981), with a place in the layers for every label, as in Gansner,
 * Koutsofios, North and Vo, "A technique for drawing directed graphs" (IEEE TSE, 1993).
 */
@NullMarked
package org.surety.automaton.draw;

import org.jspecify.annotations.NullMarked;
