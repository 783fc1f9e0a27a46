package org.surety.spec;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.surety.base.InputException;
import org.surety.base.Spelling;
import org.surety.spec.Term.Arithmetic;
import org.surety.spec.Term.Call;
import org.surety.spec.Term.Columns;
import org.surety.spec.Term.Comparison;
import org.surety.spec.Term.Condition;
import org.surety.spec.Term.Connective;
import org.surety.spec.Term.Count;
import org.surety.spec.Term.Literal;
import org.surety.spec.Term.Negative;
import org.surety.spec.Term.Not;
import org.surety.spec.Term.Pi;
import org.surety.spec.Term.PredicateName;
import org.surety.spec.Term.Quantity;
import org.surety.spec.Term.Relation;

/**
 * Precedence-climbing parser of predicates and the arithmetic in them. From loose to tight: {@code
 * -> <->}, {@code |}, {@code xor}, {@code &}, comparisons, {@code + -}, {@code * /}, unary {@code -
 * !}, {@code ^}.
 */
final class TermParser {
  /** Parsing and everything later recurse; this keeps them within the stack of any thread. */
  private static final int MAX_DEPTH = 200;

  /** A chain of operators is as deep a tree as nesting is. */
  private static final int MAX_OPERATORS = 1000;

  private static final int COMPARISON = 5;

  private final TokenCursor cursor;
  private final Names names;
  private int depth;
  private int operators;

  TermParser(TokenCursor cursor, Names names) {
    this.cursor = cursor;
    this.names = names;
  }

  /** Parses a whole predicate; {@code what} names it in messages. */
  Condition condition(String what) {
    Token first = cursor.peek();
    return asCondition(term(0), first, what);
  }

  private Term term(int least) {
    if (++depth > MAX_DEPTH) {
      throw cursor.error(
          cursor.peek(),
          "operators are nested more than " + MAX_DEPTH + " deep",
          "split the predicate in two");
    }
    Token start = cursor.peek();
    Term left = operand();
    while (true) {
      Token operator = cursor.peek();
      int precedence = precedence(operator);
      if (precedence < Math.max(least, 1)) {
        break;
      }
      takeOperator();
      left =
          precedence == COMPARISON
              ? comparison(left, start, operator)
              : combined(left, start, operator, precedence);
    }
    depth--;
    return left;
  }

  private void takeOperator() {
    Token operator = cursor.next();
    if (++operators > MAX_OPERATORS) {
      throw cursor.error(
          operator,
          "more than " + MAX_OPERATORS + " operators in one predicate",
          "use a slice with min, max or mean, or split the predicate in two");
    }
  }

  private Term combined(Term left, Token start, Token operator, int precedence) {
    Token rightStart = cursor.peek();
    boolean rightAssociative = operator.is("^") || precedence == 1;
    Term right = term(rightAssociative ? precedence : precedence + 1);
    if (precedence > COMPARISON) {
      Quantity l = asQuantity(left, start, "'" + operator.text() + "'");
      Quantity r = asQuantity(right, rightStart, "'" + operator.text() + "'");
      checkWidths(operator, l, r);
      return new Arithmetic(operator.text().charAt(0), l, r);
    }
    String what = "'" + operator.text() + "'";
    return new Connective(
        connective(operator), asCondition(left, start, what), asCondition(right, rightStart, what));
  }

  private void checkWidths(Token operator, Quantity l, Quantity r) {
    boolean slices = l.width() > 0 && r.width() > 0;
    if (slices && l.width() != r.width()) {
      throw cursor.error(
          operator,
          "slices of " + l.width() + " and " + r.width() + " components do not combine",
          "take slices of one length");
    }
    if (operator.is("^") && (l.width() > 0 || r.width() > 0)) {
      throw cursor.error(operator, "'^' takes numbers, not slices", "use norm(slice) or x * x");
    }
  }

  /** {@code a < x <= b}: the conjunction of its comparisons. */
  private Condition comparison(Term first, Token start, Token firstOperator) {
    Quantity left = scalar(first, start, "a comparison");
    Token operator = firstOperator;
    Condition all = null;
    while (true) {
      Token rightStart = cursor.peek();
      Quantity right = scalar(term(COMPARISON + 1), rightStart, "a comparison");
      Condition one = new Comparison(relation(operator), left, right);
      all = all == null ? one : new Connective(Connective.Kind.AND, all, one);
      operator = cursor.peek();
      if (precedence(operator) != COMPARISON) {
        return all;
      }
      takeOperator();
      left = right;
    }
  }

