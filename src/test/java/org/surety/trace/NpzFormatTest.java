package org.surety.trace;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.surety.base.InputException;
import org.surety.spec.ColumnAddress;
import org.surety.spec.LogLayout;

class NpzFormatTest {
  private static final Path FIXTURES = Path.of("src/test/resources/trace/text");
  private static final List<ColumnAddress> X = List.of(new ColumnAddress("observations", 0));

  @TempDir Path folder;

  /** A float64 array file with a header that may lie. */
  private static byte[] array(String shape, double... values) throws IOException {
    String header = "{'descr': '<f8', 'fortran_order': False, 'shape': (" + shape + "), }\n";
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, (byte) header.length(), 0});
    out.write(header.getBytes(US_ASCII));
    for (double value : values) {
      long bits = Double.doubleToLongBits(value);
      for (int i = 0; i < 8; i++) {
        out.write((int) (bits >> 8 * i));
      }
    }
    return out.toByteArray();
  }

  private Path archive(Map<String, byte[]> arrays) throws IOException {
    Path file = folder.resolve("log.npz");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      for (Map.Entry<String, byte[]> array : arrays.entrySet()) {
        zip.putNextEntry(new ZipEntry(array.getKey() + ".npy"));
        zip.write(array.getValue());
      }
    }
    return file;
  }

  private static Map<String, byte[]> sound() throws IOException {
    Map<String, byte[]> arrays = new LinkedHashMap<>();
    arrays.put("observations", array("3, 2", 1, 2, 3, 4, 5, 6));
    arrays.put("rewards", array("2,", 7, 8));
    arrays.put("episode_ends", array("1,", 2));
    return arrays;
  }

  private static String refusal(Path file) {
    return refusal(file, X);
  }

  private static String refusal(Path file, List<ColumnAddress> wanted) {
    return assertThrows(
            InputException.class,
            () -> {
              try (EpisodeReader reader =
                  new NpzFormat().open(file, 0, LogLayout.UNSPECIFIED, wanted)) {
                while (reader.next() != null) {
                  // to the end
                }
              }
            })
        .getMessage();
  }

  @Test
  void soundArchiveIsRead() throws IOException {
    Path file = archive(sound());
    assertEquals("npz", LogFormats.detect(file).name());
    try (EpisodeReader reader = new NpzFormat().open(file, 0, LogLayout.UNSPECIFIED, X)) {
      Episode episode = reader.next();
      assertArrayEquals(new double[] {1, 3, 5}, Arrays.copyOf(episode.column(0), 3));
    }
  }

  @Test
  void pickledAndComplexArraysAreRefusedByName() {
    String message = refusal(FIXTURES.resolve("object.npz"));
    assertTrue(message.contains("'observations'") && message.contains("never executes"), message);
    assertTrue(refusal(FIXTURES.resolve("complex.npz")).contains("element type 'c16'"));
  }

  @Test
  void bombsAreRefusedBeforeTheyUnpack() throws IOException {
    Path file = folder.resolve("bomb.npz");
    byte[] zeros = new byte[1 << 20];
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      zip.putNextEntry(new ZipEntry("observations.npy"));
      for (int i = 0; i < 1100; i++) {
        zip.write(zeros);
      }
    }
    assertTrue(refusal(file).contains("zip bomb: it unpacks to more than 100 times its size"));
  }

  @Test
  void overlappingEntriesAreRefused() throws IOException {
    Path file = archive(Map.of("rewards", array("2,", 7, 8)));
    byte[] bytes = Files.readAllBytes(file);
    int central = find(bytes, new byte[] {'P', 'K', 1, 2});
    int end = find(bytes, new byte[] {'P', 'K', 5, 6});
    ByteArrayOutputStream forged = new ByteArrayOutputStream();
    forged.write(bytes, 0, end);
    for (int i = 0; i < 9; i++) { // the same data listed under more names
      byte[] entry = Arrays.copyOfRange(bytes, central, end);
      entry[46] = (byte) ('a' + i);
      entry[20] = 127; // with a packed size that the file cannot hold nine times
      forged.write(entry);
    }
    byte[] tail = Arrays.copyOfRange(bytes, end, bytes.length);
    int length = 10 * (end - central);
    tail[8] = 10;
    tail[10] = 10;
    tail[12] = (byte) length;
    tail[13] = (byte) (length >> 8);
    forged.write(tail);
    Files.write(file, forged.toByteArray());
    assertTrue(refusal(file).contains("zip bomb: its entries overlap"));
  }

  private static int find(byte[] bytes, byte[] magic) {
    for (int i = 0; i + 4 <= bytes.length; i++) {
      if (Arrays.equals(Arrays.copyOfRange(bytes, i, i + 4), magic)) {
        return i;
      }
    }
    throw new AssertionError("not found");
  }

  @Test
  void headersThatLieAreRefused() throws IOException {
    Map<String, byte[]> arrays = sound();
    arrays.put("rewards", array("200000000,", 7, 8));
    assertTrue(refusal(archive(arrays)).contains("announces"));
    arrays.put("rewards", array("9000000000000, 9000000000000,", 7));
    assertTrue(refusal(archive(arrays)).contains("impossible shape"));
    arrays.put("rewards", "not an array".getBytes(US_ASCII));
    assertTrue(refusal(archive(arrays)).contains("'rewards': is no NumPy array"));
  }

  @Test
  void archivesCutOffOrAlteredAreRefused() throws IOException {
    Path file = archive(sound());
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(whole, whole.length / 2));
    assertEquals("npz", LogFormats.detect(file).name());
    assertTrue(refusal(file).contains("cut off"));
    byte[] altered = whole.clone();
    for (int i = 60; i < 90; i++) {
      altered[i] ^= 0x55;
    }
    Files.write(file, altered);
    assertTrue(refusal(file).contains("log.npz"));
  }

  @Test
  void boundariesAndRowsMustAddUp() throws IOException {
    Map<String, byte[]> arrays = sound();
    arrays.put("episode_ends", array("2,", 2, 1));
    assertTrue(refusal(archive(arrays)).contains("gives episode 1 the length -1"));
    arrays.put("episode_ends", array("1,", 9));
    assertTrue(refusal(archive(arrays)).contains("the episodes add up to 9"));
    arrays.put("episode_ends", array("0,"));
    assertTrue(refusal(archive(arrays)).contains("names no episode"));
    arrays.remove("episode_ends");
    assertTrue(refusal(archive(arrays)).contains("does not fit 2 steps"));
    arrays.put("observations", array("2, 2", 1, 2, 3, 4));
    assertTrue(refusal(archive(arrays)).contains("nothing says where an episode ends"));
  }

  @Test
  void unknownValuesAreRefusedWithTheEpisode() throws IOException {
    Map<String, byte[]> arrays = sound();
    arrays.put("observations", array("3, 2", 1, 2, Double.NaN, 4, 5, 6));
    assertTrue(refusal(archive(arrays)).contains("episode 0, row 1: 'observations[0]' is NaN"));
    List<ColumnAddress> y = List.of(new ColumnAddress("observations", 1));
    try (EpisodeReader reader =
        new NpzFormat().open(archive(arrays), 0, LogLayout.UNSPECIFIED, y)) {
      assertEquals(2, reader.next().decisions());
    }
    List<ColumnAddress> beyond = List.of(new ColumnAddress("observations", 2));
    assertTrue(refusal(archive(arrays), beyond).contains("width 2"));
  }

  @Test
  void halfPrecisionIsExact() {
    assertEquals(1.0, NpyReader.half((short) 0x3C00));
    assertEquals(-2.0, NpyReader.half((short) 0xC000));
    assertEquals(65504.0, NpyReader.half((short) 0x7BFF));
    assertEquals(Math.scalb(1.0, -24), NpyReader.half((short) 1));
    assertEquals(Math.scalb(1.0, -14), NpyReader.half((short) 0x0400));
    assertEquals(Double.NEGATIVE_INFINITY, NpyReader.half((short) 0xFC00));
    assertTrue(Double.isNaN(NpyReader.half((short) 0x7E00)));
  }
}
