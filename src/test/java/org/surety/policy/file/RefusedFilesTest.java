package org.surety.policy.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.surety.base.InputException;
import org.surety.policy.ActionScaling.Mode;
import org.surety.policy.Tensor;
import org.surety.policy.file.StateDicts.Facts;

/** What cannot be read is refused with its reason; nothing is executed and nothing assumed. */
class RefusedFilesTest {
  private static final PolicyHints UNSCALED = TrainedPoliciesTest.UNSCALED;

  @ParameterizedTest
  @CsvSource({
    "evil_system.pt,posix.system",
    "evil_eval.pt,__builtin__.eval",
    "evil_nested.pt,__builtin__.getattr",
    "whole_module.pt,__main__.CleanSac"
  })
  void picklesWithOtherGlobalsAreRefusedByName(String file, String global) {
    assertTrue(refusal(file, UNSCALED).contains("'" + global + "'"), refusal(file, UNSCALED));
    assertFalse(Files.exists(Path.of("/tmp/surety-was-here")));
  }

  @ParameterizedTest
  @CsvSource({
    "sb3_ppo_gsde.zip,gSDE",
    "tuple.cleanrl_model,deterministic",
    "legacy.pt,bare pickle",
    "vec_normalize.pkl,bare pickle",
    "expected.json,no policy file"
  })
  void unsupportedKindsAreRefusedByName(String file, String reason) {
    String message = refusal(file, UNSCALED);
    assertTrue(message.contains(reason), message);
  }

  @Test
  void whatAFileDoesNotSayIsAskedFor() {
    assertAsks("sb3_ppo.zip", PolicyHints.NONE, "how observations are normalized");
    assertAsks("ppo.cleanrl_model", TrainedPoliciesTest.PLAIN, "the activation");
    assertAsks("state_f64.pt", TrainedPoliciesTest.TANH, "what becomes of its raw actions");
    assertAsks(
        "state_f64.pt",
        TrainedPoliciesTest.TANH.withAction(Mode.CLIP, null, null),
        "the bounds of its actions");
    assertAsks("sac_actor.pt", TrainedPoliciesTest.TANH, "how its raw outputs become standard");
  }

  private static void assertAsks(String file, PolicyHints hints, String piece) {
    String message = refusal(file, hints);
    assertTrue(message.contains("does not say " + piece), message);
  }

  @Test
  void hintsThatContradictTheFileAreRefused() {
    String message =
        refusal("sb3_ppo.zip", TrainedPoliciesTest.PLAIN.withAction(Mode.TANH, null, null));
    assertTrue(message.contains("says action clip"), message);
    String bounds =
        refusal(
            "sb3_ppo.zip",
            TrainedPoliciesTest.PLAIN.withAction(Mode.CLIP, new double[] {-1, -1}, null));
    assertTrue(bounds.contains("says low [-2.0, -0.5]"), bounds);
  }