  private Term operand() {
    Token token = cursor.next();
    return switch (token.kind()) {
      case NUMBER -> number(token);
      case NAME -> named(token);
      case QUOTED -> address(token);
      case SYMBOL, END -> prefixed(token);
    };
  }

  /** An operand that begins with a symbol. */
  private Term prefixed(Token token) {
    if (token.is("(")) {
      Term inner = term(0);
      cursor.expect(")", "to close the parenthesis");
      return inner;
    }
    if (token.is("-") || token.is("+")) {
      Token start = cursor.peek();
      Quantity operand = asQuantity(term(8), start, "'" + token.text() + "'");
      return token.is("-") ? new Negative(operand) : operand;
    }
    if (token.is("!") || token.is("~")) {
      Token start = cursor.peek();
      Term operand = term(8);
      if (operand instanceof Quantity) {
        throw cursor.error(
            start,
            "'!' needs a predicate, found the number " + operand,
            "put the comparison that is negated in parentheses");
      }
      return new Not((Condition) operand);
    }
    throw cursor.error(
        token,
        "expected a number, a name or '(', found " + token.shown(),
        "complete the expression");
  }

  private Term number(Token token) {
    BigDecimal value = new BigDecimal(token.text());
    double rounded = value.doubleValue();
    if (Double.isInfinite(rounded) || (rounded == 0 && value.signum() != 0)) {
      throw cursor.error(
          token, token.text() + " is outside the range of doubles", "choose another unit");
    }
    if (cursor.peek().kind() == Token.Kind.NAME && cursor.peek().start() == token.end()) {
      throw cursor.error(
          cursor.peek(),
          "a name cannot follow a number directly",
          "write " + token.text() + " * " + cursor.peek().text());
    }
    return new Literal(value);
  }

  private Term named(Token token) {
    String name = token.text();
    if (cursor.peek().is("(")) {
      return call(token);
    }
    if (name.equals("pi")) {
      return new Pi();
    }
    if (names.predicates().contains(name)) {
      return new PredicateName(name);
    }
    if (names.signals().containsKey(name) || Names.isKnownArray(name)) {
      return address(token);
    }
    throw unknown(token);
  }

  private InputException unknown(Token token) {
    String name = token.text();
    if (Function.named(name).isPresent()) {
      return cursor.error(
          token,
          "'" + name + "' is a function",
          "call it: " + Function.named(name).orElseThrow().signature());
    }
    if (Spelling.nearest(name, names.all()).isEmpty()) {
      if (name.matches("true|false|[FGXURVWM]|and|or|not")) {
        return cursor.error(
            token,
            "'" + name + "' does not belong in a predicate",
            "predicates combine comparisons by ! & | -> <-> xor; temporal operators are for"
                + " properties");
      }
      return cursor.error(
          token,
          "'" + name + "' is not declared",
          "add 'signal " + name + " = ...'; " + Spelling.remedy(name, names.all()));
    }
    return cursor.error(
        token, "'" + name + "' is not declared", Spelling.remedy(name, names.all()));
  }

  /** A signal, a component or slice of one, or an address of the log. */
  private Columns address(Token token) {
    AddressParser.Index index = AddressParser.index(cursor);
    Signal signal = token.kind() == Token.Kind.NAME ? names.signals().get(token.text()) : null;
    if (signal == null) {
      Signal direct = new Signal("", token.text(), index.from(), index.to());
      return new Columns(direct.address(), "", direct.columns(), direct.isSlice());
    }
    if (index.equals(AddressParser.Index.NONE)) {
      return new Columns(signal.name(), signal.name(), signal.columns(), signal.isSlice());
    }
    int width = signal.columns().size();
    int last = index.isSlice() ? index.to() - 1 : index.from();
    if (!signal.isSlice() || last >= width) {
      throw cursor.error(
          token,
          signal.isSlice()
              ? "'" + signal.name() + "' has components 0 to " + (width - 1) + ", not " + last
              : "'" + signal.name() + "' is one number, not a slice",
          "it is declared by '" + signal + "'");
    }
    String text =
        signal.name()
            + (index.isSlice() ? "[" + index.from() + ":" + index.to() + "]" : "[" + last + "]");
    return new Columns(
        text, signal.name(), signal.columns().subList(index.from(), last + 1), index.isSlice());
  }

