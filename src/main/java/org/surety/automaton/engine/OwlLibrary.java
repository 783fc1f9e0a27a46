package org.surety.automaton.engine;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.surety.base.InputException;

/**
 * Owl's jars, in a class loader of their own, driven through the command line that Owl has anyway:
 * nothing here needs Owl to be compiled, and its libraries do not meet ours.
 */
final class OwlLibrary implements AutoCloseable {
  private static final String COMMAND = "owl.command.OwlCommand";
  private static final String PARSER = "owl.thirdparty.picocli.CommandLine";

  /** Held, because loggers are collected, and their levels forgotten, when nobody holds them. */
  private static final Logger DECISION_DIAGRAMS = Logger.getLogger("de.tum.in.jbdd");

  private final URLClassLoader loader;
  private final Object commandLine;
  private final StringWriter said = new StringWriter();

  /**
   * Loads Owl.
   *
   * @param jars Owl's and those of its libraries
   * @throws InputException if Owl is not among them
   */
  OwlLibrary(List<Path> jars) {
    List<URL> urls = new ArrayList<>();
    for (Path jar : jars) {
      try {
        urls.add(jar.toUri().toURL());
      } catch (MalformedURLException e) {
        throw new InputException("owl", jar + " cannot be loaded", "move it to another folder", e);
      }
    }
    loader =
        new URLClassLoader("owl", urls.toArray(new URL[0]), ClassLoader.getPlatformClassLoader());
    try {
      commandLine = commandLine();
    } catch (ReflectiveOperationException | LinkageError e) {
      throw new InputException(
          "owl",
          "no release of Owl that Surety knows is in " + jars,
          "put owl.jar of release 22 or later and its libraries there",
          e);
    }
    DECISION_DIAGRAMS.setLevel(Level.WARNING);
  }

  /** What Owl calls itself. */
  String version() {
    return execute(List.of("--version")).strip();
  }

  /**
   * What a subcommand prints for a formula.
   *
   * @throws InputException if Owl fails
   */
  String translate(String subcommand, String formula) {
    try {
      Path file = Files.createTempFile("surety-owl", ".hoa");
      try {
        execute(
            List.of(subcommand, "--run-in-non-native-mode", "-f", formula, "-o", file.toString()));
        return Files.readString(file);
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new InputException(
          "owl",
          "its temporary file failed: " + e.getMessage(),
          "check the folder for temporary files",
          e);
    }
  }

  private Object commandLine() throws ReflectiveOperationException {
    Class<?> parser = loader.loadClass(PARSER);
    Class<?> command = loader.loadClass(COMMAND);
    Object owl = command.getConstructor(String[].class).newInstance((Object) new String[0]);
    Object line = parser.getConstructor(Object.class).newInstance(owl);
    PrintWriter writer = new PrintWriter(said, true);
    parser.getMethod("setOut", PrintWriter.class).invoke(line, writer);
    parser.getMethod("setErr", PrintWriter.class).invoke(line, writer);
    // By default Owl prints stack traces on the standard error of this process.
    Class<?> handler = loader.loadClass(PARSER + "$IExecutionExceptionHandler");
    InvocationHandler rethrow = OwlLibrary::rethrow;
    parser
        .getMethod("setExecutionExceptionHandler", handler)
        .invoke(line, Proxy.newProxyInstance(loader, new Class<?>[] {handler}, rethrow));
    return line;
  }

  private synchronized String execute(List<String> arguments) {
    Thread.currentThread().setContextClassLoader(loader);
    said.getBuffer().setLength(0);
    try {
      Object code =
          commandLine
              .getClass()
              .getMethod("execute", String[].class)
              .invoke(commandLine, (Object) arguments.toArray(new String[0]));
      if (!code.equals(0)) {
        throw failed("it ended with code " + code + ", saying: " + said, null);
      }
      return said.toString();
    } catch (InvocationTargetException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw failed("it failed with " + cause, cause);
    } catch (ReflectiveOperationException e) {
      throw failed("its command line is not the one Surety knows: " + e.getMessage(), e);
    }
  }

  private static Object rethrow(Object proxy, Method method, Object[] arguments) throws Throwable {
    throw arguments[0] instanceof Throwable failure ? failure : new IllegalStateException();
  }

  private static InputException failed(String problem, @Nullable Throwable cause) {
    String shown = problem.strip().replaceAll("\\s+", " ");
    return new InputException(
        "owl",
        shown.length() > 500 ? shown.substring(0, 500) + "..." : shown,
        "try it on the formula by hand, or give another release by --owl-home",
        cause == null ? new IllegalStateException(shown) : cause);
  }

  @Override
  public void close() {
    try {
      loader.close();
    } catch (IOException e) {
      // The jars stay open until this process ends.
    }
  }
}
