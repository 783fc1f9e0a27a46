package org.surety.automaton.hoa;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.surety.automaton.Dfa;
import org.surety.automaton.translate.LtlfTranslator;
import org.surety.logic.Formula;
import org.surety.logic.LtlParser;
import org.surety.logic.RandomFormulas;

class HoaWriterTest {

  @Test
  void reachAvoidIsWrittenAsSpotWouldReadIt() {
    Formula f = LtlParser.parse("!hazard U \"my \\\"goal\\\"\"");
    assertEquals(
        """
        HOA: v1
        name: "!hazard U \\"my \\\\\\"goal\\\\\\"\\""
        tool: "Surety"
        States: 3
        Start: 0
        AP: 2 "hazard" "my \\"goal\\""
        acc-name: Buchi
        Acceptance: 1 Inf(0)
        properties: trans-labels explicit-labels state-acc deterministic complete
        /* A finite automaton: a word is accepted if it ends in a state marked {0}. */
        --BODY--
        State: 0
        [!0&!1] 0
        [1] 1
        [0&!1] 2
        State: 1 {0}
        [t] 1
        State: 2
        [t] 2
        --END--
        """,
        HoaWriter.write(LtlfTranslator.translate(f), f.toString()));
  }

  @Test
  void whatIsWrittenReadsBackAsTheSameAutomaton() {
    RandomFormulas random = new RandomFormulas(91, List.of("a", "b", "c"), 4);
    for (int i = 0; i < 500; i++) {
      Formula f = random.formula(10);
      Dfa dfa = LtlfTranslator.translate(f);
      Reader reader = new Reader(HoaWriter.write(dfa, f.toString()));
      assertEquals(dfa.states(), reader.edges.size());
      for (int s = 0; s < dfa.states(); s++) {
        assertEquals(dfa.accepting(s), reader.accepting.contains(s));
        for (long letter = 0; letter < 1L << dfa.atoms().size(); letter++) {
          assertEquals(List.of(dfa.successor(s, letter)), reader.successors(s, letter));
        }
      }
    }
  }

  /** Reads the body of what we write, by the letter of the format: labels, targets, marks. */
  private static final class Reader {
    private record Edge(String label, int target) {}

    private static final Pattern STATE = Pattern.compile("State: (\\d+)( \\{0\\})?");
    private static final Pattern EDGE = Pattern.compile("\\[([^\\]]*)\\] (\\d+)");

    final Map<Integer, List<Edge>> edges = new HashMap<>();
    final Set<Integer> accepting = new HashSet<>();

    Reader(String text) {
      int state = -1;
      for (String line : text.substring(text.indexOf("--BODY--")).lines().toList()) {
        Matcher header = STATE.matcher(line);
        Matcher edge = EDGE.matcher(line);
        if (header.matches()) {
          state = Integer.parseInt(header.group(1));
          edges.put(state, new ArrayList<>());
          if (header.group(2) != null) {
            accepting.add(state);
          }
        } else if (edge.matches()) {
          edges.get(state).add(new Edge(edge.group(1), Integer.parseInt(edge.group(2))));
        }
      }
    }

    List<Integer> successors(int state, long letter) {
      return edges.get(state).stream()
          .filter(edge -> holds(edge.label, letter))
          .map(Edge::target)
          .toList();
    }

    private static boolean holds(String label, long letter) {
      for (String cube : label.split(" \\| ")) {
        boolean all = true;
        for (String literal : cube.split("&")) {
          boolean negated = literal.startsWith("!");
          String atom = negated ? literal.substring(1) : literal;
          all &= atom.equals("t") || ((letter >> Integer.parseInt(atom) & 1) == 1) != negated;
        }
        if (all) {
          return true;
        }
      }
      return false;
    }
  }
}
