package org.surety.logic;

import java.util.Locale;
import java.util.Set;

/** Which names Spot reads as one bare atom, and how the others are quoted. */
final class AtomSyntax {
  private static final Set<String> RESERVED = Set.of("M", "R", "U", "V", "W", "xor");

  private AtomSyntax() {}

  static boolean isNameStart(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '.';
  }

  static boolean isNamePart(char c) {
    return isNameStart(c) || (c >= '0' && c <= '9');
  }

  /** Whether Spot reads the whole name, where an operand is expected, as one atom. */
  static boolean isBareAtom(String name) {
    if (name.isEmpty() || !isNameStart(name.charAt(0)) || isConstant(name)) {
      return false;
    }
    for (int i = 1; i < name.length(); i++) {
      if (!isNamePart(name.charAt(i))) {
        return false;
      }
    }
    char first = name.charAt(0);
    if (first == 'F' || first == 'G' || first == 'X') {
      return name.length() > 1 && name.charAt(1) >= '0' && name.charAt(1) <= '9';
    }
    return !RESERVED.contains(name);
  }

  static boolean isConstant(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.equals("true") || lower.equals("false");
  }

  static String quoteIfNeeded(String name) {
    return isBareAtom(name) ? name : '"' + name.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
