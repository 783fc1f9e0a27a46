package org.surety.automaton.hoa;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.surety.automaton.hoa.HoaToken.Kind;
import org.surety.automaton.omega.Label;
import org.surety.automaton.omega.OmegaAutomaton;

/** Reads states and edges of one automaton. */
final class HoaBody {
  /** Most states: past it, the file is not an automaton that anything here could work with. */
  private static final int MAX_STATES = 1 << 26;

  /** Properties that speak of how the file was written, which is not how we keep the automaton. */
  private static final Set<String> OF_THE_WRITING =
      Set.of("implicit-labels", "explicit-labels", "state-labels", "trans-labels", "trans-acc");

  private record Edge(int source, Label label, int target, long marks) {}

  private final HoaWords words;
  private final HoaHeader header;
  private final Map<Integer, String> names = new HashMap<>();
  private final Map<Integer, HoaToken> defined = new HashMap<>();
  private final List<Edge> edges = new ArrayList<>();
  private int states;
  private boolean stateMarks;

  private HoaBody(HoaHeader header, HoaWords words) {
    this.header = header;
    this.words = words;
  }

  /** Reads from behind {@code --BODY--} to {@code --END--}. */
  static OmegaAutomaton read(HoaHeader header, HoaWords words) {
    HoaBody body = new HoaBody(header, words);
    header.start.forEach((state, at) -> body.use(state, at));
    while (!words.peek().is(Kind.END)) {
      HoaToken token = words.peek();
      if (!token.is(Kind.HEADER, "State")) {
        throw words.unexpected(
            body.defined.isEmpty() ? "'State:' or '--END--'" : "an edge, 'State:' or '--END--'");
      }
      words.take();
      body.state();
    }
    OmegaAutomaton automaton = body.build();
    words.take();
    return automaton;
  }

  private void state() {
    Label stateLabel = words.peek().isSymbol("[") ? header.labels.bracketed() : null;
    HoaToken at = words.peek();
    int state = words.integer("the number of a state");
    use(state, at);
    HoaToken before = defined.putIfAbsent(state, at);
    if (before != null) {
      throw words.error(
          at,
          "state " + state + " was described in line " + before.line() + " already",
          "join the two");
    }
    if (words.peek().is(Kind.STRING)) {
      names.put(state, words.take().text());
    }
    long marks = 0;
    if (words.peek().isSymbol("{")) {
      stateMarks = true;
      marks = marks();
    }
    edges(state, stateLabel, marks);
  }

  private void edges(int state, @Nullable Label stateLabel, long stateMarks) {
    int count = 0;
    boolean implicit = stateLabel == null && words.peek().is(Kind.INTEGER);
    long letters = 1L << header.atoms.size();
    while (words.peek().isSymbol("[") || words.peek().is(Kind.INTEGER)) {
      HoaToken start = words.peek();
      Label label = stateLabel;
      if (start.isSymbol("[")) {
        if (stateLabel != null || implicit) {
          throw words.error(
              start,
              "found a label on an edge of state " + state + ", expected none",
              stateLabel != null
                  ? "remove the label of the state or those of its edges"
                  : "label all edges of a state, or none");
        }
        label = header.labels.bracketed();
        header.labels.checkAtoms(header.atoms.size());
      } else if (implicit) {
        if (count == letters) {
          throw wrongCount(start, state, "more", letters);
        }
        label = Label.letter(count, header.atoms.size());
      }
      HoaToken at = words.peek();
      if (label == null) {
        throw words.error(
            at,
            "found an edge of state " + state + " without a label, expected '['",
            "label all edges of a state, or none");
      }
      int target = words.integer("the number of the state that the edge leads to");
      use(target, at);
      HoaHeader.refuseAlternation(words);
      long edgeMarks = words.peek().isSymbol("{") ? marks() : 0;
      edges.add(new Edge(state, label, target, header.acceptance().marks(stateMarks | edgeMarks)));
      count++;
    }
    if (implicit && count < letters) {
      throw wrongCount(words.peek(), state, "only " + count, letters);
    }
  }

  private RuntimeException wrongCount(HoaToken at, int state, String count, long letters) {
    return words.error(
        at,
        "found " + count + " edges without labels in state " + state + ", expected " + letters,
        "give one edge for each letter, or label the edges");
  }

  private long marks() {
    words.expectSymbol("{");
    long marks = 0;
    while (words.peek().is(Kind.INTEGER)) {
      marks |= 1L << HoaAcceptance.set(words, header.acceptance().writtenSets());
    }
    words.expectSymbol("}");
    return marks;
  }

  private void use(int state, HoaToken at) {
    int most = header.states.orElse(MAX_STATES);
    if (state >= most) {
      throw words.error(
          at,
          "found state " + state + ", expected one below " + most,
          "raise the number after 'States:' or correct the state");
    }
    states = Math.max(states, state + 1);
  }

  private OmegaAutomaton build() {
    OmegaAutomaton.Builder builder =
        OmegaAutomaton.builder(header.atoms, header.resolvedAcceptance());
    int total = header.states.orElse(states);
    if (total > MAX_STATES) {
      throw words.error(words.peek(), "found " + total + " states", "read at most " + MAX_STATES);
    }
    for (int s = 0; s < total; s++) {
      builder.addState();
    }
    names.forEach(builder::nameState);
    header.start.keySet().forEach(builder::addInitial);
    for (Edge edge : edges) {
      builder.addEdge(edge.source, edge.label, edge.target, edge.marks);
    }
    if (header.name != null) {
      builder.name(header.name);
    }
    if (header.tool != null) {
      builder.tool(header.tool);
    }
    for (String property : header.properties.keySet()) {
      if (!OF_THE_WRITING.contains(property) && !property.equals("state-acc")) {
        builder.addProperty(property);
      }
    }
    if (header.properties.containsKey("state-acc") || (stateMarks && uniform())) {
      builder.addProperty("state-acc");
    }
    OmegaAutomaton automaton = builder.build();
    check("state-acc", automaton::hasStateAcceptance);
    check("deterministic", automaton::isDeterministic);
    check("complete", automaton::isComplete);
    return automaton;
  }

  /** Whether no edge has marks that another edge of its state has not. */
  private boolean uniform() {
    Map<Integer, Long> marks = new HashMap<>();
    return edges.stream()
        .filter(edge -> !edge.label.isEmpty())
        .allMatch(edge -> edge.marks == marks.computeIfAbsent(edge.source, s -> edge.marks));
  }

  private void check(String property, BooleanSupplier holds) {
    HoaToken claimed = header.properties.get(property);
    if (claimed != null && !holdsIfDecidable(property, claimed, holds)) {
      throw words.error(
          claimed,
          "the automaton is said to be '" + property + "' and is not",
          "remove the property or correct the edges");
    }
  }

  private boolean holdsIfDecidable(String property, HoaToken claimed, BooleanSupplier holds) {
    try {
      return holds.getAsBoolean();
    } catch (IllegalArgumentException e) {
      throw words.error(
          claimed,
          "the labels are too long to check that the automaton is '" + property + "'",
          "remove the property");
    }
  }
}
