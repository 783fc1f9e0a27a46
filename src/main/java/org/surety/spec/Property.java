package org.surety.spec;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.surety.base.InputException;
import org.surety.logic.Formula;
import org.surety.spec.Term.Condition;

/**
 * A temporal property over predicates. Its atoms are the declared predicates it uses and the
 * comparisons written inside it; where a margin is asked for, they are those literals tightened by
 * it, and {@link #formula} is the tightened formula. Immutable.
 */
public final class Property {
  private final String name;
  private final Formula written;
  private final Map<String, Condition> conditions;
  private final Map<String, Condition> predicates;
  private final double margin;
  private final Formula formula;
  private final SortedMap<String, Atom> atoms;

  /**
   * @param conditions what each atom of {@code written} stands for
   * @param predicates definitions of the declared predicates
   */
  Property(
      String name,
      Formula written,
      Map<String, Condition> conditions,
      Map<String, Condition> predicates,
      double margin) {
    this.name = name;
    this.written = written;
    this.conditions = conditions;
    this.predicates = predicates;
    this.margin = margin;
    if (margin == 0) {
      this.formula = written;
      this.atoms = new TreeMap<>();
      written.atoms().forEach(a -> atoms.put(a, Atom.untightened(a, meaning(a))));
    } else {
      written.atoms().forEach(atom -> checkCountsNothing(meaning(atom)));
      Tightening tightening = new Tightening(margin, conditions);
      this.formula = tightening.of(written);
      this.atoms = tightening.atoms();
      atoms.keySet().retainAll(formula.atoms());
    }
  }

  /** Its name in the property file. */
  public String name() {
    return name;
  }

  /** What is monitored: the formula over {@link #atoms}, tightened by {@link #margin}. */
  public Formula formula() {
    return formula;
  }

  /** The formula as the property file has it. */
  public Formula written() {
    return written;
  }

  /** By how much every literal has to hold, in the units of the predicates; 0 if just so. */
  public double margin() {
    return margin;
  }

  /** The atoms of {@link #formula}, sorted. */
  public List<String> atoms() {
    return List.copyOf(atoms.keySet());
  }

  /** The canonical text of what an atom's margin measures: the predicate's definition. */
  public String definition(String atom) {
    Atom found = atoms.get(atom);
    if (found == null) {
      throw new IllegalArgumentException(name + " has no atom '" + atom + "'");
    }
    return found.condition() instanceof Term.PredicateName predicate
        ? definitionOf(predicate.name()).toString()
        : found.condition().toString();
  }

  /** Computes the margins of its atoms. */
  public PredicateProgram program() {
    return program(List.of(this));
  }

  /** One program for the atoms of several properties of one file. */
  public static PredicateProgram program(Collection<Property> properties) {
    SortedMap<String, Atom> all = new TreeMap<>();
    Map<String, Condition> predicates = new TreeMap<>();
    for (Property property : properties) {
      property.atoms.forEach((atom, value) -> putSame(all, atom, value));
      property.predicates.forEach((predicate, value) -> putSame(predicates, predicate, value));
    }
    return PredicateProgram.of(all.values(), predicates);
  }

  private static <T> void putSame(Map<String, T> map, String key, T value) {
    T before = map.putIfAbsent(key, value);
    if (before != null && !before.equals(value)) {
      throw new IllegalArgumentException("properties of different files: '" + key + "' differs");
    }
  }

  Property withMargin(double newMargin) {
    return new Property(name, written, conditions, predicates, newMargin);
  }

  /** Declared predicates it depends on, sorted. */
  SortedMap<String, Condition> predicatesUsed() {
    SortedMap<String, Condition> used = new TreeMap<>();
    List<Condition> open = new ArrayList<>();
    written.atoms().forEach(atom -> open.add(meaning(atom)));
    while (!open.isEmpty()) {
      for (String predicate : TermWalk.predicates(open.remove(open.size() - 1))) {
        if (!used.containsKey(predicate)) {
          used.put(predicate, definitionOf(predicate));
          open.add(definitionOf(predicate));
        }
      }
    }
    return used;
  }

  /** Signals it reads, directly or through predicates. */
  Set<String> signalsUsed() {
    Set<String> signals = new HashSet<>();
    predicatesUsed().values().forEach(c -> signals.addAll(TermWalk.signals(c)));
    written.atoms().forEach(atom -> signals.addAll(TermWalk.signals(meaning(atom))));
    return signals;
  }

  /** The canonical statement that declares it, without its margin. */
  String statement() {
    String text = written.toString();
    for (String atom : written.atoms()) {
      if (!(meaning(atom) instanceof Term.PredicateName)) {
        text = text.replace(Lexer.quoted(atom), "(" + atom + ")");
      }
    }
    return "property " + name + " := " + text;
  }

  private Condition definitionOf(String predicate) {
    return requireNonNull(predicates.get(predicate), predicate);
  }

  /** What an atom of {@link #written} stands for. */
  private Condition meaning(String atom) {
    return requireNonNull(conditions.get(atom), atom);
  }

  /**
   * A count jumps by one where a counted margin crosses zero, so a margin around the count says
   * nothing about the counted predicate.
   */
  private void checkCountsNothing(Condition condition) {
    SortedMap<String, Condition> used = predicatesUsed();
    boolean counts =
        TermWalk.counts(condition) || used.values().stream().anyMatch(TermWalk::counts);
    if (counts) {
      throw new InputException(
          "property '" + name + "'",
          "it counts letters with count(...), and a margin cannot reach what is counted",
          "use it without a margin, or tighten the counted predicate by hand");
    }
  }
}
