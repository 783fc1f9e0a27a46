package org.surety.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.surety.certificate.Json;
import org.surety.policy.file.Policies;

/** What is shown of a policy's file is what it says, and what it does not say is named. */
class InspectPolicyTest {
  private static final String FIXTURES = "src/test/resources/policy/";

  @TempDir Path folder;

  private static Json.Obj inspect(String... arguments) {
    String[] all = new String[arguments.length + 2];
    all[0] = "inspect";
    all[1] = "--json";
    System.arraycopy(arguments, 0, all, 2, arguments.length);
    return (Json.Obj) Json.parse(SuretyCli.ok(all), "inspect");
  }

  @Test
  void aCompleteFileIsToldWithItsDigest() throws IOException {
    Path file = folder.resolve("policy.safetensors");
    Policies.writeSafetensors(PolicyFolder.policy(), file);
    Json.Obj policy = inspect(file.toString());
    assertEquals(Json.of("gaussian"), policy.get("head"));
    assertEquals(Json.of(3), policy.get("observations"));
    assertEquals(Json.of(PolicyFolder.policy().digest()), policy.get("policySha256"));
    assertEquals(Json.array(), policy.get("missing"));
  }

  @Test
  void everyMissingPieceIsNamedAtOnce() {
    Json.Obj policy = inspect(FIXTURES + "sac_actor.pt");
    assertEquals(
        Json.array(Json.of("activation"), Json.of("normalizer"), Json.of("std")),
        policy.get("missing"));
    assertEquals(new Json.Nil(), policy.get("policySha256"));
    assertEquals(new Json.Nil(), policy.get("std"));
    String text = SuretyCli.ok("inspect", FIXTURES + "sac_actor.pt");
    assertTrue(text.contains("missing: give --std KIND,LOWER,UPPER"), text);
  }

  @Test
  void hintsCompleteIt() {
    Json.Obj policy =
        inspect(
            FIXTURES + "sac_actor.pt",
            "--activation",
            "relu",
            "--normalizer",
            FIXTURES + "vec_normalize.pkl",
            "--std",
            "tanh-log,-5,2");
    assertEquals(Json.array(), policy.get("missing"));
    assertTrue(policy.get("policySha256") instanceof Json.Str);
    assertEquals(Json.of("tanh-log"), ((Json.Obj) policy.members().get("std")).get("kind"));
  }

  @Test
  void whatIsNeitherIsRefusedInOneSentence() throws IOException {
    Path empty = Files.writeString(folder.resolve("empty"), "");
    Path text = Files.writeString(folder.resolve("text"), "hello");
    for (String file :
        new String[] {
          empty.toString(), text.toString(), folder.toString(), FIXTURES + "evil_system.pt"
        }) {
      SuretyCli.Run run = SuretyCli.run("inspect", file);
      assertEquals(2, run.code(), run.toString());
      assertEquals(1, run.err().lines().count(), run.err());
    }
    SuretyCli.Run wrong = SuretyCli.run("inspect", FIXTURES + "sac_actor.pt", "--std", "tan-log");
    assertEquals(2, wrong.code());
    assertTrue(wrong.err().contains("tanh-log"), wrong.err());
  }
}
