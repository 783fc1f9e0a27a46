package org.surety.spec;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.surety.base.InputException;
import org.surety.logic.Formula;
import org.surety.logic.InlineAtoms.InlineAtom;
import org.surety.logic.LtlParser;
import org.surety.logic.ParseOptions;
import org.surety.spec.Term.Condition;
import org.surety.spec.Term.PredicateName;

/** Reads the temporal formula of a property, with comparisons in parentheses among its atoms. */
final class PropertyParser {
  /** What looks like a comparison but joins formulas, longest first. */
  private static final List<String> ARROWS =
      List.of("<-->", "<->", "<=>", "-->", "==>", "->", "=>", "<>");

  private static final List<String> COMPARISONS = List.of("<=", ">=", "==", "!=", "<", ">");

  private final SourceText source;
  private final String text;
  private final Names names;
  private final SortedMap<String, Condition> predicates;
  private final double margin;

  PropertyParser(
      SourceText source, Names names, SortedMap<String, Condition> predicates, double margin) {
    this.source = source;
    this.text = withoutComments(source.text());
    this.names = names;
    this.predicates = predicates;
    this.margin = margin;
  }

  /** The property whose formula lies between two offsets of the file. */
  Property parse(String name, int start, int end) {
    Map<String, Condition> conditions = new HashMap<>();
    ParseOptions options =
        ParseOptions.DEFAULTS
            .withDeclaredNames(names.all())
            .withSource(source.name(), 1)
            .withInlineAtoms((whole, open) -> inline(open, end, conditions));
    Formula formula = LtlParser.parse(text, start, end, options);
    for (String atom : formula.atoms()) {
      if (names.signals().containsKey(atom)) {
        throw signalAsAtom(atom, start, end);
      }
      conditions.computeIfAbsent(atom, PredicateName::new);
    }
    return new Property(name, formula, conditions, predicates, margin);
  }

  private InputException signalAsAtom(String signal, int start, int end) {
    Matcher word = Pattern.compile("\\b" + signal + "\\b").matcher(text).region(start, end);
    return source.error(
        word.find() ? word.start() : start,
        "'" + signal + "' is a signal, not a predicate",
        "compare it, in parentheses: (" + signal + " <= 1)");
  }

  /** Reads the parenthesis as a predicate if it contains a comparison of its own. */
  private Optional<InlineAtom> inline(int open, int end, Map<String, Condition> conditions) {
    int close = closing(open, end);
    if (close < 0 || !compares(open + 1, close)) {
      return Optional.empty();
    }
    TokenCursor cursor = new TokenCursor(source, Lexer.tokens(source, open + 1, close));
    Condition condition = new TermParser(cursor, names).condition("a comparison");
    cursor.expectEnd(
        "in a property, each comparison stands in parentheses of its own: (x <= 1) U (y > 2)");
    String name = condition.toString();
    conditions.put(name, condition);
    return Optional.of(new InlineAtom(name, close + 1));
  }

  private int closing(int open, int end) {
    int depth = 0;
    int at = open;
    while (at < end) {
      char c = text.charAt(at);
      if (c == '"') {
        at = Lexer.quoteEnd(source, at, end);
        continue;
      }
      depth += c == '(' ? 1 : c == ')' ? -1 : 0;
      if (depth == 0) {
        return at;
      }
      at++;
    }
    return -1;
  }

  /** Whether there is a comparison outside all brackets in this part of the text. */
  private boolean compares(int start, int end) {
    int depth = 0;
    int at = start;
    while (at < end) {
      char c = text.charAt(at);
      if (c == '"') {
        at = Lexer.quoteEnd(source, at, end);
        continue;
      }
      depth += "([".indexOf(c) >= 0 ? 1 : ")]".indexOf(c) >= 0 ? -1 : 0;
      if ("<>=!-".indexOf(c) < 0) {
        at++;
        continue;
      }
      String arrow = startingAt(at, ARROWS);
      if (depth == 0 && arrow.isEmpty() && !startingAt(at, COMPARISONS).isEmpty()) {
        return true;
      }
      at += Math.max(1, arrow.length());
    }
    return false;
  }

  private String startingAt(int at, List<String> symbols) {
    return symbols.stream().filter(s -> text.startsWith(s, at)).findFirst().orElse("");
  }

  /** Comments as blanks, so that all offsets stay. */
  private static String withoutComments(String text) {
    StringBuilder out = new StringBuilder(text);
    boolean comment = false;
    boolean quoted = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\n') {
        comment = false;
        quoted = false;
      } else if (comment) {
        out.setCharAt(i, ' ');
      } else if (c == '"' && (i == 0 || text.charAt(i - 1) != '\\')) {
        quoted = !quoted;
      } else if (c == '#' && !quoted) {
        comment = true;
        out.setCharAt(i, ' ');
      }
    }
    return out.toString();
  }
}
