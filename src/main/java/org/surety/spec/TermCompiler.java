package org.surety.spec;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

/** Adds the margins of conditions to a {@link Graph}. A slice becomes one node per component. */
final class TermCompiler {
  private final Graph graph;
  private final Map<String, Condition> predicates;
  private final Map<String, Integer> margins = new HashMap<>();

  TermCompiler(Graph graph, Map<String, Condition> predicates) {
    this.graph = graph;
    this.predicates = predicates;
  }

  /** The node that holds the margin of {@code condition}. */
  int margin(Condition condition) {
    String text = condition.toString();
    if (condition instanceof Comparison comparison) {
      return comparison(comparison, text);
    }
    if (condition instanceof PredicateName predicate) {
      Integer known = margins.get(predicate.name());
      if (known == null) {
        known = margin(requireNonNull(predicates.get(predicate.name())));
        margins.put(predicate.name(), known);
      }
      return known;
    }
    if (condition instanceof Not not) {
      return not(margin(not.operand()), text);
    }
    Connective connective = (Connective) condition;
    int left = margin(connective.left());
    int right = margin(connective.right());
    return switch (connective.kind()) {
      case AND -> graph.apply(Op.MIN, text, left, right);
      case OR -> graph.apply(Op.MAX, text, left, right);
      case IMPLIES -> implies(left, right, text);
      case IFF -> iff(left, right, text);
      case XOR -> not(iff(left, right, text), text);
    };
  }

  /** The margin of a literal that has to hold by more than {@code margin}. */
  int tightened(int literal, double margin, String text) {
    return graph.apply(Op.LESS, text, graph.constant(margin), literal);
  }

  int not(int margin, String text) {
    return graph.apply(Op.NEGATE, text, margin);
  }

  private int implies(int left, int right, String text) {
    return graph.apply(Op.MAX, text, not(left, text), right);
  }

  private int iff(int left, int right, String text) {
    return graph.apply(Op.MIN, text, implies(left, right, text), implies(right, left, text));
  }

  private int comparison(Comparison comparison, String text) {
    int left = scalar(comparison.left());
    int right = scalar(comparison.right());
    return switch (comparison.relation()) {
      case AT_MOST -> graph.apply(Op.AT_MOST, text, left, right);
      case LESS -> graph.apply(Op.LESS, text, left, right);
      case AT_LEAST -> graph.apply(Op.AT_MOST, text, right, left);
      case GREATER -> graph.apply(Op.LESS, text, right, left);
      case EQUAL -> graph.apply(Op.EQUAL, text, left, right);
      case DIFFERENT -> not(graph.apply(Op.EQUAL, text, left, right), text);
    };
  }

  private int scalar(Quantity quantity) {
    return components(quantity).get(0);
  }

  private List<Integer> components(Quantity quantity) {
    String text = quantity.toString();
    if (quantity instanceof Literal literal) {
      return List.of(graph.constant(literal.value().doubleValue()));
    }
    if (quantity instanceof Pi) {
      return List.of(graph.constant(Math.PI));
    }
    if (quantity instanceof Columns columns) {
      return columns.columns().stream()
          .map(c -> graph.column(c, columns.slice() ? c.toString() : text))
          .toList();
    }
    if (quantity instanceof Negative negative) {
      return each(Op.NEGATE, text, components(negative.operand()));
    }
    if (quantity instanceof Arithmetic arithmetic) {
      return arithmetic(arithmetic, text);
    }
    if (quantity instanceof Count count) {
      int holds = graph.apply(Op.HOLDS, count.condition().toString(), margin(count.condition()));
      return List.of(graph.apply(Op.SUM, text, holds));
    }
    return call((Call) quantity, text);
  }

  private List<Integer> arithmetic(Arithmetic arithmetic, String text) {
    List<Integer> left = components(arithmetic.left());
    List<Integer> right = components(arithmetic.right());
    List<Integer> results = new ArrayList<>();
    for (int i = 0; i < Math.max(left.size(), right.size()); i++) {
      int l = left.get(left.size() == 1 ? 0 : i);
      int r = right.get(right.size() == 1 ? 0 : i);
      results.add(
          switch (arithmetic.operator()) {
            case '+' -> graph.apply(Op.ADD, text, l, r);
            case '-' -> graph.apply(Op.SUBTRACT, text, l, r);
            case '*' -> graph.apply(Op.MULTIPLY, text, l, r);
            case '/' -> graph.apply(Op.DIVIDE, text, l, r);
            default -> power(l, r, text);
          });
    }
    return results;
  }

  /** The square is one correctly rounded multiplication; other powers are StrictMath's. */
  private int power(int base, int exponent, String text) {
    Graph.Node node = graph.node(exponent);
    return node.op() == Op.CONSTANT && node.constant() == 2
        ? graph.apply(Op.MULTIPLY, text, base, base)
        : graph.apply(Op.POW, text, base, exponent);
  }

  private List<Integer> call(Call call, String text) {
    List<Integer> arguments =
        call.arguments().stream().flatMap(a -> components(a).stream()).toList();
    return switch (call.function()) {
      case ABS -> each(Op.ABS, text, arguments);
      case SQRT -> each(Op.SQRT, text, arguments);
      case EXP -> each(Op.EXP, text, arguments);
      case LOG -> each(Op.LOG, text, arguments);
      case SIN -> each(Op.SIN, text, arguments);
      case COS -> each(Op.COS, text, arguments);
      case TAN -> each(Op.TAN, text, arguments);
      case PREV -> each(Op.PREVIOUS, text, arguments);
      case SUM -> each(Op.SUM, text, arguments);
      case ATAN2 -> List.of(graph.apply(Op.ATAN2, text, arguments.get(0), arguments.get(1)));
      case POW -> List.of(power(arguments.get(0), arguments.get(1), text));
      case HYPOT, NORM -> List.of(graph.apply(Op.NORM, text, arguments.toArray(Integer[]::new)));
      case MIN -> List.of(folded(Op.MIN, text, arguments));
      case MAX -> List.of(folded(Op.MAX, text, arguments));
      case MEAN -> {
        int total = folded(Op.ADD, text, arguments);
        yield List.of(graph.apply(Op.DIVIDE, text, total, graph.constant(arguments.size())));
      }
      case COUNT -> throw new AssertionError("count is a term of its own");
    };
  }

  private List<Integer> each(Op op, String text, List<Integer> operands) {
    return operands.stream().map(operand -> graph.apply(op, text, operand)).toList();
  }

  private int folded(Op op, String text, List<Integer> operands) {
    int result = operands.get(0);
    for (int operand : operands.subList(1, operands.size())) {
      result = graph.apply(op, text, result, operand);
    }
    return result;
  }
}
