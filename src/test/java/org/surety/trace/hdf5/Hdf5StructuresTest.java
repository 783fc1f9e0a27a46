package org.surety.trace.hdf5;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.surety.base.InputException;
import org.surety.trace.PythonScript;

/** Files by h5py, made to use every storage structure; see write_hdf5_structures.py. */
class Hdf5StructuresTest {
  private static final Path FIXTURES = Path.of("src/test/resources/trace/hdf5/structures");

  @Test
  void everyStructureOfTheCommittedFilesIsReadAsH5pyWroteIt() throws IOException {
    assertEquals(75, compareWithPython(FIXTURES));
  }

  @Test
  void tenThousandGroupsAndDeepChunkIndicesAreReadAsH5pyWroteThem(@TempDir Path folder)
      throws Exception {
    PythonScript.run("write_hdf5_structures.py", "h5py", folder, "large");
    assertEquals(50_035, compareWithPython(folder));
  }

  private static int compareWithPython(Path folder) throws IOException {
    Map<String, List<String[]>> byFile = new LinkedHashMap<>();
    for (String line : Files.readAllLines(folder.resolve("expected.tsv"))) {
      String[] cells = line.split("\t");
      byFile.computeIfAbsent(cells[0], k -> new ArrayList<>()).add(cells);
    }
    int compared = 0;
    for (Map.Entry<String, List<String[]>> file : byFile.entrySet()) {
      try (Hdf5File hdf5 = new Hdf5File(folder.resolve(file.getKey()))) {
        Hdf5Group root = hdf5.root();
        for (String[] row : file.getValue()) {
          compare(root, row);
          compared++;
        }
      }
    }
    return compared;
  }

  private static void compare(Hdf5Group root, String[] row) {
    Object node = root;
    for (String part : row[1].split("/")) {
      node = assertInstanceOf(Hdf5Group.class, node).open(part);
      assertNotNull(node, String.join(" ", row));
    }
    Hdf5Dataset data = assertInstanceOf(Hdf5Dataset.class, node, row[1]);
    String what = row[0] + " " + row[1];
    assertEquals(Long.parseLong(row[2]), data.rows(), what);
    assertEquals(Long.parseLong(row[3]), data.width(), what);
    double sum = 0;
    double weighted = 0;
    long position = 0;
    for (long r = 0; r < data.rows(); ) {
      Hdf5Dataset.Band band = data.band(r);
      assertEquals(r, band.first(), what);
      double[] values = new double[(int) (band.count() * data.width())];
      data.type().decode(band.bytes(), 0, values, values.length);
      for (double v : values) {
        sum += v;
        weighted += v * ++position;
      }
      r = band.end();
    }
    assertEquals(Double.parseDouble(row[4]), sum, 0, what);
    assertEquals(Double.parseDouble(row[5]), weighted, 0, what);
  }

  @Test
  void damagedStructuresAreReadOrRefusedInOneSentence(@TempDir Path folder) throws IOException {
    for (String name : List.of("earliest.h5", "latest.h5", "dense.h5", "compact.h5")) {
      byte[] bytes = Files.readAllBytes(FIXTURES.resolve(name));
      SplittableRandom random = new SplittableRandom(4);
      Path file = folder.resolve(name);
      for (int i = 0; i < 1500; i++) {
        byte[] damaged = bytes.clone();
        int at = random.nextInt(bytes.length);
        damaged[at] = (byte) (i % 2 == 0 ? ~damaged[at] : random.nextInt());
        Files.write(file, damaged);
        try {
          Guard.guard(file, () -> readEverything(file));
        } catch (InputException e) {
          assertTrue(String.valueOf(e.getMessage()).startsWith(file.toString()), e.getMessage());
        }
      }
    }
  }

  private static double readEverything(Path path) throws IOException {
    double sum = 0;
    try (Hdf5File file = new Hdf5File(path)) {
      for (Hdf5Dataset data : Leaves.of(file, file.root()).values()) {
        for (long row = 0; row < data.rows() && data.rowBytes() > 0; ) {
          Hdf5Dataset.Band band = data.band(row);
          for (int i = 0; i < band.count(); i++) {
            sum += data.rowAsBytes(band, i).length;
          }
          row = band.end();
        }
      }
    }
    return sum;
  }

  @Test
  void textsOfVaryingLengthComeFromTheHeap() throws IOException {
    for (String name : List.of("earliest.h5", "latest.h5")) {
      try (Hdf5File file = new Hdf5File(FIXTURES.resolve(name))) {
        Hdf5Group texts = assertInstanceOf(Hdf5Group.class, file.root().open("text"));
        Hdf5Dataset data = assertInstanceOf(Hdf5Dataset.class, texts.open("varying"));
        List<String> read = new ArrayList<>();
        for (int r = 0; r < data.rows(); r++) {
          byte[] text = data.varying(data.band(0).bytes(), (int) (r * data.rowBytes()));
          read.add(new String(text, StandardCharsets.UTF_8));
        }
        assertEquals(List.of("left", "right", ""), read, name);
      }
    }
  }

  @Test
  void linksToOtherPlacesAreNotFollowed() throws IOException {
    for (String name : List.of("earliest.h5", "latest.h5")) {
      try (Hdf5File file = new Hdf5File(FIXTURES.resolve(name))) {
        assertNull(file.root().open("outside"), name);
        assertNull(file.root().open("soft"), name);
      }
    }
  }
}
