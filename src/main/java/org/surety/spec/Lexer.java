package org.surety.spec;

import java.util.ArrayList;
import java.util.List;

/** Splits one statement of a property file into tokens. Comments run from # to the line's end. */
final class Lexer {
  /** Longest first, so that {@code <=} is not read as {@code <} and {@code =}. */
  private static final String[] SYMBOLS = {
    "<->", "<=>", "->", "=>", "<=", ">=", "==", "!=", ":=", "&&", "||", "**", "<", ">", "=", "!",
    "~", "&", "|", "+", "-", "*", "/", "^", "(", ")", "[", "]", "{", "}", ",", ":", ";"
  };

  private Lexer() {}

  /** The tokens between two offsets, closed by an END token. */
  static List<Token> tokens(SourceText source, int start, int end) {
    List<Token> tokens = new ArrayList<>();
    String text = source.text();
    int at = start;
    while (at < end) {
      char c = text.charAt(at);
      if (Character.isWhitespace(c)) {
        at++;
      } else if (c == '#') {
        at = lineEnd(text, at, end);
      } else {
        Token token = next(source, at, end);
        tokens.add(token);
        at = token.end();
      }
    }
    tokens.add(new Token(Token.Kind.END, "", end, end));
    return tokens;
  }

  private static Token next(SourceText source, int at, int end) {
    String text = source.text();
    char c = text.charAt(at);
    if (isNameStart(c)) {
      int stop = nameEnd(text, at, end);
      return new Token(Token.Kind.NAME, text.substring(at, stop), at, stop);
    }
    if (isDigit(c) || (c == '.' && at + 1 < end && isDigit(text.charAt(at + 1)))) {
      int stop = numberEnd(text, at, end);
      return new Token(Token.Kind.NUMBER, text.substring(at, stop), at, stop);
    }
    if (c == '"') {
      int close = quoteEnd(source, at, end);
      return new Token(Token.Kind.QUOTED, unescape(text.substring(at + 1, close - 1)), at, close);
    }
    for (String symbol : SYMBOLS) {
      if (text.startsWith(symbol, at) && at + symbol.length() <= end) {
        return new Token(Token.Kind.SYMBOL, symbol, at, at + symbol.length());
      }
    }
    throw source.error(
        at,
        "'" + new String(Character.toChars(text.codePointAt(at))) + "' has no meaning here",
        "names with other characters than letters, digits, '_' and '.' go in double quotes");
  }

  /** Offset after the closing quote of the quoted name that opens at {@code at}. */
  static int quoteEnd(SourceText source, int at, int end) {
    String text = source.text();
    for (int i = at + 1; i < end && text.charAt(i) != '\n'; i++) {
      if (text.charAt(i) == '\\') {
        i++;
      } else if (text.charAt(i) == '"') {
        return i + 1;
      }
    }
    throw source.error(at, "this quote is not closed on its line", "close it with '\"'");
  }

  /** Offset of the end of the line that {@code at} is on. */
  static int lineEnd(String text, int at, int end) {
    int newline = text.indexOf('\n', at);
    return newline < 0 ? end : Math.min(newline, end);
  }

  /** Whether {@code name} can be declared: letters, digits and underscores. */
  static boolean isPlainName(String name) {
    return !name.isEmpty()
        && isNameStart(name.charAt(0))
        && name.chars().allMatch(c -> isNamePart((char) c));
  }

  /** {@code path} as it is written in a file: quoted where it has unusual characters. */
  static String quotedIfNeeded(String path) {
    boolean plain = !path.isEmpty() && isNameStart(path.charAt(0));
    plain = plain && nameEnd(path, 0, path.length()) == path.length();
    return plain ? path : quoted(path);
  }

  /** In double quotes, with the escapes that {@link Token.Kind#QUOTED} undoes. */
  static String quoted(String name) {
    return "\"" + name.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }

  private static int nameEnd(String text, int at, int end) {
    int i = at;
    while (i < end
        && (isNamePart(text.charAt(i))
            || (text.charAt(i) == '.' && i + 1 < end && isNamePart(text.charAt(i + 1))))) {
      i++;
    }
    return i;
  }

  private static int numberEnd(String text, int at, int end) {
    int i = digitsEnd(text, at, end);
    if (i < end && text.charAt(i) == '.') {
      i = digitsEnd(text, i + 1, end);
    }
    if (i < end && (text.charAt(i) == 'e' || text.charAt(i) == 'E')) {
      int exponent = i + 1;
      if (exponent < end && (text.charAt(exponent) == '+' || text.charAt(exponent) == '-')) {
        exponent++;
      }
      if (exponent < end && isDigit(text.charAt(exponent))) {
        i = digitsEnd(text, exponent, end);
      }
    }
    return i;
  }

  private static int digitsEnd(String text, int at, int end) {
    int i = at;
    while (i < end && isDigit(text.charAt(i))) {
      i++;
    }
    return i;
  }

  private static String unescape(String quoted) {
    return quoted.replaceAll("\\\\(.)", "$1");
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isNameStart(char c) {
    return c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  private static boolean isNamePart(char c) {
    return isNameStart(c) || isDigit(c);
  }
}
