package org.surety.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongFunction;
import org.surety.base.Progress;

/**
 * Runs of one learner that differ in their seeds, each in a process of its own, so that a crash of
 * one, or of the native library under it, leaves the others alone. When this program is asked to
 * end, so are they, and it waits until they have saved.
 */
final class SeedProcesses {
  private static final long SECONDS_TO_SAVE = 150;

  private final Collection<Process> running = ConcurrentHashMap.newKeySet();
  private volatile boolean stopping;

  /**
   * What became of a run.
   *
   * @param seed its seed
   * @param code exit code of its process
   * @param out what it printed on standard output
   */
  record Ended(long seed, int code, String out) {}

  /**
   * Runs processes and waits for them.
   *
   * @param seeds of the runs
   * @param arguments of the {@code surety} command for a seed
   * @param table the file whose rows tell how far the run of a seed has come
   * @param stepsOfEach environment steps that a run will take, for the progress
   * @param atOnce number of processes at the same time
   */
  List<Ended> run(
      List<Long> seeds,
      LongFunction<List<String>> arguments,
      LongFunction<Path> table,
      long stepsOfEach,
      int atOnce,
      OutputOptions console)
      throws IOException {
    Thread atEnd = new Thread(this::stop);
    Runtime.getRuntime().addShutdownHook(atEnd);
    ExecutorService pool = Executors.newFixedThreadPool(Math.min(atOnce, seeds.size()));
    try {
      List<Future<Ended>> futures = new ArrayList<>();
      for (long seed : seeds) {
        List<String> command = command(arguments.apply(seed));
        futures.add(pool.submit(() -> one(seed, command, console)));
      }
      List<Ended> ended = new ArrayList<>();
      for (Future<Ended> future : futures) {
        ended.add(await(future, seeds, table, stepsOfEach, console.progress()));
      }
      return ended;
    } finally {
      pool.shutdownNow();
      if (!stopping) {
        Runtime.getRuntime().removeShutdownHook(atEnd);
      }
    }
  }

  /** This program again, with the same Java, options and classes. */
  private static List<String> command(List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.add("-Dsurety.terminal=false"); // its progress is told here, for all
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(arguments);
    return command;
  }

  private Ended one(long seed, List<String> command, OutputOptions console) throws IOException {
    if (stopping) {
      return new Ended(seed, 130, "");
    }
    Process process = new ProcessBuilder(command).start();
    running.add(process);
    try {
      if (stopping) {
        process.destroy();
      }
      Thread said = new Thread(() -> pass(process.getErrorStream(), seed, console));
      said.start();
      String out;
      try (InputStream in = process.getInputStream()) {
        out = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      }
      said.join();
      return new Ended(seed, process.waitFor(), out);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Ended(seed, 130, "");
    } finally {
      process.destroy();
      running.remove(process);
    }
  }

  private static void pass(InputStream errors, long seed, OutputOptions console) {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(errors, StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        console.notice("seed " + seed + ": " + line.replaceFirst("^surety: ", ""));
      }
    } catch (IOException e) {
      console.notice("seed " + seed + ": what it said cannot be read: " + e.getMessage());
    }
  }

  private static Ended await(
      Future<Ended> future,
      List<Long> seeds,
      LongFunction<Path> table,
      long stepsOfEach,
      Progress progress)
      throws IOException {
    while (true) {
      try {
        return future.get(1, TimeUnit.SECONDS);
      } catch (TimeoutException e) {
        long done = 0;
        for (long seed : seeds) {
          done += Math.min(stepsOfEach, steps(table.apply(seed)));
        }
        progress.report("training", done, stepsOfEach * seeds.size());
      } catch (ExecutionException e) {
        if (e.getCause() instanceof IOException io) {
          throw io;
        }
        throw new IllegalStateException(e.getCause());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted", e);
      }
    }
  }

  /** Environment steps of the last whole row of a run's table, its second column; 0 without one. */
  private static long steps(Path table) throws IOException {
    if (!Files.exists(table)) {
      return 0;
    }
    String rows = Files.readString(table);
    int end = rows.lastIndexOf('\n');
    String last = end < 0 ? "" : rows.substring(rows.lastIndexOf('\n', end - 1) + 1, end);
    String[] cells = last.split(",", 3);
    return cells.length == 3 && cells[1].matches("\\d{1,18}") ? Long.parseLong(cells[1]) : 0;
  }

  /** Asks all to end and waits until they have saved. */
  private void stop() {
    stopping = true;
    running.forEach(Process::destroy);
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS_TO_SAVE);
    for (Process process : running) {
      try {
        process.waitFor(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }
}
