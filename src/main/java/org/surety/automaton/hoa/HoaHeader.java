package org.surety.automaton.hoa;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.surety.automaton.hoa.HoaToken.Kind;
import org.surety.automaton.omega.Acceptance;
import org.surety.automaton.omega.AcceptanceName;
import org.surety.automaton.omega.OmegaAutomaton;
import org.surety.automaton.omega.OmegaAutomaton.Tool;

/** Reads the header of one automaton, its items in any order. */
final class HoaHeader {
  private static final List<String> ITEMS =
      List.of("States", "Start", "AP", "Alias", "Acceptance", "acc-name", "tool", "name");
  private static final List<String> REPEATABLE = List.of("Start", "Alias", "properties");

  private final HoaWords words;
  final HoaLabels labels;
  final Map<Integer, HoaToken> start = new LinkedHashMap<>();
  final Map<String, HoaToken> properties = new HashMap<>();
  Optional<Integer> states = Optional.empty();
  List<String> atoms = List.of();
  @Nullable String name;
  @Nullable Tool tool;
  private @Nullable HoaAcceptance acceptance;
  private Optional<AcceptanceName> acceptanceName = Optional.empty();
  private @Nullable HoaToken acceptanceNameAt;

  private HoaHeader(HoaWords words) {
    this.words = words;
    this.labels = new HoaLabels(words);
  }

  /** Reads from {@code HOA:} to {@code --BODY--}. */
  static HoaHeader read(HoaWords words) {
    HoaHeader header = new HoaHeader(words);
    if (!words.peek().is(Kind.HEADER, "HOA")) {
      throw words.unexpected("'HOA: v1'");
    }
    words.take();
    HoaToken version = words.expect(Kind.IDENTIFIER, "the version 'v1'");
    if (!version.text().equals("v1")) {
      throw words.error(
          version,
          "found version " + version.shown() + ", expected 'v1'",
          "have the tool that wrote it print version 1");
    }
    Set<String> seen = new HashSet<>();
    while (!words.peek().is(Kind.BODY)) {
      HoaToken item =
          words.expect(Kind.HEADER, "a header item such as 'Acceptance:', or '--BODY--'");
      if (!seen.add(item.text()) && !REPEATABLE.contains(item.text())) {
        throw words.error(item, "found " + item.shown() + " a second time", "keep one of them");
      }
      header.item(item);
    }
    header.finish(words.take());
    return header;
  }

  /** The acceptance as it was written. */
  HoaAcceptance acceptance() {
    if (acceptance == null) {
      throw new IllegalStateException("asked before the header was complete");
    }
    return acceptance;
  }

  /** The acceptance with negated sets resolved, and its name. */
  Acceptance resolvedAcceptance() {
    HoaAcceptance read = acceptance();
    return acceptanceName.isPresent()
        ? new Acceptance(read.sets(), read.condition(), acceptanceName)
        : Acceptance.of(read.sets(), read.condition());
  }

  private void item(HoaToken item) {
    switch (item.text()) {
      case "HOA" -> throw words.error(item, "found 'HOA:' inside a header", "end the one before");
      case "States" -> states = Optional.of(words.integer("the number of states"));
      case "Start" -> start();
      case "AP" -> atoms();
      case "Alias" -> labels.alias();
      case "Acceptance" -> acceptance = HoaAcceptance.read(words);
      case "acc-name" -> acceptanceName(item);
      case "tool" -> {
        String program = words.string("the name of a tool");
        tool =
            new Tool(
                program,
                words.peek().is(Kind.STRING) ? Optional.of(words.take().text()) : Optional.empty());
      }
      case "name" -> name = words.string("a name");
      case "properties" -> {
        while (words.peek().is(Kind.IDENTIFIER)) {
          HoaToken property = words.take();
          properties.putIfAbsent(property.text(), property);
        }
      }
      default -> other(item);
    }
  }

