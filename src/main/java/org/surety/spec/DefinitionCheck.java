package org.surety.spec;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.surety.base.InputException;
import org.surety.spec.Term.Condition;

/** Refuses predicates that are defined by themselves, or through too many others. */
final class DefinitionCheck {
  /** Whatever follows definitions recurses; this keeps it within the stack of any thread. */
  private static final int MAX_DEPTH = 200;

  private final SourceText source;
  private final Map<String, Condition> definitions;
  private final Map<String, Token> declarations;
  private final Map<String, Integer> depths = new HashMap<>();
  private final List<String> path = new ArrayList<>();

  private DefinitionCheck(
      SourceText source, Map<String, Condition> definitions, Map<String, Token> declarations) {
    this.source = source;
    this.definitions = definitions;
    this.declarations = declarations;
  }

  /**
   * Checks all definitions.
   *
   * @param declarations where each name is declared
   */
  static void check(
      SourceText source, Map<String, Condition> definitions, Map<String, Token> declarations) {
    DefinitionCheck check = new DefinitionCheck(source, definitions, declarations);
    definitions.keySet().forEach(check::depth);
  }

  /** How many definitions {@code name} goes through. */
  private int depth(String name) {
    Integer known = depths.get(name);
    if (known != null) {
      return known;
    }
    if (path.contains(name)) {
      List<String> cycle = path.subList(path.indexOf(name), path.size());
      throw error(
          name,
          "'" + name + "' is defined by itself: " + String.join(" -> ", cycle) + " -> " + name);
    }
    path.add(name);
    int depth = 0;
    for (String next : TermWalk.predicates(requireNonNull(definitions.get(name)))) {
      depth = Math.max(depth, path.size() > MAX_DEPTH ? MAX_DEPTH : 1 + depth(next));
    }
    if (depth >= MAX_DEPTH) {
      throw error(name, "'" + name + "' is defined through " + MAX_DEPTH + " other predicates");
    }
    path.remove(path.size() - 1);
    depths.put(name, depth);
    return depth;
  }

  private InputException error(String name, String problem) {
    return source.error(
        requireNonNull(declarations.get(name)).start(),
        problem,
        "define it by comparisons of signals");
  }
}
