package org.surety.automaton.hoa;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import org.surety.automaton.hoa.HoaToken.Kind;
import org.surety.base.InputException;

/** Splits a HOA text into words, reading no further than it must. Comments nest. */
final class HoaLexer {
  private static final int NONE = -2;

  private final Reader reader;
  private final String source;
  private int ahead = NONE;
  private int line = 1;
  private int column = 1;

  HoaLexer(Reader reader, String source) {
    this.reader = reader;
    this.source = source;
  }

  HoaToken next() {
    skipBlanks();
    int startLine = line;
    int startColumn = column;
    int c = peek();
    if (c < 0) {
      return new HoaToken(Kind.END_OF_TEXT, "", startLine, startColumn);
    }
    if (c == '"') {
      return new HoaToken(Kind.STRING, string(), startLine, startColumn);
    }
    if (c == '-') {
      return marker(startLine, startColumn);
    }
    if (c >= '0' && c <= '9') {
      return new HoaToken(Kind.INTEGER, word(), startLine, startColumn);
    }
    if (c == '@') {
      advance();
      return new HoaToken(Kind.ALIAS, word(), startLine, startColumn);
    }
    if (isWordStart(c)) {
      String text = word();
      if (peek() == ':') {
        advance();
        return new HoaToken(Kind.HEADER, text, startLine, startColumn);
      }
      return new HoaToken(Kind.IDENTIFIER, text, startLine, startColumn);
    }
    advance();
    String symbol = Character.toString(c);
    if ("!&|()[]{}".contains(symbol)) {
      return new HoaToken(Kind.SYMBOL, symbol, startLine, startColumn);
    }
    throw error(
        startLine,
        startColumn,
        "found '" + symbol + "', which no word of the format starts with",
        "delete it, or quote the text that it belongs to");
  }

  InputException error(int atLine, int atColumn, String problem, String remedy) {
    return new InputException(source + ":" + atLine + ":" + atColumn, problem, remedy);
  }

  private HoaToken marker(int startLine, int startColumn) {
    StringBuilder text = new StringBuilder();
    // Not one character past the marker: the writer at the other end of a pipe may wait for us.
    while (!text.toString().matches("--\\w+--") && (peek() == '-' || isWordStart(peek()))) {
      text.appendCodePoint(advance());
    }
    Kind kind =
        switch (text.toString()) {
          case "--BODY--" -> Kind.BODY;
          case "--END--" -> Kind.END;
          case "--ABORT--" -> Kind.ABORT;
          default ->
              throw error(
                  startLine,
                  startColumn,
                  "found '" + text + "', expected '--BODY--', '--END--' or '--ABORT--'",
                  "write one of these on a line of its own");
        };
    return new HoaToken(kind, text.toString(), startLine, startColumn);
  }

  private String word() {
    StringBuilder text = new StringBuilder();
    while (isWordStart(peek()) || peek() == '-' || (peek() >= '0' && peek() <= '9')) {
      text.appendCodePoint(advance());
    }
    return text.toString();
  }

  private String string() {
    int startLine = line;
    int startColumn = column;
    advance();
    StringBuilder text = new StringBuilder();
    while (peek() != '"') {
      if (peek() == '\\') {
        advance();
      }
      if (peek() < 0) {
        throw error(
            startLine,
            startColumn,
            "this string has no end",
            "close it with '\"'; a quote inside is written '\\\"'");
      }
      text.appendCodePoint(advance());
    }
    advance();
    return text.toString();
  }

  private void skipBlanks() {
    while (true) {
      int c = peek();
      if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
        advance();
      } else if (c == '/') {
        comment();
      } else {
        return;
      }
    }
  }

  private void comment() {
    int startLine = line;
    int startColumn = column;
    int depth = 0;
    do {
      int c = advance();
      if (c < 0) {
        throw error(startLine, startColumn, "this comment has no end", "close it with '*/'");
      } else if (c == '/' && peek() == '*') {
        advance();
        depth++;
      } else if (c == '*' && peek() == '/') {
        advance();
        depth--;
      } else if (depth == 0) {
        throw error(startLine, startColumn, "found '/'", "a comment starts with '/*'");
      }
    } while (depth > 0);
  }

  private static boolean isWordStart(int c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
  }

  private int peek() {
    if (ahead == NONE) {
      try {
        ahead = reader.read();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return ahead;
  }

  private int advance() {
    int c = peek();
    ahead = NONE;
    if (c == '\n') {
      line++;
      column = 1;
    } else {
      column++;
    }
    return c;
  }
}