  private void other(HoaToken item) {
    if (Character.isUpperCase(item.text().charAt(0))) {
      throw words.unknown(item, "a header item of version 1, yet may change the meaning", ITEMS);
    }
    while (words.peek().is(Kind.STRING)
        || words.peek().is(Kind.INTEGER)
        || words.peek().is(Kind.IDENTIFIER)) {
      words.take();
    }
  }

  private void start() {
    HoaToken at = words.peek();
    int state = words.integer("the number of an initial state");
    refuseAlternation(words);
    start.putIfAbsent(state, at);
  }

  /** Refuses {@code &} after a state. */
  static void refuseAlternation(HoaWords words) {
    if (words.peek().isSymbol("&")) {
      throw words.error(
          words.peek(),
          "found '&' after a state: this automaton is alternating (universal branching)",
          "remove the alternation first, with a tool such as autfilt");
    }
  }

  private void atoms() {
    HoaToken at = words.peek();
    int count = words.integer("the number of atoms");
    if (count > OmegaAutomaton.MAX_ATOMS) {
      throw words.error(
          at,
          "found " + count + " atoms, expected at most " + OmegaAutomaton.MAX_ATOMS,
          "remove the atoms that no edge reads, or split the automaton");
    }
    List<String> names = new ArrayList<>();
    while (names.size() < count) {
      HoaToken token = words.peek();
      String text = words.string("the name of atom " + names.size() + " of " + count);
      if (names.contains(text)) {
        throw words.error(token, "found atom " + token.shown() + " twice", "rename one of them");
      }
      names.add(text);
    }
    atoms = List.copyOf(names);
  }

  private void acceptanceName(HoaToken item) {
    StringBuilder spelling = new StringBuilder(words.expect(Kind.IDENTIFIER, "a name").text());
    List<Integer> parameters = new ArrayList<>();
    while (words.peek().is(Kind.IDENTIFIER) || words.peek().is(Kind.INTEGER)) {
      if (words.peek().is(Kind.IDENTIFIER)) {
        spelling.append(' ').append(words.take().text());
      } else {
        parameters.add(words.integer("a parameter of the acceptance"));
      }
    }
    Optional<AcceptanceName.Kind> kind = AcceptanceName.Kind.spelled(spelling.toString());
    if (kind.isEmpty()) {
      // The name only informs; the format lets tools add names of their own.
      return;
    }
    if (kind.get().takes(List.of()) && parameters.equals(List.of(1))) {
      parameters.clear(); // Owl writes 'co-Buchi 1', which can mean nothing else
    }
    if (!kind.get().takes(parameters)) {
      throw words.error(
          item,
          "found 'acc-name: " + spelling + "' with parameters " + parameters,
          "give the numbers that the format defines for it");
    }
    acceptanceName = Optional.of(new AcceptanceName(kind.get(), parameters));
    acceptanceNameAt = item;
  }

  private void finish(HoaToken body) {
    if (acceptance == null) {
      throw words.error(body, "found no 'Acceptance:' in the header", "add it: it is mandatory");
    }
    if (acceptanceName.isPresent() && acceptanceNameAt != null) {
      AcceptanceName claimed = acceptanceName.get();
      if (acceptance.hasNegatedSets()
          || !claimed.denotes(acceptance.sets(), acceptance.condition())) {
        throw words.error(
            acceptanceNameAt,
            "found the name '" + claimed + "' for 'Acceptance: " + acceptance.written() + "'",
            "correct the formula to '"
                + (claimed.sets() <= Acceptance.MAX_SETS
                    ? claimed.sets() + " " + claimed.condition()
                    : "one over " + claimed.sets() + " sets")
                + "', or delete the name");
      }
    }
    labels.checkAtoms(atoms.size());
    HoaToken branching = properties.get("univ-branch");
    if (branching != null) {
      throw words.error(
          branching,
          "found the property 'univ-branch': this automaton is alternating",
          "remove the alternation first, with a tool such as autfilt");
    }
  }
}
