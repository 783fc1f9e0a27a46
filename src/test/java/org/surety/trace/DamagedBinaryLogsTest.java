package org.surety.trace;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.surety.base.InputException;
import org.surety.spec.ColumnAddress;
import org.surety.spec.LogLayout;

/** A damaged file is read, or refused in one sentence: no stack trace, no forged allocation. */
class DamagedBinaryLogsTest {
  private static final Path FIXTURES = Path.of("src/test/resources/trace");
  private static final int FLIPS = 300;
  private static final int CUTS = 40;
  private static final Duration LIMIT = Duration.ofMinutes(2);

  private static final LogLayout LAYOUT = LogLayout.of(Map.of("max_steps", "1000"));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "parquet/long.parquet",
        "parquet/flat.parquet",
        "parquet/rllib.parquet",
        "flat/d4rl_old.hdf5",
        "flat/dsrl.hdf5",
        "minari/hdf5/ragged-v0/data/main_data.hdf5"
      })
  void flippedBytesGiveEpisodesOrOneMessage(String name, @TempDir Path folder) throws IOException {
    Path original = FIXTURES.resolve(name);
    LogFormat format = LogFormats.detect(original);
    byte[] bytes = Files.readAllBytes(original);
    SplittableRandom random = new SplittableRandom(bytes.length);
    Path file = folder.resolve(original.getFileName());
    Assertions.assertTimeout(
        LIMIT,
        () -> {
          for (int i = 0; i < FLIPS; i++) {
            byte[] damaged = bytes.clone();
            // The ends hold the structure; between them lies mostly data.
            int at =
                switch (i % 3) {
                  case 0 -> random.nextInt(Math.min(2000, bytes.length));
                  case 1 -> bytes.length - 1 - random.nextInt(Math.min(2000, bytes.length));
                  default -> random.nextInt(bytes.length);
                };
            damaged[at] = (byte) (i % 2 == 0 ? ~damaged[at] : random.nextInt());
            Files.write(file, damaged);
            read(format, file, name + " with byte " + at + " changed");
          }
        });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "parquet/long.parquet",
        "flat/dsrl.hdf5",
        "minari/hdf5/ragged-v0/data/main_data.hdf5"
      })
  void aFileCutShortIsRefused(String name, @TempDir Path folder) throws IOException {
    Path original = FIXTURES.resolve(name);
    LogFormat format = LogFormats.detect(original);
    byte[] bytes = Files.readAllBytes(original);
    Path file = folder.resolve(original.getFileName());
    for (int i = 0; i < CUTS; i++) {
      Files.write(file, Arrays.copyOf(bytes, (int) ((long) bytes.length * i / CUTS)));
      assertFalse(read(format, file, name + " cut at " + i + "/" + CUTS));
    }
    Files.write(file, Arrays.copyOf(bytes, bytes.length - 1));
    assertFalse(read(format, file, name + " less one byte"));
    Files.write(file, bytes);
    assertTrue(read(format, file, name));
  }

  /** Whether all episodes could be read; anything but an InputException escapes. */
  private static boolean read(LogFormat format, Path file, String what) {
    List<ColumnAddress> wanted =
        List.of(
            new ColumnAddress("rewards", ColumnAddress.SCALAR), new ColumnAddress("actions", 0));
    if (file.toString().contains("main_data")) {
      wanted = List.of(wanted.get(0), new ColumnAddress("observations.position", 2));
    }
    try {
      if (!format.recognizes(file)) {
        return false;
      }
      try (EpisodeReader reader =
          format.open(
              file, 0, format.name().equals("parquet") ? LogLayout.UNSPECIFIED : LAYOUT, wanted)) {
        while (reader.next() != null) {}
        return true;
      }
    } catch (InputException e) {
      String message = e.getMessage();
      assertTrue(
          message != null && message.startsWith(file.toString()), what + " says: " + message);
      return false;
    } catch (IOException | RuntimeException | Error e) {
      throw new AssertionError(what, e);
    }
  }

  @Test
  void somethingElseUnderTheNameIsRefused(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("log.parquet");
    Files.writeString(file, "PAR1 is only how it starts");
    LogFormat format = LogFormats.named("parquet");
    assertThrows(
        InputException.class, () -> format.open(file, 0, LogLayout.UNSPECIFIED, List.of()));
  }
}
