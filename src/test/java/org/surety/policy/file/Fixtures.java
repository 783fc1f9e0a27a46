package org.surety.policy.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.surety.policy.Policy;
import org.surety.policy.PolicyEvaluator;

/** Files written by the real libraries and what torch computed with them: make_fixtures.py. */
final class Fixtures {
  private static final JsonFields EXPECTED = JsonFields.parse(bytes("expected.json"), "expected");

  private Fixtures() {}

  static Path path(String name) {
    try {
      return Path.of(
          Objects.requireNonNull(Fixtures.class.getResource("/policy/" + name), name).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  static byte[] bytes(String name) {
    try {
      return Files.readAllBytes(path(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Policy read(String name, PolicyHints hints) {
    try {
      return Policies.read(path(name), hints);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static JsonFields expected(String name) {
    return EXPECTED.object(name);
  }

  static double[][] rows(String name, String member) {
    List<?> rows = (List<?>) Objects.requireNonNull(EXPECTED.object(name).get(member));
    return rows.stream()
        .map(row -> ((List<?>) row).stream().mapToDouble(x -> (Double) x).toArray())
        .toArray(double[][]::new);
  }

  /**
   * Evaluates all rows in one batch and compares with torch; the largest difference is returned.
   */
  static double assertAsTorch(String name, Policy policy, String... outputs) {
    double[][] observations = rows(name, "observations");
    int rows = observations.length;
    int n = policy.observations();
    int m = policy.actions();
    assertEquals(observations[0].length, n);
    double[] batch = new double[rows * n];
    for (int r = 0; r < rows; r++) {
      System.arraycopy(observations[r], 0, batch, r * n, n);
    }
    PolicyEvaluator evaluator = policy.evaluator(rows);
    double[] first = new double[rows * m];
    double[] second = new double[rows * m];
    if (policy.gaussian()) {
      evaluator.gaussian(batch, 0, rows, first, second);
    } else {
      evaluator.logits(batch, 0, rows, first);
      for (int r = 0; r < rows; r++) {
        centre(first, r * m, m);
      }
    }
    double worst = 0;
    for (int k = 0; k < outputs.length; k++) {
      double[][] expected = rows(name, outputs[k]);
      assertEquals(rows, expected.length);
      for (int r = 0; r < rows; r++) {
        assertEquals(m, expected[r].length);
        double[] row = expected[r].clone();
        if (!policy.gaussian()) {
          centre(row, 0, m);
        }
        for (int i = 0; i < m; i++) {
          double difference = Math.abs(row[i] - (k == 0 ? first : second)[r * m + i]);
          worst = Math.max(worst, difference / Math.max(1, Math.abs(row[i])));
        }
      }
    }
    assertTrue(worst < 1e-6, name + " differs by " + worst);
    return worst;
  }

  /** Logits are compared up to a constant. */
  private static void centre(double[] logits, int from, int count) {
    double sum = 0;
    for (int i = 0; i < count; i++) {
      sum += logits[from + i];
    }
    for (int i = 0; i < count; i++) {
      logits[from + i] -= sum / count;
    }
  }
}
