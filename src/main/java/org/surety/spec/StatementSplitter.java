package org.surety.spec;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Cuts a property file into statements: one a line, going on over further lines as long as brackets
 * are open.
 */
final class StatementSplitter {
  /**
   * One statement.
   *
   * @param keyword its first word
   * @param start offset after the keyword
   * @param end offset after its last line, or of the comment that ends it
   */
  record Statement(Token keyword, int start, int end) {}

  private record Bracket(char open, int offset) {}

  private final SourceText source;
  private final String text;

  private StatementSplitter(SourceText source) {
    this.source = source;
    this.text = source.text();
  }

  static List<Statement> split(SourceText source) {
    return new StatementSplitter(source).statements();
  }

  private List<Statement> statements() {
    List<Statement> statements = new ArrayList<>();
    int at = 0;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '#') {
        at = Lexer.lineEnd(text, at, text.length());
      } else if (Character.isWhitespace(c) || c == '\uFEFF') {
        at++;
      } else {
        Token keyword = Lexer.tokens(source, at, wordEnd(at)).get(0);
        int end = statementEnd(at);
        statements.add(new Statement(keyword, keyword.end(), end));
        at = end;
      }
    }
    return statements;
  }

  /** A statement begins with a word; whatever else is there is read as one token of it. */
  private int wordEnd(int at) {
    int end = at + 1;
    while (end < text.length() && Character.isLetterOrDigit(text.charAt(end))) {
      end++;
    }
    return end;
  }

  private int statementEnd(int start) {
    Deque<Bracket> open = new ArrayDeque<>();
    int at = start;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '\n' && open.isEmpty()) {
        return at;
      }
      if (c == '#') {
        at = Lexer.lineEnd(text, at, text.length());
      } else if (c == '"') {
        at = Lexer.quoteEnd(source, at, text.length());
      } else {
        bracket(c, at, open);
        at++;
      }
    }
    if (!open.isEmpty()) {
      Bracket unclosed = open.pop();
      throw source.error(
          unclosed.offset(),
          "this '" + unclosed.open() + "' is not closed",
          "add '" + closing(unclosed.open()) + "'");
    }
    return text.length();
  }

  private void bracket(char c, int at, Deque<Bracket> open) {
    if (c == '(' || c == '[' || c == '{') {
      open.push(new Bracket(c, at));
    } else if (c == ')' || c == ']' || c == '}') {
      if (open.isEmpty()) {
        throw source.error(at, "nothing is open that this '" + c + "' could close", "remove it");
      }
      Bracket last = open.pop();
      if (closing(last.open()) != c) {
        throw source.error(
            at,
            "'"
                + c
                + "' cannot close the '"
                + last.open()
                + "' of line "
                + source.line(last.offset()),
            "close that with '" + closing(last.open()) + "' first");
      }
    }
  }

  private static char closing(char open) {
    return switch (open) {
      case '(' -> ')';
      case '[' -> ']';
      default -> '}';
    };
  }
}
