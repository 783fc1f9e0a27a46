package org.surety.automaton.translate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.surety.automaton.TooManyStatesException;
import org.surety.logic.Formula;
import org.surety.logic.Subformulas;

/**
 * All obligations that can arise from a formula, numbered so that families lie together and within
 * a family each obligation comes before those it implies. A window of b steps gives b obligations.
 */
final class ObligationTable {
  private final List<Obligation> obligations = new ArrayList<>();
  private final Map<Obligation, Integer> numbers = new HashMap<>();

  /** How far a search for the last implied obligation goes before it settles for a bound. */
  private static final int SEARCH = 64;

  /** No obligation behind this one is implied. */
  private final List<Integer> lastImplied = new ArrayList<>();

  private final int limit;

  /**
   * @param limit most obligations there may be
   */
  ObligationTable(int limit) {
    this.limit = limit;
  }

  /**
   * @param f in negation normal form
   * @param limit most obligations there may be
   */
  ObligationTable(Formula f, int limit) {
    this(limit);
    add(laterThan(f));
  }

  /** Numbers the obligations that arise from one more formula. */
  void add(Formula f) {
    add(laterThan(f));
  }

  /** Numbers the obligations that arise once the formula itself is one. */
  void addDemand(Formula f) {
    List<Obligation> all = new ArrayList<>(bodies(f));
    all.addAll(laterThan(f));
    add(all);
  }

  private static List<Obligation> laterThan(Formula f) {
    return Subformulas.of(f).stream().flatMap(sub -> atTheTopOf(sub).stream()).toList();
  }

  /**
   * Numbers obligations behind those that are there. One that is new in an old family implies only
   * others that are as new.
   */
  private void add(List<Obligation> first) {
    Map<Obligation, Map<Obligation, Obligation>> families = new LinkedHashMap<>();
    int count = size();
    for (Obligation o : first) {
      count = addAll(o, families, count);
    }
    for (Map<Obligation, Obligation> family : families.values()) {
      List<Obligation> members = new ArrayList<>(family.keySet());
      members.sort(Obligation::strongestFirst);
      for (Obligation member : members) {
        numbers.put(member, obligations.size());
        obligations.add(member);
      }
      while (lastImplied.size() < obligations.size()) {
        lastImplied.add(findLastImplied(lastImplied.size()));
      }
    }
  }

  private static List<Obligation> atTheTopOf(Formula f) {
    return switch (f.kind()) {
      case FINALLY, GLOBALLY, UNTIL, RELEASE, WEAK_UNTIL, STRONG_RELEASE ->
          List.of(Obligation.of(f));
      case NEXT, WEAK_NEXT -> bodies(f.left());
      default -> List.of();
    };
  }

  /** Next distributes over conjunction and disjunction, so their parts are the obligations. */
  private static List<Obligation> bodies(Formula f) {
    return switch (f.kind()) {
      case TRUE, FALSE -> List.of();
      case AND, OR -> f.operands().stream().flatMap(part -> bodies(part).stream()).toList();
      default -> List.of(Obligation.of(f));
    };
  }

  private int addAll(
      Obligation first, Map<Obligation, Map<Obligation, Obligation>> families, int before) {
    int count = before;
    Map<Obligation, Obligation> family =
        families.computeIfAbsent(first.family(), key -> new LinkedHashMap<>());
    for (Obligation o = first; !numbers.containsKey(o) && family.put(o, o) == null; ) {
      count++;
      if (count > limit) {
        throw new TooManyStatesException(limit + " steps of windows");
      }
      boolean hasWindow = o.lower() > 0 || o.upper() != Formula.UNBOUNDED;
      if (o.isLastStep() || !hasWindow) {
        break;
      }
      o = o.later();
    }
    return count;
  }

  int size() {
    return obligations.size();
  }

  Obligation get(int number) {
    return obligations.get(number);
  }

  int number(Obligation o) {
    Integer number = numbers.get(o);
    if (number == null) {
      throw new AssertionError(o);
    }
    return number;
  }

  /**
   * All obligations that one implies have numbers from its own up to this. If this is its own
   * number, it implies no other.
   */
  int lastImplied(int number) {
    return lastImplied.get(number);
  }

  private int findLastImplied(int number) {
    int end = obligations.size() - 1;
    for (int i = end; i > number; i--) {
      if (obligations.get(number).implies(obligations.get(i))) {
        return i;
      }
      if (end - i == SEARCH) {
        return i;
      }
    }
    return number;
  }
}
