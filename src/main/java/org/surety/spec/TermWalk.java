package org.surety.spec;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Consumer;
import org.surety.spec.Term.Arithmetic;
import org.surety.spec.Term.Call;
import org.surety.spec.Term.Columns;
import org.surety.spec.Term.Comparison;
import org.surety.spec.Term.Connective;
import org.surety.spec.Term.Count;
import org.surety.spec.Term.Negative;
import org.surety.spec.Term.Not;
import org.surety.spec.Term.PredicateName;

/** What a term mentions. */
final class TermWalk {
  private TermWalk() {}

  /** Declared predicates named in it (not those that they name in turn). */
  static Set<String> predicates(Term term) {
    Set<String> names = new LinkedHashSet<>();
    visit(
        term,
        part -> {
          if (part instanceof PredicateName predicate) {
            names.add(predicate.name());
          }
        });
    return names;
  }

  /** Declared signals named in it. */
  static Set<String> signals(Term term) {
    Set<String> names = new LinkedHashSet<>();
    visit(
        term,
        part -> {
          if (part instanceof Columns columns && !columns.signal().isEmpty()) {
            names.add(columns.signal());
          }
        });
    return names;
  }

  /** Whether it contains {@code count(...)}. */
  static boolean counts(Term term) {
    boolean[] found = new boolean[1];
    visit(term, part -> found[0] |= part instanceof Count);
    return found[0];
  }

  private static void visit(Term term, Consumer<Term> visitor) {
    visitor.accept(term);
    if (term instanceof Negative negative) {
      visit(negative.operand(), visitor);
    } else if (term instanceof Arithmetic arithmetic) {
      visit(arithmetic.left(), visitor);
      visit(arithmetic.right(), visitor);
    } else if (term instanceof Call call) {
      call.arguments().forEach(argument -> visit(argument, visitor));
    } else if (term instanceof Count count) {
      visit(count.condition(), visitor);
    } else if (term instanceof Comparison comparison) {
      visit(comparison.left(), visitor);
      visit(comparison.right(), visitor);
    } else if (term instanceof Not not) {
      visit(not.operand(), visitor);
    } else if (term instanceof Connective connective) {
      visit(connective.left(), visitor);
      visit(connective.right(), visitor);
    }
  }
}
