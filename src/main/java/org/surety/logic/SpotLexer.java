package org.surety.logic;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Splits a text the way Spot's scanner does. What a letter means depends on whether an operand or
 * an operator is expected there, so the parser asks for one or the other. Where an operand is
 * expected, {@code GFa} is {@code G F a} while {@code aUb}, {@code X1} and {@code Run} are atoms;
 * after an operand, {@code Uq} is {@code U q}. A declared name wins over all of this.
 */
final class SpotLexer {
  private static final List<SymbolSpelling> SPELLINGS = spellings();

  private final SourceText source;
  private final String text;
  private final int limit;
  private final ParseOptions options;
  private int position;

  SpotLexer(SourceText source, int from, int to, ParseOptions options) {
    this.source = source;
    this.text = source.text();
    this.position = from;
    this.limit = to;
    this.options = options;
  }

  private static List<SymbolSpelling> spellings() {
    List<SymbolSpelling> all = new ArrayList<>();
    add(all, Symbol.TRUE, "1");
    add(all, Symbol.FALSE, "0");
    add(all, Symbol.OPEN, "(");
    add(all, Symbol.CLOSE, ")");
    add(all, Symbol.NOT, "!", "~", "¬");
    add(all, Symbol.NEXT, "()", "○", "◯");
    add(all, Symbol.STRONG_NEXT, "Ⓧ");
    add(all, Symbol.FINALLY, "<>", "◇", "⋄", "♢");
    add(all, Symbol.GLOBALLY, "[]", "□", "⬜", "◻");
    add(all, Symbol.IS_FALSE, "=0", "\u0305", "\u0304");
    add(all, Symbol.IS_TRUE, "=1");
    add(all, Symbol.IMPLIES, "->", "-->", "=>", "→", "⟶", "⇒", "⟹");
    add(all, Symbol.IFF, "<->", "<-->", "<=>", "↔", "⇔");
    add(all, Symbol.OR, "|", "||", "\\/", "+", "∨", "∪");
    add(all, Symbol.XOR, "^", "⊕");
    add(all, Symbol.AND, "&", "&&", "/\\", "∧", "∩");
    add(all, Symbol.STAR, "*");
    add(all, Symbol.PSL, "{", "}", ";", "##", "[*", "[+", "[:*", "[:+", "[=", "[->", "|->", "|=>");
    add(all, Symbol.PSL, "[]->", "[]=>", "<>->", "<>=>", "↦", "⤇");
    all.sort(Comparator.comparingInt((SymbolSpelling s) -> s.text().length()).reversed());
    return all;
  }

  private static void add(List<SymbolSpelling> all, Symbol symbol, String... texts) {
    for (String text : texts) {
      all.add(new SymbolSpelling(text, symbol));
    }
  }

  // --- Words -----------------------------------------------------------------------------------

  /** The next word, where an operand is expected. */
  Token operand() {
    skipBlanks();
    int start = position;
    if (start == limit || !AtomSyntax.isNameStart(text.charAt(start))) {
      return other();
    }
    String run = nameRun(start);
    if (isDeclared(run)) {
      return take(Symbol.ATOM, run.length());
    }
    if (AtomSyntax.isConstant(run)) {
      boolean value = run.toLowerCase(Locale.ROOT).equals("true");
      return take(value ? Symbol.TRUE : Symbol.FALSE, run.length());
    }
    Symbol unary = unaryLetter(run);
    if (unary != null) {
      return take(unary, 1);
    }
    Symbol binary = binaryWord(run);
    return binary != null ? take(binary, run.length()) : take(Symbol.ATOM, run.length());
  }

  /** The next word, where an operand has just ended. */
  Token operator() {
    skipBlanks();
    int start = position;
    if (start == limit || !AtomSyntax.isNameStart(text.charAt(start))) {
      return other();
    }
    String run = nameRun(start);
    if (run.equals("xor")) {
      return take(Symbol.XOR, 3);
    }
    Symbol letter = binaryWord(run.substring(0, 1));
    if (letter != null && !isDeclared(run)) {
      return take(letter, 1);
    }
    return take(Symbol.UNKNOWN, run.length());
  }

