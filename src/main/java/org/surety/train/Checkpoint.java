package org.surety.train;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UTFDataFormatException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.surety.base.AtomicFile;
import org.surety.base.InputException;
import org.surety.base.Sha256;

/**
 * Arrays of numbers by name, kept bit for bit in one file: a line that says what it is, then of
 * every array its name, its kind, its length and its numbers, big-endian, and last the SHA-256 of
 * all before. The file is replaced as a whole or not at all, and written in pieces, so that a
 * replay buffer needs no second copy in memory.
 */
public final class Checkpoint {
  private static final byte[] HEAD = "surety-checkpoint-3\n".getBytes(StandardCharsets.US_ASCII);
  private static final int PIECE = 1 << 14;

  private final Map<String, Part<float[]>> floats = new TreeMap<>();
  private final Map<String, Part<double[]>> doubles = new TreeMap<>();

  /** The first numbers of an array. */
  private record Part<A>(A array, int length) {}

  /** Puts a copy of an array. */
  public void put(String name, float[] values) {
    share(name, values.clone(), values.length);
  }

  /** Puts a copy of an array. */
  public void put(String name, double[] values) {
    doubles.put(name, new Part<>(values.clone(), values.length));
  }

  /** Puts the first numbers of an array itself: they are those at the time of {@link #write}. */
  public void share(String name, float[] values, int length) {
    floats.put(name, new Part<>(values, length));
  }

  /** Puts a copy of all that an optimizer is, its numbers included. */
  public void put(String name, Adam adam) {
    put(name + ".numbers", adam.numbers());
    put(name + ".first", adam.first());
    put(name + ".second", adam.second());
    put(name + ".steps", new double[] {adam.steps()});
  }

  /**
   * Restores an optimizer of the same size.
   *
   * @throws InputException if the file is another run's
   */
  public void restore(String name, Adam adam) {
    int size = adam.numbers().length;
    adam.restore(
        floats(name + ".numbers", size),
        floats(name + ".first", size),
        floats(name + ".second", size),
        (long) doubles(name + ".steps", 1)[0]);
  }

  /**
   * The array of a name.
   *
   * @throws InputException if it is not there or not of this size: the file is another run's
   */
  public float[] floats(String name, int size) {
    Part<float[]> found = floats.get(name);
    if (found == null || found.length != size) {
      throw other(name, found == null ? -1 : found.length, size);
    }
    return found.array.length == size ? found.array : Arrays.copyOf(found.array, size);
  }

  /** As {@link #floats}. */
  public double[] doubles(String name, int size) {
    Part<double[]> found = doubles.get(name);
    if (found == null || found.length != size) {
      throw other(name, found == null ? -1 : found.length, size);
    }
    return found.array;
  }

  private static InputException other(String name, int found, int size) {
    return new InputException(
        "checkpoint",
        "has " + (found < 0 ? "no" : found + " numbers of") + " '" + name + "', expected " + size,
        "resume with the settings of the run that saved it");
  }

  /** Writes the file. */
  public void write(Path file) throws IOException {
    AtomicFile.write(
        file,
        stream -> {
          DigestOutputStream digesting = new DigestOutputStream(stream, Sha256.newDigest());
          DataOutputStream out = new DataOutputStream(digesting);
          out.write(HEAD);
          out.writeInt(floats.size() + doubles.size());
          for (Map.Entry<String, Part<float[]>> entry : floats.entrySet()) {
            Part<float[]> part = entry.getValue();
            head(out, entry.getKey(), 'F', part.length);
            ByteBuffer buffer = ByteBuffer.allocate(Float.BYTES * PIECE);
            for (int at = 0; at < part.length; at += PIECE) {
              int size = Math.min(PIECE, part.length - at);
              buffer.asFloatBuffer().put(part.array, at, size);
              out.write(buffer.array(), 0, Float.BYTES * size);
            }
          }
          for (Map.Entry<String, Part<double[]>> entry : doubles.entrySet()) {
            Part<double[]> part = entry.getValue();
            head(out, entry.getKey(), 'D', part.length);
            ByteBuffer buffer = ByteBuffer.allocate(Double.BYTES * PIECE);
            for (int at = 0; at < part.length; at += PIECE) {
              int size = Math.min(PIECE, part.length - at);
              buffer.asDoubleBuffer().put(part.array, at, size);
              out.write(buffer.array(), 0, Double.BYTES * size);
            }
          }
          out.flush();
          stream.write(digesting.getMessageDigest().digest());
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
    MessageDigest digest = Sha256.newDigest();
    long left = Files.size(file);
    try (DataInputStream in =
        new DataInputStream(
            new DigestInputStream(
                new java.io.BufferedInputStream(Files.newInputStream(file), 1 << 16), digest))) {
      if (!Arrays.equals(HEAD, in.readNBytes(HEAD.length))) {
        throw new InputException(file.toString(), "is no checkpoint", "give the folder of a run");
      }
      Checkpoint saved = new Checkpoint();
      for (int arrays = in.readInt(); arrays > 0; arrays--) {
        String name = in.readUTF();
        boolean single = in.readByte() == 'F';
        int length = in.readInt();
        if (length < 0 || (long) length * (single ? Float.BYTES : Double.BYTES) > left) {
          throw damaged(file);
        }
        if (single) {
          saved.share(name, readFloats(in, length), length);
        } else {
          saved.doubles.put(name, new Part<>(readDoubles(in, length), length));
        }
      }
      byte[] found = digest.digest();
      if (!Arrays.equals(found, in.readNBytes(found.length)) || in.read() >= 0) {
        throw damaged(file);
      }
      return saved;
    } catch (EOFException | UTFDataFormatException e) {
      throw damaged(file);
    }
  }

  private static float[] readFloats(DataInputStream in, int length) throws IOException {
    float[] values = new float[length];
    byte[] piece = new byte[Float.BYTES * PIECE];
    for (int at = 0; at < length; at += PIECE) {
      int size = Math.min(PIECE, length - at);
      in.readFully(piece, 0, Float.BYTES * size);
      ByteBuffer.wrap(piece).asFloatBuffer().get(values, at, size);
    }
    return values;
  }

  private static double[] readDoubles(DataInputStream in, int length) throws IOException {
    double[] values = new double[length];
    byte[] piece = new byte[Double.BYTES * PIECE];
    for (int at = 0; at < length; at += PIECE) {
      int size = Math.min(PIECE, length - at);
      in.readFully(piece, 0, Double.BYTES * size);
      ByteBuffer.wrap(piece).asDoubleBuffer().get(values, at, size);
    }
    return values;
  }

  private static InputException damaged(Path file) {
    return new InputException(
        file.toString(), "is damaged: its digest does not fit", "start the run again");
  }
}
