package org.surety.logic;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.surety.base.InputException;

/**
 * Reads the syntax of Owl 22 ({@code LTLLexer.g4}, {@code LTLParser.g4}), for text that Owl wrote.
 *
 * <p>Its shape is an or-list of and-lists of chains. All other binary operators share one level
 * that binds tighter than {@code &}, so {@code a & b -> c} is {@code a & (b -> c)}. A unary
 * operator takes a whole chain as long as one operator is left for the level above: {@code G a U b}
 * is {@code (G a) U b}, but {@code G a U b U c} is {@code (G (a U b)) U c}. This is how ANTLR
 * resolves Owl's ambiguous grammar.
 */
final class OwlParser {
  private final SourceText source;
  private final OwlLexer lexer;
  private final ParseOptions options;
  private Token token;
  private int nesting;

  OwlParser(SourceText source, int from, int to, ParseOptions options) {
    this.source = source;
    this.options = options;
    this.lexer = new OwlLexer(source, from, to, options);
    this.token = lexer.next();
  }

  Formula whole() {
    Formula f = disjunction();
    if (token.symbol() != Symbol.END) {
      throw unexpected("an operator");
    }
    return f;
  }

  private Formula disjunction() {
    List<Formula> operands = new ArrayList<>(List.of(conjunction()));
    while (token.symbol() == Symbol.OR) {
      advance();
      operands.add(conjunction());
    }
    return Formula.or(operands);
  }

  private Formula conjunction() {
    List<Formula> operands = new ArrayList<>(List.of(chain()));
    while (token.symbol() == Symbol.AND) {
      advance();
      operands.add(chain());
    }
    return Formula.and(operands);
  }

  /** A link of a chain: unary operators before an operand, and the operator behind it, if any. */
  private record Link(Deque<Symbol> prefix, Formula operand, @Nullable Symbol operator) {}

  private Formula chain() {
    List<Link> links = new ArrayList<>();
    Link link;
    do {
      link = link();
      links.add(link);
      checkDepth(nesting + links.size());
    } while (link.operator != null);
    return resolve(links, 0, links.size() - 1);
  }

  private Link link() {
    Deque<Symbol> prefix = new ArrayDeque<>();
    while (isUnary(token.symbol())) {
      prefix.add(token.symbol());
      enter();
      advance();
    }
    Formula operand = primary();
    nesting -= prefix.size();
    Symbol operator = null;
    if (token.symbol().isBinary() && token.symbol() != Symbol.AND && token.symbol() != Symbol.OR) {
      operator = token.symbol();
      advance();
    }
    return new Link(prefix, operand, operator);
  }

  /** The formula of the links from..to, as the grammar's first viable alternative has it. */
  private Formula resolve(List<Link> links, int from, int to) {
    Link first = links.get(from);
    if (!first.prefix.isEmpty()) {
      Symbol unary = first.prefix.remove();
      Formula left = unary(unary, resolve(links, from, Math.max(from, to - 1)));
      return from == to ? left : binary(links.get(to - 1), left, resolve(links, to, to));
    }
    return from == to ? first.operand : binary(first, first.operand, resolve(links, from + 1, to));
  }

  private Formula unary(Symbol symbol, Formula f) {
    return switch (symbol) {
      case NOT -> Formula.not(f);
      case FINALLY -> Formula.eventually(f);
      case GLOBALLY -> Formula.always(f);
      case NEXT ->
          options.next() == ParseOptions.Next.STRONG ? Formula.next(f) : Formula.weakNext(f);
      default -> throw new AssertionError(symbol);
    };
  }

  private static Formula binary(Link link, Formula f, Formula g) {
    Symbol symbol = link.operator;
    if (symbol == null) {
      throw new AssertionError("the last link of a chain has no operator");
    }
    return switch (symbol) {
      case IMPLIES -> Formula.implies(f, g);
      case IFF -> Formula.iff(f, g);
      case XOR -> Formula.xor(f, g);
      case UNTIL -> Formula.until(f, g);
      case RELEASE -> Formula.release(f, g);
      case WEAK_UNTIL -> Formula.weakUntil(f, g);
      case STRONG_RELEASE -> Formula.strongRelease(f, g);
      default -> throw new AssertionError(symbol);
    };
  }

  private Formula primary() {
    enter();
    Token here = token;
    Formula f;
    switch (here.symbol()) {
      case TRUE -> f = Formula.TRUE;
      case FALSE -> f = Formula.FALSE;
      case ATOM -> f = atom(here);
      case OPEN -> {
        advance();
        f = disjunction();
        if (token.symbol() == Symbol.END) {
          throw source.error(here.start(), "this parenthesis is not closed", "add ')'");
        }
        if (token.symbol() != Symbol.CLOSE) {
          throw unexpected("an operator or ')'");
        }
      }
      default -> throw unexpected("an operand");
    }
    advance();
    nesting--;
    return f;
  }

  private Formula atom(Token name) {
    var declared = options.declaredNames();
    if (declared.isPresent() && !declared.get().contains(name.name())) {
      throw source.error(
          name.start(),
          "no atom is called '" + name.name() + "'",
          SyntaxHints.forUnknownName(name.name(), declared.get()));
    }
    return Formula.atom(name.name());
  }

  private static boolean isUnary(Symbol symbol) {
    return switch (symbol) {
      case NOT, NEXT, FINALLY, GLOBALLY -> true;
      default -> false;
    };
  }

  private void advance() {
    token = lexer.next();
  }

  private void enter() {
    nesting++;
    checkDepth(nesting);
  }

  private void checkDepth(int depth) {
    if (depth > LtlParser.MAX_NESTING) {
      throw source.error(
          token.start(),
          "nested more than " + LtlParser.MAX_NESTING + " deep",
          "split the formula");
    }
  }

  private InputException unexpected(String expected) {
    return source.error(
        token.start(),
        "expected " + expected + ", found '" + token.name() + "'",
        "this text is read in Owl's dialect; Spot's is the default");
  }
}
