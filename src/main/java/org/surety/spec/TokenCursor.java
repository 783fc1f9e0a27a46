package org.surety.spec;

import java.util.List;
import org.surety.base.InputException;

/** Walks over the tokens of one statement. */
final class TokenCursor {
  private final SourceText source;
  private final List<Token> tokens;
  private int at;

  TokenCursor(SourceText source, List<Token> tokens) {
    this.source = source;
    this.tokens = tokens;
  }

  Token peek() {
    return tokens.get(at);
  }

  Token next() {
    Token token = tokens.get(at);
    if (token.kind() != Token.Kind.END) {
      at++;
    }
    return token;
  }

  /** Takes the next token if it is {@code symbol}. */
  boolean take(String symbol) {
    if (peek().is(symbol)) {
      at++;
      return true;
    }
    return false;
  }

  /** Takes {@code symbol} or fails: {@code context} says what it belongs to. */
  Token expect(String symbol, String context) {
    if (!peek().is(symbol)) {
      throw error(
          peek(), "expected '" + symbol + "' " + context + ", found " + peek().shown(), "add it");
    }
    return next();
  }

  /** Fails unless everything has been read. */
  void expectEnd(String remedy) {
    if (peek().kind() != Token.Kind.END) {
      throw error(peek(), "expected the end of the statement, found " + peek().shown(), remedy);
    }
  }

  /** A non-negative whole number below 2^31. */
  int expectIndex(String what) {
    Token token = next();
    if (token.kind() != Token.Kind.NUMBER || !token.text().matches("[0-9]{1,9}")) {
      throw error(
          token,
          "expected " + what + " as a whole number, found " + token.shown(),
          "components count from 0");
    }
    return Integer.parseInt(token.text());
  }

  InputException error(Token token, String problem, String remedy) {
    return source.error(token.start(), problem, remedy);
  }
}
