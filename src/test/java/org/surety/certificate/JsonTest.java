package org.surety.certificate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.surety.base.InputException;

class JsonTest {
  /** RFC 8785, section 3.2.3: members sort by UTF-16 code units, so U+1F600 before U+FB33. */
  @Test
  void canonicalFormSortsMembersAsInTheRfc() {
    Json json =
        Json.parse(
            "{\"\\u20ac\":\"Euro Sign\",\"\\r\":\"Carriage Return\",\"\\ufb33\":\"Hebrew Letter"
                + " Dalet With Dagesh\",\"1\":\"One\",\"\\ud83d\\ude00\":\"Emoji: Grinning"
                + " Face\",\"\\u0080\":\"Control\",\"\\u00f6\":\"Latin Small Letter O With"
                + " Diaeresis\"}",
            "test");
    assertEquals(
        "{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\u0080\":\"Control\",\"\u00f6\":\"Latin Small"
            + " Letter O With Diaeresis\",\"\u20ac\":\"Euro Sign\",\"\ud83d\ude00\":\"Emoji:"
            + " Grinning Face\",\"\ufb33\":\"Hebrew Letter Dalet With Dagesh\"}",
        json.canonical());
  }

  /** RFC 8785, section 3.2.2: the string of its sample, escapes as short as they get. */
  @Test
  void canonicalFormEscapesAsInTheRfc() {
    Json json =
        Json.parse(
            "{\"string\": \"\\u20ac$\\u000F\\u000aA'\\u0042\\u0022\\u005c\\\\\\\"\\/\","
                + " \"literals\": [null, true, false]}",
            "test");
    assertEquals(
        "{\"literals\":[null,true,false],\"string\":\"\u20ac$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"}",
        json.canonical());
    assertArrayEquals(json.canonical().getBytes(StandardCharsets.UTF_8), json.canonicalBytes());
  }

  @Test
  void memberOrderDoesNotChangeTheSignedBytes() {
    Json one = Json.object().put("b", 1).put("a", "x").build();
    Json two = Json.object().put("a", "x").put("b", 1).build();
    assertEquals(one, two);
    assertEquals("{\"a\":\"x\",\"b\":1}", one.canonical());
    assertArrayEquals(one.canonicalBytes(), two.canonicalBytes());
  }

  @Test
  void whatReadersWouldRoundIsNotSigned() {
    long largest = (1L << 53) - 1;
    assertEquals("9007199254740991", Json.of(largest).canonical());
    assertThrows(IllegalArgumentException.class, () -> Json.of(largest + 1).canonical());
    assertThrows(IllegalArgumentException.class, () -> Json.of(-largest - 1).canonical());
    assertThrows(IllegalArgumentException.class, () -> Json.parse("0.1", "test").canonical());
    assertThrows(IllegalArgumentException.class, () -> Json.of("\ud800").canonical());
  }

  @Test
  void integersAreReadExactly() {
    assertEquals(
        new Json.Int(new BigInteger("123456789012345678901234567890")),
        Json.parse("123456789012345678901234567890", "test"));
  }

  @Test
  void errorsNameLineAndColumn() {
    InputException e =
        assertThrows(
            InputException.class, () -> Json.parse("{\n  \"a\": 1,\n  \"a\": 2}", "c.json"));
    assertTrue(e.getMessage().startsWith("c.json line 3, column "), e.getMessage());
    assertTrue(e.getMessage().contains("Duplicate field 'a'"), e.getMessage());
    assertFalse(e.getMessage().contains("\n"), e.getMessage());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "   ",
        "{",
        "{\"a\":1,\"\\u0061\":2}", // the same name by escape
        "{\"a\":{\"b\":1,\"b\":1}}",
        "[1,]",
        "{} {}",
        "{}x",
        "nul",
        "01",
        "NaN",
        "'a'",
        "\"\\ud800\"",
        "\"a\nb\"",
        "1e99999999999",
        "// comment\n1",
        "\ufeff{}"
      })
  void whatTwoReadersCouldTakeDifferentlyIsRefused(String text) {
    assertThrows(InputException.class, () -> Json.parse(text, "test"));
  }

  @Test
  void invalidUtf8IsRefused() {
    byte[] overlong = {'"', (byte) 0xc0, (byte) 0xaf, '"'};
    assertThrows(InputException.class, () -> Json.parse(overlong, "test"));
  }

  @Test
  void hugeNestingIsRefusedWithoutOverflowingTheStack() {
    String deep = "[".repeat(1_000_000);
    assertThrows(InputException.class, () -> Json.parse(deep, "test"));
    String nested = "{\"a\":".repeat(65) + "1" + "}".repeat(65);
    assertThrows(InputException.class, () -> Json.parse(nested, "test"));
    String fine = "[".repeat(64) + "]".repeat(64);
    assertEquals(fine, Json.parse(fine, "test").canonical());
  }

  @Test
  void aTerminalIsNotSteeredByWhatACertificateSays() {
    String pretty = Json.of("a\u001b[2Jb\u009bc\u202ed\u007f").pretty();
    assertEquals("\"a\\u001b[2Jb\\u009bc\\u202ed\\u007f\"", pretty);
  }

  @Test
  void prettyTextReadsBackAsTheSameValue() {
    Json json =
        Json.object()
            .put("z", Json.array(Json.of(1), Json.of(true), new Json.Nil()))
            .put(
                "a",
                Json.object().put("empty", Json.array()).put("none", Json.object().build()).build())
            .build();
    assertEquals(json, Json.parse(json.pretty(), "test"));
    assertTrue(json.pretty().startsWith("{\n  \"z\": [\n    1,"), json.pretty());
  }
}
