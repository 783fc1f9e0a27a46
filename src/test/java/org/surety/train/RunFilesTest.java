package org.surety.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.surety.base.InputException;

/** What a run leaves on disk. */
class RunFilesTest {
  @TempDir Path folder;

  @Test
  void aCheckpointHoldsEveryBit() throws IOException {
    Path file = folder.resolve("checkpoint");
    float[] floats = {1, -0f, Float.MIN_VALUE, Float.NaN};
    double[] doubles = {Math.PI, -0.0, 1e300};
    Checkpoint saved = new Checkpoint();
    saved.put("f", floats);
    saved.put("d", doubles);
    saved.put("none", new double[0]);
    saved.write(file);
    Checkpoint read = Checkpoint.read(file);
    assertArrayEquals(floats, read.floats("f", 4));
    assertArrayEquals(doubles, read.doubles("d", 3));
    assertEquals(0, read.doubles("none", 0).length);
    assertThrows(InputException.class, () -> read.floats("f", 5));
    assertThrows(InputException.class, () -> read.doubles("f", 4));
  }

  @Test
  void aDamagedCheckpointIsRefused() throws IOException {
    Path file = folder.resolve("checkpoint");
    Checkpoint saved = new Checkpoint();
    saved.put("d", new double[] {1, 2, 3});
    saved.write(file);
    byte[] good = Files.readAllBytes(file);
    for (int i = 0; i < good.length; i++) {
      byte[] bad = good.clone();
      bad[i] ^= 4;
      Files.write(file, bad);
      assertThrows(InputException.class, () -> Checkpoint.read(file), "byte " + i);
    }
    Files.write(file, java.util.Arrays.copyOf(good, good.length - 1));
    assertThrows(InputException.class, () -> Checkpoint.read(file));
  }

  @Test
  void aContinuedRunWritesNoRowTwice() throws IOException {
    try (RunTable table = new RunTable(folder, 0)) {
      for (long update = 1; update <= 12; update++) {
        table.add(update, 10 * update, Map.of("loss", 0.5 * update));
      }
    }
    try (RunTable table = new RunTable(folder, 9)) {
      table.add(10, 100, Map.of("loss", -1.25));
    }
    List<String> lines = Files.readAllLines(folder.resolve(RunTable.NAME));
    assertEquals("update,steps,loss", lines.get(0));
    assertEquals("9,90,4.50000000", lines.get(9));
    assertEquals("10,100,-1.25000000", lines.get(10));
    assertEquals(11, lines.size());
  }

  /** Reads the format as TensorFlow documents it, without the code that writes it. */
  @Test
  void tensorBoardReadsTheEvents() throws IOException {
    Map<String, Double> values = new LinkedHashMap<>();
    values.put("success", 0.5);
    values.put("überlänge", -3.0);
    try (EventFile events = new EventFile(folder, 1_700_000_000.5)) {
      events.scalars(1_700_000_001, 300, values);
    }
    Path file;
    try (Stream<Path> files = Files.list(folder)) {
      file = files.filter(f -> f.toString().contains("tfevents")).findFirst().orElseThrow();
    }
    List<byte[]> records = records(Files.readAllBytes(file));
    assertEquals(2, records.size());
    ByteBuffer first = ByteBuffer.wrap(records.get(0)).order(ByteOrder.LITTLE_ENDIAN);
    assertEquals(0x09, first.get());
    assertEquals(1_700_000_000.5, first.getDouble());
    assertEquals(0x1a, first.get());
    assertEquals("brain.Event:2", text(first));
    ByteBuffer second = ByteBuffer.wrap(records.get(1)).order(ByteOrder.LITTLE_ENDIAN);
    second.position(9);
    assertEquals(0x10, second.get());
    assertEquals(300, (second.get() & 0x7f) | second.get() << 7);
    assertEquals(0x2a, second.get());
    assertEquals(second.get(), second.remaining());
    for (Map.Entry<String, Double> entry : values.entrySet()) {
      assertEquals(0x0a, second.get());
      int end = second.get() + second.position();
      assertEquals(0x0a, second.get());
      assertEquals(entry.getKey(), text(second));
      assertEquals(0x15, second.get());
      assertEquals(entry.getValue().floatValue(), second.getFloat());
      assertEquals(end, second.position());
    }
    assertEquals(0, second.remaining());
  }

  private static String text(ByteBuffer from) {
    byte[] bytes = new byte[from.get()];
    from.get(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static List<byte[]> records(byte[] file) {
    List<byte[]> records = new ArrayList<>();
    ByteBuffer in = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    while (in.hasRemaining()) {
      byte[] length = new byte[8];
      in.get(length);
      assertEquals(masked(length), in.getInt());
      byte[] data =
          new byte[(int) ByteBuffer.wrap(length).order(ByteOrder.LITTLE_ENDIAN).getLong()];
      in.get(data);
      assertEquals(masked(data), in.getInt());
      records.add(data);
    }
    assertTrue(in.position() == file.length);
    return records;
  }

  private static int masked(byte[] data) {
    CRC32C crc = new CRC32C();
    crc.update(data);
    long c = crc.getValue();
    return (int) (((c >>> 15) | (c << 17 & 0xffffffffL)) + 0xa282ead8L);
  }
}
