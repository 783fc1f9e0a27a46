package org.surety.logic;

/**
 * The order of the operands of AND, OR, IFF and XOR. It depends on structure alone, so a formula
 * prints alike in every process.
 */
final class OperandOrder {
  private OperandOrder() {}

  /** Small ones first, then by kind, name, window and operands. */
  static int compareStructure(Formula f, Formula g) {
    if (f == g) {
      return 0;
    }
    int order = Integer.compare(f.height(), g.height());
    order = order != 0 ? order : f.kind().compareTo(g.kind());
    order = order != 0 ? order : f.name().compareTo(g.name());
    order = order != 0 ? order : Integer.compare(f.lower(), g.lower());
    order = order != 0 ? order : Integer.compare(f.upper(), g.upper());
    int size = f.operands().size();
    order = order != 0 ? order : Integer.compare(size, g.operands().size());
    for (int i = 0; order == 0 && i < size; i++) {
      order = compareStructure(f.operands().get(i), g.operands().get(i));
    }
    return order;
  }
}
