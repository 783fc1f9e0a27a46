package org.surety.spec;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.surety.spec.Term.Condition;

/**
 * Computes the margins of all atoms that some properties need from the columns of an episode.
 *
 * <p>A margin is at least +0.0 where its atom holds and at most -0.0 where it does not: an atom
 * holds at a letter exactly if the margin's sign bit is clear. Margins are finite; the same columns
 * give the same bits on every platform.
 *
 * <p>Equal subexpressions of any of the atoms are computed once, constants beforehand. Immutable;
 * each thread takes an {@link #evaluator} of its own.
 */
public final class PredicateProgram {
  private final Graph graph;
  private final List<String> atoms;
  private final int[] roots;
  private final List<ColumnAddress> columns;
  private final Schedule schedule;

  private PredicateProgram(Graph graph, List<String> atoms, int[] roots) {
    this.graph = graph;
    this.atoms = List.copyOf(atoms);
    this.roots = roots;
    this.columns = graph.columns();
    this.schedule = new Schedule(graph, columns.size(), roots);
  }

  /** Compiles atoms; {@code predicates} defines the names that their conditions mention. */
  static PredicateProgram of(Collection<Atom> atoms, Map<String, Condition> predicates) {
    Graph graph = new Graph();
    TermCompiler compiler = new TermCompiler(graph, predicates);
    List<String> names = new ArrayList<>();
    List<Integer> roots = new ArrayList<>();
    for (Atom atom : atoms) {
      int node = compiler.margin(atom.condition());
      if (atom.literal().isPresent()) {
        boolean negative = atom.literal().get() == Atom.Polarity.NEGATIVE;
        int literal = negative ? compiler.not(node, atom.name()) : node;
        node = compiler.tightened(literal, atom.margin(), atom.name());
      }
      names.add(atom.name());
      roots.add(node);
    }
    return new PredicateProgram(graph, names, roots.stream().mapToInt(Integer::intValue).toArray());
  }

  /** The columns it reads, each once, in the order in which {@link Evaluator} wants them. */
  public List<ColumnAddress> columns() {
    return columns;
  }

  /** The atoms it computes, in the order of the margins. */
  public List<String> atoms() {
    return atoms;
  }

  /** The atoms whose margins depend on a column, directly or through other predicates. */
  public Set<String> atomsReading(int column) {
    boolean[] marked = new boolean[columns.size()];
    marked[column] = true;
    boolean[] dependent = graph.dependents(marked);
    return IntStream.range(0, roots.length)
        .filter(atom -> dependent[roots[atom]])
        .mapToObj(atoms::get)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /**
   * The program for an episode's last letter, where the next action is not to be seen.
   *
   * <p>Its margin at letter t is the one that letter t would have if the marked columns kept, at
   * letter t alone, their value of letter t - 1. Earlier letters are as recorded: {@code sum(a)} is
   * the sum of a at the letters before t plus a held at t, {@code prev(a)} is what it was. At
   * letter 0 nothing is held. Atoms that read no marked column have the margins they had.
   *
   * @param held which of {@link #columns} hold their value; one entry per column
   * @return a program with the same columns and atoms
   */
  public PredicateProgram held(boolean[] held) {
    if (held.length != columns.size()) {
      throw new IllegalArgumentException(held.length + " marks for " + columns.size() + " columns");
    }
    Graph extended = new Graph(graph);
    boolean[] dependent = graph.dependents(held);
    boolean[] needed = graph.needed(roots);
    int[] heldNode = new int[graph.size()];
    for (int i = 0; i < heldNode.length; i++) {
      heldNode[i] = dependent[i] && needed[i] ? hold(extended, i, heldNode) : i;
    }
    int[] heldRoots = Arrays.stream(roots).map(root -> heldNode[root]).toArray();
    return new PredicateProgram(extended, atoms, heldRoots);
  }

  private static int hold(Graph graph, int number, int[] heldNode) {
    Graph.Node node = graph.node(number);
    String text = graph.text(number);
    return switch (node.op()) {
      case COLUMN -> graph.apply(Op.PREVIOUS, text, number);
      case PREVIOUS, SUM_BEFORE -> number;
      case SUM -> {
        int operand = node.operands().get(0);
        int before = graph.apply(Op.SUM_BEFORE, text, operand);
        yield graph.apply(Op.ADD, text, before, heldNode[operand]);
      }
      default ->
          graph.apply(
              node.op(),
              text,
              node.operands().stream().map(operand -> heldNode[operand]).toArray(Integer[]::new));
    };
  }

  /**
   * The atoms that hold, or that fail, at every letter whose columns lie in given ranges, and that
   * has a margin for them; others may do either, as far as can be told.
   *
   * @param columns range of each column
   * @return by name, whether it holds
   */
  public Map<String, Boolean> certain(Function<ColumnAddress, Range> columns) {
    return new CertainAtoms(graph, columns).atoms(atoms, roots);
  }

  /** A new evaluator; not to be shared between threads. */
  public Evaluator evaluator() {
    return new Evaluator(graph, atoms, roots, columns.size(), schedule);
  }

  /**
   * A new evaluator of episodes that happen side by side; not to be shared between threads.
   *
   * @param lanes how many at most, at least 1
   */
  public LaneEvaluator evaluator(int lanes) {
    return new LaneEvaluator(atoms, columns.size(), schedule, lanes);
  }
}
