package org.surety.logic;

import java.util.Optional;

/**
 * Lets the language around a formula put a bracketed expression of its own where an atom may stand,
 * such as the comparison in {@code G (sum(cost) <= 25)}. The parser asks at every opening
 * parenthesis where an operand is expected, before it reads the parenthesis itself.
 */
@FunctionalInterface
public interface InlineAtoms {

  /** A language without such expressions. */
  InlineAtoms NONE = (text, openParenthesis) -> Optional.empty();

  /**
   * Reads the expression, if it is one of this language.
   *
   * @param text the text being parsed
   * @param openParenthesis offset in it of the opening parenthesis
   * @return the atom that stands for the expression, or empty to let the parser read a
   *     parenthesized formula
   * @throws org.surety.base.InputException if it is an expression of this language, but a wrong one
   */
  Optional<InlineAtom> read(String text, int openParenthesis);

  /**
   * What an inline expression becomes.
   *
   * @param name name of the atom
   * @param end offset just after the closing parenthesis
   */
  record InlineAtom(String name, int end) {}
}
