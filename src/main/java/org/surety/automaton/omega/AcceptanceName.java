package org.surety.automaton.omega;

import static org.surety.automaton.omega.Condition.and;
import static org.surety.automaton.omega.Condition.or;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.surety.automaton.omega.Condition.Fin;
import org.surety.automaton.omega.Condition.Inf;

/**
 * A named acceptance condition of the Hanoi Omega-Automata format, with the one formula that the
 * format defines for it.
 *
 * @param kind which family
 * @param parameters none for {@link Kind#ALL} to {@link Kind#CO_BUCHI}; for {@link
 *     Kind#GENERALIZED_RABIN} the number of pairs and the Inf sets of each; else one number
 */
public record AcceptanceName(Kind kind, List<Integer> parameters) {

  /** The families, as the format spells them. */
  public enum Kind {
    ALL("all"),
    NONE("none"),
    BUCHI("Buchi"),
    CO_BUCHI("co-Buchi"),
    GENERALIZED_BUCHI("generalized-Buchi"),
    GENERALIZED_CO_BUCHI("generalized-co-Buchi"),
    STREETT("Streett"),
    RABIN("Rabin"),
    PARITY_MIN_EVEN("parity min even"),
    PARITY_MIN_ODD("parity min odd"),
    PARITY_MAX_EVEN("parity max even"),
    PARITY_MAX_ODD("parity max odd"),
    GENERALIZED_RABIN("generalized-Rabin");

    private final String spelling;

    Kind(String spelling) {
      this.spelling = spelling;
    }

    /** As in {@code acc-name:}, without parameters. */
    public String spelling() {
      return spelling;
    }

    /** The family so spelled. */
    public static Optional<Kind> spelled(String text) {
      return Arrays.stream(values()).filter(kind -> kind.spelling.equals(text)).findFirst();
    }

    /** Whether so many parameters, of these values, belong to the family. */
    public boolean takes(List<Integer> parameters) {
      if (this == GENERALIZED_RABIN) {
        return !parameters.isEmpty() && parameters.get(0) == parameters.size() - 1;
      }
      return parameters.size() == (compareTo(CO_BUCHI) <= 0 ? 0 : 1);
    }
  }

  /**
   * @throws IllegalArgumentException if the parameters are not those of the family
   */
  public AcceptanceName {
    parameters = List.copyOf(parameters);
    if (!kind.takes(parameters) || parameters.stream().anyMatch(n -> n < 0)) {
      throw new IllegalArgumentException(kind.spelling() + " with parameters " + parameters);
    }
  }

  public static AcceptanceName of(Kind kind, Integer... parameters) {
    return new AcceptanceName(kind, Arrays.asList(parameters));
  }

  /** Number of acceptance sets; {@link Integer#MAX_VALUE} if it is larger than an int. */
  public int sets() {
    long sets =
        switch (kind) {
          case ALL, NONE -> 0;
          case BUCHI, CO_BUCHI -> 1;
          case STREETT, RABIN -> 2L * parameters.get(0);
          case GENERALIZED_RABIN ->
              parameters.get(0) + parameters.stream().skip(1).mapToLong(n -> n).sum();
          default -> parameters.get(0);
        };
    return (int) Math.min(sets, Integer.MAX_VALUE);
  }

  /** The formula that the name stands for. */
  public Condition condition() {
    return switch (kind) {
      case ALL -> Condition.Constant.TRUE;
      case NONE -> Condition.Constant.FALSE;
      case BUCHI -> new Inf(0);
      case CO_BUCHI -> new Fin(0);
      case GENERALIZED_BUCHI -> and(infs(0, parameters.get(0)));
      case GENERALIZED_CO_BUCHI ->
          or(infs(0, parameters.get(0)).stream().map(Condition::negate).toList());
      case STREETT -> and(pairs().stream().map(Condition::or).toList());
      case RABIN -> or(pairs().stream().map(Condition::and).toList());
      case GENERALIZED_RABIN -> generalizedRabin();
      case PARITY_MIN_EVEN, PARITY_MIN_ODD, PARITY_MAX_EVEN, PARITY_MAX_ODD -> parity();
    };
  }

  private static List<Condition> infs(int from, int count) {
    return IntStream.range(from, from + count).<Condition>mapToObj(Inf::new).toList();
  }

  private List<List<Condition>> pairs() {
    return IntStream.range(0, parameters.get(0))
        .mapToObj(k -> List.<Condition>of(new Fin(2 * k), new Inf(2 * k + 1)))
        .toList();
  }

  private Condition generalizedRabin() {
    List<Condition> pairs = new ArrayList<>();
    int set = 0;
    for (int infs : parameters.subList(1, parameters.size())) {
      pairs.add(and(new Fin(set), and(infs(set + 1, infs))));
      set += 1 + infs;
    }
    return or(pairs);
  }

  private Condition parity() {
    boolean max = kind == Kind.PARITY_MAX_EVEN || kind == Kind.PARITY_MAX_ODD;
    int good = kind == Kind.PARITY_MIN_ODD || kind == Kind.PARITY_MAX_ODD ? 1 : 0;
    int n = parameters.get(0);
    // A run without colors counts as one of color n (min) or -1 (max).
    Condition result =
        (max ? 1 : n % 2) == good ? Condition.Constant.TRUE : Condition.Constant.FALSE;
    for (int k = 0; k < n; k++) {
      int set = max ? k : n - 1 - k;
      result = set % 2 == good ? or(new Inf(set), result) : and(new Fin(set), result);
    }
    return result;
  }

  /** The simplest name whose formula this is, letter by letter. */
  public static Optional<AcceptanceName> of(int sets, Condition condition) {
    for (Kind kind : Kind.values()) {
      AcceptanceName candidate = candidate(kind, sets, condition);
      if (candidate.denotes(sets, condition)) {
        return Optional.of(candidate);
      }
    }
    return Optional.empty();
  }

  /** Whether the format defines the name as this formula over this number of sets. */
  public boolean denotes(int sets, Condition condition) {
    return sets() == sets && condition().equals(condition);
  }

  private static AcceptanceName candidate(Kind kind, int sets, Condition condition) {
    return switch (kind) {
      case ALL, NONE, BUCHI, CO_BUCHI -> of(kind);
      case STREETT, RABIN -> of(kind, sets / 2);
      case GENERALIZED_RABIN -> {
        List<Integer> parameters = new ArrayList<>();
        for (Condition pair :
            condition instanceof Condition.Or or ? or.terms() : List.of(condition)) {
          parameters.add(Long.bitCount(pair.infSets()));
        }
        parameters.add(0, parameters.size());
        yield new AcceptanceName(kind, parameters);
      }
      default -> of(kind, sets);
    };
  }

  /** As after {@code acc-name:}. */
  @Override
  public String toString() {
    return kind.spelling() + parameters.stream().map(n -> " " + n).collect(Collectors.joining());
  }
}