  private Token other() {
    if (position == limit) {
      return new Token(Symbol.END, position, position, "the end");
    }
    if (text.charAt(position) == '"') {
      return quoted();
    }
    for (SymbolSpelling spelling : SPELLINGS) {
      if (text.startsWith(spelling.text(), position)
          && position + spelling.text().length() <= limit) {
        return take(spelling.symbol(), spelling.text().length());
      }
    }
    return take(Symbol.UNKNOWN, Character.charCount(text.codePointAt(position)));
  }

  private Token quoted() {
    StringBuilder name = new StringBuilder();
    int start = position;
    int i = start + 1;
    while (i < limit && text.charAt(i) != '"') {
      if (text.charAt(i) == '\\' && i + 1 < limit) {
        i++;
      }
      name.append(text.charAt(i));
      i++;
    }
    if (i >= limit) {
      throw source.error(start, "this quoted atom is not closed", "end it with \"");
    }
    if (name.length() == 0) {
      throw source.error(start, "an atom without a name", "write the name between the quotes");
    }
    position = i + 1;
    return new Token(Symbol.ATOM, start, position, name.toString());
  }

  private Token take(Symbol symbol, int length) {
    int start = position;
    position += length;
    return new Token(symbol, start, position, text.substring(start, position));
  }

  private boolean isDeclared(String name) {
    return options.declaredNames().isPresent() && options.declaredNames().get().contains(name);
  }

  /** The longest run of name characters at a position. */
  String nameRun(int start) {
    int end = start;
    while (end < limit && AtomSyntax.isNamePart(text.charAt(end))) {
      end++;
    }
    return text.substring(start, end);
  }

  private static @Nullable Symbol unaryLetter(String run) {
    if (run.length() > 1 && Character.isDigit(run.charAt(1))) {
      return null;
    }
    return switch (run.charAt(0)) {
      case 'F' -> Symbol.FINALLY;
      case 'G' -> Symbol.GLOBALLY;
      case 'X' -> Symbol.NEXT;
      default -> null;
    };
  }

  private static @Nullable Symbol binaryWord(String word) {
    return switch (word) {
      case "U" -> Symbol.UNTIL;
      case "R", "V" -> Symbol.RELEASE;
      case "W" -> Symbol.WEAK_UNTIL;
      case "M" -> Symbol.STRONG_RELEASE;
      case "xor" -> Symbol.XOR;
      default -> null;
    };
  }

  /** Goes on reading at an offset, after something else has read up to there. */
  void resumeAt(int offset) {
    position = offset;
  }

  // --- Blanks and comments
  // ---------------------------------------------------------------------------

  private void skipBlanks() {
    while (position < limit) {
      char c = text.charAt(position);
      if (c == ' ' || c == '\t' || c == '\r' || c == '\n') {
        position++;
      } else if (text.startsWith("/*", position)) {
        skipComment();
      } else {
        return;
      }
    }
  }

  private void skipComment() {
    int start = position;
    int depth = 0;
    do {
      if (position + 1 >= limit) {
        throw source.error(start, "this comment is not closed", "end it with */");
      }
      if (text.startsWith("/*", position)) {
        depth++;
        position += 2;
      } else if (text.startsWith("*/", position)) {
        depth--;
        position += 2;
      } else {
        position++;
      }
    } while (depth > 0);
  }

  // --- Windows
  // ---------------------------------------------------------------------------------------

