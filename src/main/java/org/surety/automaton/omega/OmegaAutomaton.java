package org.surety.automaton.omega;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * An automaton on infinite words, immutable: nondeterministic in general, with any number of
 * initial states and Emerson–Lei acceptance on its edges. A run is accepted by the sets of edges
 * that it takes infinitely often; a run that ends in a state without a successor is not accepted.
 *
 * <p>States are numbered from 0, and so are edges, in the order of their sources. Bit {@code k} of
 * a letter says whether {@code atoms().get(k)} holds.
 */
public final class OmegaAutomaton {
  /** Most atoms. */
  public static final int MAX_ATOMS = 62;

  private final List<String> atoms;
  private final Acceptance acceptance;
  private final List<Integer> initial;
  private final List<Optional<String>> stateNames;
  private final Optional<String> name;
  private final Optional<Tool> tool;
  private final Set<String> properties;
  private final int[] firstEdge;
  private final int[] sources;
  private final int[] targets;
  private final Label[] labels;
  private final long[] marks;

  /**
   * What made an automaton.
   *
   * @param name the program
   * @param version its version, if given
   */
  public record Tool(String name, Optional<String> version) {}

  private OmegaAutomaton(Builder builder) {
    atoms = builder.atoms;
    acceptance = builder.acceptance;
    initial = List.copyOf(builder.initial);
    stateNames = List.copyOf(builder.stateNames);
    name = Optional.ofNullable(builder.name);
    tool = Optional.ofNullable(builder.tool);
    properties = Collections.unmodifiableSet(new TreeSet<>(builder.properties));
    int states = stateNames.size();
    firstEdge = new int[states + 1];
    builder.edges.forEach(edge -> firstEdge[edge.source + 1]++);
    Arrays.parallelPrefix(firstEdge, Integer::sum);
    int[] next = firstEdge.clone();
    sources = new int[builder.edges.size()];
    targets = new int[sources.length];
    labels = new Label[sources.length];
    marks = new long[sources.length];
    for (PendingEdge edge : builder.edges) {
      int e = next[edge.source]++;
      sources[e] = edge.source;
      targets[e] = edge.target;
      labels[e] = edge.label;
      marks[e] = edge.marks;
    }
  }

  /** Names of the atoms, all different, at most {@link #MAX_ATOMS}. */
  public List<String> atoms() {
    return atoms;
  }

  /** When a run is accepted. */
  public Acceptance acceptance() {
    return acceptance;
  }

  /** Number of states. */
  public int states() {
    return stateNames.size();
  }

  /** Where runs start; none: the language is empty. */
  public List<Integer> initial() {
    return initial;
  }

  /** Number of edges. */
  public int edges() {
    return targets.length;
  }

  /** The first edge out of a state; {@code firstEdge(s + 1)} is past its last. */
  public int firstEdge(int state) {
    return firstEdge[state];
  }

  /** Where an edge comes from. */
  public int source(int edge) {
    return sources[edge];
  }

  /** Where an edge leads. */
  public int target(int edge) {
    return targets[edge];
  }

  /** The letters of an edge. */
  public Label label(int edge) {
    return labels[edge];
  }

  /** Bit i: the edge is in acceptance set i. */
  public long marks(int edge) {
    return marks[edge];
  }

  /** What a state is called. */
  public Optional<String> stateName(int state) {
    return stateNames.get(state);
  }

  /** What the automaton is called: usually its formula. */
  public Optional<String> name() {
    return name;
  }

  /** What made the automaton. */
  public Optional<Tool> tool() {
    return tool;
  }

  /** Properties claimed of the automaton, sorted, spelled as in the Hanoi Omega-Automata format. */
  public Set<String> properties() {
    return properties;
  }

  /** Whether there is at most one initial state, and no letter leads from a state to two edges. */
  public boolean isDeterministic() {
    for (int s = 0; s < states(); s++) {
      for (int e = firstEdge[s]; e < firstEdge[s + 1]; e++) {
        for (int f = firstEdge[s]; f < e; f++) {
          if (labels[e].overlaps(labels[f])) {
            return false;
          }
        }
      }
    }
    return initial.size() <= 1;
  }

  /** Whether there is an initial state, and every letter has an edge out of every state. */
  public boolean isComplete() {
    for (int s = 0; s < states(); s++) {
      if (!missing(s).isEmpty()) {
        return false;
      }
    }
    return !initial.isEmpty();
  }

  /** The letters without an edge out of a state. */
  public Label missing(int state) {
    return Label.outside(Arrays.asList(labels).subList(firstEdge[state], firstEdge[state + 1]));
  }

  /** Whether all edges out of a state are in the same sets, for every state. */
  public boolean hasStateAcceptance() {
    for (int e = 1; e < targets.length; e++) {
      if (sources[e] == sources[e - 1] && marks[e] != marks[e - 1]) {
        return false;
      }
    }
    return true;
  }

  /** A builder without states. */
  public static Builder builder(List<String> atoms, Acceptance acceptance) {
    return new Builder(atoms, acceptance);
  }

  private record PendingEdge(int source, Label label, int target, long marks) {}

  /** Collects states and edges; edges of a state keep their order. */
  public static final class Builder {
    private final List<String> atoms;
    private final Acceptance acceptance;
    private final List<Integer> initial = new ArrayList<>();
    private final List<Optional<String>> stateNames = new ArrayList<>();
    private final List<PendingEdge> edges = new ArrayList<>();
    private final Set<String> properties = new TreeSet<>();
    private @Nullable String name;
    private @Nullable Tool tool;

    private Builder(List<String> atoms, Acceptance acceptance) {
      if (atoms.size() > MAX_ATOMS) {
        throw new IllegalArgumentException(atoms.size() + " atoms; at most " + MAX_ATOMS);
      }
      if (Set.copyOf(atoms).size() < atoms.size()) {
        throw new IllegalArgumentException("an atom twice in " + atoms);
      }
      this.atoms = List.copyOf(atoms);
      this.acceptance = acceptance;
    }

    /** Adds the next state and returns its number. */
    public int addState() {
      stateNames.add(Optional.empty());
      return stateNames.size() - 1;
    }

    /** Number of states added. */
    public int states() {
      return stateNames.size();
    }

    /** Names a state. */
    public Builder nameState(int state, String text) {
      stateNames.set(state, Optional.of(text));
      return this;
    }

    /** Adds an initial state; a second time, it does nothing. */
    public Builder addInitial(int state) {
      checkState(state);
      if (!initial.contains(state)) {
        initial.add(state);
      }
      return this;
    }

    /**
     * Adds an edge; one without letters is left out.
     *
     * @param marks bit i: the edge is in acceptance set i
     */
    public Builder addEdge(int source, Label label, int target, long marks) {
      checkState(source);
      checkState(target);
      if (acceptance.sets() < Long.SIZE && marks >>> acceptance.sets() != 0) {
        throw new IllegalArgumentException("marks past set " + (acceptance.sets() - 1));
      }
      if (!label.isEmpty()) {
        edges.add(new PendingEdge(source, label, target, marks));
      }
      return this;
    }

    public Builder name(String text) {
      name = text;
      return this;
    }

    public Builder tool(Tool value) {
      tool = value;
      return this;
    }

    /** Adds a property that holds of the automaton. */
    public Builder addProperty(String property) {
      properties.add(property);
      return this;
    }

    private void checkState(int state) {
      if (state < 0 || state >= stateNames.size()) {
        throw new IllegalArgumentException("state " + state + " of " + stateNames.size());
      }
    }

    public OmegaAutomaton build() {
      return new OmegaAutomaton(this);
    }
  }
}
