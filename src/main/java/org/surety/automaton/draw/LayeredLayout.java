package org.surety.automaton.draw;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * Places boxes in columns from left to right and routes the links between them. A link crosses
 * every column between its ends in a slot of its own, and in an odd column near its middle it has a
 * slot as large as its label, so that labels overlap neither each other nor boxes.
 *
 * <p>Columns are longest paths along the breadth-first order; links against that order are routed
 * backwards. The order within columns comes from barycenter sweeps, the vertical coordinates from
 * least-squares fits to the neighbors. Time about O(sweeps · slots²), meant for some hundred slots.
 */
final class LayeredLayout {
  /**
   * The room something needs around its center, in pixels.
   *
   * @param width total
   * @param above over the center
   * @param below under it
   */
  record Box(double width, double above, double below) {}

  /** A connection of two different boxes. */
  record Link(int source, int target, Box label) {}

  /** A point in pixels, y downwards. */
  record Point(double x, double y) {}

  /**
   * How a link runs.
   *
   * @param before the points before its label, from the source on
   * @param label the label's center
   * @param after the points after its label
   */
  record Route(List<Point> before, Point label, List<Point> after) {}

  private static final int SWEEPS = 24;
  private static final double ROW_GAP = 14;
  private static final double COLUMN_GAP = 16;

  private static final class Slot {
    final Box box;
    final int layer;
    final boolean bend;
    final List<Slot> left = new ArrayList<>();
    final List<Slot> right = new ArrayList<>();
    int index;
    double barycenter;
    double y;

    Slot(Box box, int layer, boolean bend) {
      this.box = box;
      this.layer = layer;
      this.bend = bend;
    }

    /** Bends that hang together are kept in line first of all. */
    double pull(Slot other) {
      return bend && other.bend ? 8 : bend || other.bend ? 2 : 1;
    }
  }

  private final List<Slot> slots = new ArrayList<>();
  private final List<List<Slot>> layers = new ArrayList<>();
  private final List<List<Slot>> chains = new ArrayList<>();
  private final List<Integer> labelAt = new ArrayList<>();
  private final List<Link> links;
  private double[] columns = new double[0];
  private double width;
  private double height;

  /**
   * Lays a graph out.
   *
   * @param boxes at least one
   * @param roots the boxes to start from, on the left
   */
  LayeredLayout(List<Box> boxes, List<Integer> roots, List<Link> links) {
    this.links = List.copyOf(links);
    int[] position = breadthFirst(boxes.size(), roots);
    int[] layer = layers(position);
    for (int b = 0; b < boxes.size(); b++) {
      add(new Slot(boxes.get(b), layer[b], false));
    }
    for (Link link : links) {
      boolean forward = position[link.source] < position[link.target];
      connect(
          slots.get(forward ? link.source : link.target),
          slots.get(forward ? link.target : link.source),
          link.label);
    }
    order();
    placeRows();
    placeColumns();
  }

  /** Center of a box. */
  Point center(int box) {
    return point(slots.get(box));
  }

  /** How a link runs. */
  Route route(int link) {
    List<Slot> chain = new ArrayList<>(chains.get(link));
    Slot label = chain.get(labelAt.get(link));
    if (!chain.get(0).equals(slots.get(links.get(link).source))) {
      Collections.reverse(chain);
    }
    int at = chain.indexOf(label);
    double half = label.box.width / 2;
    boolean rightwards = chain.get(0).layer < chain.get(chain.size() - 1).layer;
    List<Point> before = new ArrayList<>(chain.subList(0, at).stream().map(this::point).toList());
    List<Point> after =
        new ArrayList<>(chain.subList(at + 1, chain.size()).stream().map(this::point).toList());
    Point center = point(label);
    before.add(new Point(center.x - (rightwards ? half : -half), center.y));
    after.add(0, new Point(center.x + (rightwards ? half : -half), center.y));
    return new Route(before, center, after);
  }

  double width() {
    return width;
  }

  double height() {
    return height;
  }

  private Point point(Slot slot) {
    return new Point(columns[slot.layer], slot.y);
  }

  /** The order in which boxes are reached; those that nothing reaches come last. */
  private int[] breadthFirst(int boxes, List<Integer> roots) {
    int[] position = new int[boxes];
    Arrays.fill(position, -1);
    List<Integer> queue = new ArrayList<>();
    for (int root : roots) {
      enqueue(root, queue, position);
    }
    int next = 0;
    for (int start = 0; start < boxes; start++) {
      for (; next < queue.size(); next++) {
        for (Link link : links) {
          if (link.source == queue.get(next)) {
            enqueue(link.target, queue, position);
          }
        }
      }
      enqueue(start, queue, position);
    }
    return position;
  }

  private static void enqueue(int box, List<Integer> queue, int[] position) {
    if (position[box] < 0) {
      position[box] = queue.size();
      queue.add(box);
    }
  }

  /** Even layers, each two past the last of those that a box is reached from. */
  private int[] layers(int[] position) {
    int[] layer = new int[position.length];
    boolean changed = true;
    while (changed) {
      changed = false;
      for (Link link : links) {
        boolean forward = position[link.source] < position[link.target];
        int from = forward ? link.source : link.target;
        int to = forward ? link.target : link.source;
        if (layer[to] < layer[from] + 2) {
          layer[to] = layer[from] + 2;
          changed = true;
        }
      }
    }
    return layer;
  }

  private void add(Slot slot) {
    while (layers.size() <= slot.layer) {
      layers.add(new ArrayList<>());
    }
    slot.index = layers.get(slot.layer).size();
    layers.get(slot.layer).add(slot);
    slots.add(slot);
  }

