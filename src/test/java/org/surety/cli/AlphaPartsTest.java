package org.surety.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.surety.cli.CertifiedFolder.refused;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.surety.bound.ClopperPearson;
import org.surety.bound.ErrorProbability;
import org.surety.certificate.Json;

/** Bounds by cause and by window: each is paid for, and no setting exceeds what they allow. */
class AlphaPartsTest {
  @TempDir static Path folder;
  private static CertifiedFolder files;

  @BeforeAll
  static void certificates() throws IOException {
    files = CertifiedFolder.in(folder);
  }

  private static Json.Obj alpha(String certificate, String... more) {
    SuretyCli.Run run = files.alpha(files.path(certificate), more);
    String[] all = new String[more.length + 1];
    System.arraycopy(more, 0, all, 1, more.length);
    all[0] = "--json";
    assertEquals(0, run.code(), run.toString());
    return (Json.Obj) Json.parse(files.alpha(files.path(certificate), all).out(), "alpha");
  }

  private static List<Json> items(Json.Obj object, String name) {
    return ((Json.Arr) object.members().get(name)).items();
  }

  private static double number(Json item, String field) {
    BigDecimal value = ((Json.Dec) ((Json.Obj) item).members().get(field)).value();
    return value.doubleValue();
  }

  private static double setting(Json.Obj answer, String transfer, String field) {
    for (Json row : items(answer, "transfers")) {
      if (Json.of(transfer).equals(((Json.Obj) row).get("name"))) {
        return number(row, field);
      }
    }
    throw new AssertionError("no " + transfer + " in " + answer);
  }

  /** Four of 200 episodes are hazards within three decisions, none is late. */
  @Test
  void everyCauseIsBoundedAtHalfTheErrorProbability() {
    Json.Obj answer = alpha("given.json", "--by-cause");
    ErrorProbability half = ErrorProbability.parse("1e-3").sharedBy(2);
    List<Json> causes = items(answer, "causes");
    assertEquals(ClopperPearson.upper(0, 200, half), number(causes.get(0), "epsilon"), 1e-11);
    assertEquals(ClopperPearson.upper(4, 200, half), number(causes.get(1), "epsilon"), 1e-11);
    double both = number(causes.get(0), "epsilon") + number(causes.get(1), "epsilon");
    double budget = setting(answer, "trajectory-budget", "budget");
    assertEquals(Math.log(0.5 / both), budget, 1e-9);
    assertTrue(budget <= Math.log(0.5 / both));
  }

  @Test
  void everyCauseKeepsItsOwnLimit() {
    Json.Obj answer = alpha("given.json", "--by-cause", "--hazard-risk", "0.1");
    double hazard = number(items(answer, "causes").get(1), "epsilon");
    double budget = setting(answer, "trajectory-budget", "budget");
    assertEquals(Math.log(0.1 / hazard), budget, 1e-9);
    SuretyCli.Run none =
        files.alpha(files.path("given.json"), "--by-cause", "--hazard-risk", "0.01");
    assertEquals(1, none.code(), none.toString());
  }

  /** Violations are decided at decisions 0, 1, 2 and 3, one each. */
  @Test
  void everyWindowIsPaidForAndItsEndIsTheExponent() {
    Json.Obj answer = alpha("best.json", "--windows", "1,3");
    ErrorProbability half = ErrorProbability.parse("1e-3").sharedBy(2);
    double each = ClopperPearson.upper(2, 200, half);
    List<Json> windows = items(answer, "windows");
    assertEquals(each, number(windows.get(0), "epsilon"), 1e-11);
    assertEquals(each, number(windows.get(1), "epsilon"), 1e-11);
    double alpha = setting(answer, "time-resolved", "alpha");
    double bound = each * alpha + each * alpha * alpha * alpha;
    assertEquals(0.5, bound, 1e-6);
    assertTrue(bound <= 0.5);
  }

  @Test
  void whatIsNotPaidForIsRefused() {
    String given = files.path("given.json");
    String best = files.path("best.json");
    refused(files.alpha(given, "--windows", "1,3"), "--horizon best");
    refused(files.alpha(best, "--windows", "1,2"), "do not end with the largest horizon");
    refused(files.alpha(best, "--windows", "3,1"), "later and later");
    refused(files.alpha(best, "--windows", "1,3", "--by-cause"), "leave one of them out");
    refused(files.alpha(best, "--windows", "1,3", "--horizon", "best"), "leave one of them out");
    refused(files.alpha(best, "--by-cause", "--horizon", "2"), "leave --horizon out");
    refused(files.alpha(given, "--late-risk", "0.1"), "add --by-cause");
    refused(files.alpha(given, "--by-cause", "--late-risk", "0.6"), "a part of --risk");
    refused(files.alpha(given, "--parents", folder.toString()), "add --public-key");
  }

  @Test
  void aCertificateThatAnotherReplacesIsRefused() {
    SuretyCli.ok(files.certify("newer.json", "--supersedes", files.path("given.json")));
    String[] trust = {"--public-key", files.path("pub.pem"), "--parents", folder.toString()};
    refused(files.alpha(files.path("given.json"), trust), "replaced by");
    assertEquals(0, files.alpha(files.path("newer.json"), trust).code());
  }
}
