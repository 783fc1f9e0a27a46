package org.surety.trace;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Writes an npz file with all episodes one after the other: {@code episode_ends} (running totals of
 * decisions, int64), the columns of actions and results with a row per decision, those of states
 * with one more per episode, and {@code terminated} and {@code truncated} with one per episode.
 *
 * <p>An array's length stands before its elements, so each column waits in a file of its own.
 */
final class NpzEpisodeWriter implements EpisodeWriter {
  private final AtomicOutput output;
  private final List<Spool> spools = new ArrayList<>();
  private final Path target;
  private final ByteArrayOutputStream ends = new ByteArrayOutputStream();
  private final ByteArrayOutputStream terminated = new ByteArrayOutputStream();
  private final ByteArrayOutputStream truncated = new ByteArrayOutputStream();
  private @Nullable RecordColumns columns;
  private long decisions;
  private long episodes;

  /** The elements of one array so far. */
  private static final class Spool implements Closeable {
    final AtomicOutput file;
    final DataOutputStream out;
    long rows;

    Spool(Path target) throws IOException {
      file = new AtomicOutput(target);
      out =
          new DataOutputStream(
              new BufferedOutputStream(Files.newOutputStream(file.path()), 1 << 16));
    }

    @Override
    public void close() throws IOException {
      try (file) {
        out.close();
      }
    }
  }

  NpzEpisodeWriter(Path target) throws IOException {
    this.target = target;
    output = new AtomicOutput(target);
  }

  @Override
  public void write(EpisodeRecord episode) throws IOException {
    RecordColumns known = columns;
    if (known == null) {
      known = RecordColumns.of(episode);
      columns = known;
      for (int c = 0; c < known.columns().size(); c++) {
        spools.add(new Spool(target));
      }
    }
    known.check(episode);
    for (int c = 0; c < spools.size(); c++) {
      Spool spool = spools.get(c);
      for (double[] row : known.columns().get(c).rows().apply(episode)) {
        for (double value : row) {
          spool.out.writeLong(Long.reverseBytes(Double.doubleToRawLongBits(value)));
        }
        spool.rows++;
      }
    }
    decisions += episode.decisions();
    episodes++;
    ends.write(
        ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(decisions).array());
    terminated.write(episode.terminated() ? 1 : 0);
    truncated.write(episode.truncated() ? 1 : 0);
  }

  @Override
  public void finish() throws IOException {
    try (ZipOutputStream zip =
        new ZipOutputStream(
            new BufferedOutputStream(Files.newOutputStream(output.path()), 1 << 16))) {
      zip.setLevel(1);
      RecordColumns known = columns == null ? new RecordColumns(List.of()) : columns;
      for (int c = 0; c < spools.size(); c++) {
        Spool spool = spools.get(c);
        RecordColumns.Column column = known.columns().get(c);
        spool.out.close();
        String shape = column.vector() ? spool.rows + ", " + column.width() : spool.rows + ",";
        start(zip, column.name(), "<f8", shape);
        Files.copy(spool.file.path(), zip);
        zip.closeEntry();
      }
      array(zip, "episode_ends", "<i8", ends);
      array(zip, "terminated", "|b1", terminated);
      array(zip, "truncated", "|b1", truncated);
    }
    output.commit();
  }

  private void array(ZipOutputStream zip, String name, String type, ByteArrayOutputStream bytes)
      throws IOException {
    start(zip, name, type, episodes + ",");
    bytes.writeTo(zip);
    zip.closeEntry();
  }

  private static void start(ZipOutputStream zip, String name, String type, String shape)
      throws IOException {
    ZipEntry entry = new ZipEntry(name + ".npy");
    entry.setTime(0); // equal episodes give equal files
    zip.putNextEntry(entry);
    writeHeader(zip, type, shape);
  }

  private static void writeHeader(OutputStream out, String type, String shape) throws IOException {
    String dict = "{'descr': '" + type + "', 'fortran_order': False, 'shape': (" + shape + "), }";
    int padding = 63 - (10 + dict.length()) % 64; // elements begin at a multiple of 64
    String text = dict + " ".repeat(padding) + "\n";
    out.write(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0});
    out.write(text.length() & 0xFF);
    out.write(text.length() >> 8);
    out.write(text.getBytes(StandardCharsets.US_ASCII));
  }

  @Override
  public void close() throws IOException {
    try (output) {
      for (Spool spool : spools) {
        spool.close();
      }
    }
  }
}
