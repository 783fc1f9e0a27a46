package org.surety.logic;

import org.jspecify.annotations.Nullable;
import org.surety.base.InputException;

/**
 * Reads formulas in Spot's syntax and precedence (Spot 2.12, {@code doc/tl/tl.tex}; all spellings
 * except PSL), by operator precedence (Pratt, "Top down operator precedence", POPL 1973).
 *
 * <p>From the loosest to the tightest: {@code -> <->} (right), {@code |}, {@code xor}, {@code &},
 * {@code *}, {@code U R W M} (right), {@code F G X !}, and {@code =0 =1} behind an atom. So {@code
 * !a U b} is {@code (!a) U b}, and {@code a U b & c} is {@code (a U b) & c}.
 *
 * <p>Windows {@code F[a,b]}, {@code G[a,b]}, {@code U[a,b]}, {@code R[a,b]} stay operators: on
 * finite words {@code F[a,b]} is false past the end, as Spot's {@code F[a..b!]} is. {@code
 * G[a..b!]} asks, as in Spot, that the whole window lie within the word.
 */
public final class LtlParser {
  /** Operators and parentheses may nest this deep. */
  static final int MAX_NESTING = 400;

  private final SourceText source;
  private final SpotLexer lexer;
  private final ParseOptions options;
  private @Nullable Token operator;
  private String lastOperand = "";
  private int nesting;

  private LtlParser(SourceText source, int from, int to, ParseOptions options) {
    this.source = source;
    this.lexer = new SpotLexer(source, from, to, options);
    this.options = options;
  }

  /**
   * Reads a whole text as a formula.
   *
   * @throws InputException with source, line, column, what was expected, and a suggestion
   */
  public static Formula parse(String text, ParseOptions options) {
    return parse(text, 0, text.length(), options);
  }

  /** Reads a whole text as a formula in Spot's syntax with a strong next. */
  public static Formula parse(String text) {
    return parse(text, ParseOptions.DEFAULTS);
  }

  /**
   * Reads {@code text[from, to)} as a formula; messages give lines and columns of the whole text.
   *
   * @throws InputException with source, line, column, what was expected, and a suggestion
   */
  public static Formula parse(String text, int from, int to, ParseOptions options) {
    SourceText source = new SourceText(text, options.source(), options.firstLine());
    return switch (options.dialect()) {
      case SPOT -> new LtlParser(source, from, to, options).whole();
      case OWL -> new OwlParser(source, from, to, options).whole();
    };
  }

  private Formula whole() {
    Formula f = expression(1);
    Token end = peekOperator();
    if (end.symbol() != Symbol.END) {
      throw unexpectedOperator(end);
    }
    return f;
  }

  /** An operand and all binary operators behind it that bind at least this tightly. */
  private Formula expression(int leastPrecedence) {
    Formula left = operand();
    for (Token next = peekOperator();
        next.symbol().isBinary() && next.symbol().precedence() >= leastPrecedence;
        next = peekOperator()) {
      operator = null;
      Window window = next.symbol().takesWindow() ? lexer.window(next.name()) : null;
      enter(next.start());
      Formula right = expression(next.symbol().rightPrecedence());
      nesting--;
      left = binary(next.symbol(), window, left, right);
    }
    return left;
  }

  private Formula operand() {
    Token token = lexer.operand();
    enter(token.start());
    Formula f =
        switch (token.symbol()) {
          case TRUE -> Formula.TRUE;
          case FALSE -> Formula.FALSE;
          case ATOM -> atom(token);
          case OPEN -> parenthesized(token);
          case NOT -> Formula.not(operand());
          case STRONG_NEXT -> Formula.next(operand());
          case NEXT -> next(token);
          case FINALLY, GLOBALLY -> quantified(token);
          default -> throw unexpectedOperand(token);
        };
    nesting--;
    lastOperand = token.symbol() == Symbol.ATOM ? token.name() : "";
    return f;
  }

  private Formula atom(Token token) {
    checkDeclared(token);
    Formula f = Formula.atom(token.name());
    while (peekOperator().symbol() == Symbol.IS_FALSE
        || peekOperator().symbol() == Symbol.IS_TRUE) {
      f = peekOperator().symbol() == Symbol.IS_FALSE ? Formula.not(f) : f;
      operator = null;
    }
    return f;
  }

  private void checkDeclared(Token token) {
    if (options.declaredNames().isEmpty()) {
      return;
    }
    var declared = options.declaredNames().get();
    if (declared.contains(token.name())) {
      return;
    }
    int start = token.start();
    if (source.text().charAt(start) != '"') {
      // The whole word as written: in 'Gaol', G has been split off before 'aol'.
      while (start > 0 && AtomSyntax.isNamePart(source.text().charAt(start - 1))) {
        start--;
      }
    }
    String name =
        start == token.start() ? token.name() : source.text().substring(start, token.end());
    throw source.error(
        start, "no atom is called '" + name + "'", SyntaxHints.forUnknownName(name, declared));
  }

