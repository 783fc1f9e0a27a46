package org.surety.logic;

import java.util.Locale;

/**
 * Writes a formula so that Spot's and Owl's precedences read it alike: an operand of a binary
 * operator is bare only if it is an atom, a constant or a negated atom, and a unary operator under
 * {@code &} or {@code |}.
 */
final class FormulaPrinter {
  private final StringBuilder out = new StringBuilder();

  private FormulaPrinter() {}

  static String print(Formula f) {
    FormulaPrinter printer = new FormulaPrinter();
    printer.write(f);
    return printer.out.toString();
  }

  private void write(Formula f) {
    switch (f.kind()) {
      case TRUE, FALSE -> out.append(f.kind().name().toLowerCase(Locale.ROOT));
      case ATOM -> out.append(AtomSyntax.quoteIfNeeded(f.atom()));
      case NOT, NEXT, WEAK_NEXT, FINALLY, GLOBALLY -> writeUnary(f);
      default -> writeInfix(f);
    }
  }

  private void writeUnary(Formula f) {
    out.append(symbol(f.kind()));
    writeWindow(f);
    Formula operand = f.left();
    if (isInfix(operand)) {
      writeInParentheses(operand);
    } else {
      if (f.kind() != Formula.Kind.NOT) {
        out.append(' ');
      }
      write(operand);
    }
  }

  private void writeInfix(Formula f) {
    boolean lattice = f.kind() == Formula.Kind.AND || f.kind() == Formula.Kind.OR;
    boolean first = true;
    for (Formula operand : f.operands()) {
      if (!first) {
        out.append(' ').append(symbol(f.kind()));
        writeWindow(f);
        out.append(' ');
      }
      first = false;
      if (isInfix(operand) || (!lattice && isTemporalUnary(operand))) {
        writeInParentheses(operand);
      } else {
        write(operand);
      }
    }
  }

  private void writeInParentheses(Formula f) {
    out.append('(');
    write(f);
    out.append(')');
  }

  private void writeWindow(Formula f) {
    if (f.hasWindow()) {
      out.append('[').append(f.lower()).append(',');
      out.append(f.upper() == Formula.UNBOUNDED ? "inf" : Integer.toString(f.upper())).append(']');
    }
  }

  private static boolean isTemporalUnary(Formula f) {
    return switch (f.kind()) {
      case NEXT, WEAK_NEXT, FINALLY, GLOBALLY -> true;
      case NOT -> f.left().kind() != Formula.Kind.ATOM;
      default -> false;
    };
  }

  private static boolean isInfix(Formula f) {
    return switch (f.kind()) {
      case AND, OR, IMPLIES, IFF, XOR, UNTIL, RELEASE, WEAK_UNTIL, STRONG_RELEASE -> true;
      default -> false;
    };
  }

  private static String symbol(Formula.Kind kind) {
    return switch (kind) {
      case NOT -> "!";
      case AND -> "&";
      case OR -> "|";
      case IMPLIES -> "->";
      case IFF -> "<->";
      case XOR -> "xor";
      case NEXT -> "X[!]";
      case WEAK_NEXT -> "X[?]";
      case FINALLY -> "F";
      case GLOBALLY -> "G";
      case UNTIL -> "U";
      case RELEASE -> "R";
      case WEAK_UNTIL -> "W";
      case STRONG_RELEASE -> "M";
      case TRUE, FALSE, ATOM -> throw new AssertionError(kind);
    };
  }
}
