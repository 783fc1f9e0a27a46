package org.surety.logic;

import java.util.Collection;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * How a text is read as a formula.
 *
 * @param next what a bare {@code X} means
 * @param dialect whose syntax and precedence
 * @param declaredNames the only atoms allowed, each of which wins over any splitting of its letters
 *     ({@code Goal} is not {@code G oal}); empty if any atom may occur
 * @param inlineAtoms expressions of the surrounding language that may stand for an atom
 * @param source what messages call the text: a file or an option
 * @param firstLine number of the text's first line within the source, from 1
 */
public record ParseOptions(
    Next next,
    Dialect dialect,
    Optional<SortedSet<String>> declaredNames,
    InlineAtoms inlineAtoms,
    String source,
    int firstLine) {

  /** The two readings of a bare {@code X} on finite words. */
  public enum Next {
    /** There is a next position, and the operand holds there: {@code X[!]}. */
    STRONG,
    /** This is the last position, or the operand holds at the next one: {@code X[?]}. */
    WEAK
  }

  /** Whose concrete syntax. */
  public enum Dialect {
    /** Spot 2.12: the default. */
    SPOT,
    /** Owl 22: binary operators bind tighter than {@code &} and {@code |}. For import only. */
    OWL
  }

  /** Spot's syntax, strong next, any atoms. */
  public static final ParseOptions DEFAULTS =
      new ParseOptions(Next.STRONG, Dialect.SPOT, Optional.empty(), InlineAtoms.NONE, "formula", 1);

  public ParseOptions withNext(Next value) {
    return new ParseOptions(value, dialect, declaredNames, inlineAtoms, source, firstLine);
  }

  public ParseOptions withDialect(Dialect value) {
    return new ParseOptions(next, value, declaredNames, inlineAtoms, source, firstLine);
  }

  public ParseOptions withDeclaredNames(Collection<String> names) {
    return new ParseOptions(
        next, dialect, Optional.of(new TreeSet<>(names)), inlineAtoms, source, firstLine);
  }

  public ParseOptions withInlineAtoms(InlineAtoms value) {
    return new ParseOptions(next, dialect, declaredNames, value, source, firstLine);
  }

  /** Names the source, and the line of it at which the text starts. */
  public ParseOptions withSource(String name, int line) {
    return new ParseOptions(next, dialect, declaredNames, inlineAtoms, name, line);
  }
}
