package org.surety.spec;

import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Collectors;

/**
 * An expression of numbers over the columns of a log, or a {@link Condition}. Its {@code toString}
 * is the canonical text: it parses to an equal term, and has parentheses only where needed.
 */
sealed interface Term {
  /** Binding strength of the outermost operator; higher binds tighter. */
  int precedence();

  /** {@code term} as an operand of something that binds with {@code least}. */
  static String operand(Term term, int least) {
    return term.precedence() < least ? "(" + term + ")" : term.toString();
  }

  /** A term whose value is a number, or a slice of several numbers, at each letter. */
  sealed interface Quantity extends Term {
    /** The width of a quantity that is one number. */
    int SCALAR = 0;

    /** Number of components of a slice, at least 1; {@link #SCALAR} for one number. */
    int width();
  }

  /**
   * A predicate's right-hand side: has a margin, and holds where the margin's sign bit is clear.
   */
  sealed interface Condition extends Term {}

  /** A number, kept as written so that its text does not depend on a formatter of doubles. */
  record Literal(BigDecimal value) implements Quantity {
    public Literal {
      value = value.stripTrailingZeros();
    }

    @Override
    public int width() {
      return SCALAR;
    }

    @Override
    public int precedence() {
      return 10;
    }

    @Override
    public String toString() {
      return value.scale() > -16 && value.scale() < 16 ? value.toPlainString() : value.toString();
    }
  }

  /** The constant π, as {@link Math#PI}. */
  record Pi() implements Quantity {
    @Override
    public int width() {
      return SCALAR;
    }

    @Override
    public int precedence() {
      return 10;
    }

    @Override
    public String toString() {
      return "pi";
    }
  }

  /**
   * Columns of the log.
   *
   * @param text as written: a signal's name, a component or part of it, or an address
   * @param signal the signal's name, empty for an address that was used directly
   * @param columns one address, or those of a slice
   * @param slice whether it is a slice (also of one component)
   */
  record Columns(String text, String signal, List<ColumnAddress> columns, boolean slice)
      implements Quantity {
    public Columns {
      columns = List.copyOf(columns);
    }

    @Override
    public int width() {
      return slice ? columns.size() : SCALAR;
    }

    @Override
    public int precedence() {
      return 10;
    }

    @Override
    public String toString() {
      return text;
    }
  }

  /** Unary minus. */
  record Negative(Quantity operand) implements Quantity {
    @Override
    public int width() {
      return operand.width();
    }

    @Override
    public int precedence() {
      return 8;
    }

    @Override
    public String toString() {
      return "-" + Term.operand(operand, 9);
    }
  }

  /** {@code + - * / ^}; a slice and a number combine component by component. */
  record Arithmetic(char operator, Quantity left, Quantity right) implements Quantity {
    @Override
    public int width() {
      return Math.max(left.width(), right.width());
    }

    @Override
    public int precedence() {
      return precedence(operator);
    }

    static int precedence(char operator) {
      return switch (operator) {
        case '+', '-' -> 6;
        case '*', '/' -> 7;
        default -> 9;
      };
    }

    @Override
    public String toString() {
      // Left-associative, because rounding makes (a + b) + c and a + (b + c) different numbers.
      int own = precedence();
      return operator == '^'
          ? Term.operand(left, own + 1) + " ^ " + Term.operand(right, own)
          : Term.operand(left, own) + " " + operator + " " + Term.operand(right, own + 1);
    }
  }

  /** A function of quantities: any but {@link Function#COUNT}. */
  record Call(Function function, List<Quantity> arguments) implements Quantity {
    public Call {
      arguments = List.copyOf(arguments);
    }

    @Override
    public int width() {
      return function.shape() == Function.Shape.EACH ? arguments.get(0).width() : SCALAR;
    }

    @Override
    public int precedence() {
      return 10;
    }

    @Override
    public String toString() {
      return function.text()
          + arguments.stream().map(Term::toString).collect(Collectors.joining(", ", "(", ")"));
    }
  }

  /** Number of letters so far, this one included, at which a condition held. */
  record Count(Condition condition) implements Quantity {
    @Override
    public int width() {
      return SCALAR;
    }

    @Override
    public int precedence() {
      return 10;
    }

    @Override
    public String toString() {
      return "count(" + condition + ")";
    }
  }

  /** One comparison of two numbers. */
  record Comparison(Relation relation, Quantity left, Quantity right) implements Condition {
    @Override
    public int precedence() {
      return 5;
    }

    @Override
    public String toString() {
      return Term.operand(left, 6) + " " + relation.text() + " " + Term.operand(right, 6);
    }
  }

  /** How two numbers are compared. */
  enum Relation {
    AT_MOST("<="),
    LESS("<"),
    AT_LEAST(">="),
    GREATER(">"),
    EQUAL("=="),
    DIFFERENT("!=");

    private final String text;

    Relation(String text) {
      this.text = text;
    }

    String text() {
      return text;
    }
  }

  /** A declared predicate, by name. */
  record PredicateName(String name) implements Condition {
    @Override
    public int precedence() {
      return 10;
    }

    @Override
    public String toString() {
      return name;
    }
  }

  /** Negation. */
  record Not(Condition operand) implements Condition {
    @Override
    public int precedence() {
      return 8;
    }

    @Override
    public String toString() {
      return "!" + Term.operand(operand, 8);
    }
  }

  /** {@code & | xor -> <->}. */
  record Connective(Kind kind, Condition left, Condition right) implements Condition {
    enum Kind {
      IMPLIES("->", 1),
      IFF("<->", 1),
      OR("|", 2),
      XOR("xor", 3),
      AND("&", 4);

      private final String text;
      private final int precedence;

      Kind(String text, int precedence) {
        this.text = text;
        this.precedence = precedence;
      }

      int precedence() {
        return precedence;
      }
    }

    @Override
    public int precedence() {
      return kind.precedence;
    }

    @Override
    public String toString() {
      // Only & and | chain without parentheses; where levels mix they are always written.
      boolean chains = kind == Kind.AND || kind == Kind.OR;
      boolean bareLeft = chains && left instanceof Connective inner && inner.kind == kind;
      return (bareLeft ? left.toString() : inParentheses(left))
          + " "
          + kind.text
          + " "
          + inParentheses(right);
    }

    private static String inParentheses(Condition side) {
      return side instanceof Connective ? "(" + side + ")" : side.toString();
    }
  }
}
