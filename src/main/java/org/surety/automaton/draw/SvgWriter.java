package org.surety.automaton.draw;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.surety.automaton.Dfa;
import org.surety.automaton.Monitor;
import org.surety.automaton.draw.Diagram.Arc;
import org.surety.automaton.draw.Diagram.Line;
import org.surety.automaton.draw.Diagram.Node;
import org.surety.automaton.draw.LayeredLayout.Box;
import org.surety.automaton.draw.LayeredLayout.Link;
import org.surety.automaton.draw.LayeredLayout.Point;
import org.surety.automaton.draw.LayeredLayout.Route;
import org.surety.automaton.omega.OmegaAutomaton;

/**
 * Draws automata as scalable vector graphics: states from left to right, edges with their letters
 * and acceptance sets. Meant to be read up to some twenty states; beyond, the picture is large but
 * nothing overlaps. The picture needs no fonts or scripts, and may stand alone or within a page.
 */
public final class SvgWriter {
  private static final double RADIUS = 17;
  private static final double CHARACTER = 7.25;
  private static final double LINE = 16;
  private static final double MARK = 15;
  private static final double LOOP = 24;
  private static final double MARGIN = 12;
  private static final int LONGEST_LINE = 36;
  private static final int MOST_LINES = 8;
  private static final int TITLE_WIDTH = 60;

  /** Told apart by people of any color vision: Okabe and Ito, "Color universal design", 2008. */
  private static final List<String> COLORS =
      List.of("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#000000", "#56b4e9", "#e69f00");

  private final Diagram diagram;
  private final StringBuilder out = new StringBuilder();
  private final List<List<Line>> labels = new ArrayList<>();
  private final List<Arc> loops = new ArrayList<>();
  private final List<Arc> links = new ArrayList<>();

  private SvgWriter(Diagram diagram) {
    this.diagram = diagram;
    diagram.arcs().forEach(arc -> (arc.source() == arc.target() ? loops : links).add(arc));
    links.forEach(arc -> labels.add(shown(arc.lines())));
  }

  /**
   * The automaton as an SVG element, ending in a newline.
   *
   * @param title what stands over the picture: usually the formula
   */
  public static String write(Dfa dfa, String title) {
    return new SvgWriter(Diagram.of(dfa, title)).write();
  }

  /** A monitor as an SVG element, ending in a newline. */
  public static String write(Monitor monitor, String title) {
    return new SvgWriter(Diagram.of(monitor, title)).write();
  }

  /** The automaton as an SVG element, ending in a newline, under its name. */
  public static String write(OmegaAutomaton automaton) {
    return new SvgWriter(Diagram.of(automaton)).write();
  }

  private String write() {
    List<Box> boxes = new ArrayList<>();
    for (int s = 0; s < diagram.nodes().size(); s++) {
      boxes.add(box(s));
    }
    List<Link> edges = new ArrayList<>();
    for (int k = 0; k < links.size(); k++) {
      Arc arc = links.get(k);
      edges.add(new Link(arc.source(), arc.target(), labelBox(labels.get(k))));
    }
    List<Integer> roots = new ArrayList<>();
    for (int state : diagram.initial()) {
      roots.add(boxes.size());
      edges.add(new Link(boxes.size(), state, new Box(0, 0, 0)));
      boxes.add(new Box(6, 3, 3));
    }
    if (boxes.isEmpty()) {
      boxes.add(new Box(0, 0, 0));
    }
    LayeredLayout layout = new LayeredLayout(boxes, roots, edges);
    List<String> title = wrapped(diagram.title());
    double top = MARGIN + LINE * (title.size() + 1) + 6;
    double textWidth =
        CHARACTER
            * Math.max(
                diagram.subtitle().length(),
                title.stream().mapToInt(String::length).max().orElse(0));
    double width = Math.max(layout.width(), textWidth) + 2 * MARGIN;
    double height = top + layout.height() + MARGIN;
    out.append(
        format(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%.0f\" height=\"%.0f\""
                + " viewBox=\"0 0 %.0f %.0f\" role=\"img\" font-family=\"monospace\""
                + " font-size=\"12\">\n",
            Math.ceil(width), Math.ceil(height), Math.ceil(width), Math.ceil(height)));
    out.append("<title>").append(escaped(diagram.title())).append("</title>\n");
    out.append(
        "<defs><marker id=\"surety-arrow\" viewBox=\"0 0 8 8\" refX=\"7\" refY=\"4\""
            + " markerWidth=\"7\" markerHeight=\"7\" orient=\"auto\"><path d=\"M0 0L8 4L0 8z\""
            + " fill=\"#333\"/></marker></defs>\n");
    for (int k = 0; k < title.size(); k++) {
      text(MARGIN, MARGIN + LINE * (k + 0.7), "start", title.get(k), " font-weight=\"bold\"");
    }
    text(MARGIN, MARGIN + LINE * (title.size() + 0.7), "start", diagram.subtitle(), "");
    out.append(format("<g transform=\"translate(%.1f %.1f)\">\n", MARGIN, top));
    drawLinks(layout, edges);
    loops.forEach(loop -> drawLoop(loop, layout.center(loop.source())));
    for (int s = 0; s < diagram.nodes().size(); s++) {
      drawNode(diagram.nodes().get(s), layout.center(s));
    }
    return out.append("</g>\n</svg>\n").toString();
  }

