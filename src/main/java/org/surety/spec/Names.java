package org.surety.spec;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** What the names in an expression stand for: declared signals and predicates, known arrays. */
record Names(Map<String, Signal> signals, Set<String> predicates) {
  /**
   * Arrays that every log format knows; these and what is nested in them need no declaration. A
   * signal may take such a name: {@code signal cost = infos.cost}.
   */
  private static final Set<String> KNOWN_ARRAYS =
      Set.of(
          "observation",
          "observations",
          "action",
          "actions",
          "reward",
          "rewards",
          "cost",
          "costs",
          "info",
          "infos");

  /** Words of the temporal language and of expressions, which cannot name anything. */
  private static final Set<String> RESERVED =
      Set.of("F", "G", "X", "U", "R", "V", "W", "M", "xor", "true", "false", "pi");

  Names {
    signals = new LinkedHashMap<>(signals);
    predicates = new LinkedHashSet<>(predicates);
  }

  /** Whether {@code path} is, or lies in, an array that needs no declaration. */
  static boolean isKnownArray(String path) {
    int dot = path.indexOf('.');
    return KNOWN_ARRAYS.contains(dot < 0 ? path : path.substring(0, dot));
  }

  /** Why {@code name} cannot be declared, or empty if it can. */
  static String whyNotDeclarable(String name) {
    if (RESERVED.contains(name) || name.toLowerCase(Locale.ROOT).matches("true|false")) {
      return "is a word of the language";
    }
    if (Function.named(name).isPresent()) {
      return "is a function of the language";
    }
    return Lexer.isPlainName(name) ? "" : "is not made of letters, digits and '_' alone";
  }

  /** Everything that may stand where a name is expected, for suggestions. */
  List<String> all() {
    List<String> all = new ArrayList<>(signals.keySet());
    all.addAll(predicates);
    return all;
  }
}
