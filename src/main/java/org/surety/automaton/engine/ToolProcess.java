package org.surety.automaton.engine;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Reader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.surety.automaton.Limits;
import org.surety.automaton.TooManyStatesException;
import org.surety.base.InputException;

/**
 * A program that runs for what it prints: it is never waited for beyond the limits, never believed
 * beyond {@link #MAX_OUTPUT}, and dies with its children when it is closed or this process ends.
 */
final class ToolProcess implements AutoCloseable {
  /** Most characters that one answer may have. */
  static final int MAX_OUTPUT = 1 << 27;

  private static final String LAST_LINE = "--END--";
  private static final int CHUNK = 1 << 14;
  private static final int COMPLAINT = 2000;

  private final String name;
  private final Process process;
  private final Writer input;
  private final BlockingQueue<Optional<String>> output = new ArrayBlockingQueue<>(64);
  private final StringBuilder complaint = new StringBuilder();
  private final Thread complaints;
  private final Thread executioner;

  /**
   * Starts a program.
   *
   * @param name what messages call it
   * @param command the program and its arguments
   * @throws InputException if it cannot be started
   */
  ToolProcess(String name, List<String> command) {
    this.name = name;
    try {
      process = new ProcessBuilder(command).start();
    } catch (IOException e) {
      throw new InputException(
          name,
          "it cannot be started: " + e.getMessage(),
          "check that the program exists and may be executed",
          e);
    }
    input = new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8);
    daemon(() -> pump(process.getInputStream()));
    complaints = daemon(() -> listen(process.getErrorStream()));
    executioner = new Thread(this::kill);
    Runtime.getRuntime().addShutdownHook(executioner);
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "tool output");
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private void pump(InputStream stream) {
    try (Reader reader = new InputStreamReader(stream, StandardCharsets.UTF_8)) {
      char[] chunk = new char[CHUNK];
      for (int n = reader.read(chunk); n >= 0; n = reader.read(chunk)) {
        output.put(Optional.of(new String(chunk, 0, n)));
      }
    } catch (IOException e) {
      // The program was killed: what it printed ends here.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    }
    try {
      output.put(Optional.empty());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void listen(InputStream stream) {
    try (Reader reader = new InputStreamReader(stream, StandardCharsets.UTF_8)) {
      char[] chunk = new char[CHUNK];
      for (int n = reader.read(chunk); n >= 0; n = reader.read(chunk)) {
        synchronized (complaint) {
          complaint.append(chunk, 0, Math.min(n, COMPLAINT - complaint.length()));
        }
      }
    } catch (IOException e) {
      // The program was killed: its complaints end here.
    }
  }

  /** Whether it still runs. */
  boolean isAlive() {
    return process.isAlive();
  }

  /** Gives it a line to read; that it may have died shows when its answer is read. */
  void send(String line) {
    try {
      input.write(line + "\n");
      input.flush();
    } catch (IOException e) {
      // Reading finds out, and knows the exit code.
    }
  }

  /** Tells it that there is nothing to read. */
  void sendNothing() {
    try {
      input.close();
    } catch (IOException e) {
      // Reading finds out, and knows the exit code.
    }
  }

  /**
   * The next automaton printed, up to its line {@code --END--}.
   *
   * @throws TooManyStatesException if it does not come in time; the program is then killed
   * @throws InputException if the program ends before
   */
  String readAutomaton(Limits limits) {
    long asked = System.nanoTime();
    StringBuilder text = new StringBuilder();
    while (true) {
      Optional<String> chunk = nextChunk(limits, asked);
      if (chunk.isEmpty()) {
        throw dead(text.length() == 0 ? "before it printed an automaton" : "within an automaton");
      }
      int from = Math.max(0, text.length() - LAST_LINE.length() - 1);
      append(text, chunk.get());
      if (text.indexOf("\n" + LAST_LINE, from) >= 0) {
        return text.toString();
      }
    }
  }

  /**
   * All that is printed until the program ends.
   *
   * @throws TooManyStatesException if it does not end in time; it is then killed
   * @throws InputException if it ends with an exit code other than 0
   */
  String readAll(Limits limits) {
    long asked = System.nanoTime();
    StringBuilder text = new StringBuilder();
    for (Optional<String> chunk = nextChunk(limits, asked);
        chunk.isPresent();
        chunk = nextChunk(limits, asked)) {
      append(text, chunk.get());
    }
    // Standard output is closed: it has as good as ended, and is given a moment to do so.
    if (exitCode() != 0) {
      throw dead("after " + text.length() + " characters");
    }
    return text.toString();
  }

  private void append(StringBuilder text, String chunk) {
    text.append(chunk);
    if (text.length() > MAX_OUTPUT) {
      kill();
      throw new InputException(
          name,
          "it printed more than " + (MAX_OUTPUT >> 20) + " million characters for one formula",
          "check what it prints on standard output");
    }
  }

  private Optional<String> nextChunk(Limits limits, long asked) {
    try {
      if (limits.remaining().isEmpty()) {
        return output.take();
      }
      Duration left = limits.remaining().get();
      Optional<String> chunk = output.poll(left.toNanos(), TimeUnit.NANOSECONDS);
      if (chunk == null) {
        kill();
        throw new TooManyStatesException(
            String.format(
                Locale.ROOT, "waiting %.1f s for %s", (System.nanoTime() - asked) / 1e9, name));
      }
      return chunk;
    } catch (InterruptedException e) {
      kill();
      Thread.currentThread().interrupt();
      throw new InputException(name, "interrupted while it was working", "start again", e);
    }
  }

  private int exitCode() {
    try {
      if (!process.waitFor(2, TimeUnit.SECONDS)) {
        kill();
        process.waitFor();
      }
      complaints.join(200);
      return process.exitValue();
    } catch (InterruptedException e) {
      kill();
      Thread.currentThread().interrupt();
      return -1;
    }
  }

  private InputException dead(String when) {
    int code = exitCode();
    String said;
    synchronized (complaint) {
      said = complaint.toString().strip().replaceAll("\\s+", " ");
    }
    return new InputException(
        name,
        "it ended with exit code "
            + code
            + " "
            + when
            + (said.isEmpty() ? " and gave no reason" : ", saying: " + said),
        "try it on the formula by hand");
  }

  private void kill() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  @Override
  public void close() {
    kill();
    output.clear();
    try {
      Runtime.getRuntime().removeShutdownHook(executioner);
    } catch (IllegalStateException e) {
      // This process is ending, and the hook runs anyway.
    }
  }
}
