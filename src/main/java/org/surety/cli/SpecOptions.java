package org.surety.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.surety.spec.PropertyFile;
import picocli.CommandLine.Option;

/** Which property file to read, and which of its properties. */
final class SpecOptions {
  @Option(
      names = "--spec",
      required = true,
      paramLabel = "FILE",
      description = "The property file.")
  private Path file;

  @Option(
      names = "--property",
      paramLabel = "NAME",
      description = "A property of the file; repeat for several (default: all of them).")
  private List<String> properties = new ArrayList<>();

  @Option(
      names = "--margin",
      paramLabel = "D",
      description = "Tighten every predicate by D, in the predicates' units.")
  private @Nullable Double margin;

  Path file() {
    return file;
  }

  /** The file with the properties selected and the margin applied. */
  PropertyFile read() throws IOException {
    PropertyFile spec = PropertyFile.read(file);
    if (!properties.isEmpty()) {
      spec = spec.withProperties(properties.stream().distinct().toList());
    }
    return margin == null ? spec : spec.withMargin(margin);
  }
}
