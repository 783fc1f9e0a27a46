package org.surety.automaton.hoa;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.surety.automaton.hoa.HoaToken.Kind;
import org.surety.automaton.omega.Label;
import org.surety.automaton.omega.OmegaAutomaton;

/** Reads label expressions: {@code t f INT @alias ! & |} and parentheses. */
final class HoaLabels {
  private final HoaWords words;
  private final Map<String, Label> aliases = new HashMap<>();
  private int largestAtom = -1;
  private @Nullable HoaToken largestAt;
  private int depth;

  HoaLabels(HoaWords words) {
    this.words = words;
  }

  /** The header item {@code Alias: @name label}. */
  void alias() {
    HoaToken name = words.expect(Kind.ALIAS, "the name of an alias, such as '@a'");
    if (aliases.containsKey(name.text())) {
      throw words.error(name, name.shown() + " is defined twice", "rename one of the two");
    }
    aliases.put(name.text(), expression());
  }

  /** A label with its brackets. */
  Label bracketed() {
    words.expectSymbol("[");
    Label label = expression();
    words.expectSymbol("]");
    return label;
  }

  /** Whether the atoms used so far are among the first {@code atoms}. */
  void checkAtoms(int atoms) {
    if (largestAtom >= atoms && largestAt != null) {
      throw words.error(
          largestAt,
          "found atom " + largestAtom + ", expected one below " + atoms,
          "list it after 'AP:', where atoms are numbered from 0");
    }
  }

  private Label expression() {
    HoaToken start = words.peek();
    try {
      return disjunction();
    } catch (IllegalArgumentException e) {
      throw words.error(
          start,
          "found a label of more than " + Label.MAX_CUBES + " conjunctions",
          "split the edge into several with shorter labels");
    }
  }

  private Label disjunction() {
    Label label = conjunction();
    while (words.takeSymbol("|")) {
      label = label.or(conjunction());
    }
    return label;
  }

  private Label conjunction() {
    Label label = literal();
    while (words.takeSymbol("&")) {
      label = label.and(literal());
    }
    return label;
  }

  private Label literal() {
    HoaToken token = words.peek();
    if (words.takeSymbol("!")) {
      deeper(token);
      Label negated = literal().complement();
      depth--;
      return negated;
    }
    if (words.takeSymbol("(")) {
      deeper(token);
      Label inner = disjunction();
      words.expectSymbol(")");
      depth--;
      return inner;
    }
    if (token.is(Kind.INTEGER)) {
      return atom(token);
    }
    if (token.is(Kind.ALIAS)) {
      Label label = aliases.get(token.text());
      if (label == null) {
        throw words.unknown(
            token, "an alias defined before", aliases.keySet().stream().sorted().toList());
      }
      words.take();
      return label;
    }
    if (token.is(Kind.IDENTIFIER, "t") || token.is(Kind.IDENTIFIER, "f")) {
      words.take();
      return token.text().equals("t") ? Label.TRUE : Label.FALSE;
    }
    throw words.unexpected("a label: t, f, the number of an atom, an alias, '!' or '('");
  }

  private Label atom(HoaToken token) {
    int k = words.integer("the number of an atom");
    if (k >= OmegaAutomaton.MAX_ATOMS) {
      throw words.error(
          token,
          "found atom " + k + ", expected one below " + OmegaAutomaton.MAX_ATOMS,
          "use fewer atoms");
    }
    if (k > largestAtom) {
      largestAtom = k;
      largestAt = token;
    }
    return Label.atom(k);
  }

  private void deeper(HoaToken token) {
    if (++depth > 500) {
      throw words.error(
          token, "found a label nested more than 500 deep", "write it with fewer parentheses");
    }
  }
}
