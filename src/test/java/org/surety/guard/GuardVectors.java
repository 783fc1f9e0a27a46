package org.surety.guard;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.DoubleStream;
import org.surety.certificate.Json;

/**
 * The conformance vectors: reads them, and, as a main class, writes them from the Java guards. They
 * are written anew only when the arithmetic changes on purpose, in all three languages.
 */
final class GuardVectors {
  static final Path FILE = Path.of("src/test/resources/guard/vectors.json");
  private static final double NO_CAP = Double.POSITIVE_INFINITY;

  private GuardVectors() {}

  /** A scenario and what must come out of it. */
  record Vector(GuardScenario scenario, List<String> digests, List<String> states, Json.Obj json) {}

  public static void main(String[] arguments) throws IOException {
    List<String> lines = new ArrayList<>();
    for (GuardScenario s : scenarios()) {
      lines.add(write(s, s.run(false)));
    }
    Files.writeString(FILE, "[\n" + String.join(",\n", lines) + "\n]\n");
  }

  private static List<GuardScenario> scenarios() {
    List<GuardScenario> all = new ArrayList<>();
    long seed = 1000;
    for (int d : new int[] {1, 2, 3, 6, 17}) {
      all.add(gaussian("per-step", List.of(1.5), d, seed += 10, 1));
      all.add(gaussian("per-step", List.of(1 + 1e-9), d, seed += 10, 1));
      all.add(gaussian("budget", List.of(2.302585092994046, NO_CAP), d, seed += 10, 0.5));
      all.add(gaussian("budget", List.of(2.302585092994046, 0.1), d, seed += 10, 2));
      all.add(gaussian("mean-only", List.of(0.763884, 0.2), d, seed += 10, 0.3));
      all.add(gaussian("mean-only", List.of(2.5, NO_CAP), d, seed += 10, 0.05));
    }
    all.add(gaussian("per-step", List.of(1.0), 2, seed += 10, 1));
    all.add(gaussian("per-step", List.of(1e6), 2, seed += 10, 3));
    all.add(gaussian("budget", List.of(0.0, NO_CAP), 2, seed += 10, 1));
    all.add(gaussian("budget", List.of(40.0, 10.0), 2, seed += 10, 0.1));
    for (int n : new int[] {2, 5, 18}) {
      all.add(categorical("per-step", List.of(1.5), n, seed += 10));
      all.add(categorical("per-step", List.of(1 + 1e-12), n, seed += 10));
      all.add(categorical("budget", List.of(2.302585092994046, NO_CAP), n, seed += 10));
      all.add(categorical("budget", List.of(3.0, 0.05), n, seed += 10));
    }
    for (int d : new int[] {1, 2, 6}) {
      all.add(inBox(gaussian("box", List.of(1.5), d, seed += 10, 1), 1 + d / 2));
      all.add(inBox(gaussian("box", List.of(1.05), d, seed += 10, 0.01), 5));
    }
    all.add(inBox(gaussian("box", List.of(1.0), 2, seed += 10, 1), 2));
    all.add(inBox(categorical("box", List.of(3.0), 4, seed += 10), 3));
    return all;
  }

  /** The same with a box of so many observed values. */
  private static GuardScenario inBox(GuardScenario s, int observed) {
    double[] lower = new double[observed];
    double[] upper = new double[observed];
    for (int i = 0; i < observed; i++) {
      lower[i] = -1 - 0.1 * i;
      upper[i] = i % 2 == 0 ? 0.3 : 1e3;
    }
    return new GuardScenario(
        s.guard(),
        s.parameters(),
        s.categorical(),
        s.size(),
        s.horizon(),
        s.seed(),
        6,
        s.steps(),
        s.spread(),
        s.saveAt(),
        s.releaseAt(),
        Optional.of(StateBox.of(lower, upper, "vectors")));
  }

  private static GuardScenario gaussian(
      String guard, List<Double> parameters, int d, long seed, double spread) {
    return new GuardScenario(
        guard, parameters, false, d, 90, seed, 4, 100, spread, 37, 95, Optional.empty());
  }

  private static GuardScenario categorical(
      String guard, List<Double> parameters, int n, long seed) {
    return new GuardScenario(
        guard, parameters, true, n, 90, seed, 4, 100, 0, 37, 95, Optional.empty());
  }

