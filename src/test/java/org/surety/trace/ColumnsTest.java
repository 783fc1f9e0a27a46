package org.surety.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.surety.base.InputException;
import org.surety.spec.ColumnAddress;

class ColumnsTest {
  private static Columns arrays() {
    Map<String, Integer> widths = new LinkedHashMap<>();
    widths.put("observation.state", 4);
    widths.put("action", 2);
    widths.put("next.reward", 1);
    widths.put("infos/x", 1);
    return new Columns("log", widths);
  }

  private static int cell(Columns columns, String path, int component) {
    return columns.cell(new ColumnAddress(path, component));
  }

  @Test
  void aliasesOfArrayColumnsAreFound() {
    Columns columns = arrays();
    assertEquals(3, cell(columns, "observations", 3));
    assertEquals(3, cell(columns, "observation.state", 3));
    assertEquals(5, cell(columns, "actions", 1));
    assertEquals(6, cell(columns, "rewards", ColumnAddress.SCALAR));
    assertEquals(6, cell(columns, "reward", 0));
    assertEquals(7, cell(columns, "infos.x", ColumnAddress.SCALAR));
    assertEquals(7, cell(columns, "info.x", ColumnAddress.SCALAR));
  }

  @Test
  void componentsOfFlatHeadersAreFoundInEverySpelling() {
    for (String third : List.of("observations[3]", "observations_3", "observations.3", "obs_3")) {
      Columns columns = Columns.flat("log", List.of("episode", "obs_1", third, "reward"));
      assertEquals(2, cell(columns, "observations", 3), third);
    }
  }

  @Test
  void exactNameWinsOverAlias() {
    Columns columns = Columns.flat("log", List.of("reward", "rewards", "x_1"));
    assertEquals(1, cell(columns, "rewards", ColumnAddress.SCALAR));
    assertEquals(0, cell(columns, "reward", ColumnAddress.SCALAR));
    assertEquals(2, cell(columns, "x_1", ColumnAddress.SCALAR));
  }

  @Test
  void missingColumnNamesTheNearOne() {
    String message = refusal(arrays(), "infos.y", ColumnAddress.SCALAR);
    assertTrue(message.contains("'infos.y'") && message.contains("infos/x"), message);
  }

  @Test
  void componentOutOfRangeNamesTheWidth() {
    String message = refusal(arrays(), "observations", 4);
    assertTrue(message.contains("width 4"), message);
    Columns flat = Columns.flat("log", List.of("obs_0", "obs_1"));
    assertTrue(refusal(flat, "observations", 2).contains("only 2 components"));
  }

  @Test
  void vectorAskedForAsScalarIsRefused() {
    assertTrue(refusal(arrays(), "observations", ColumnAddress.SCALAR).contains("4 components"));
  }

  @Test
  void twoAliasesOfOneNameAreAmbiguous() {
    Columns columns = Columns.flat("log", List.of("reward", "next.reward"));
    assertTrue(refusal(columns, "rewards", ColumnAddress.SCALAR).contains("could be any of"));
  }

  @Test
  void timingFollowsTheMeaningOfTheName() {
    assertEquals(ColumnTiming.STATE, Columns.timing("obs_3"));
    assertEquals(ColumnTiming.STATE, Columns.timing("x"));
    assertEquals(ColumnTiming.REACHED, Columns.timing("next.reward"));
    assertEquals(ColumnTiming.REACHED, Columns.timing("costs"));
    assertEquals(ColumnTiming.ACTION, Columns.timing("action[0]"));
    assertEquals(ColumnTiming.ACTION, Columns.timing("log_prob"));
    assertEquals(ColumnTiming.ACTION, Columns.timing("mean_1"));
  }

  private static String refusal(Columns columns, String path, int component) {
    return assertThrows(InputException.class, () -> cell(columns, path, component)).getMessage();
  }
}