  private Quantity call(Token token) {
    Function function =
        Function.named(token.text())
            .orElseThrow(
                () ->
                    cursor.error(
                        token,
                        "there is no function '" + token.text() + "'",
                        Spelling.remedy(token.text(), Function.names())));
    cursor.expect("(", "after the function");
    List<Quantity> arguments = new ArrayList<>();
    Quantity result = null;
    if (!cursor.peek().is(")")) {
      do {
        Token start = cursor.peek();
        Term argument = term(0);
        if (function == Function.COUNT) {
          result = new Count(asCondition(argument, start, "count"));
        } else {
          arguments.add(argumentOf(function, argument, start));
        }
      } while (cursor.take(","));
    }
    cursor.expect(")", "to close " + function.text() + "(");
    checkArguments(function, arguments, token, result != null);
    return result != null ? result : new Call(function, arguments);
  }

  private Quantity argumentOf(Function function, Term argument, Token start) {
    if (function == Function.SUM && argument instanceof Quantity q && q.width() > 0) {
      throw cursor.error(
          start,
          "sum(x) adds up one number over time, and " + q + " is a slice of " + q.width(),
          "for its components at one letter write mean(" + q + ") * " + q.width());
    }
    return function.shape() == Function.Shape.SCALARS
        ? scalar(argument, start, function.text())
        : asQuantity(argument, start, function.text());
  }

  private void checkArguments(Function function, List<Quantity> arguments, Token at, boolean ok) {
    if (ok) {
      return;
    }
    if (!function.takes(arguments.size())) {
      throw cursor.error(
          at,
          "'" + function.text() + "' cannot take " + arguments.size() + " arguments",
          "call it as " + function.signature());
    }
    boolean single = arguments.size() == 1 && arguments.get(0).width() == Quantity.SCALAR;
    if (function.shape() == Function.Shape.SLICES && single) {
      throw cursor.error(
          at,
          arguments.get(0) + " is one number, so " + function.text() + " has nothing to combine",
          "call it as " + function.signature());
    }
  }

  private Quantity scalar(Term term, Token start, String what) {
    Quantity quantity = asQuantity(term, start, what);
    if (quantity.width() > 0) {
      throw cursor.error(
          start,
          quantity
              + " is a slice of "
              + quantity.width()
              + " numbers, and "
              + what
              + " needs one number",
          "use min(...), max(...), mean(...), norm(...) or one component, as in slice[0]");
    }
    return quantity;
  }

  private Quantity asQuantity(Term term, Token start, String what) {
    if (term instanceof Quantity quantity) {
      return quantity;
    }
    throw cursor.error(
        start,
        what + " needs a number, found the predicate " + term,
        "use count(predicate), or compare numbers");
  }

  private Condition asCondition(Term term, Token start, String what) {
    if (term instanceof Condition condition) {
      return condition;
    }
    throw cursor.error(
        start,
        what + " needs a comparison, found the number " + term,
        "compare it; a flag f is 'f >= 0.5'");
  }

  private int precedence(Token token) {
    if (token.kind() == Token.Kind.NAME) {
      return token.text().equals("xor") ? Connective.Kind.XOR.precedence() : 0;
    }
    if (token.kind() != Token.Kind.SYMBOL) {
      return 0;
    }
    return switch (token.text()) {
      case "->", "=>", "<->", "<=>" -> 1;
      case "|", "||" -> Connective.Kind.OR.precedence();
      case "&", "&&" -> Connective.Kind.AND.precedence();
      case "<", "<=", ">", ">=", "==", "!=" -> COMPARISON;
      case "+", "-", "*", "/", "^" -> Arithmetic.precedence(token.text().charAt(0));
      case "=" -> throw cursor.error(token, "'=' does not compare", "write '==' for equal numbers");
      case "**" -> throw cursor.error(token, "'**' is no operator", "write '^' or pow(x, y)");
      default -> 0;
    };
  }

  private static Connective.Kind connective(Token operator) {
    return switch (operator.text()) {
      case "->", "=>" -> Connective.Kind.IMPLIES;
      case "<->", "<=>" -> Connective.Kind.IFF;
      case "|", "||" -> Connective.Kind.OR;
      case "&", "&&" -> Connective.Kind.AND;
      default -> Connective.Kind.XOR;
    };
  }

  private static Relation relation(Token operator) {
    for (Relation relation : Relation.values()) {
      if (operator.is(relation.text())) {
        return relation;
      }
    }
    throw new AssertionError(operator);
  }
}
