package org.surety.automaton.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.surety.automaton.omega.OmegaAutomaton;
import org.surety.base.InputException;
import org.surety.logic.Formula;
import org.surety.logic.LtlParser;
import org.surety.logic.ParseOptions;
import org.surety.logic.Subformulas;

/**
 * A formula on infinite words as text that Spot and Owl read alike, though their precedences and
 * names differ: parentheses around every operand that is not an atom, windows written out, one
 * {@code X}, and atoms called {@code p0}, {@code p1}, ... in the order in which they occur.
 *
 * @param formula what was written
 * @param text how
 * @param atoms the atoms' own names: {@code pk} stands for the k-th
 */
record PortableFormula(Formula formula, String text, List<String> atoms) {
  PortableFormula {
    atoms = List.copyOf(atoms);
  }

  /**
   * Writes a formula out.
   *
   * @throws InputException if it has too many atoms, or windows too long to write out
   */
  static PortableFormula of(Formula formula) {
    return of(formula, atomsInOrder(formula));
  }

  private static PortableFormula of(Formula formula, List<String> atoms) {
    Map<String, String> names = new HashMap<>();
    for (String atom : atoms) {
      names.put(atom, "p" + names.size());
    }
    StringBuilder out = new StringBuilder();
    write(formula.withoutWindows(), names, out);
    return new PortableFormula(formula, out.toString(), atoms);
  }

  /** Two formulas in which each atom has one name. */
  record Pair(PortableFormula left, PortableFormula right) {}

  /** Writes two formulas out with the same names for the atoms of both. */
  static Pair pair(Formula left, Formula right) {
    List<String> atoms = atomsInOrder(left, right);
    return new Pair(of(left, atoms), of(right, atoms));
  }

  /** The atoms of formulas, in the order in which they occur; no more than an automaton has. */
  static List<String> atomsInOrder(Formula... formulas) {
    List<String> atoms =
        List.copyOf(
            Arrays.stream(formulas)
                .flatMap(formula -> Subformulas.of(formula).stream())
                .filter(sub -> sub.kind() == Formula.Kind.ATOM)
                .map(Formula::atom)
                .collect(Collectors.toCollection(LinkedHashSet::new)));
    if (atoms.size() > OmegaAutomaton.MAX_ATOMS) {
      throw new InputException(
          "formula " + shortened(formulas[0]),
          "it has "
              + atoms.size()
              + " atoms, more than the "
              + OmegaAutomaton.MAX_ATOMS
              + " possible",
          "combine some of them into one, or translate its conjuncts one by one");
    }
    return atoms;
  }

  /** A formula as messages show it. */
  static String shortened(Formula formula) {
    String text = formula.toString();
    return text.length() <= 80 ? text : text.substring(0, 77) + "...";
  }

  private static void write(Formula f, Map<String, String> names, StringBuilder out) {
    switch (f.kind()) {
      case TRUE -> out.append("true");
      case FALSE -> out.append("false");
      case ATOM -> out.append(names.get(f.atom()));
      case NOT, NEXT, WEAK_NEXT, FINALLY, GLOBALLY -> {
        out.append(symbol(f.kind()));
        writeOperand(f.left(), names, out);
      }
      default -> {
        String before = "";
        for (Formula operand : f.operands()) {
          out.append(before);
          writeOperand(operand, names, out);
          before = " " + symbol(f.kind()) + " ";
        }
      }
    }
  }

  private static void writeOperand(Formula f, Map<String, String> names, StringBuilder out) {
    out.append('(');
    write(f, names, out);
    out.append(')');
  }

  private static String symbol(Formula.Kind kind) {
    return switch (kind) {
      case NOT -> "!";
      case AND -> "&";
      case OR -> "|";
      case IMPLIES -> "->";
      case IFF -> "<->";
      case XOR -> "xor";
      case NEXT, WEAK_NEXT -> "X";
      case FINALLY -> "F";
      case GLOBALLY -> "G";
      case UNTIL -> "U";
      case RELEASE -> "R";
      case WEAK_UNTIL -> "W";
      case STRONG_RELEASE -> "M";
      case TRUE, FALSE, ATOM -> throw new AssertionError(kind);
    };
  }

  /**
   * An automaton over {@code p0}, {@code p1}, ... with the atoms' own names, called after the
   * formula.
   *
   * @param tool what messages call its maker
   * @throws InputException if it reads an atom that the formula does not have
   */
  OmegaAutomaton named(OmegaAutomaton automaton, String tool) {
    List<String> own = new ArrayList<>();
    for (String atom : automaton.atoms()) {
      int k = index(atom);
      if (k < 0) {
        throw new InputException(
            tool,
            "its automaton reads the atom '" + atom + "', which the formula " + text + " lacks",
            "check that it translates the formula it is given");
      }
      own.add(atoms.get(k));
    }
    OmegaAutomaton.Builder builder = OmegaAutomaton.builder(own, automaton.acceptance());
    for (int s = 0; s < automaton.states(); s++) {
      int state = builder.addState();
      automaton.stateName(s).ifPresent(name -> builder.nameState(state, name));
    }
    automaton.initial().forEach(builder::addInitial);
    for (int e = 0; e < automaton.edges(); e++) {
      builder.addEdge(
          automaton.source(e), automaton.label(e), automaton.target(e), automaton.marks(e));
    }
    automaton.tool().ifPresent(builder::tool);
    automaton.properties().forEach(builder::addProperty);
    return builder.name(formula.toString()).build();
  }

  /** A formula over {@code p0}, {@code p1}, ... with the atoms' own names. */
  Formula read(String printed) {
    return ownNames(LtlParser.parse(printed, ParseOptions.DEFAULTS.withSource("formula", 1)));
  }

  private Formula ownNames(Formula f) {
    if (f.kind() == Formula.Kind.ATOM) {
      int k = index(f.atom());
      if (k < 0) {
        throw new InputException(
            "formula " + text, "a tool answered with the atom " + f.atom(), "update the tool");
      }
      return Formula.atom(atoms.get(k));
    }
    List<Formula> operands = f.operands().stream().map(this::ownNames).toList();
    return switch (f.kind()) {
      case TRUE, FALSE, ATOM -> f;
      case NOT -> Formula.not(operands.get(0));
      case AND -> Formula.and(operands);
      case OR -> Formula.or(operands);
      case IMPLIES -> Formula.implies(operands.get(0), operands.get(1));
      case IFF -> Formula.iff(operands.get(0), operands.get(1));
      case XOR -> Formula.xor(operands.get(0), operands.get(1));
      case NEXT -> Formula.next(operands.get(0));
      case WEAK_NEXT -> Formula.weakNext(operands.get(0));
      case FINALLY -> Formula.eventually(f.lower(), f.upper(), operands.get(0));
      case GLOBALLY -> Formula.always(f.lower(), f.upper(), operands.get(0));
      case UNTIL -> Formula.until(f.lower(), f.upper(), operands.get(0), operands.get(1));
      case RELEASE -> Formula.release(f.lower(), f.upper(), operands.get(0), operands.get(1));
      case WEAK_UNTIL -> Formula.weakUntil(operands.get(0), operands.get(1));
      case STRONG_RELEASE -> Formula.strongRelease(operands.get(0), operands.get(1));
    };
  }

  private int index(String atom) {
    for (int k = 0; k < atoms.size(); k++) {
      if (atom.equals("p" + k)) {
        return k;
      }
    }
    return -1;
  }
}
