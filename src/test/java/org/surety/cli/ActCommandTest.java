package org.surety.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.surety.certificate.Json;
import org.surety.guard.GuardSetting;
import org.surety.guard.file.GuardedRun;
import org.surety.policy.ActionScaling;
import org.surety.policy.DenseLayer;
import org.surety.policy.Head;
import org.surety.policy.Network;
import org.surety.policy.Policy;
import org.surety.policy.file.Policies;
import org.surety.policy.file.PolicyHints;

/** One line in, one action out, and no charge is ever forgotten. */
class ActCommandTest {
  @TempDir static Path folder;
  private static PolicyFolder files;

  @BeforeAll
  static void policies() throws IOException {
    files = PolicyFolder.in(folder);
    Policies.writeSafetensors(task(0.3), folder.resolve("task.safetensors"));
    files.log("drawn.csv", PolicyFolder.INDEPENDENT, (raw, executed) -> raw);
    SuretyCli.ok(files.certify("drawn.csv", "base.json", files.stochastic()));
  }

  /** The base policy with its means shifted. */
  private static Policy task(double shift) {
    Policy base = PolicyFolder.policy();
    Head.Gaussian head = (Head.Gaussian) base.head();
    DenseLayer mean = head.mean().layers().get(0);
    double[] bias = mean.bias();
    bias[0] += shift;
    return new Policy(
        base.observations(),
        base.normalizer(),
        base.trunk(),
        new Head.Gaussian(
            new Network(
                List.of(new DenseLayer(mean.inputs(), mean.weights(), bias, mean.activation()))),
            new Head.ConstantDeviation(new double[] {-1.3, -0.9})),
        base.scaling());
  }

  private static SuretyCli.Run act(String input, String... more) {
    return actOn(files.path("policy.safetensors"), files.path("task.safetensors"), input, more);
  }

  private static SuretyCli.Run actOn(String base, String task, String input, String... more) {
    Stream<String> common = Stream.of("act", "--base", base, "--task", task);
    String[] all = Stream.concat(common, Stream.of(more)).toArray(String[]::new);
    return withInput(input, all);
  }

  private static SuretyCli.Run withInput(String input, String... all) {
    InputStream before = System.in;
    try {
      System.setIn(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
      return SuretyCli.run(all);
    } finally {
      System.setIn(before);
    }
  }

  private static SuretyCli.Run budget(String input, String... more) {
    Stream<String> common = Stream.of("--guard", "budget", "--budget", "0.5", "--horizon", "20");
    return act(input, Stream.concat(common, Stream.of(more)).toArray(String[]::new));
  }

  private static String observations(int count) {
    Random random = new Random(2);
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < count; i++) {
      lines.append('[').append(random.nextGaussian()).append(", ");
      lines.append(random.nextGaussian()).append(",0.5]\n");
    }
    return lines.toString();
  }

  private static List<Json.Obj> answers(String out) {
    List<Json.Obj> answers = new ArrayList<>();
    out.lines().forEach(line -> answers.add((Json.Obj) Json.parse(line, "answer")));
    return answers;
  }

  private static double number(Json.Obj answer, String name) {
    Json value = answer.members().get(name);
    return value instanceof Json.Int i
        ? i.value().doubleValue()
        : ((Json.Dec) value).value().doubleValue();
  }

  private static double[] numbers(Json.Obj answer, String name) {
    return ((Json.Arr) answer.members().get(name))
        .items().stream().mapToDouble(v -> ((Json.Dec) v).value().doubleValue()).toArray();
  }

  @Test
  void everyObservationGivesAnActionAndItsLedger() {
    SuretyCli.Run run = budget(observations(15), "--seed", "7");
    assertEquals(0, run.code(), run.err());
    double left = 0.5;
    List<Json.Obj> answers = answers(run.out());
    assertEquals(15, answers.size());
    for (int t = 0; t < 15; t++) {
      Json.Obj answer = answers.get(t);
      assertEquals(t, number(answer, "decision"));
      left -= number(answer, "charge");
      assertEquals(left, number(answer, "remaining"), 1e-12);
      double[] executed = numbers(answer, "raw");
      PolicyFolder.policy().scaling().apply(executed);
      assertArrayEquals(executed, numbers(answer, "action"));
    }
    assertEquals(run.out(), budget(observations(15), "--seed", "7").out());
    assertNotEquals(run.out(), budget(observations(15)).out());
  }

