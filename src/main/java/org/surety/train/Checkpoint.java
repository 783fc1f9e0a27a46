package org.surety.train;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.surety.base.AtomicFile;
import org.surety.base.InputException;
import org.surety.base.Sha256;

/**
 * Arrays of numbers by name, kept bit for bit in one file: a line that says what it is, the SHA-256
 * of the rest, then of every array its name, its kind, its length and its numbers, big-endian. The
 * file is replaced as a whole or not at all.
 */
public final class Checkpoint {
  private static final String HEAD = "surety-checkpoint-1\n";
  private static final int DIGEST = 32;

  private final Map<String, float[]> floats = new TreeMap<>();
  private final Map<String, double[]> doubles = new TreeMap<>();

  /** Puts a copy of an array. */
  public void put(String name, float[] values) {
    floats.put(name, values.clone());
  }

  /** Puts a copy of an array. */
  public void put(String name, double[] values) {
    doubles.put(name, values.clone());
  }

  /**
   * The array of a name.
   *
   * @throws InputException if it is not there or not of this size: the file is another run's
   */
  public float[] floats(String name, int size) {
    float[] found = floats.get(name);
    if (found == null || found.length != size) {
      throw other(name, found == null ? -1 : found.length, size);
    }
    return found;
  }

  /** As {@link #floats}. */
  public double[] doubles(String name, int size) {
    double[] found = doubles.get(name);
    if (found == null || found.length != size) {
      throw other(name, found == null ? -1 : found.length, size);
    }
    return found;
  }

  private static InputException other(String name, int found, int size) {
    return new InputException(
        "checkpoint",
        "has " + (found < 0 ? "no" : found + " numbers of") + " '" + name + "', expected " + size,
        "resume with the settings of the run that saved it");
  }

  /** Writes the file. */
  public void write(Path file) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeInt(floats.size() + doubles.size());
    for (Map.Entry<String, float[]> entry : floats.entrySet()) {
      head(out, entry.getKey(), 'F', entry.getValue().length);
      ByteBuffer buffer = ByteBuffer.allocate(Float.BYTES * entry.getValue().length);
      buffer.asFloatBuffer().put(entry.getValue());
      out.write(buffer.array());
    }
    for (Map.Entry<String, double[]> entry : doubles.entrySet()) {
      head(out, entry.getKey(), 'D', entry.getValue().length);
      ByteBuffer buffer = ByteBuffer.allocate(Double.BYTES * entry.getValue().length);
      buffer.asDoubleBuffer().put(entry.getValue());
      out.write(buffer.array());
    }
    byte[] body = bytes.toByteArray();
    AtomicFile.write(
        file,
        stream -> {
          stream.write(HEAD.getBytes(StandardCharsets.US_ASCII));
          stream.write(HexFormat.of().parseHex(Sha256.of(body)));
          stream.write(body);
        });
  }

  private static void head(DataOutputStream out, String name, char kind, int length)
      throws IOException {
    out.writeUTF(name);
    out.writeByte(kind);
    out.writeInt(length);
  }

  /**
   * Reads a file.
   *
   * @throws InputException if it is damaged or something else
   */
  public static Checkpoint read(Path file) throws IOException {
    byte[] all = Files.readAllBytes(file);
    byte[] head = HEAD.getBytes(StandardCharsets.US_ASCII);
    int start = head.length + DIGEST;
    if (all.length < start || !Arrays.equals(head, Arrays.copyOf(all, head.length))) {
      throw new InputException(file.toString(), "is no checkpoint", "give the folder of a run");
    }
    byte[] body = Arrays.copyOfRange(all, start, all.length);
    String digest = HexFormat.of().formatHex(all, head.length, start);
    if (!digest.equals(Sha256.of(body))) {
      throw new InputException(
          file.toString(), "is damaged: its digest does not fit", "start the run again");
    }
    Checkpoint saved = new Checkpoint();
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(body));
    for (int left = in.readInt(); left > 0; left--) {
      String name = in.readUTF();
      boolean single = in.readByte() == 'F';
      int length = in.readInt();
      ByteBuffer buffer = ByteBuffer.wrap(in.readNBytes(length * (single ? 4 : 8)));
      if (single) {
        float[] values = new float[length];
        buffer.asFloatBuffer().get(values);
        saved.floats.put(name, values);
      } else {
        double[] values = new double[length];
        buffer.asDoubleBuffer().get(values);
        saved.doubles.put(name, values);
      }
    }
    return saved;
  }
}