  private static String write(GuardScenario s, GuardScenario.Run run) {
    Json.ObjBuilder counts = Json.object();
    for (Map.Entry<Fallback, Integer> entry : run.fallbacks().entrySet()) {
      counts.put(entry.getKey().name(), entry.getValue().longValue());
    }
    Json.ObjBuilder json = Json.object();
    s.box()
        .ifPresent(
            box ->
                json.put(
                    "box",
                    Json.object()
                        .put("lower", Json.texts(texts(box.lowerEnds())))
                        .put("upper", Json.texts(texts(box.upperEnds())))
                        .build()));
    return json.put("guard", s.guard())
        .put("parameters", Json.texts(s.parameters().stream().map(String::valueOf).toList()))
        .put("distribution", s.categorical() ? "categorical" : "gaussian")
        .put("size", s.size())
        .put("horizon", s.horizon())
        .put("seed", s.seed())
        .put("episodes", s.episodes())
        .put("steps", s.steps())
        .put("spread", String.valueOf(s.spread()))
        .put("saveAt", s.saveAt())
        .put("releaseAt", s.releaseAt())
        .put("fallbacks", counts.build())
        .put("digests", Json.texts(run.digests()))
        .put("states", Json.texts(run.states()))
        .build()
        .canonical();
  }

  static List<Vector> read() throws IOException {
    List<Vector> vectors = new ArrayList<>();
    Json.Arr all = (Json.Arr) Json.parse(Files.readAllBytes(FILE), FILE.toString());
    for (Json item : all.items()) {
      Json.Obj o = (Json.Obj) item;
      vectors.add(
          new Vector(
              new GuardScenario(
                  text(o, "guard"),
                  texts(o, "parameters").stream().map(Double::valueOf).toList(),
                  text(o, "distribution").equals("categorical"),
                  number(o, "size"),
                  number(o, "horizon"),
                  number(o, "seed"),
                  number(o, "episodes"),
                  number(o, "steps"),
                  Double.parseDouble(text(o, "spread")),
                  number(o, "saveAt"),
                  number(o, "releaseAt"),
                  Optional.ofNullable(o.members().get("box")).map(b -> box((Json.Obj) b))),
              texts(o, "digests"),
              texts(o, "states"),
              o));
    }
    return vectors;
  }

  private static StateBox box(Json.Obj o) {
    return StateBox.of(texts(o, "lower"), texts(o, "upper"), "vectors");
  }

  private static List<String> texts(double[] values) {
    return DoubleStream.of(values).mapToObj(String::valueOf).toList();
  }

  /** One line per scenario, for the driver in C. */
  static String line(GuardScenario s) {
    List<String> words = new ArrayList<>();
    words.add(s.guard());
    words.add(s.categorical() ? "categorical" : "gaussian");
    for (int i = 0; i < 2; i++) {
      double p = i < s.parameters().size() ? s.parameters().get(i) : 0;
      words.add(HexFormat.of().toHexDigits(Double.doubleToRawLongBits(p)));
    }
    words.add(HexFormat.of().toHexDigits(Double.doubleToRawLongBits(s.spread())));
    for (long n :
        new long[] {
          s.size(), s.horizon(), s.seed(), s.episodes(), s.steps(), s.saveAt(), s.releaseAt()
        }) {
      words.add(Long.toString(n));
    }
    words.add(String.valueOf(s.box().map(StateBox::size).orElse(0)));
    s.box()
        .ifPresent(
            box ->
                DoubleStream.concat(
                        DoubleStream.of(box.lowerEnds()), DoubleStream.of(box.upperEnds()))
                    .forEach(
                        x -> words.add(HexFormat.of().toHexDigits(Double.doubleToRawLongBits(x)))));
    return String.join(" ", words);
  }

  private static String text(Json.Obj o, String name) {
    return ((Json.Str) o.members().get(name)).value();
  }

  private static int number(Json.Obj o, String name) {
    return ((Json.Int) o.members().get(name)).value().intValueExact();
  }

  private static List<String> texts(Json.Obj o, String name) {
    return ((Json.Arr) o.members().get(name))
        .items().stream().map(j -> ((Json.Str) j).value()).toList();
  }
}
