package org.surety.env;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.surety.base.InputException;

/**
 * One Python process that steps Gymnasium environments: the conversation with {@code
 * surety_bridge.py}, where the protocol is written down. A process that does not answer in time is
 * killed, so no call waits forever. Not for several threads.
 */
final class GymnasiumBridge implements AutoCloseable {
  private static final byte[] MAGIC = "SURETY01".getBytes(StandardCharsets.US_ASCII);
  private static final String SCRIPT = "surety_bridge.py";
  private static final int MOST = 1 << 20;
  private static final int TAIL = 2_000;
  private static final ScheduledExecutorService WATCH =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread thread = new Thread(work, "gymnasium watch");
            thread.setDaemon(true);
            return thread;
          });

  private final String place;
  private final int lanes;
  private final Duration patience;
  private final Path folder;
  private final Path errors;
  private final Process process;
  private final DataInputStream in;
  private final OutputStream out;
  private volatile boolean late;
  private final int observationSize;
  private final double[] low;
  private final double[] high;
  private final boolean discrete;
  private final List<String> infoNames;
  private final String versions;
  private final byte[] answer;

  /** Starts a process and waits until its environments are made. */
  GymnasiumBridge(GymnasiumOptions options, int lanes) {
    this.place = "gymnasium:" + options.id();
    this.lanes = lanes;
    this.patience = options.patience();
    Process started = null;
    boolean ready = false;
    folder = temporaryFolder();
    errors = folder.resolve("stderr");
    // What is left if this program is stopped, in the order in which a folder becomes empty.
    folder.toFile().deleteOnExit();
    errors.toFile().deleteOnExit();
    folder.resolve(SCRIPT).toFile().deleteOnExit();
    try {
      process = started = start(options);
      in = new DataInputStream(new BufferedInputStream(process.getInputStream(), 1 << 16));
      out = new BufferedOutputStream(process.getOutputStream(), 1 << 16);
      ScheduledFuture<?> watch = watch();
      try {
        if (!Arrays.equals(in.readNBytes(MAGIC.length), MAGIC)) {
          throw died();
        }
        observationSize = count();
        int actions = count();
        discrete = in.readByte() != 0;
        low = doubles(actions);
        high = doubles(actions);
        int infos = count();
        infoNames = new ArrayList<>();
        for (int k = 0; k < infos; k++) {
          infoNames.add(text());
        }
        versions = text();
      } catch (EOFException e) {
        throw died();
      } finally {
        watch.cancel(false);
      }
      ready = true;
    } catch (IOException e) {
      throw new InputException(
          place,
          options.python() + " cannot be started: " + e.getMessage(),
          "install Python 3 with gymnasium, or name another interpreter");
    } finally {
      if (!ready) {
        end(started, folder);
      }
    }
    answer = new byte[Math.multiplyExact(lanes, 8 * (observationSize + 3 + infoNames.size()) + 1)];
  }

  private Process start(GymnasiumOptions options) throws IOException {
    Path script = folder.resolve(SCRIPT);
    try (InputStream resource = GymnasiumBridge.class.getResourceAsStream(SCRIPT)) {
      if (resource == null) {
        throw new IllegalStateException(SCRIPT + " is not in the jar");
      }
      Files.copy(resource, script, StandardCopyOption.REPLACE_EXISTING);
    }
    List<String> command =
        new ArrayList<>(
            List.of(
                options.python(), script.toString(), "--env=" + options.id(), "--lanes=" + lanes));
    options.labels().forEach((atom, key) -> command.add("--label=" + atom + "=" + key));
    options.infos().forEach(name -> command.add("--info=" + name));
    return new ProcessBuilder(command).redirectError(errors.toFile()).start();
  }

  /** Kills the process unless cancelled in time. */
  private ScheduledFuture<?> watch() {
    return WATCH.schedule(
        () -> {
          late = true;
          process.destroyForcibly();
        },
        patience.toMillis(),
        TimeUnit.MILLISECONDS);
  }

  private int count() throws IOException {
    int value = Integer.reverseBytes(in.readInt());
    if (value < 0 || value > MOST) {
      throw rubbish();
    }
    return value;
  }

  private double[] doubles(int n) throws IOException {
    double[] values = new double[n];
    ByteBuffer.wrap(read(8 * n)).order(ByteOrder.LITTLE_ENDIAN).asDoubleBuffer().get(values);
    return values;
  }

  private String text() throws IOException {
    int length = Short.toUnsignedInt(Short.reverseBytes(in.readShort()));
    return new String(read(length), StandardCharsets.UTF_8);
  }

  private byte[] read(int size) throws IOException {
    byte[] bytes = new byte[size];
    in.readFully(bytes);
    return bytes;
  }

  /** Numbers of an observation. */
  int observationSize() {
    return observationSize;
  }

  /** Numbers of an action. */
  int actionSize() {
    return low.length;
  }

  /** Whether an action is the index of a choice. */
  boolean discrete() {
    return discrete;
  }

  /** Lower bounds of actions, perhaps infinite. */
  double[] low() {
    return low.clone();
  }

  /** Upper bounds of actions, perhaps infinite. */
  double[] high() {
    return high.clone();
  }

  /** Names of the infos. */
  List<String> infoNames() {
    return infoNames;
  }

  /** Versions of gymnasium and of the environment's module. */
  String versions() {
    return versions;
  }

  /** Asks for lanes to be reset; {@link #receive} has to follow. */
  void sendResets(int count, int[] which, long[] seeds) {
    ByteBuffer request = ByteBuffer.allocate(5 + 12 * count).order(ByteOrder.LITTLE_ENDIAN);
    request.put((byte) 'R').putInt(count);
    for (int i = 0; i < count; i++) {
      request.putInt(which[i]).putLong(seeds[i]);
    }
    send(request.array());
  }

  /** Asks for a step of some lanes; {@link #receive} has to follow. */
  void sendStep(boolean[] which, double[] actions, int firstLane) {
    int a = low.length;
    ByteBuffer request =
        ByteBuffer.allocate(1 + lanes + 8 * lanes * a).order(ByteOrder.LITTLE_ENDIAN);
    request.put((byte) 'S');
    for (int lane = 0; lane < lanes; lane++) {
      request.put((byte) (which[firstLane + lane] ? 1 : 0));
    }
    for (int i = 0; i < lanes * a; i++) {
      request.putDouble(actions[firstLane * a + i]);
    }
    send(request.array());
  }

  private void send(byte[] request) {
    ScheduledFuture<?> watch = watch();
    try {
      out.write(request);
      out.flush();
    } catch (IOException e) {
      throw died();
    } finally {
      watch.cancel(false);
    }
  }

  /** The answer to a request: all that is known of all lanes, as the protocol lays it out. */
  ByteBuffer receive() {
    ScheduledFuture<?> watch = watch();
    try {
      int kind = in.read();
      if (kind == 'E') {
        String message = new String(read(count()), StandardCharsets.UTF_8);
        throw new InputException(
            place, "failed: " + message, "see whether it runs in Python by itself");
      }
      if (kind < 0) {
        throw died();
      }
      if (kind != 'O') {
        throw rubbish();
      }
      in.readFully(answer);
      return ByteBuffer.wrap(answer).order(ByteOrder.LITTLE_ENDIAN);
    } catch (IOException e) {
      throw died();
    } finally {
      watch.cancel(false);
    }
  }

  private InputException rubbish() {
    return new InputException(
        place, "answered something else than numbers", "is another program called python?");
  }

  private InputException died() {
    if (late) {
      return new InputException(
          place,
          String.format(Locale.ROOT, "gave no answer for %.0f s and was stopped", seconds()),
          "make the environment faster, or wait longer");
    }
    String said = "";
    try {
      process.waitFor(1, TimeUnit.SECONDS);
      byte[] all = Files.readAllBytes(errors);
      int from = Math.max(0, all.length - TAIL);
      List<String> lines =
          new String(all, from, all.length - from, StandardCharsets.UTF_8).strip().lines().toList();
      said = lines.isEmpty() ? "" : ": " + lines.get(lines.size() - 1);
    } catch (IOException e) {
      said = ", and what it said cannot be read";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return new InputException(
        place, "the Python process ended" + said, "see whether it runs in Python by itself");
  }

  private double seconds() {
    return patience.toMillis() / 1e3;
  }

  @Override
  public void close() {
    end(process, folder);
  }

  /** Ends a process, if it was started, and deletes what it was given. */
  private static void end(@Nullable Process process, Path folder) {
    try {
      if (process != null) {
        process.destroy();
        if (!process.waitFor(2, TimeUnit.SECONDS)) {
          process.destroyForcibly().waitFor();
        }
      }
      Files.deleteIfExists(folder.resolve("stderr"));
      Files.deleteIfExists(folder.resolve(SCRIPT));
      Files.deleteIfExists(folder);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      // Tried again when this program ends.
    }
  }

  private Path temporaryFolder() {
    try {
      return Files.createTempDirectory("surety-bridge");
    } catch (IOException e) {
      throw new InputException(
          place,
          "needs a temporary folder: " + e.getMessage(),
          "make room, or set java.io.tmpdir to a folder that can be written");
    }
  }
}