  private void connect(Slot from, Slot to, Box label) {
    int middle = from.layer + 1 + (to.layer - from.layer - 2) / 4 * 2;
    List<Slot> chain = new ArrayList<>(List.of(from));
    for (int layer = from.layer + 1; layer < to.layer; layer++) {
      Slot slot = new Slot(layer == middle ? label : new Box(0, 2, 2), layer, true);
      add(slot);
      chain.add(slot);
    }
    chain.add(to);
    for (int i = 1; i < chain.size(); i++) {
      chain.get(i - 1).right.add(chain.get(i));
      chain.get(i).left.add(chain.get(i - 1));
    }
    chains.add(chain);
    labelAt.add(middle - from.layer);
  }

  private void order() {
    List<List<Slot>> best = copy();
    long fewest = crossings();
    for (int sweep = 0; sweep < SWEEPS && fewest > 0; sweep++) {
      boolean rightwards = sweep % 2 == 0;
      for (int k = 0; k < layers.size(); k++) {
        List<Slot> layer = layers.get(rightwards ? k : layers.size() - 1 - k);
        for (Slot slot : layer) {
          List<Slot> neighbors = rightwards ? slot.left : slot.right;
          slot.barycenter = neighbors.stream().mapToInt(n -> n.index).average().orElse(slot.index);
        }
        layer.sort((a, b) -> Double.compare(a.barycenter, b.barycenter));
        number(layer);
      }
      long now = crossings();
      if (now < fewest) {
        fewest = now;
        best = copy();
      }
    }
    for (int k = 0; k < layers.size(); k++) {
      layers.set(k, best.get(k));
      number(best.get(k));
    }
  }

  private List<List<Slot>> copy() {
    return new ArrayList<>(layers.stream().<List<Slot>>map(ArrayList::new).toList());
  }

  private static void number(List<Slot> layer) {
    for (int i = 0; i < layer.size(); i++) {
      layer.get(i).index = i;
    }
  }

  private long crossings() {
    long crossings = 0;
    for (List<Slot> layer : layers) {
      for (Slot a : layer) {
        for (Slot b : layer.subList(a.index + 1, layer.size())) {
          for (Slot toA : a.right) {
            crossings += b.right.stream().filter(toB -> toB.index < toA.index).count();
          }
        }
      }
    }
    return crossings;
  }

  private void placeRows() {
    for (List<Slot> layer : layers) {
      double top = 0;
      for (Slot slot : layer) {
        slot.y = top + slot.box.above;
        top = slot.y + slot.box.below + ROW_GAP;
      }
    }
    for (int sweep = 0; sweep < SWEEPS; sweep++) {
      boolean both = sweep >= SWEEPS - 4;
      boolean rightwards = sweep % 2 == 0;
      for (int k = 0; k < layers.size(); k++) {
        fit(
            layers.get(rightwards ? k : layers.size() - 1 - k),
            both || rightwards,
            both || !rightwards);
      }
    }
    double top = Double.MAX_VALUE;
    double bottom = 0;
    for (Slot slot : slots) {
      top = Math.min(top, slot.y - slot.box.above);
    }
    for (Slot slot : slots) {
      slot.y -= top;
      bottom = Math.max(bottom, slot.y + slot.box.below);
    }
    height = bottom;
  }

  /**
   * Moves the slots of a layer towards their neighbors, keeping their order and distances: weighted
   * least squares, solved by pooling adjacent violators (Ayer et al., Annals of Mathematical
   * Statistics, 1955).
   */
  private static void fit(List<Slot> layer, boolean towardsLeft, boolean towardsRight) {
    int n = layer.size();
    double[] offset = new double[n];
    double[] wanted = new double[n];
    double[] weight = new double[n];
    int[] length = new int[n];
    int blocks = 0;
    for (int i = 0; i < n; i++) {
      Slot slot = layer.get(i);
      if (i > 0) {
        Slot before = layer.get(i - 1);
        offset[i] = offset[i - 1] + before.box.below + ROW_GAP + slot.box.above;
      }
      double sum = 0.01 * slot.y;
      double pulls = 0.01;
      for (Slot other : towardsLeft ? slot.left : List.<Slot>of()) {
        sum += slot.pull(other) * other.y;
        pulls += slot.pull(other);
      }
      for (Slot other : towardsRight ? slot.right : List.<Slot>of()) {
        sum += slot.pull(other) * other.y;
        pulls += slot.pull(other);
      }
      wanted[blocks] = sum / pulls - offset[i];
      weight[blocks] = pulls;
      length[blocks++] = 1;
      while (blocks > 1 && wanted[blocks - 2] > wanted[blocks - 1]) {
        double total = weight[blocks - 2] + weight[blocks - 1];
        wanted[blocks - 2] =
            (wanted[blocks - 2] * weight[blocks - 2] + wanted[blocks - 1] * weight[blocks - 1])
                / total;
        weight[blocks - 2] = total;
        length[blocks - 2] += length[blocks - 1];
        blocks--;
      }
    }
    int i = 0;
    for (int block = 0; block < blocks; block++) {
      for (int k = 0; k < length[block]; k++, i++) {
        layer.get(i).y = wanted[block] + offset[i];
      }
    }
  }

  private void placeColumns() {
    columns = new double[layers.size()];
    double left = 0;
    for (int k = 0; k < columns.length; k++) {
      double widest = layers.get(k).stream().mapToDouble(slot -> slot.box.width).max().orElse(0);
      columns[k] = left + widest / 2;
      left += widest + COLUMN_GAP;
    }
    width = Math.max(0, left - COLUMN_GAP);
  }
}