  /** The window that follows here, if there is one; {@code []} is not a window. */
  @Nullable Window window(String operator) {
    int before = position;
    skipBlanks();
    int start = position;
    if (start >= limit || text.charAt(start) != '[' || text.startsWith("[]", start)) {
      position = before;
      return null;
    }
    position++;
    int lower = number(operator);
    skipBlanks();
    if (!skipSeparator()) {
      throw source.error(
          start,
          "a window has two ends",
          String.format(
              "write %1$s[%2$d,%2$d] for exactly %2$d steps, %1$s[0,%2$d] for up to %2$d",
              operator, lower));
    }
    skipBlanks();
    int upper = upperEnd(operator);
    if (upper < lower) {
      throw source.error(
          start,
          "the window ends before it starts",
          "write the smaller bound first: " + operator + "[" + upper + "," + lower + "]");
    }
    boolean strong = skipIf("!");
    closeBracket(start);
    return new Window(lower, upper, strong, start, position);
  }

  /**
   * The bracket after X, if there is one: {@code [!]} is strong, once; {@code [?]} weak, once;
   * {@code [n]} and {@code [n!]} repeat. Weakness of a bare X is left to the parser.
   */
  @Nullable NextBracket nextBracket() {
    int before = position;
    skipBlanks();
    int start = position;
    if (start >= limit || text.charAt(start) != '[' || text.startsWith("[]", start)) {
      position = before;
      return null;
    }
    position++;
    skipBlanks();
    if (skipIf("?")) {
      closeBracket(start);
      return new NextBracket(1, ParseOptions.Next.WEAK, start);
    }
    boolean bare = position < limit && text.charAt(position) == '!';
    int times = bare ? 1 : number("X");
    skipBlanks();
    boolean strong = skipIf("!");
    if (skipSeparator()) {
      throw source.error(
          start, "X takes one number of steps, not a window", "write F[a,b] or G[a,b]");
    }
    closeBracket(start);
    return new NextBracket(times, strong ? ParseOptions.Next.STRONG : options.next(), start);
  }

  /** How often X is repeated, and which X it is. */
  record NextBracket(int times, ParseOptions.Next next, int start) {}

  private int number(String operator) {
    skipBlanks();
    int start = position;
    long value = 0;
    while (position < limit && Character.isDigit(text.charAt(position))) {
      value =
          Math.min(value * 10 + Character.digit(text.charAt(position), 10), Long.MAX_VALUE / 20);
      position++;
    }
    if (position == start) {
      throw source.error(
          start,
          "expected a number of steps",
          "windows look like " + operator + (operator.equals("X") ? "[3]" : "[0,5]"));
    }
    if (position < limit && AtomSyntax.isNameStart(text.charAt(position)) && !isRange(position)) {
      throw source.error(
          position, "a window counts steps, without a unit", "give the number of decisions");
    }
    if (value >= Formula.UNBOUNDED) {
      throw source.error(
          start,
          "this number of steps is too large",
          "the largest is " + (Formula.UNBOUNDED - 1) + "; 'inf' is no bound");
    }
    return (int) value;
  }

  private boolean isRange(int at) {
    return text.startsWith("..", at) || text.startsWith("to", at);
  }

  private boolean skipSeparator() {
    return skipIf("..") || skipIf(",") || skipIf(":") || skipIf("to");
  }

  private int upperEnd(String operator) {
    if (skipIf("$") || skipIf("inf")) {
      return Formula.UNBOUNDED;
    }
    if (position < limit && (text.charAt(position) == ']' || text.charAt(position) == '!')) {
      return Formula.UNBOUNDED;
    }
    return number(operator);
  }

  private boolean skipIf(String word) {
    boolean here = text.startsWith(word, position) && position + word.length() <= limit;
    if (here) {
      position += word.length();
    }
    return here;
  }

  private void closeBracket(int start) {
    skipBlanks();
    if (!skipIf("]")) {
      throw source.error(
          position, "expected ']' here", "close the bracket at column " + column(start));
    }
  }

  private int column(int offset) {
    return offset - (text.lastIndexOf('\n', offset) + 1) + 1;
  }
}