  @Test
  void emptyLinesAndResetsStartEpisodesOnceEach() {
    String one = "0.1,0,0.5\n";
    SuretyCli.Run run =
        budget("\n" + one + one + "\n\n" + one + "{\"reset\": true}\r\n" + "[0.1, 0, 0.5]");
    assertEquals(0, run.code(), run.err());
    assertEquals(
        List.of(0.0, 0.0, 1.0, 2.0),
        answers(run.out()).stream().map(a -> number(a, "episode")).toList());
    assertEquals(
        List.of(0.0, 1.0, 0.0, 0.0),
        answers(run.out()).stream().map(a -> number(a, "decision")).toList());
  }

  @Test
  void anInterruptedEpisodeContinuesWithItsDrawsAndItsLedger() throws IOException {
    String lines = observations(12);
    String whole = budget(lines, "--seed", "3").out();
    Path state = folder.resolve("guard.state");
    int half = lines.indexOf('\n', lines.length() / 2) + 1;
    String[] kept = {"--state", state.toString()};
    String first =
        budget(lines.substring(0, half), "--seed", "3", "--state", state.toString()).out();
    assertEquals(whole, first + budget(lines.substring(half), kept).out());
    SuretyCli.Run seed = budget(lines, "--seed", "4", "--state", state.toString());
    assertEquals(2, seed.code());
    assertTrue(seed.err().contains("another seed"), seed.err());
    SuretyCli.Run other =
        act(lines, "--guard", "per-step", "--alpha", "2", "--horizon", "20", "--state", kept[1]);
    assertEquals(2, other.code());
    assertTrue(other.err().contains("resume with the guard that saved it"), other.err());
    Files.writeString(
        state, Files.readString(state).replace("\"decisions\":12", "\"decisions\":1"));
    SuretyCli.Run damaged = budget(lines, kept);
    assertEquals(2, damaged.code());
    assertTrue(damaged.err().contains("damaged"), damaged.err());
  }

  @Test
  void badLinesEndTheRunInOneSentenceWithTheirNumber() {
    String good = "0.1,0,0.5\n";
    for (String bad :
        new String[] {
          "0.1,0",
          "0.1,0,0.5,3",
          "nan,0,0.5",
          "[0.1,null,0.5]",
          "[0.1,0,0.5",
          "1e999,0,0",
          "0x1p3,0,0",
          "hello",
          "{\"observation\":[0,0,0]}",
          "[]",
          "[[0,0,0]]",
          "0".repeat(1_000_000) + ",0,0"
        }) {
      SuretyCli.Run run = budget(good + good + bad + "\n" + good);
      assertEquals(2, run.code(), bad);
      assertTrue(run.err().contains("standard input, line 3"), run.err());
      assertEquals(1, run.err().lines().count(), run.err());
      assertEquals(2, run.out().lines().count(), "the actions before are handed out");
    }
  }

  @Test
  void theCertificateSaysHowFarAndWhatItIsWorth() {
    SuretyCli.Run run =
        act(
            observations(5),
            "--guard",
            "budget",
            "--certificate",
            files.path("base.json"),
            "--risk",
            "0.5");
    assertEquals(0, run.code(), run.err());
    assertTrue(run.err().contains("with probability at most 0.5,"), run.err());
    SuretyCli.Run wrong =
        actOn(
            files.path("task.safetensors"),
            files.path("task.safetensors"),
            "",
            "--guard",
            "budget",
            "--certificate",
            files.path("base.json"),
            "--risk",
            "0.5");
    assertEquals(2, wrong.code());
    assertTrue(wrong.err().contains("certified is"), wrong.err());
    SuretyCli.Run much = budget("", "--certificate", files.path("base.json"), "--risk", "0.0101");
    assertEquals(2, much.code());
    assertFalse(much.err().contains("\tat "), much.err());
  }

