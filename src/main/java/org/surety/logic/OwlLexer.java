package org.surety.logic;

import java.util.List;
import java.util.Map;

/** Splits a text into the words of Owl's grammar; longest match, no context. */
final class OwlLexer {
  private static final Map<String, Symbol> WORDS =
      Map.ofEntries(
          Map.entry("tt", Symbol.TRUE),
          Map.entry("true", Symbol.TRUE),
          Map.entry("ff", Symbol.FALSE),
          Map.entry("false", Symbol.FALSE),
          Map.entry("xor", Symbol.XOR));

  /** Fixed spellings, longer ones first where one starts with another. */
  private static final List<SymbolSpelling> SPELLINGS =
      List.of(
          new SymbolSpelling("BIIMP", Symbol.IFF),
          new SymbolSpelling("NOT", Symbol.NOT),
          new SymbolSpelling("IMP", Symbol.IMPLIES),
          new SymbolSpelling("XOR", Symbol.XOR),
          new SymbolSpelling("AND", Symbol.AND),
          new SymbolSpelling("-->", Symbol.IMPLIES),
          new SymbolSpelling("==>", Symbol.IMPLIES),
          new SymbolSpelling("<->", Symbol.IFF),
          new SymbolSpelling("<=>", Symbol.IFF),
          new SymbolSpelling("OR", Symbol.OR),
          new SymbolSpelling("->", Symbol.IMPLIES),
          new SymbolSpelling("=>", Symbol.IMPLIES),
          new SymbolSpelling("&&", Symbol.AND),
          new SymbolSpelling("||", Symbol.OR),
          new SymbolSpelling("&", Symbol.AND),
          new SymbolSpelling("|", Symbol.OR),
          new SymbolSpelling("^", Symbol.XOR),
          new SymbolSpelling("!", Symbol.NOT),
          new SymbolSpelling("(", Symbol.OPEN),
          new SymbolSpelling(")", Symbol.CLOSE),
          new SymbolSpelling("1", Symbol.TRUE),
          new SymbolSpelling("0", Symbol.FALSE),
          new SymbolSpelling("F", Symbol.FINALLY),
          new SymbolSpelling("G", Symbol.GLOBALLY),
          new SymbolSpelling("X", Symbol.NEXT),
          new SymbolSpelling("U", Symbol.UNTIL),
          new SymbolSpelling("W", Symbol.WEAK_UNTIL),
          new SymbolSpelling("R", Symbol.RELEASE),
          new SymbolSpelling("M", Symbol.STRONG_RELEASE));

  private final SourceText source;
  private final String text;
  private final int limit;
  private final ParseOptions options;
  private int position;

  OwlLexer(SourceText source, int from, int to, ParseOptions options) {
    this.source = source;
    this.text = source.text();
    this.position = from;
    this.limit = to;
    this.options = options;
  }

  Token next() {
    while (position < limit && " \t\n\r\f".indexOf(text.charAt(position)) >= 0) {
      position++;
    }
    if (position == limit) {
      return new Token(Symbol.END, position, position, "the end");
    }
    char c = text.charAt(position);
    if (c == '"' || c == '\'') {
      return quoted(c);
    }
    int end = position;
    while (end < limit && isNamePart(text.charAt(end))) {
      end++;
    }
    String run = text.substring(position, end);
    if (options.declaredNames().isPresent() && options.declaredNames().get().contains(run)) {
      return take(Symbol.ATOM, run.length());
    }
    if ((c >= 'a' && c <= 'z') || c == 'L' || c == '_') {
      return take(WORDS.getOrDefault(run, Symbol.ATOM), run.length());
    }
    for (SymbolSpelling spelling : SPELLINGS) {
      String word = spelling.text();
      if (text.startsWith(word, position) && position + word.length() <= limit) {
        return take(spelling.symbol(), word.length());
      }
    }
    return take(Symbol.UNKNOWN, Character.charCount(text.codePointAt(position)));
  }

  private Token quoted(char quote) {
    int start = position;
    int end = text.indexOf(quote, start + 1);
    if (end < 0 || end >= limit) {
      throw source.error(start, "this quoted atom is not closed", "end it with " + quote);
    }
    if (end == start + 1) {
      throw source.error(start, "an atom without a name", "write the name between the quotes");
    }
    position = end + 1;
    return new Token(Symbol.ATOM, start, position, text.substring(start + 1, end));
  }

  private Token take(Symbol symbol, int length) {
    int start = position;
    position += length;
    return new Token(symbol, start, position, text.substring(start, position));
  }

  private static boolean isNamePart(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  }
}
