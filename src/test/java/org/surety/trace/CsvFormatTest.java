package org.surety.trace;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.surety.base.InputException;
import org.surety.spec.ColumnAddress;
import org.surety.spec.LogLayout;

class CsvFormatTest {
  private static final List<ColumnAddress> X = List.of(new ColumnAddress("x", -1));

  @TempDir Path folder;

  private Path file(String content) throws IOException {
    return file(content.getBytes(UTF_8));
  }

  private Path file(byte[] content) throws IOException {
    return Files.write(folder.resolve("log.csv"), content);
  }

  private static List<Episode> read(Path path) throws IOException {
    List<Episode> episodes = new ArrayList<>();
    try (EpisodeReader reader =
        LogFormats.open(List.of(path), Optional.empty(), LogLayout.UNSPECIFIED, X)) {
      for (Episode e = reader.next(); e != null; e = reader.next()) {
        episodes.add(e);
      }
    }
    return episodes;
  }

  private String refusal(String content) throws IOException {
    Path path = file(content);
    return assertThrows(
            InputException.class,
            () -> {
              try (EpisodeReader reader = new CsvFormat().open(path, 0, LogLayout.UNSPECIFIED, X)) {
                while (reader.next() != null) {
                  // to the end
                }
              }
            })
        .getMessage();
  }

  private static double[] values(Episode e) {
    return Arrays.copyOf(e.column(0), e.letters());
  }

  @Test
  void quotesMarksLineEndsAndDelimitersOfOtherProgramsAreRead() throws IOException {
    for (String content :
        List.of(
            "episode,x,reward,note\n1,0.5,1,a\n1,-2e3,1,b\n",
            "\uFEFFepisode,x,reward,note\r\n1,0.5,1,\"a, \"\"b\"\"\r\nc\"\r\n1,-2e3,1,\r\n",
            "\"episode\";\"x\";\"reward\";\"note\"\n\"1\";\"0.5\";\"1\";\"a\"\n\"1\";\"-2e3\";\"1\";\"\"",
            "episode\tx\treward\tnote\n1\t 0.5 \t1\ta\n1\t-2000\t1\t\n\n",
            ",episode,x,reward\n0,1,+0.5,True\n1,1,-2000.00000000000000000000000,false\n")) {
      List<Episode> episodes = read(file(content));
      assertEquals(1, episodes.size(), content);
      assertArrayEquals(new double[] {0.5, -2000}, values(episodes.get(0)), content);
    }
  }

  @Test
  void everyCellIsReadAsFastCsvAndTheJdkReadIt() throws IOException {
    SplittableRandom random = new SplittableRandom(5);
    StringBuilder csv = new StringBuilder("a,b,c,d\n");
    for (int row = 0; row < 20_000; row++) {
      for (int cell = 0; cell < 4; cell++) {
        csv.append(cell == 0 ? "" : ",").append(randomCell(random));
      }
      csv.append(random.nextBoolean() ? "\n" : "\r\n");
    }
    Path path = file(csv.toString());
    try (CsvRowSource source = CsvRowSource.open(path);
        CsvReader<CsvRecord> oracle = CsvReader.builder().ofCsvRecord(path)) {
      var records = oracle.iterator();
      records.next();
      int row = 0;
      while (source.next()) {
        CsvRecord expected = records.next();
        for (int cell = 0; cell < 4; cell++) {
          assertCell(expected.getField(cell), source, cell);
        }
        row++;
      }
      assertEquals(20_000, row);
      assertFalse(records.hasNext());
    }
  }

  private static void assertCell(String expected, CsvRowSource source, int cell) {
    if (expected.isEmpty()) {
      assertEquals(RowSource.EMPTY, source.kinds[cell]);
    } else if (expected.startsWith("t")) {
      assertEquals(RowSource.TEXT, source.kinds[cell]);
      assertEquals(expected, source.text(cell));
      if (expected.indexOf('"') < 0) {
        assertEquals(RowSource.textValue(expected), source.values[cell]);
      }
    } else {
      assertEquals(RowSource.NUMBER, source.kinds[cell], expected);
      assertEquals(Double.parseDouble(expected), source.values[cell], expected);
    }
  }

  private static String randomCell(SplittableRandom random) {
    return switch (random.nextInt(9)) {
      case 0 -> "";
      case 1 -> "\"t,\n\"\"" + random.nextInt(1000) + "\"";
      case 2 -> Double.toString(random.nextDouble(-1, 1));
      case 3 -> Long.toString(random.nextLong());
      case 4 -> random.nextInt(100) + ".";
      case 5 -> String.format("%.6f", random.nextDouble(-100, 100));
      case 6 -> "\"" + Double.toString(random.nextDouble() * 1e-300) + "\"";
      case 7 -> "0.000" + random.nextLong(1L << 62) + random.nextInt(1000);
      default ->
          Double.toString(Double.longBitsToDouble(random.nextLong()))
              .replaceAll("NaN|-?Infinity", "1e400")
              .replace("1e400", "1.5E-320");
    };
  }