  private Formula parenthesized(Token open) {
    var inline = options.inlineAtoms().read(source.text(), open.start());
    if (inline.isPresent()) {
      lexer.resumeAt(inline.get().end());
      return Formula.atom(inline.get().name());
    }
    Formula f = expression(1);
    Token close = peekOperator();
    if (close.symbol() == Symbol.END) {
      throw source.error(open.start(), "this parenthesis is not closed", "add ')'");
    }
    if (close.symbol() != Symbol.CLOSE) {
      throw unexpectedOperator(close);
    }
    operator = null;
    return f;
  }

  private Formula next(Token token) {
    SpotLexer.NextBracket bracket = lexer.nextBracket();
    int times = bracket == null ? 1 : bracket.times();
    boolean strong =
        (bracket == null ? options.next() : bracket.next()) == ParseOptions.Next.STRONG;
    Formula f = operand();
    if (f.height() + (long) times > Formula.MAX_HEIGHT) {
      throw source.error(
          token.start(),
          "too many steps to write out",
          "write " + (strong ? "F[" : "G[") + times + "," + times + "] instead");
    }
    for (int i = 0; i < times; i++) {
      f = strong ? Formula.next(f) : Formula.weakNext(f);
    }
    return f;
  }

  private Formula quantified(Token token) {
    boolean eventually = token.symbol() == Symbol.FINALLY;
    Window window = lexer.window(eventually ? "F" : "G");
    Formula f = operand();
    if (window == null) {
      return eventually ? Formula.eventually(f) : Formula.always(f);
    }
    int lower = window.lower();
    int upper = window.upper();
    if (eventually) {
      return Formula.eventually(lower, upper, f);
    }
    if (!window.strong()) {
      return Formula.always(lower, upper, f);
    }
    // The strong form also asks for the positions themselves.
    return upper == Formula.UNBOUNDED
        ? Formula.eventually(lower, lower, Formula.always(f))
        : Formula.and(
            Formula.always(lower, upper, f), Formula.eventually(upper, upper, Formula.TRUE));
  }

  private Formula binary(Symbol symbol, @Nullable Window window, Formula f, Formula g) {
    if (window != null && window.strong()) {
      throw source.error(window.start(), "'!' is for windows of X, F and G", "leave it out");
    }
    int lower = window == null ? 0 : window.lower();
    int upper = window == null ? Formula.UNBOUNDED : window.upper();
    return switch (symbol) {
      case IMPLIES -> Formula.implies(f, g);
      case IFF -> Formula.iff(f, g);
      case OR -> Formula.or(f, g);
      case XOR -> Formula.xor(f, g);
      case AND, STAR -> Formula.and(f, g);
      case UNTIL -> Formula.until(lower, upper, f, g);
      case RELEASE -> Formula.release(lower, upper, f, g);
      case WEAK_UNTIL -> Formula.weakUntil(f, g);
      case STRONG_RELEASE -> Formula.strongRelease(f, g);
      default -> throw new AssertionError(symbol);
    };
  }

  private Token peekOperator() {
    if (operator == null) {
      operator = lexer.operator();
    }
    return operator;
  }

  private void enter(int offset) {
    nesting++;
    if (nesting > MAX_NESTING) {
      throw source.error(
          offset,
          "nested more than " + MAX_NESTING + " deep",
          "split the formula, or write repeated steps with a window such as F[500,500] p");
    }
  }

  private InputException unexpectedOperator(Token token) {
    if (token.symbol() == Symbol.PSL) {
      return psl(token);
    }
    return source.error(
        token.start(),
        "expected an operator, found '" + token.name() + "'",
        SyntaxHints.forOperator(token.name(), lastOperand));
  }

  private InputException unexpectedOperand(Token token) {
    if (token.symbol() == Symbol.PSL) {
      return psl(token);
    }
    if (token.symbol() == Symbol.END) {
      return source.error(
          token.start(), "expected an operand, found the end", "complete the formula");
    }
    String problem = "expected an operand, found '" + token.name() + "'";
    if (token.symbol().isBinary()) {
      return source.error(token.start(), problem, "give this operator a left operand");
    }
    return source.error(
        token.start(), problem, "an operand is an atom, true, false, or starts with ! X F G or (");
  }

  private InputException psl(Token token) {
    return source.error(
        token.start(),
        "'" + token.name() + "' belongs to PSL",
        "write the property with X F G U R W M, which have windows such as F[2,5]");
  }
}