  // --- How much room things take -----------------------------------------------------------------

  private Box box(int state) {
    Node node = diagram.nodes().get(state);
    double above = radius(node) + 3;
    double width = 2 * above;
    for (Arc loop : loops) {
      if (loop.source() == state) {
        Box label = labelBox(shown(loop.lines()));
        above += LOOP + label.above() + label.below();
        width = Math.max(width, label.width());
      }
    }
    double marks = node.marks().isEmpty() ? 0 : MARK + 4;
    return new Box(Math.max(width, node.marks().size() * MARK), above, radius(node) + 3 + marks);
  }

  private static double radius(Node node) {
    return Math.max(RADIUS, node.text().length() * CHARACTER / 2 + 5);
  }

  private static Box labelBox(List<Line> lines) {
    double width = lines.stream().mapToDouble(SvgWriter::width).max().orElse(0) + 6;
    return new Box(width, lines.size() * LINE / 2, lines.size() * LINE / 2);
  }

  private static double width(Line line) {
    return line.text().length() * CHARACTER
        + (line.marks().isEmpty() ? 0 : 4 + line.marks().size() * MARK);
  }

  private static List<Line> shown(List<Line> lines) {
    List<Line> shown = new ArrayList<>();
    for (Line line : lines) {
      if (shown.size() == MOST_LINES - 1 && lines.size() > MOST_LINES) {
        shown.add(new Line("... " + (lines.size() - shown.size()) + " more", List.of()));
        break;
      }
      String text = line.text();
      shown.add(
          text.length() <= LONGEST_LINE
              ? line
              : new Line(text.substring(0, LONGEST_LINE - 3) + "...", line.marks()));
    }
    return shown;
  }