  @Test
  void rowsLongerThanTheBufferAreRead() throws IOException {
    String padding = "z".repeat(700_000);
    String content =
        "episode,x,reward,note\n1,1,0,\"" + padding + "\"\n1,2,0," + padding + "\n1,3,0,\n";
    assertArrayEquals(new double[] {1, 2, 3}, values(read(file(content)).get(0)));
  }

  @Test
  void gzipIsReadAndACutOffOneRefused() throws IOException {
    StringBuilder content = new StringBuilder("episode,x,reward\n");
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 50_000; i++) {
      content.append(i / 10).append(',').append(random.nextDouble()).append(",0\n");
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
      zip.write(content.toString().getBytes(UTF_8));
    }
    assertEquals(5_000, read(file(bytes.toByteArray())).size());
    byte[] half = Arrays.copyOf(bytes.toByteArray(), bytes.size() / 2);
    Path path = file(half);
    InputException e = assertThrows(InputException.class, () -> read(path));
    assertTrue(e.getMessage().contains("cut off"), e.getMessage());
  }

  @Test
  void longIntegerIdsStayApart() throws IOException {
    Path path = file("eps_id,x,reward\n1234567890123456781,1,0\n1234567890123456782,2,0\n");
    assertEquals(
        List.of("1234567890123456781", "1234567890123456782"),
        read(path).stream().map(Episode::id).toList());
  }

  @Test
  void damagedFilesAreRefusedWithTheLine() throws IOException {
    assertTrue(refusal("episode,x,reward\n1,2,0\n1,3\n").contains("log.csv line 3: the row has 2"));
    assertTrue(refusal("episode,x,reward\n1,2,0,5\n").contains("line 2: the row has 4 cells"));
    assertTrue(refusal("episode,x,reward\n1,\"2,0\n").contains("line 2: a quote is never closed"));
    assertTrue(refusal("episode,x,reward\n1,nan,0\n").contains("line 2: 'x' is NaN"));
    assertTrue(refusal("episode,x,reward\n1,-inf,0\n").contains("-Infinity"));
    assertTrue(refusal("episode,x,reward\n1,1e999,0\n").contains("Infinity"));
    assertTrue(refusal("episode,x,reward\n1,1,5,0\n".replace("1,5", "1.2.3")).contains("text"));
    assertTrue(refusal("episode,x,reward\n").contains("holds no episode"));
    assertTrue(refusal("1,2,3\n1,2,3\n").contains("no column names"));
    assertTrue(refusal("episode,x,x\n1,2,3\n").contains("two columns are named 'x'"));
    assertTrue(refusal("episode,y,reward\n1,2,3\n").contains("no column 'x'"));
    assertTrue(refusal("#{\"t_start\": 1.0}\nr,l,t\n1,2,3\n").contains("Stable-Baselines3"));
    assertTrue(refusal("episode,x,reward\n,2,3\n").contains("'episode' is empty"));
  }

  @Test
  void emptyAndBinaryFilesAreNoLog() throws IOException {
    byte[] garbage = new byte[5000];
    new java.util.Random(3).nextBytes(garbage);
    for (byte[] content : List.of(new byte[0], garbage, "hello\n".getBytes(UTF_8))) {
      Path path = file(content);
      assertThrows(InputException.class, () -> read(path));
      assertFalse(new CsvFormat().recognizes(path));
    }
  }

  @Test
  void folderIsReadInNaturalOrderAndNumbersContinue() throws IOException {
    for (int i : new int[] {10, 2, 1}) {
      Files.writeString(
          folder.resolve("part_" + i + ".csv"), "episode,x,reward\n7," + i + ",0\n8,0,0\n");
    }
    List<Episode> episodes = read(folder);
    assertEquals(List.of(0L, 1L, 2L, 3L, 4L, 5L), episodes.stream().map(Episode::number).toList());
    assertEquals(
        List.of(1.0, 2.0, 10.0),
        List.of(
            episodes.get(0).column(0)[0],
            episodes.get(2).column(0)[0],
            episodes.get(4).column(0)[0]));
    Files.writeString(folder.resolve("notes.txt"), "nothing");
    assertThrows(InputException.class, () -> read(folder));
  }
}
