package org.surety.spec;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Which atoms hold, or fail, at every letter whose columns lie in given ranges: interval arithmetic
 * in the very operations that {@link Evaluator} uses, each of which is monotone in every operand,
 * rounding and the sign of zero included, so that ends are mapped onto ends. What is not monotone,
 * or depends on other letters, may be anything.
 *
 * <p>It speaks of letters at which the atom has a margin at all; an evaluator refuses others.
 */
final class CertainAtoms {
  private final Range[] ranges;

  /** Of a graph whose columns lie in these ranges. */
  CertainAtoms(Graph graph, Function<ColumnAddress, Range> columns) {
    ranges = new Range[graph.size()];
    List<ColumnAddress> addresses = graph.columns();
    for (int i = 0; i < ranges.length; i++) {
      Graph.Node node = graph.node(i);
      Range range =
          switch (node.op()) {
            case COLUMN -> columns.apply(addresses.get(node.column()));
            case CONSTANT ->
                Double.isNaN(node.constant()) ? null : new Range(node.constant(), node.constant());
            default -> range(node);
          };
      ranges[i] = range == null ? Range.ANYTHING : range;
    }
  }

  /** The atoms that are certain, with what they are. */
  Map<String, Boolean> atoms(List<String> names, int[] roots) {
    Map<String, Boolean> certain = new LinkedHashMap<>();
    for (int i = 0; i < roots.length; i++) {
      Range margin = ranges[roots[i]];
      if (holds(margin.least())) {
        certain.put(names.get(i), true);
      } else if (!holds(margin.greatest())) {
        certain.put(names.get(i), false);
      }
    }
    return certain;
  }

  /** Whether the sign bit is clear. */
  private static boolean holds(double margin) {
    return Double.doubleToRawLongBits(margin) >= 0;
  }

  private Range at(Graph.Node node, int operand) {
    return ranges[node.operands().get(operand)];
  }

  /** The range of a node; null where nothing is known. */
  private @Nullable Range range(Graph.Node node) {
    Range a = at(node, 0);
    return switch (node.op()) {
      case ADD -> rising(a, at(node, 1), Double::sum);
      case SUBTRACT -> rising(a, negated(at(node, 1)), (x, y) -> x - -y);
      case NEGATE -> negated(a);
      case ABS -> abs(a);
      case MIN -> rising(a, at(node, 1), Math::min);
      case MAX -> rising(a, at(node, 1), Math::max);
      case AT_MOST -> rising(negated(a), at(node, 1), (x, y) -> (y - -x) + 0.0);
      case LESS -> rising(negated(a), at(node, 1), (x, y) -> -((-x - y) + 0.0));
      case MULTIPLY -> product(a, at(node, 1));
      case SQRT -> holds(a.least()) ? rising(a, Math::sqrt) : null;
      case NORM -> norm(node);
      default -> null; // among them what depends on other letters
    };
  }

  private static Range negated(Range a) {
    return new Range(-a.greatest(), -a.least());
  }

  private static Range abs(Range a) {
    double least = Math.abs(a.least());
    double greatest = Math.abs(a.greatest());
    boolean around = a.least() <= 0 && a.greatest() >= 0;
    return new Range(around ? 0 : Math.min(least, greatest), Math.max(least, greatest));
  }

  private static @Nullable Range rising(Range a, DoubleUnaryOperator f) {
    return of(f.applyAsDouble(a.least()), f.applyAsDouble(a.greatest()));
  }

  private static @Nullable Range rising(Range a, Range b, DoubleBinaryOperator f) {
    return of(f.applyAsDouble(a.least(), b.least()), f.applyAsDouble(a.greatest(), b.greatest()));
  }

  private static @Nullable Range of(double least, double greatest) {
    return Double.isNaN(least) || Double.isNaN(greatest) ? null : new Range(least, greatest);
  }

  /** A product is monotone in each factor, so its ends are at the corners. */
  private static @Nullable Range product(Range a, Range b) {
    double[] corners = {
      a.least() * b.least(),
      a.least() * b.greatest(),
      a.greatest() * b.least(),
      a.greatest() * b.greatest()
    };
    double least = corners[0];
    double greatest = corners[0];
    for (double corner : corners) {
      least = Math.min(least, corner);
      greatest = Math.max(greatest, corner);
    }
    return of(least, greatest);
  }

  /** At least the largest operand, less a rounding error of two units a term. */
  private Range norm(Graph.Node node) {
    double largest = 0;
    for (int operand : node.operands()) {
      largest = Math.max(largest, abs(ranges[operand]).least());
    }
    double error = (node.operands().size() + 4) * 0x1p-52;
    return new Range(
        Double.isInfinite(largest) ? largest : Math.max(0, largest * (1 - error)),
        Double.POSITIVE_INFINITY);
  }
}