  /** Each prefix, and each file with bytes overturned, is refused or read; never anything else. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "sb3_ppo.zip",
        "state_f64.pt",
        "cleanrl_sac.safetensors",
        "sac.onnx",
        "vec_normalize.pkl"
      })
  void damagedFilesEndInAnInputError(String name) throws IOException {
    byte[] bytes = Fixtures.bytes(name);
    int step = Math.max(1, bytes.length / 200);
    for (int length = 0; length < bytes.length; length += step) {
      byte[] cut = Arrays.copyOf(bytes, length);
      assertThrows(InputException.class, () -> read(name, cut), name + " cut at " + length);
    }
    Random random = new Random(5);
    for (int trial = 0; trial < 1000; trial++) {
      byte[] damaged = bytes.clone();
      for (int k = 0; k <= trial % 4; k++) {
        damaged[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      try {
        read(name, damaged);
      } catch (InputException expected) {
        assertFalse(expected.getMessage().isBlank());
      }
    }
  }

  private static void read(String name, byte[] bytes) throws IOException {
    if (name.endsWith(".pkl")) {
      Path file = Files.createTempFile("surety", ".pkl");
      try {
        Files.write(file, bytes);
        NormalizerFile.read(file);
      } finally {
        Files.delete(file);
      }
    } else {
      Policies.read(bytes, name, UNSCALED);
    }
  }

  @Test
  void zipBombsAreRefusedBeforeTheyAreUnpacked() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.putNextEntry(new ZipEntry("archive/data.pkl"));
      zip.write(new byte[50 << 20]);
      zip.closeEntry();
    }
    String message = refusal(out.toByteArray());
    assertTrue(message.contains("like a zip bomb"), message);
  }

  @Test
  void overlappingZipEntriesAreRefused() {
    byte[] bytes = Fixtures.bytes("state_f64.pt");
    ByteBuffer zip = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int second = 0;
    for (int at = 0, seen = 0; at + 4 < bytes.length && seen < 2; at++) {
      if (zip.getInt(at) == 0x02014b50) {
        second = at;
        seen++;
      }
    }
    zip.putInt(second + 42, 0); // the second entry begins where the first does
    String message = refusal(bytes);
    assertTrue(message.contains("overlaps another"), message);
  }

  @Test
  void weightsThatAreNotNumbersAreRefused() {
    byte[] bytes = Fixtures.bytes("cleanrl_sac.safetensors");
    ByteBuffer data = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    data.putFloat(bytes.length - 4, Float.NaN);
    String message = refusal(bytes);
    assertTrue(message.contains("is NaN, expected a finite number"), message);
  }

  @ParameterizedTest
  @CsvSource({
    "'{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,4]}}',do not fit",
    "'{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}',leaves a hole",
    "'{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},"
        + "\"b\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}',overlaps",
    "'{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}',its tensors take 4",
    "'{\"a\":{\"dtype\":\"F32\",\"shape\":[4000000000,4000000000],\"data_offsets\":[0,8]}}',size",
    "'{\"a\":{\"dtype\":\"C64\",\"shape\":[1],\"data_offsets\":[0,8]}}',numbers of the type C64",
    "'{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}',no actor that is known"
  })
  void safetensorsHeadersAreCheckedAgainstTheFile(String header, String reason) {
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    ByteBuffer file = ByteBuffer.allocate(8 + json.length + 8).order(ByteOrder.LITTLE_ENDIAN);
    file.putLong(json.length).put(json);
    String message = refusal(file.array());
    assertTrue(message.contains(reason), message);
  }

  @Test
  void callsOfWhatACallReturnedAreRefused() {
    // collections.OrderedDict()() : the inner call is only written down, the outer is no name.
    byte[] pickle =
        "\u0080\u0002ccollections\nOrderedDict\n)R)R.".getBytes(StandardCharsets.ISO_8859_1);
    InputException refused =
        assertThrows(
            InputException.class,
            () -> Unpickler.read(pickle, "p", Set.of("collections.OrderedDict"), false));
    assertTrue(refused.getMessage().contains("calls what another call returned"));
  }

  @ParameterizedTest
  @CsvSource({
    "lstm_actor.weight_ih_l0,is recurrent",
    "features_extractor.cnn.0.weight,convolutions for images",
    "actor.mu.0.weight,deterministic actor of DDPG or TD3",
    "q_net.q_net.0.weight,is a Q network",
    "actor_mean.1.weight,something between its layers",
    "features_extractor.linear.weight,'features_extractor.linear.weight'"
  })
  void actorsOfOtherKindsAreRefusedByName(String name, String reason) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put("actor_mean.0.weight", Tensor.matrix(2, 2, new double[4]));
    tensors.put("actor_mean.0.bias", Tensor.vector(new double[2]));
    tensors.put("actor_logstd", Tensor.matrix(1, 2, new double[2]));
    tensors.put("critic.0.weight", Tensor.matrix(2, 2, new double[4]));
    assertEquals(2, StateDicts.policy(tensors, "f", UNSCALED, Facts.UNKNOWN).actions());
    tensors.put(name, Tensor.matrix(2, 2, new double[4]));
    String message =
        assertThrows(
                InputException.class,
                () -> StateDicts.policy(tensors, "f", UNSCALED, Facts.UNKNOWN))
            .getMessage();
    assertTrue(message.contains(reason), message);
  }

  @Test
  void networksWhoseLayersDoNotFitAreRefused() {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put("actor.0.weight", Tensor.matrix(3, 2, new double[6]));
    tensors.put("actor.0.bias", Tensor.vector(new double[3]));
    tensors.put("actor.2.weight", Tensor.matrix(2, 4, new double[8]));
    tensors.put("actor.2.bias", Tensor.vector(new double[2]));
    String message =
        assertThrows(
                InputException.class,
                () -> StateDicts.policy(tensors, "f", UNSCALED, Facts.UNKNOWN))
            .getMessage();
    assertTrue(message.contains("takes 4"), message);
    tensors.put("actor.0.bias", Tensor.vector(new double[5]));
    assertThrows(
        InputException.class, () -> StateDicts.policy(tensors, "f", UNSCALED, Facts.UNKNOWN));
  }

  @Test
  void hintsWithUnknownMembersAreRefusedWithASuggestion() throws IOException {
    Path file = Files.createTempFile("surety", ".json");
    try {
      Files.writeString(file, "{\"activaton\": \"tanh\"}");
      String message =
          assertThrows(InputException.class, () -> PolicyHints.read(file)).getMessage();
      assertTrue(message.contains("did you mean 'activation'?"), message);
      Files.writeString(
          file,
          "{\"normalizer\": {\"mean\": [0], \"var\": [1], \"epsilon\": 0, \"clip\": null},"
              + " \"std\": {\"kind\": \"tanh-log\", \"lower\": -5, \"upper\": 2},"
              + " \"action\": \"tanh\", \"activation\": \"relu\"}");
      PolicyHints hints = PolicyHints.read(file);
      assertEquals(Mode.TANH, hints.action());
      assertEquals(-5, java.util.Objects.requireNonNull(hints.std()).lower());
    } finally {
      Files.delete(file);
    }
  }

  private static String refusal(String file, PolicyHints hints) {
    return assertThrows(InputException.class, () -> Fixtures.read(file, hints)).getMessage();
  }

  private static String refusal(byte[] bytes) {
    return assertThrows(InputException.class, () -> Policies.read(bytes, "file", UNSCALED))
        .getMessage();
  }
}
