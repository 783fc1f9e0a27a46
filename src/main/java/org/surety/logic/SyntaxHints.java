package org.surety.logic;

import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.surety.base.Spelling;

/** What a person who wrote this most likely meant, by the words of other tools and languages. */
final class SyntaxHints {
  private static final Map<String, String> INFIX =
      Map.ofEntries(
          Map.entry("and", "&"),
          Map.entry("or", "|"),
          Map.entry("implies", "->"),
          Map.entry("imp", "->"),
          Map.entry("iff", "<->"),
          Map.entry("equiv", "<->"),
          Map.entry("biimp", "<->"),
          Map.entry("until", "U"),
          Map.entry("u", "U"),
          Map.entry("release", "R"),
          Map.entry("releases", "R"),
          Map.entry("r", "R"),
          Map.entry("v", "R"),
          Map.entry("unless", "W"),
          Map.entry("w", "W"),
          Map.entry("m", "M"),
          Map.entry("xor", "xor"),
          Map.entry("==", "<->"),
          Map.entry("=", "<->"));

  private static final Map<String, String> PREFIX =
      Map.ofEntries(
          Map.entry("not", "!"),
          Map.entry("next", "X"),
          Map.entry("wx", "X[?]"),
          Map.entry("n", "X[?]"),
          Map.entry("always", "G"),
          Map.entry("globally", "G"),
          Map.entry("g", "G"),
          Map.entry("box", "G"),
          Map.entry("eventually", "F"),
          Map.entry("finally", "F"),
          Map.entry("f", "F"),
          Map.entry("x", "X"));

  private static final Map<String, String> CONSTANTS =
      Map.of("tt", "true", "ff", "false", "last", "X[?] false", "end", "X[?] false");

  private SyntaxHints() {}

  /** For a word that stands where an operator was expected, after {@code previous}. */
  static String forOperator(String found, String previous) {
    String infix = INFIX.get(found.toLowerCase(Locale.ROOT));
    if (infix != null) {
      return "write '" + infix + "' for it";
    }
    String prefix = PREFIX.get(previous.toLowerCase(Locale.ROOT));
    boolean operandFollows = found.equals("(") || AtomSyntax.isNameStart(found.charAt(0));
    if (prefix != null && operandFollows) {
      return "write '" + prefix + "' for '" + previous + "'";
    }
    return switch (found) {
      case "S", "Y", "O", "H", "since" -> "operators of the past are not part of this logic";
      case "<", ">", "≤", "≥", "!", "-", "/" ->
          "comparisons and arithmetic belong in a predicate, which then is an atom here";
      case ")" -> "remove it, or open its parenthesis";
      default -> "put an operator such as '&' or 'U' between two operands";
    };
  }

  /** For a name that is none of those declared. */
  static String forUnknownName(String name, Collection<String> declared) {
    String lower = name.toLowerCase(Locale.ROOT);
    Optional<String> near = Spelling.nearest(name, declared);
    if (near.isPresent()) {
      return "did you mean '" + near.get() + "'?";
    }
    String meant = PREFIX.getOrDefault(lower, CONSTANTS.get(lower));
    if (meant != null) {
      return "write '" + meant + "' for it";
    }
    return splitAtOperator(name, declared).orElseGet(() -> Spelling.remedy(name, declared));
  }

  /** Longer names were not typed by a person, and looking into them takes time. */
  private static final int LONGEST_TYPED = 500;

  /** {@code aUb} is one name; two declared names around a letter were meant to be apart. */
  private static Optional<String> splitAtOperator(String name, Collection<String> declared) {
    if (name.length() > LONGEST_TYPED) {
      return Optional.empty();
    }
    for (int i = 1; i + 1 < name.length(); i++) {
      String left = name.substring(0, i);
      String right = name.substring(i + 1);
      if ("URWMV".indexOf(name.charAt(i)) >= 0
          && declared.contains(left)
          && declared.contains(right)) {
        return Optional.of(
            "set the operator apart: '" + left + " " + name.charAt(i) + " " + right + "'");
      }
    }
    return Optional.empty();
  }
}
