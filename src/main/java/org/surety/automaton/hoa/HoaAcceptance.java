package org.surety.automaton.hoa;

import java.util.ArrayList;
import java.util.List;
import org.surety.automaton.hoa.HoaToken.Kind;
import org.surety.automaton.omega.Acceptance;
import org.surety.automaton.omega.Condition;

/**
 * An acceptance condition as written, where a set may be negated: {@code Inf(!0)} asks for
 * infinitely many edges outside set 0. The complement of a set that occurs negated becomes a set of
 * its own, numbered past the written ones.
 */
final class HoaAcceptance {
  private final HoaWords words;
  private final int writtenSets;
  private final StringBuilder written = new StringBuilder();
  private final List<Integer> complemented = new ArrayList<>();
  private int depth;
  private Condition condition = Condition.Constant.TRUE;

  private HoaAcceptance(HoaWords words, int sets) {
    this.words = words;
    this.writtenSets = sets;
  }

  /** Reads the number of sets and the formula. */
  static HoaAcceptance read(HoaWords words) {
    HoaToken at = words.peek();
    int sets = words.integer("the number of acceptance sets");
    checkSets(words, at, sets);
    HoaAcceptance acceptance = new HoaAcceptance(words, sets);
    acceptance.condition = acceptance.disjunction();
    return acceptance;
  }

  /** Number of sets after resolution. */
  int sets() {
    return writtenSets + complemented.size();
  }

  /** Number of sets that the text may mention. */
  int writtenSets() {
    return writtenSets;
  }

  Condition condition() {
    return condition;
  }

  boolean hasNegatedSets() {
    return !complemented.isEmpty();
  }

  String written() {
    return writtenSets + " " + written;
  }

  /** The marks of an edge after resolution. */
  long marks(long writtenMarks) {
    long marks = writtenMarks;
    for (int k = 0; k < complemented.size(); k++) {
      if ((writtenMarks >> complemented.get(k) & 1) == 0) {
        marks |= 1L << (writtenSets + k);
      }
    }
    return marks;
  }

  private static void checkSets(HoaWords words, HoaToken at, int sets) {
    if (sets > Acceptance.MAX_SETS) {
      throw words.error(
          at,
          "found " + sets + " acceptance sets, expected at most " + Acceptance.MAX_SETS,
          "have the tool that wrote it simplify the acceptance");
    }
  }

  private Condition disjunction() {
    List<Condition> terms = new ArrayList<>(List.of(conjunction()));
    while (words.takeSymbol("|")) {
      written.append(" | ");
      terms.add(conjunction());
    }
    return Condition.or(terms);
  }

  private Condition conjunction() {
    List<Condition> terms = new ArrayList<>(List.of(term()));
    while (words.takeSymbol("&")) {
      written.append(" & ");
      terms.add(term());
    }
    return Condition.and(terms);
  }

  private Condition term() {
    HoaToken token = words.peek();
    if (words.takeSymbol("(")) {
      if (++depth > 500) {
        throw words.error(token, "found a formula nested more than 500 deep", "simplify it");
      }
      written.append('(');
      Condition inner = disjunction();
      words.expectSymbol(")");
      written.append(')');
      depth--;
      return inner;
    }
    if (token.is(Kind.IDENTIFIER, "t") || token.is(Kind.IDENTIFIER, "f")) {
      words.take();
      written.append(token.text());
      return token.text().equals("t") ? Condition.Constant.TRUE : Condition.Constant.FALSE;
    }
    if (token.is(Kind.IDENTIFIER, "Inf") || token.is(Kind.IDENTIFIER, "Fin")) {
      words.take();
      return atom(token.text().equals("Inf"));
    }
    throw words.unexpected("an acceptance condition: Inf(.), Fin(.), t, f or '('");
  }

  private Condition atom(boolean infinite) {
    words.expectSymbol("(");
    HoaToken at = words.peek();
    boolean negated = words.takeSymbol("!");
    int set = set(words, writtenSets);
    words.expectSymbol(")");
    written.append(infinite ? "Inf(" : "Fin(").append(negated ? "!" : "").append(set).append(')');
    int resolved = negated ? complement(at, set) : set;
    return infinite ? new Condition.Inf(resolved) : new Condition.Fin(resolved);
  }

  private int complement(HoaToken at, int set) {
    if (!complemented.contains(set)) {
      checkSets(words, at, sets() + 1);
      complemented.add(set);
    }
    return writtenSets + complemented.indexOf(set);
  }

  /** The number of a set. */
  static int set(HoaWords words, int sets) {
    HoaToken at = words.peek();
    int set = words.integer("the number of an acceptance set");
    if (set >= sets) {
      throw words.error(
          at,
          "found acceptance set " + set + ", expected one below " + sets,
          "raise the number of sets after 'Acceptance:' or correct the set");
    }
    return set;
  }
}
