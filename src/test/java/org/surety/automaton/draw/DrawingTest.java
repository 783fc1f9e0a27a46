package org.surety.automaton.draw;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.surety.automaton.draw.LayeredLayout.Box;
import org.surety.automaton.draw.LayeredLayout.Link;
import org.surety.automaton.draw.LayeredLayout.Point;
import org.surety.automaton.draw.LayeredLayout.Route;
import org.surety.automaton.hoa.HoaReader;
import org.surety.automaton.hoa.PrintedAutomata;
import org.surety.automaton.omega.OmegaAutomaton;
import org.surety.automaton.translate.LtlfTranslator;
import org.surety.logic.Formula;
import org.surety.logic.LtlParser;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class DrawingTest {
  private static final DocumentBuilderFactory XML = DocumentBuilderFactory.newInstance();

  private static Document parsed(String svg) {
    try {
      return XML.newDocumentBuilder().parse(new InputSource(new StringReader(svg)));
    } catch (Exception e) {
      throw new AssertionError(svg, e);
    }
  }

  private static List<String> texts(Document svg) {
    List<String> texts = new ArrayList<>();
    NodeList elements = svg.getElementsByTagName("text");
    for (int i = 0; i < elements.getLength(); i++) {
      texts.add(elements.item(i).getTextContent());
    }
    return texts;
  }

  /** Circles by their center; a center outside the picture fails. */
  private static Map<List<String>, List<Double>> circles(Document svg) {
    double width = Double.parseDouble(svg.getDocumentElement().getAttribute("width"));
    double height = Double.parseDouble(svg.getDocumentElement().getAttribute("height"));
    Map<List<String>, List<Double>> circles = new HashMap<>();
    NodeList elements = svg.getElementsByTagName("circle");
    for (int i = 0; i < elements.getLength(); i++) {
      Element circle = (Element) elements.item(i);
      String x = circle.getAttribute("cx");
      String y = circle.getAttribute("cy");
      assertTrue(Double.parseDouble(x) > 0 && Double.parseDouble(x) < width);
      assertTrue(Double.parseDouble(y) > 0 && Double.parseDouble(y) < height);
      circles
          .computeIfAbsent(List.of(x, y), key -> new ArrayList<>())
          .add(Double.parseDouble(circle.getAttribute("r")));
    }
    return circles;
  }

  @Test
  void pictureShowsStatesLettersAndAcceptance() {
    OmegaAutomaton automaton =
        HoaReader.readAll(
                """
                HOA: v1 name: "GF <a> & \\"quoted\\"" States: 2 Start: 0 AP: 1 "a"
                acc-name: Buchi Acceptance: 1 Inf(0) --BODY--
                State: 0 [!0] 0 [0] 1 {0} State: 1 [t] 0 --END--
                """,
                "test")
            .get(0);
    String svg = SvgWriter.write(automaton);
    List<String> texts = texts(parsed(svg));
    assertTrue(
        texts.containsAll(List.of("GF <a> & \"quoted\"", "Buchi: Inf(0)", "0", "1", "!a", "true")),
        texts.toString());
    assertEquals(3, circles(parsed(svg)).size(), "two states and a mark");
    assertEquals(svg, SvgWriter.write(automaton));
  }

  @Test
  void acceptingAndSettledStatesOfFiniteWordsAreSeen() {
    Formula f = LtlParser.parse("!\"a b\" U g");
    String svg = SvgWriter.write(LtlfTranslator.translate(f), f.toString());
    assertEquals(1, circles(parsed(svg)).values().stream().filter(r -> r.size() == 2).count());
    assertTrue(svg.contains("#c8e6c9") && svg.contains("#ffcdd2"));
    assertTrue(texts(parsed(svg)).contains("!\"a b\" & !g"));
  }

  @Test
  void graphvizShowsSettledStates() {
    Formula f = LtlParser.parse("!\"a b\" U g");
    String dot = DotWriter.write(LtlfTranslator.translate(f), f.toString());
    assertTrue(dot.contains("2 [shape=circle style=filled fillcolor=lightpink]"), dot);
    assertTrue(dot.contains("1 [shape=doublecircle style=filled fillcolor=palegreen]"), dot);
    assertTrue(dot.contains("0 -> 0 [label=\"!\\\"a b\\\" & !g\"]"), dot);
    assertTrue(dot.contains("start -> 0"), dot);
  }

  @Test
  void graphvizShowsAcceptanceSetsAndAllInitialStates() {
    OmegaAutomaton automaton =
        HoaReader.readAll(
                """
                HOA: v1 name: "two" States: 2 Start: 0 Start: 1 AP: 1 "a"
                Acceptance: 2 Fin(0) & Inf(1) --BODY--
                State: 0 [!0] 1 {0 1} [0] 1 State: 1 [t] 1 --END--
                """,
                "test")
            .get(0);
    String dot = DotWriter.write(automaton);
    assertTrue(dot.contains("label=\"two\\nRabin 1: Fin(0) & Inf(1)\""), dot);
    assertTrue(dot.contains("0 -> 1 [label=\"!a {0,1}\\na\"]"), dot);
    assertTrue(dot.contains("start1 -> 1"), dot);
  }

  @ParameterizedTest
  @EnumSource(names = {"SPOT_DELA", "OWL_LDBA"})
  void printedAutomataBecomeWellFormedPictures(PrintedAutomata printed) {
    List<OmegaAutomaton> automata = printed.all();
    for (int k = 0; k < automata.size(); k += 4) {
      if (automata.get(k).states() <= 20) {
        String svg = SvgWriter.write(automata.get(k));
        assertTrue(circles(parsed(svg)).size() >= automata.get(k).states());
      }
    }
  }

  @Test
  void boxesAndLabelsNeverOverlap() {
    Random random = new Random(5);
    for (int n = 0; n < 200; n++) {
      int boxes = 1 + random.nextInt(12);
      List<Box> sizes = new ArrayList<>();
      for (int b = 0; b < boxes; b++) {
        sizes.add(new Box(20 + random.nextInt(40), 10 + random.nextInt(60), 10));
      }
      List<Link> links = new ArrayList<>();
      for (int k = 0; k < 2 * boxes && boxes > 1; k++) {
        int source = random.nextInt(boxes);
        int target = (source + 1 + random.nextInt(boxes - 1)) % boxes;
        links.add(new Link(source, target, new Box(random.nextInt(80), 8, 8)));
      }
      LayeredLayout layout = new LayeredLayout(sizes, List.of(0), links);
      List<double[]> rectangles = new ArrayList<>();
      for (int b = 0; b < boxes; b++) {
        rectangles.add(rectangle(layout.center(b), sizes.get(b), layout));
      }
      for (int k = 0; k < links.size(); k++) {
        Route route = layout.route(k);
        assertEquals(layout.center(links.get(k).source()), route.before().get(0));
        assertEquals(
            layout.center(links.get(k).target()), route.after().get(route.after().size() - 1));
        rectangles.add(rectangle(route.label(), links.get(k).label(), layout));
      }
      for (double[] a : rectangles) {
        for (double[] b : rectangles) {
          assertFalse(
              a != b && a[0] < b[1] && b[0] < a[1] && a[2] < b[3] && b[2] < a[3],
              "two boxes overlap");
        }
      }
    }
  }

  private static double[] rectangle(Point center, Box box, LayeredLayout layout) {
    double slack = 1e-6;
    double[] rectangle = {
      center.x() - box.width() / 2 + slack,
      center.x() + box.width() / 2 - slack,
      center.y() - box.above() + slack,
      center.y() + box.below() - slack
    };
    assertTrue(
        rectangle[0] >= 0
            && rectangle[1] <= layout.width()
            && rectangle[2] >= 0
            && rectangle[3] <= layout.height());
    return rectangle;
  }
}
