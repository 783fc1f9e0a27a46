package org.surety.study;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.surety.base.InputException;
import org.surety.base.Progress;
import org.surety.certificate.Json;

final class SportStudyTest {
  @TempDir private Path folder;

  /** As small as may be: one update a policy. */
  private static final SportPlan TINY =
      new SportPlan(
          List.of(
              new SportPlan.Rate(
                  5, SportPlan.HORIZON_5_HZ, 1 << 14, 320, 100, List.of(new BigDecimal("1.1")), 2)),
          2,
          1,
          1_000,
          "1e-3",
          List.of(new BigDecimal("0.1")));

  private final List<String> said = new ArrayList<>();

  private SportStudy study(SportPlan plan, BooleanSupplier stop) {
    SportStudy.Request request =
        new SportStudy.Request(
            List.of(5), plan.seeds(), true, FreshRolloutsTest.BASE.toString(), "cpu", 2);
    return new SportStudy(plan, request, folder, Progress.NONE, said::add, stop);
  }

  @Test
  void aStudyWritesItsTablesAndComputesNothingTwice() throws IOException, InterruptedException {
    AtomicInteger asked = new AtomicInteger();
    assertTrue(study(TINY, () -> asked.incrementAndGet() > 300).run().isEmpty());
    assertFalse(Files.exists(folder.resolve("report.md")));

    Json summary = study(TINY, () -> false).run().orElseThrow();

    String report = Files.readString(folder.resolve("report.md"));
    for (Arm arm : Arm.values()) {
      assertTrue(report.contains("| " + arm.word() + " |"), report);
    }
    assertTrue(report.contains("all policies above: **0**"), report);
    Json.Obj rate =
        (Json.Obj) ((Json.Arr) new Census.Numbers(summary, "summary").get("rates")).items().get(0);
    assertEquals(
        Arm.values().length,
        ((Json.Arr) new Census.Numbers(rate, "rate").get("arms")).items().size());
    List<String> arms = Files.readAllLines(folder.resolve("arms-5hz.csv"));
    assertEquals(1 + Arm.values().length, arms.size());
    assertTrue(Files.size(folder.resolve("base-5hz.csv")) > 100);
    List<String> seeds = Files.readAllLines(folder.resolve("seeds-5hz.csv"));
    assertEquals(1 + 2 * (1 + Arm.values().length), seeds.size());
    assertEquals(2, Files.readAllLines(folder.resolve("sweep-5hz.csv")).size());

    Path cell = folder.resolve("5hz/cells/arm-budget-0.1-seed2.json");
    FileTime written = Files.getLastModifiedTime(cell);
    study(TINY, () -> false).run();
    assertEquals(written, Files.getLastModifiedTime(cell));
    assertEquals(report, Files.readString(folder.resolve("report.md")));
  }

  @Test
  void aFolderIsOfOnePlan() throws IOException, InterruptedException {
    study(TINY, () -> true).run();
    SportPlan other =
        new SportPlan(
            TINY.rates(), 3, TINY.baseShare(), TINY.certifyEpisodes(), TINY.beta(), TINY.risks());
    SportStudy study = study(other, () -> false);
    assertThrows(InputException.class, study::run);
  }

  @Test
  void aRiskBelowTheBasesOwnLeavesGuardsOut() throws IOException, InterruptedException {
    SportPlan strict =
        new SportPlan(
            TINY.rates(),
            2,
            TINY.baseShare(),
            TINY.certifyEpisodes(),
            TINY.beta(),
            List.of(new BigDecimal("0.001")));
    study(strict, () -> false).run().orElseThrow();
    assertEquals(1, Files.readAllLines(folder.resolve("arms-5hz.csv")).size());
    assertTrue(said.stream().anyMatch(s -> s.contains("not above")), said.toString());
  }
}
