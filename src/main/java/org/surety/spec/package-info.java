/**
 * Property files: signals and where they come from in a log, predicates over them, temporal
 * properties over the predicates, the horizon.
 *
 * <p>A predicate has a margin, as in the robustness of Fainekos and Pappas ("Robustness of temporal
 * logic specifications for continuous-time signals", TCS 410, 2009) and Donzé and Maler ("Robust
 * satisfaction of temporal logic over real-valued signals", FORMATS 2010). A margin of zero does
 * not say there whether the predicate holds; here the sign of the zero does, so that a margin's
 * sign bit is clear exactly where the predicate holds, under negation, minimum and maximum too.
 */
@NullMarked
package org.surety.spec;

import org.jspecify.annotations.NullMarked;
