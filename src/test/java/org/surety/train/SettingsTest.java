package org.surety.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.surety.base.InputException;
import org.surety.train.Settings.Key;

class SettingsTest {
  private static final List<Key> KEYS =
      List.of(
          Key.text("name", "a # b", List.of(), "A name"),
          Key.count("ppo.epochs", "4", 1, 100, "Passes"),
          Key.number("ppo.clip", "0.2", 0, 1, "Clip"),
          Key.text("ppo.objective", "projected", List.of("projected", "paper"), "Which"),
          Key.counts("net.hidden", "[64, 64]", 1, 512, "Layers"));

  private static Settings parse(String text) {
    return Settings.parse(text.getBytes(StandardCharsets.UTF_8), "my.toml", KEYS);
  }

  @Test
  void valuesAreThoseOfTheFileAndElseTheDefaults() {
    Settings settings =
        parse("name = \"x#y\" # said\n\n[ppo]\nepochs = 1_0\n[net]\nhidden=[ 8,1_6 ]\n");
    assertEquals("x#y", settings.text("name"));
    assertEquals(10, settings.count("ppo.epochs"));
    assertEquals(0.2, settings.number("ppo.clip"));
    assertEquals(List.of(8, 16), settings.counts("net.hidden"));
    assertTrue(settings.isGiven("ppo.epochs"));
    assertFalse(settings.isGiven("ppo.clip"));
    assertEquals("a # b", parse("").text("name"));
  }

  @Test
  void theFullFileReadsBackAsItself() {
    Settings settings = parse("[ppo]\nclip = 3e-1\nobjective = \"paper\"");
    String full = settings.toToml();
    Settings again = parse(full);
    assertEquals(full, again.toToml());
    assertEquals(0.3, again.number("ppo.clip"));
    assertEquals("paper", again.text("ppo.objective"));
    for (Key key : KEYS) {
      assertTrue(again.isGiven(key.name()), key.name());
      assertTrue(full.contains("# " + key.meaning()), key.name());
    }
    assertEquals(0.5, settings.with(Map.of("ppo.clip", "0.5"), "--clip").number("ppo.clip"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[ppo]~clipp = 0.1 | line 2 | did you mean 'ppo.clip'?",
        "clip = 0.1 | line 1 | did you mean 'ppo.clip'?",
        "[ppo]~clip = 1.5 | line 2 | from 0 to 1",
        "[ppo]~clip = NaN | line 2 | from 0 to 1",
        "[ppo]~epochs = 2.5 | line 2 | whole numbers from 1 to 100",
        "[ppo]~epochs = 0 | line 2 | whole numbers from 1 to 100",
        "[ppo]~epochs = \"4\" | line 2 | whole numbers",
        "[ppo]~objective = \"papr\" | line 2 | did you mean 'paper'?",
        "[ppo]~objective = paper | line 2 | double quotes",
        "[ppo]~clip = 0.1~clip = 0.2 | line 3 | line 2 already",
        "[ppo]~clip = 0.1~[net]~[ppo]~epochs = 3 | line 4 | only once",
        "[net]~hidden = [] | line 2 | at least one",
        "[net]~hidden = [64, 0] | line 2 | from 1 to 512",
        "[net]~hidden = 64 | line 2 | in brackets",
        "ppo: | line 1 | key = value",
        "[ppo | line 1 | key = value"
      })
  void mistakesAreNamedWithTheirLineAndARemedy(String text, String line, String remedy) {
    String message =
        assertThrows(InputException.class, () -> parse(text.replace('~', '\n'))).getMessage();
    assertTrue(message.startsWith("my.toml, " + line), message);
    assertTrue(message.contains(remedy), message);
  }
}
