/**
 * Linear temporal logic on finite words (LTLf) and on infinite ones (LTL): immutable hash-consed
 * syntax, parser, printer, rewriting, evaluation on words.
 *
 * <p>Syntax and precedence follow Spot (Duret-Lutz et al., "From Spot 2.0 to Spot 2.10", CAV 2022);
 * the finite-word semantics is that of De Giacomo and Vardi, "Linear temporal logic and linear
 * dynamic logic on finite traces", IJCAI 2013, with both a strong and a weak next. Windows such as
 * {@code F[2,5]} count steps and stay operators, as in metric temporal logic. {@link
 * org.surety.logic.FiniteWords} is the slow definition that everything faster is held against, and
 * {@link org.surety.logic.LassoWords} is the one for infinite words, where {@link
 * org.surety.logic.LtlSimplifier} rewrites.
 */
@NullMarked
package org.surety.logic;

import org.jspecify.annotations.NullMarked;
