package org.surety.trace.hdf5;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.surety.base.AtomicFile;
import org.surety.trace.EpisodeRecord;
import org.surety.trace.EpisodeWriter;

/**
 * Writes what Minari calls {@code main_data.hdf5}: a group per episode with observations (T + 1),
 * actions, rewards, terminations, truncations (T) and infos (T + 1), in doubles; costs and what was
 * recorded with the actions stand beside them. h5py opens it as any other file.
 *
 * <p>Episodes are written as they come, their groups with links in the object header; the symbol
 * table of the root group, which may have very many, follows at the end.
 */
final class MinariHdf5Writer implements EpisodeWriter {
  private static final int SUPERBLOCK = 96;
  private static final int BUFFER = 1 << 20;

  private final Path target;
  private final Path temporary;
  private final FileChannel channel;
  private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER).order(ByteOrder.LITTLE_ENDIAN);
  private final TreeMap<String, Long> members = new TreeMap<>();
  private final Map<String, Integer> widths = new HashMap<>();
  private long flushed;
  private boolean finished;

  MinariHdf5Writer(Path target) throws IOException {
    this.target = target;
    temporary = AtomicFile.temporaryBeside(target);
    channel = FileChannel.open(temporary, StandardOpenOption.WRITE);
    put(ByteBuffer.allocate(SUPERBLOCK));
  }

  @Override
  public void write(EpisodeRecord episode) throws IOException {
    int decisions = episode.decisions();
    int index = members.size();
    ObjectBytes links = new ObjectBytes();
    link(links, "observations", numbers("observations", episode.observations()));
    link(links, "actions", numbers("actions", episode.actions()));
    link(links, "rewards", numbers(episode.rewards()));
    double[] costs = episode.costs();
    if (costs != null) {
      link(links, "costs", numbers(costs));
    }
    link(links, "terminations", flags(decisions, episode.terminated()));
    link(links, "truncations", flags(decisions, episode.truncated()));
    for (Map.Entry<String, double[][]> column : episode.decisionColumns().entrySet()) {
      link(links, column.getKey(), numbers(column.getKey(), column.getValue()));
    }
    if (!episode.infos().isEmpty()) {
      ObjectBytes infos = new ObjectBytes();
      for (Map.Entry<String, double[][]> info : episode.infos().entrySet()) {
        link(infos, info.getKey(), numbers("infos." + info.getKey(), info.getValue()));
      }
      link(links, "infos", put(ObjectBytes.group(infos).content()));
    }
    links.message(0x0C, ObjectBytes.attribute("id", index));
    links.message(0x0C, ObjectBytes.attribute("total_steps", decisions));
    members.put("episode_" + index, put(ObjectBytes.group(links).content()));
  }

  private static void link(ObjectBytes links, String name, long address) {
    links.message(ObjectHeader.LINK, ObjectBytes.link(name, address));
  }

  private long numbers(double[] values) throws IOException {
    long address = position();
    for (double value : values) {
      room(8).putDouble(value);
    }
    return put(
        ObjectBytes.dataset(ObjectBytes.float64(), address, 8L * values.length, values.length)
            .content());
  }

  private long numbers(String name, double[][] rows) throws IOException {
    // An episode without decisions has no row to tell how wide its actions would be.
    int width =
        rows.length == 0
            ? widths.getOrDefault(name, 1)
            : widths.computeIfAbsent(name, n -> rows[0].length);
    long address = position();
    for (double[] row : rows) {
      if (row.length != width) {
        throw new IllegalArgumentException(
            name + " has a row of " + row.length + " values, expected " + width);
      }
      for (double value : row) {
        room(8).putDouble(value);
      }
    }
    boolean matrix = name.equals("observations") || name.equals("actions");
    long[] shape =
        matrix || width != 1 ? new long[] {rows.length, width} : new long[] {rows.length};
    return put(
        ObjectBytes.dataset(ObjectBytes.float64(), address, 8L * rows.length * width, shape)
            .content());
  }

  private long flags(int decisions, boolean last) throws IOException {
    long address = position();
    for (int t = 0; t < decisions; t++) {
      room(1).put((byte) (last && t == decisions - 1 ? 1 : 0));
    }
    align();
    return put(ObjectBytes.dataset(ObjectBytes.bool(), address, decisions, decisions).content());
  }

  private long position() {
    return flushed + buffer.position();
  }

  private ByteBuffer room(int n) throws IOException {
    if (buffer.remaining() < n) {
      flush();
    }
    return buffer;
  }

  private void flush() throws IOException {
    buffer.flip();
    flushed += buffer.remaining();
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
    buffer.clear();
  }

  /** Appends a block and gives its address; the next one starts at a multiple of eight. */
  private long put(ByteBuffer block) throws IOException {
    long address = position();
    while (block.hasRemaining()) {
      room(1);
      int n = Math.min(buffer.remaining(), block.remaining());
      buffer.put(block.slice(block.position(), n));
      block.position(block.position() + n);
    }
    align();
    return address;
  }

  private void align() throws IOException {
    while ((position() & 7) != 0) {
      room(1).put((byte) 0);
    }
  }

  @Override
  public void finish() throws IOException {
    SymbolTable table = new SymbolTable(members);
    long heapData = put(table.names());
    long heap = put(table.heap(heapData));
    long tree = table.writeTree(this::put);
    long root = put(SymbolTable.rootHeader(tree, heap));
    flush();
    ByteBuffer superblock = SymbolTable.superblock(root, tree, heap, flushed);
    channel.position(0);
    while (superblock.hasRemaining()) {
      channel.write(superblock);
    }
    channel.close();
    AtomicFile.moveInto(temporary, target);
    finished = true;
  }

  @Override
  public void close() throws IOException {
    if (!finished) {
      try {
        channel.close();
      } finally {
        Files.deleteIfExists(temporary);
      }
    }
  }
}