  private static List<String> wrapped(String title) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : title.split(" ", -1)) {
      if (line.length() > 0 && line.length() + word.length() >= TITLE_WIDTH) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.length() == 0 ? "" : " ").append(word);
    }
    lines.add(line.toString());
    return lines;
  }

  // --- What is drawn -----------------------------------------------------------------------------

  private void drawLinks(LayeredLayout layout, List<Link> edges) {
    Map<List<Integer>, Double> ports = ports(layout, edges);
    for (int k = 0; k < edges.size(); k++) {
      Route route = layout.route(k);
      Link edge = edges.get(k);
      List<Point> before = new ArrayList<>(route.before());
      List<Point> after = new ArrayList<>(route.after());
      before.set(
          0, port(layout, edge.source(), before.get(1), ports.getOrDefault(List.of(k, 0), 0.0)));
      int last = after.size() - 1;
      after.set(
          last,
          port(layout, edge.target(), after.get(last - 1), ports.getOrDefault(List.of(k, 1), 0.0)));
      out.append("<path d=\"");
      curve(before);
      curve(after);
      out.append("\" fill=\"none\" stroke=\"#333\" marker-end=\"url(#surety-arrow)\"/>\n");
      if (k < labels.size()) {
        drawLabel(labels.get(k), links.get(k), route.label());
      }
    }
  }

  /** How far from the middle of its box's side each end of a link is: those above come above. */
  private Map<List<Integer>, Double> ports(LayeredLayout layout, List<Link> edges) {
    record End(int edge, int end, double otherY) {}
    Map<List<Integer>, List<End>> sides = new HashMap<>();
    for (int k = 0; k < edges.size(); k++) {
      Route route = layout.route(k);
      for (int end = 0; end < 2; end++) {
        int box = end == 0 ? edges.get(k).source() : edges.get(k).target();
        Point other =
            end == 0 ? route.before().get(1) : route.after().get(route.after().size() - 2);
        int side = other.x() < layout.center(box).x() ? 0 : 1;
        sides
            .computeIfAbsent(List.of(box, side), key -> new ArrayList<>())
            .add(new End(k, end, other.y()));
      }
    }
    Map<List<Integer>, Double> ports = new HashMap<>();
    for (List<End> ends : sides.values()) {
      ends.sort(
          Comparator.comparingDouble(End::otherY)
              .thenComparingInt(End::edge)
              .thenComparingInt(End::end));
      for (int i = 0; i < ends.size(); i++) {
        double share = ends.size() == 1 ? 0 : (double) i / (ends.size() - 1) - 0.5;
        ports.put(
            List.of(ends.get(i).edge(), ends.get(i).end()),
            share * Math.min(1.4 * RADIUS, 8.0 * (ends.size() - 1)));
      }
    }
    return ports;
  }

  private Point port(LayeredLayout layout, int box, Point towards, double dy) {
    Point center = layout.center(box);
    if (box >= diagram.nodes().size()) {
      return center;
    }
    double r = radius(diagram.nodes().get(box)) + (diagram.nodes().get(box).accepting() ? 3 : 0);
    double dx = Math.sqrt(r * r - dy * dy) + 1;
    return new Point(center.x() + (towards.x() < center.x() ? -dx : dx), center.y() + dy);
  }

  /** Through the points, level at each of them. */
  private void curve(List<Point> points) {
    Point from = points.get(0);
    out.append(format("M%.1f %.1f", from.x(), from.y()));
    for (Point to : points.subList(1, points.size())) {
      double middle = (from.x() + to.x()) / 2;
      out.append(
          format(
              "C%.1f %.1f %.1f %.1f %.1f %.1f", middle, from.y(), middle, to.y(), to.x(), to.y()));
      from = to;
    }
  }

  private void drawLoop(Arc loop, Point center) {
    Node node = diagram.nodes().get(loop.source());
    double r = radius(node) + (node.accepting() ? 3 : 0);
    double side = r * 0.5;
    double edge = center.y() - Math.sqrt(r * r - side * side) - 1;
    double top = center.y() - r - LOOP * 1.25;
    out.append(
        format(
            "<path d=\"M%.1f %.1fC%.1f %.1f %.1f %.1f %.1f %.1f\" fill=\"none\" stroke=\"#333\""
                + " marker-end=\"url(#surety-arrow)\"/>\n",
            center.x() - side,
            edge,
            center.x() - 2 * side,
            top,
            center.x() + 2 * side,
            top,
            center.x() + side,
            edge));
    List<Line> lines = shown(loop.lines());
    double y = center.y() - radius(node) - 3 - LOOP - lines.size() * LINE / 2;
    drawLabel(lines, loop, new Point(center.x(), y));
  }

  private void drawLabel(List<Line> lines, Arc arc, Point center) {
    out.append("<g>");
    if (!lines.equals(arc.lines())) {
      out.append("<title>");
      arc.lines().forEach(line -> out.append(escaped(line.text())).append('\n'));
      out.append("</title>");
    }
    double y = center.y() - lines.size() * LINE / 2;
    for (Line line : lines) {
      double x = center.x() - width(line) / 2;
      text(x, y + LINE * 0.75, "start", line.text(), "");
      marks(x + line.text().length() * CHARACTER + 4 + MARK / 2, y + LINE / 2, line.marks());
      y += LINE;
    }
    out.append("</g>\n");
  }

  private void drawNode(Node node, Point center) {
    double r = radius(node);
    String fill =
        switch (node.shade()) {
          case PLAIN -> "#fff";
          case SATISFIED -> "#c8e6c9";
          case VIOLATED -> "#ffcdd2";
        };
    out.append("<g>");
    node.tooltip().ifPresent(t -> out.append("<title>").append(escaped(t)).append("</title>"));
    if (node.accepting()) {
      circle(center, r + 3, fill);
    }
    circle(center, r, fill);
    text(center.x(), center.y() + 4, "middle", node.text(), "");
    double left = center.x() - (node.marks().size() - 1) * MARK / 2;
    marks(left, center.y() + r + 3 + MARK / 2, node.marks());
    out.append("</g>\n");
  }

  private void circle(Point center, double r, String fill) {
    out.append(
        format(
            "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"%.1f\" fill=\"%s\" stroke=\"#333\"/>",
            center.x(), center.y(), r, fill));
  }

  private void marks(double left, double y, List<Integer> marks) {
    double x = left;
    for (int mark : marks) {
      out.append(
          format(
              "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"6.5\" fill=\"%s\"/>",
              x, y, COLORS.get(mark % COLORS.size())));
      text(x, y + 3, "middle", Integer.toString(mark), " font-size=\"9\" fill=\"#fff\"");
      x += MARK;
    }
  }

  private void text(double x, double y, String anchor, String text, String style) {
    out.append(format("<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\"%s>", x, y, anchor, style));
    out.append(escaped(text)).append("</text>");
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }

  private static String escaped(String text) {
    StringBuilder escaped = new StringBuilder();
    text.codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                default -> escaped.appendCodePoint(c < ' ' && c != '\n' ? ' ' : c);
              }
            });
    return escaped.toString();
  }
}
