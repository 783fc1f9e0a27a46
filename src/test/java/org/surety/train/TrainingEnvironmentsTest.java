package org.surety.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
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

  @Test
  void whatDoesNotFitIsAnInputError() {
    assertTrue(message("environment = \"point-robt\"").contains("point-robot"));
    assertTrue(message("formula = \"F gaol\"").contains("my.toml, line 1, formula"));
    assertTrue(
        message("[curriculum]\nstages = \"point-reach-avoid-1\"").contains("44 observations"));
    assertTrue(message("[product]\nadvanc = 1").contains("'product.advance'"));
    assertTrue(message("[product]\nadvance = 2").contains("from 0 to 1"));
  }
}
