package org.surety.bench;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.surety.spec.ColumnAddress;
import org.surety.spec.LogLayout;
import org.surety.trace.Episode;
import org.surety.trace.EpisodeReader;
import org.surety.trace.LogFormats;

/**
 * Reads 2 GB of CSV in a virtual machine with 256 MB of heap and says how long that took. The log
 * is written first, beside the other temporary files, and deleted in the end.
 */
public final class LargeCsvStudy {
  private static final long BYTES = 2_000_000_000L;

  private LargeCsvStudy() {}

  /** Without arguments writes the log and reads it in a child; with a path reads that log. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    if (arguments.length == 1) {
      read(Path.of(arguments[0]));
      return;
    }
    Path file = Files.createTempFile("large", ".csv");
    try {
      write(file);
      int status =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-Xmx256m",
                  "-cp",
                  System.getProperty("java.class.path"),
                  LargeCsvStudy.class.getName(),
                  file.toString())
              .inheritIO()
              .start()
              .waitFor();
      if (status != 0) {
        throw new IllegalStateException("the child ended with " + status);
      }
    } finally {
      Files.delete(file);
    }
  }

  /** Episodes of 10 to 30 steps, ten observations; a block of 1,000 lines of numbers is reused. */
  private static void write(Path file) throws IOException {
    SplittableRandom random = new SplittableRandom(1);
    String[] tails = new String[1000];
    for (int i = 0; i < tails.length; i++) {
      StringBuilder tail = new StringBuilder();
      for (int k = 0; k < 11; k++) {
        tail.append(',').append(random.nextDouble(-3, 3));
      }
      tails[i] = tail.toString();
    }
    long written = 0;
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20)) {
      StringBuilder header = new StringBuilder("episode,step");
      for (int k = 0; k < 10; k++) {
        header.append(",obs_").append(k);
      }
      out.write(header.append(",reward,terminated\n").toString().getBytes(StandardCharsets.UTF_8));
      for (int e = 0; written < BYTES; e++) {
        int steps = random.nextInt(10, 31);
        for (int t = 0; t < steps; t++) {
          String end = t == steps - 1 && e % 2 == 0 ? ",1\n" : ",0\n";
          byte[] line =
              (e + "," + t + tails[random.nextInt(tails.length)] + end)
                  .getBytes(StandardCharsets.UTF_8);
          out.write(line);
          written += line.length;
        }
      }
    }
  }

  private static void read(Path file) throws IOException {
    List<ColumnAddress> wanted =
        List.of(new ColumnAddress("observations", 0), new ColumnAddress("observations", 1));
    long episodes = 0;
    long decisions = 0;
    long start = System.nanoTime();
    try (EpisodeReader reader =
        LogFormats.open(List.of(file), Optional.empty(), LogLayout.UNSPECIFIED, wanted)) {
      for (Episode e = reader.next(); e != null; e = reader.next()) {
        episodes++;
        decisions += e.decisions();
      }
    }
    double wall = (System.nanoTime() - start) * 1e-9;
    double processor = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() * 1e-9;
    double megabytes = Files.size(file) / 1e6;
    long peak =
        ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(p -> p.getType() == java.lang.management.MemoryType.HEAP)
            .mapToLong(p -> p.getPeakUsage().getUsed())
            .sum();
    System.out.printf(
        "%.0f MB, %d episodes, %d decisions: %.1f s (%.0f MB/s), of processor time %.1f s (%.0f"
            + " MB/s); heap at most %.0f MB of %.0f MB%n",
        megabytes,
        episodes,
        decisions,
        wall,
        megabytes / wall,
        processor,
        megabytes / processor,
        peak / 1e6,
        Runtime.getRuntime().maxMemory() / 1e6);
  }
}
