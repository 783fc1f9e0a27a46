package org.surety.automaton;

import java.util.ArrayList;
import java.util.List;
import org.surety.automaton.translate.LtlfTranslator;
import org.surety.logic.Formula;
import org.surety.logic.LtlParser;

/** Shorthands of the tests of this room. */
final class Automata {
  private Automata() {}

  static Dfa dfa(String formula) {
    return LtlfTranslator.translate(LtlParser.parse(formula));
  }

  static Dfa dfa(Formula formula) {
    return LtlfTranslator.translate(formula);
  }

  /** All words over the atoms with 1 to {@code greatestLength} letters, shorter ones first. */
  static List<FiniteWord> words(List<String> atoms, int greatestLength) {
    List<List<String>> letters = new ArrayList<>();
    for (int bits = 0; bits < 1 << atoms.size(); bits++) {
      List<String> letter = new ArrayList<>();
      for (int k = 0; k < atoms.size(); k++) {
        if ((bits >> k & 1) == 1) {
          letter.add(atoms.get(k));
        }
      }
      letters.add(letter);
    }
    List<List<List<String>>> all = new ArrayList<>();
    all.add(List.of());
    int from = 0;
    for (int n = 1; n <= greatestLength; n++) {
      int to = all.size();
      for (int i = from; i < to; i++) {
        for (List<String> letter : letters) {
          List<List<String>> longer = new ArrayList<>(all.get(i));
          longer.add(letter);
          all.add(longer);
        }
      }
      from = to;
    }
    return all.stream().skip(1).map(FiniteWord::of).toList();
  }
}