  @Test
  void aCertificateThatNobodyTrustedSignedIsRefused() {
    String[] with = {
      "--guard", "budget", "--risk", "0.5", "--certificate", files.path("base.json"),
    };
    SuretyCli.Run unchecked = act(observations(2), with);
    assertTrue(unchecked.err().contains("signature was not checked"), unchecked.err());
    SuretyCli.ok("keys", "public", files.path("key.pem"), "-o", files.path("key-pub.pem"));
    String[] checked = Arrays.copyOf(with, with.length + 2);
    checked[with.length] = "--public-key";
    checked[with.length + 1] = files.path("key-pub.pem");
    SuretyCli.Run run = act(observations(2), checked);
    assertEquals(0, run.code(), run.err());
    assertFalse(run.err().contains("not checked"), run.err());
    assertEquals(2, run.out().lines().count(), run.out());
    SuretyCli.ok("keys", "generate", "-o", files.path("other.pem"));
    SuretyCli.ok("keys", "public", files.path("other.pem"), "-o", files.path("other-pub.pem"));
    checked[with.length + 1] = files.path("other-pub.pem");
    run = act(observations(2), checked);
    assertEquals(2, run.code(), run.toString());
    assertTrue(run.err().contains("signature") && run.out().isEmpty(), run.toString());
    run = act("", "--guard=budget", "--budget=1", "--horizon=5", checked[6], checked[7]);
    assertEquals(2, run.code(), run.toString());
    assertTrue(run.err().contains("--public-key: is about a certificate"), run.err());
  }

  /** The folder that trainers write and auditors certify. */
  @Test
  void aFolderSaysAllThatTheOptionsSay() throws IOException {
    GuardedRun.of(
            new GuardedRun.PolicyFile(folder.resolve("policy.safetensors"), PolicyHints.NONE),
            new GuardedRun.PolicyFile(folder.resolve("task.safetensors"), PolicyHints.NONE),
            false,
            GuardSetting.of(GuardSetting.Kind.BUDGET, new BigDecimal("0.5"), 20),
            Optional.empty())
        .write(folder.resolve("run"));
    String lines = observations(5);
    String run = files.path("run");
    String[] by = {"act", "--policy", run, "--seed", "7", "--certificate", files.path("base.json")};
    SuretyCli.Run answered = withInput(lines, by);
    assertEquals(0, answered.code(), answered.err());
    assertEquals(budget(lines, "--seed", "7").out(), answered.out());
    assertEquals(2, withInput(lines, "act", "--policy", run, "--horizon", "5").code());
    assertEquals(2, withInput(lines, "act").code());
    assertEquals(2, withInput(lines, "act", "--policy", folder.toString()).code());
  }

  @Test
  void optionsThatContradictEachOtherAreRefused() {
    for (String[] wrong :
        new String[][] {
          {"--guard", "budgets", "--budget", "1", "--horizon", "5"},
          {"--guard", "budget", "--alpha", "2", "--horizon", "5"},
          {"--guard", "per-step", "--alpha", "0.5", "--horizon", "5"},
          {"--guard", "per-step", "--alpha", "2"},
          {"--guard", "per-step", "--horizon", "5"},
          {"--guard", "per-step", "--alpha", "2", "--horizon", "0"},
          {"--guard", "per-step", "--alpha", "2", "--horizon", "5", "--per-decision-cap", "1"},
          {"--guard", "per-step", "--alpha", "2", "--horizon", "5", "--first-episode", "-1"},
          {"--guard", "per-step", "--alpha", "2", "--horizon", "5", "--state", folder.toString()},
        }) {
      SuretyCli.Run run = act("0,0,0\n", wrong);
      assertEquals(2, run.code(), String.join(" ", wrong));
      assertFalse(run.err().contains("\tat "), run.err());
    }
  }

  @Test
  void categoriesAreChosenByNumber() throws IOException {
    Policy policy =
        new Policy(
            3,
            null,
            Network.NONE,
            new Head.Categorical(PolicyFolder.policy().trunk()),
            ActionScaling.none());
    Policies.writeSafetensors(policy, folder.resolve("categories.safetensors"));
    String file = files.path("categories.safetensors");
    String[] options = {"--guard", "per-step", "--alpha", "2", "--horizon", "5"};
    SuretyCli.Run run = actOn(file, file, "0,0,0\n1,0,0\n", options);
    assertEquals(0, run.code(), run.err());
    for (Json.Obj answer : answers(run.out())) {
      double action = number(answer, "action");
      assertTrue(action >= 0 && action < 8 && action == Math.rint(action), answer.toString());
      assertEquals(8, numbers(answer, "probabilities").length);
    }
  }
}
