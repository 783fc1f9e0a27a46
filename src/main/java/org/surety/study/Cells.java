package org.surety.study;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.surety.base.AtomicFile;
import org.surety.certificate.Json;

/** The results of a study's parts, one file each, written when a part is finished. */
final class Cells {
  private final Path folder;
  private final int threads;
  private final BooleanSupplier stop;

  /** A part that may have to be computed. */
  record Cell(String name, Callable<Json> work) {}

  /** Hears of every cell that was computed. */
  interface Listener {
    /** Told after the cell's file was written, by one thread at a time. */
    void finished(String name, int done, int all);
  }

  /**
   * Cells in a folder.
   *
   * @param threads how many are computed at a time
   * @param stop whether to begin no more
   */
  Cells(Path folder, int threads, BooleanSupplier stop) {
    this.folder = folder;
    this.threads = threads;
    this.stop = stop;
  }

  private Path file(String name) {
    return folder.resolve(name + ".json");
  }

  /** A cell's result, if it is finished. */
  Optional<Json> read(String name) throws IOException {
    Path file = file(name);
    return Files.isRegularFile(file)
        ? Optional.of(Json.parse(Files.readAllBytes(file), file.toString()))
        : Optional.empty();
  }

  /** A cell that must be finished. */
  Json get(String name) throws IOException {
    return read(name).orElseThrow(() -> new IllegalStateException(name + " is not finished"));
  }

  /** Where a cell is kept, for messages. */
  String place(String name) {
    return file(name).toString();
  }

  /**
   * Computes those that are not finished, several at a time.
   *
   * @throws FreshRollouts.Stopped if the study was stopped before all were
   */
  void compute(List<Cell> cells, Listener listener) throws IOException, InterruptedException {
    List<Cell> open = new ArrayList<>();
    for (Cell cell : cells) {
      if (read(cell.name).isEmpty()) {
        open.add(cell);
      }
    }
    Files.createDirectories(folder);
    ExecutorService workers = Executors.newFixedThreadPool(threads);
    try {
      AtomicInteger done = new AtomicInteger(cells.size() - open.size());
      List<Future<?>> running = new ArrayList<>();
      for (Cell cell : open) {
        running.add(
            workers.submit(
                () -> {
                  if (stop.getAsBoolean()) {
                    throw new FreshRollouts.Stopped();
                  }
                  Json result = cell.work.call();
                  synchronized (this) {
                    AtomicFile.write(file(cell.name), result.pretty().getBytes(UTF_8));
                    listener.finished(cell.name, done.incrementAndGet(), cells.size());
                  }
                  return null;
                }));
      }
      RuntimeException first = null;
      for (Future<?> cell : running) {
        try {
          cell.get();
        } catch (ExecutionException e) {
          if (e.getCause() instanceof IOException io) {
            throw io;
          }
          RuntimeException cause =
              e.getCause() instanceof RuntimeException runtime
                  ? runtime
                  : new IllegalStateException(e.getCause());
          first = first == null ? cause : first;
        }
      }
      if (first != null) {
        throw first;
      }
    } finally {
      workers.shutdownNow();
    }
  }

  private static final java.nio.charset.Charset UTF_8 = java.nio.charset.StandardCharsets.UTF_8;
}
