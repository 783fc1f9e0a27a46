package org.surety.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.surety.base.InputException;
import org.surety.env.BatchEnvironment;
import org.surety.env.TemporalTask;

class TrainingEnvironmentsTest {
  private static TrainingEnvironments read(String toml) {
    List<Settings.Key> keys =
        Stream.of(TrainingEnvironments.KEYS, TrainingEnvironments.TABLES)
            .flatMap(List::stream)
            .toList();
    return TrainingEnvironments.of(
        Settings.parse(toml.getBytes(StandardCharsets.UTF_8), "my.toml", keys), 0.99);
  }

  private static String message(String toml) {
    return assertThrows(InputException.class, () -> read(toml), toml).getMessage();
  }

  @Test
  void withoutAFormulaTheEnvironmentIsAsItIs() {
    TrainingEnvironments found = read("environment = \"point-robot\"");
    assertEquals(1, found.stages().size());
    assertEquals(6, found.observationSize());
    assertEquals(2, found.actionSize());
    assertEquals(0, found.actionChoices());
    assertTrue(found.task().isEmpty());
    assertEquals("point-robot", found.description());
  }

  @Test
  void everyStageOfACurriculumHasTheTaskOfTheFormula() {
    TrainingEnvironments found =
        read(
            """
            environment = "point-reach-avoid-5"
            formula = "!hazard U goal"
            [curriculum]
            stages = "point-reach-avoid-1, point-reach-avoid-3"
            """);
    assertEquals(3, found.stages().size());
    assertEquals(44, found.observationSize());
    for (var stage : found.stages()) {
      try (BatchEnvironment one = stage.apply(1)) {
        assertEquals(List.of("automaton_state"), one.infoNames().subList(5, 6));
      }
    }
  }

  @Test
  void memoryIsObservedAndJumpsAreTaken() {
    TrainingEnvironments found = read("formula = \"F (goal & F !goal)\"");
    int states = found.task().orElseThrow().table().states();
    assertEquals(6 + states, found.observationSize());
    assertEquals(3, read("formula = \"F G goal\"").actionSize());
    assertEquals(
        TemporalTask.Reading.INFINITE,
        read("formula = \"F goal\"\n[product]\nautomaton = \"ldba\"")
            .task()
            .orElseThrow()
            .reading());
  }

  /** Row, column and automaton state of a lane's start on the grid below. */
  private static String begun(BatchEnvironment grid, long seed, int lane) {
    grid.reset(lane, seed, lane);
    int at = lane * grid.infoNames().size();
    return grid.infos()[at]
        + " "
        + grid.infos()[at + 1]
        + " "
        + grid.infos()[at + grid.infoNames().indexOf("automaton_state")];
  }

  @Test
  void aShareOfTrainingEpisodesBeginsAnywhereAndEveryOtherWhereItIsMeasured() {
    String world =
        """
        environment = "slp-sml"
        formula = "F (goal1 & X F (goal2 & X F (goal3 & X F goal4)))"
        """;
    TrainingEnvironments given = read(world);
    TrainingEnvironments wide = read(world + "[curriculum]\nanywhere = 0.3");
    int lanes = 20_000;
    int elsewhere = 0;
    Set<String> places = new HashSet<>();
    try (BatchEnvironment usual = given.stages().get(0).apply(lanes);
        BatchEnvironment some = wide.stages().get(0).apply(lanes);
        BatchEnvironment measured =
            wide.task().orElseThrow().watched(wide.environment().batch().apply(lanes))) {
      String start = begun(usual, 7, 0);
      for (int lane = 0; lane < lanes; lane++) {
        String here = begun(some, 7, lane);
        assertEquals(here, begun(some, 7, lane), "an episode's start is drawn from its number");
        places.add(here);
        elsewhere += here.equals(start) ? 0 : 1;
        assertEquals(start, begun(usual, 7, lane));
        assertEquals(start, begun(measured, 7, lane), "logs begin where the world begins");
      }
    }
    double margin = 5 * Math.sqrt(0.3 * 0.7 / lanes);
    assertEquals(0.3, (double) elsewhere / lanes, margin + 0.3 / (4 * 120));
    assertTrue(places.size() > 4 * 100, "cells and states of the automaton: " + places.size());
  }

  @Test
  void whatDoesNotFitIsAnInputError() {
    String anywhere = "[curriculum]\nanywhere = 0.5";
    assertTrue(message("formula = \"F goal\"\n" + anywhere).contains("begin in one place"));
    assertTrue(message("environment = \"minecraft\"\n" + anywhere).contains("formula"));
    assertTrue(message("[curriculum]\nanywhere = 1.5").contains("from 0 to 1"));
    assertTrue(message("environment = \"point-robt\"").contains("point-robot"));
    assertTrue(message("formula = \"F gaol\"").contains("my.toml, line 1, formula"));
    assertTrue(
        message("[curriculum]\nstages = \"point-reach-avoid-1\"").contains("44 observations"));
    assertTrue(message("[product]\nadvanc = 1").contains("'product.advance'"));
    assertTrue(message("[product]\nadvance = 2").contains("from 0 to 1"));
  }
}
