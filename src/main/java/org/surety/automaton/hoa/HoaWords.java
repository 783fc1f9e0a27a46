package org.surety.automaton.hoa;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.surety.automaton.hoa.HoaToken.Kind;
import org.surety.base.InputException;
import org.surety.base.Spelling;

/** The words of a HOA text one after another, and what is expected of the next one. */
final class HoaWords {

  /** The automaton being read has been abandoned by its writer. */
  static final class Aborted extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Aborted() {
      super("--ABORT--", null, false, false);
    }
  }

  private final HoaLexer lexer;
  private @Nullable HoaToken current;

  HoaWords(HoaLexer lexer) {
    this.lexer = lexer;
  }

  /** The next word, read from the stream only now: a program may still be writing it. */
  HoaToken peek() {
    if (current == null) {
      current = lexer.next();
    }
    return current;
  }

  /**
   * Takes the next word.
   *
   * @throws Aborted after {@code --ABORT--} has been taken
   */
  HoaToken take() {
    HoaToken taken = peek();
    if (!taken.is(Kind.END_OF_TEXT)) {
      current = null;
    }
    if (taken.is(Kind.ABORT)) {
      throw new Aborted();
    }
    return taken;
  }

  /** Takes the next word if it is this symbol. */
  boolean takeSymbol(String symbol) {
    if (peek().isSymbol(symbol)) {
      take();
      return true;
    }
    return false;
  }

  void expectSymbol(String symbol) {
    if (!takeSymbol(symbol)) {
      throw unexpected("'" + symbol + "'");
    }
  }

  String string(String what) {
    return expect(Kind.STRING, what + " in double quotes").text();
  }

  /** A number below 2^31 without leading zeros. */
  int integer(String what) {
    HoaToken token = expect(Kind.INTEGER, what);
    if (!token.text().matches("0|[1-9][0-9]{0,9}")
        || Long.parseLong(token.text()) > Integer.MAX_VALUE) {
      throw error(
          token,
          "found " + token.shown() + ", expected " + what,
          "write a number below 2147483648 without leading zeros");
    }
    return Integer.parseInt(token.text());
  }

  HoaToken expect(Kind kind, String what) {
    if (!peek().is(kind)) {
      throw unexpected(what);
    }
    return take();
  }

  /** The next word is not what the format has here. */
  RuntimeException unexpected(String expected) {
    HoaToken found = peek();
    if (found.is(Kind.ABORT)) {
      take();
    }
    return error(
        found,
        "found " + found.shown() + ", expected " + expected,
        "compare with the Hanoi Omega-Automata format, version 1");
  }

  /** Something that is not one of the words known here. */
  InputException unknown(HoaToken token, String what, List<String> known) {
    return error(token, token.shown() + " is not " + what, Spelling.remedy(token.text(), known));
  }

  InputException error(HoaToken at, String problem, String remedy) {
    return lexer.error(at.line(), at.column(), problem, remedy);
  }
}
