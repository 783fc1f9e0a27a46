package org.surety.train;

import java.io.Closeable;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * Scalars for TensorBoard: TensorFlow's record format around {@code Event} messages in protocol
 * buffers, both written by hand. A record is its length and its bytes, each with a masked CRC-32C.
 */
public final class EventFile implements Closeable {
  private static final int MASK = 0xa282ead8;

  private final OutputStream out;

  /**
   * Begins a file, named so that TensorBoard finds it and sorts it behind earlier ones.
   *
   * @param seconds since 1970
   */
  public EventFile(Path folder, double seconds) throws IOException {
    Path file;
    int part = 0;
    do {
      file = folder.resolve(String.format("events.out.tfevents.%010d.%d", (long) seconds, part++));
    } while (Files.exists(file));
    out = Files.newOutputStream(file);
    ByteBuffer version = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);
    wallTime(version, seconds);
    bytes(version, 3, "brain.Event:2".getBytes(StandardCharsets.US_ASCII));
    record(version);
  }

  /**
   * Adds scalars by tag.
   *
   * @param seconds since 1970
   * @param step what they are plotted over
   */
  public void scalars(double seconds, long step, Map<String, Double> values) throws IOException {
    int size = 64;
    for (String tag : values.keySet()) {
      size += tag.length() * 4 + 32;
    }
    ByteBuffer summary = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    for (Map.Entry<String, Double> entry : values.entrySet()) {
      ByteBuffer value = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
      bytes(value, 1, entry.getKey().getBytes(StandardCharsets.UTF_8));
      value.put((byte) ((2 << 3) | 5)).putFloat(entry.getValue().floatValue());
      bytes(summary, 1, taken(value));
    }
    ByteBuffer event = ByteBuffer.allocate(size + 64).order(ByteOrder.LITTLE_ENDIAN);
    wallTime(event, seconds);
    event.put((byte) (2 << 3));
    varint(event, step);
    bytes(event, 5, taken(summary));
    record(event);
    out.flush();
  }

  private static void wallTime(ByteBuffer to, double seconds) {
    to.put((byte) ((1 << 3) | 1)).putDouble(seconds);
  }

  private static void bytes(ByteBuffer to, int field, byte[] value) {
    to.put((byte) ((field << 3) | 2));
    varint(to, value.length);
    to.put(value);
  }

  private static void varint(ByteBuffer to, long value) {
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      to.put((byte) ((rest & 0x7f) | 0x80));
      rest >>>= 7;
    }
    to.put((byte) rest);
  }

  private static byte[] taken(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.position()];
    buffer.flip();
    buffer.get(bytes);
    return bytes;
  }

  private void record(ByteBuffer event) throws IOException {
    byte[] data = taken(event);
    byte[] length =
        ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(data.length).array();
    DataOutputStream stream = new DataOutputStream(out);
    stream.write(length);
    stream.writeInt(Integer.reverseBytes(masked(length)));
    stream.write(data);
    stream.writeInt(Integer.reverseBytes(masked(data)));
  }

  private static int masked(byte[] data) {
    CRC32C crc = new CRC32C();
    crc.update(data);
    return Integer.rotateRight((int) crc.getValue(), 15) + MASK;
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
