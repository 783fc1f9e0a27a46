package org.surety.logic;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/** Lists the distinct subformulas of a formula. */
public final class Subformulas {
  private Subformulas() {}

  /** Every distinct subformula of {@code f} once, operands before the formulas they stand in. */
  public static Collection<Formula> of(Formula f) {
    Map<Integer, Formula> seen = new LinkedHashMap<>();
    collect(f, seen);
    return seen.values();
  }

  private static void collect(Formula f, Map<Integer, Formula> seen) {
    if (seen.containsKey(f.id())) {
      return;
    }
    for (Formula operand : f.operands()) {
      collect(operand, seen);
    }
    seen.put(f.id(), f);
  }
}
