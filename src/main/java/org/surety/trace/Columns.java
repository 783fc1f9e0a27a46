package org.surety.trace;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.surety.base.InputException;
import org.surety.base.Spelling;
import org.surety.spec.ColumnAddress;

/**
 * The columns one log has: their names, how many values each has per row, and how the names that
 * people use for the same thing are found.
 *
 * <p>Canonical names are {@code observations}, {@code actions}, {@code rewards}, {@code costs},
 * {@code infos.*}, {@code terminated}, {@code truncated}, {@code done}, {@code next_observations},
 * {@code final_observations}. An exact name always wins; an alias ({@code obs}, {@code
 * observation.state}, {@code next.reward}, {@code infos/x}, ...) is taken where the exact name is
 * missing. Where a log has one value per column, component 3 of {@code observations} may be called
 * {@code observations[3]}, {@code observations_3} or {@code observations.3}, with any alias before
 * it.
 */
public final class Columns {
  private static final Pattern COMPONENT = Pattern.compile("(.+?)(?:\\[(\\d+)\\]|[_.](\\d+))");

  private static final Map<String, String> WHOLE_ALIASES =
      Map.ofEntries(
          Map.entry("observation.state", "observations"),
          Map.entry("next.reward", "rewards"),
          Map.entry("next.cost", "costs"),
          Map.entry("next.done", "done"),
          Map.entry("next.terminated", "terminated"),
          Map.entry("next.truncated", "truncated"));

  private static final Map<String, String> HEAD_ALIASES = headAliases();

  private static final Set<String> REACHED =
      Set.of("rewards", "costs", "terminated", "truncated", "done", "next");

  private static final Set<String> CHOSEN =
      Set.of(
          "actions",
          "raw_action",
          "mean",
          "std",
          "log_std",
          "log_prob",
          "logits",
          "vf_preds",
          "values",
          "advantages",
          "value_targets",
          "returns");

  private static final Set<String> INDICES =
      Set.of(
          "episode",
          "episode_id",
          "eps_id",
          "episode_index",
          "episode_ends",
          "episode_starts",
          "episode_lengths",
          "step",
          "step_id",
          "steps",
          "t",
          "timestep",
          "timesteps",
          "time_step",
          "frame_index",
          "index",
          "task_index",
          "time",
          "timestamp",
          "wall_time",
          "date",
          "seed",
          "seeds",
          "environment",
          "env",
          "env_id",
          "env_index",
          "agent_id",
          "agent_index",
          "module_id",
          "unroll_id",
          "batch_id",
          "worker",
          "infos.episode.t",
          "infos.seed",
          "id",
          "ids");

  private final String place;
  private final List<String> names;
  private final int[] widths;
  private final int[] offsets;

  /**
   * @param place the log, for messages
   * @param widths values per row of each column by its name, in the log's order
   */
  public Columns(String place, Map<String, Integer> widths) {
    this.place = place;
    names = List.copyOf(widths.keySet());
    this.widths = widths.values().stream().mapToInt(Integer::intValue).toArray();
    offsets = new int[this.widths.length + 1];
    for (int c = 0; c < this.widths.length; c++) {
      offsets[c + 1] = offsets[c] + this.widths[c];
    }
  }

  /** Columns of one value per row; two of one name are an {@link InputException}. */
  public static Columns flat(String place, List<String> names) {
    Map<String, Integer> widths = new LinkedHashMap<>();
    for (String name : names) {
      if (widths.put(name, 1) != null) {
        throw new InputException(
            place, "two columns are named '" + name + "'", "give every column its own name");
      }
    }
    return new Columns(place, widths);
  }

  /** The log, for messages. */
  public String place() {
    return place;
  }

  /** Number of columns. */
  public int size() {
    return widths.length;
  }

  /** Name of column {@code c} as the log has it. */
  public String name(int c) {
    return names.get(c);
  }

  /** The names as the log has them, in its order. */
  public List<String> names() {
    return names;
  }

  /** Values per row of column {@code c}. */
  public int width(int c) {
    return widths[c];
  }

  /** Index of the first value of column {@code c} in a row that lines up all columns. */
  public int offset(int c) {
    return offsets[c];
  }

  /** Number of values in a row that lines up all columns. */
  public int cells() {
    return offsets[widths.length];
  }

  /** Where an address was found. */
  public record Cell(int column, int component) {}

  /** Index of the address's value in a row that lines up all columns. */
  public int cell(ColumnAddress address) {
    Cell found = resolve(address);
    return offsets[found.column()] + found.component();
  }

  /** Finds an address; an {@link InputException} with near names if it is not there. */
  public Cell resolve(ColumnAddress address) {
    if (address.isOfDecision()) {
      return resolveOfDecision(address);
    }
    OptionalInt whole = find(address.path());
    if (whole.isPresent()) {
      return component(address, whole.getAsInt());
    }
    List<Integer> components = flatComponents(address.path());
    for (int c : components) {
      if (componentOf(names.get(c)) == address.component()) {
        return new Cell(c, 0);
      }
    }
    int present = components.size();
    if (present > 0) {
      throw new InputException(
          place,
          address.component() == ColumnAddress.SCALAR
              ? "'" + address.path() + "' has " + present + " components"
              : "'" + address + "' is asked for, but only " + present + " components are there",
          "write " + address.path() + "[0] to " + address.path() + "[" + (present - 1) + "]");
    }
    throw new InputException(
        place,
        "there is no column '" + address.path() + "'",
        Spelling.remedy(address.path(), groups()));
  }

  private Cell resolveOfDecision(ColumnAddress address) {
    String path = address.path();
    if (path.equals(ColumnAddress.DRAWN_ACTION)) {
      path = has("raw_action") ? "raw_action" : "actions";
    }
    OptionalInt whole = find(path);
    int width = whole.isPresent() ? widths[whole.getAsInt()] : flatComponents(path).size();
    if (width != 0 && width != address.decisionWidth()) {
      throw new InputException(
          place,
          "'"
              + path
              + "' has "
              + width
              + " components, but "
              + address.decisionWidth()
              + " belong"
              + " to the policy",
          "give the policy that made this log, or the column that it reads");
    }
    return resolve(new ColumnAddress(path, address.component()));
  }

  /** Whether a column, or the components of one, can be found under {@code path}. */
  public boolean has(String path) {
    return find(path).isPresent() || !flatComponents(path).isEmpty();
  }

  /** The columns of one value each that are components of {@code path}; two of one are an error. */
  private List<Integer> flatComponents(String path) {
    String wanted = canonical(path);
    Map<Integer, Integer> byComponent = new LinkedHashMap<>();
    for (int c = 0; c < widths.length; c++) {
      Matcher m = COMPONENT.matcher(names.get(c));
      if (widths[c] == 1 && m.matches() && canonical(m.group(1)).equals(wanted)) {
        int component = componentOf(names.get(c));
        Integer other = byComponent.put(component, c);
        if (other != null) {
          throw ambiguous(path + "[" + component + "]", List.of(other, c));
        }
      }
    }
    return List.copyOf(byComponent.values());
  }

  private Cell component(ColumnAddress address, int c) {
    int width = widths[c];
    if (address.component() == ColumnAddress.SCALAR) {
      if (width == 1) {
        return new Cell(c, 0);
      }
      throw new InputException(
          place,
          "'" + names.get(c) + "' has " + width + " components",
          "write " + address.path() + "[0] to " + address.path() + "[" + (width - 1) + "]");
    }
    if (address.component() >= width) {
      throw new InputException(
          place,
          "'" + address + "' is asked for, but '" + names.get(c) + "' has width " + width,
          "use components 0 to " + (width - 1));
    }
    return new Cell(c, address.component());
  }

  /**
   * The column called {@code name}, or else the only one whose canonical name is that of {@code
   * name}. Two such columns are an {@link InputException}.
   */
  public OptionalInt find(String name) {
    int exact = names.indexOf(name);
    if (exact >= 0) {
      return OptionalInt.of(exact);
    }
    String wanted = canonical(name);
    List<Integer> found = new ArrayList<>();
    for (int c = 0; c < widths.length; c++) {
      if (canonical(names.get(c)).equals(wanted)) {
        found.add(c);
      }
    }
    if (found.size() > 1) {
      throw ambiguous(name, found);
    }
    return found.isEmpty() ? OptionalInt.empty() : OptionalInt.of(found.get(0));
  }

  private InputException ambiguous(String name, List<Integer> found) {
    return new InputException(
        place,
        "'" + name + "' could be any of " + found.stream().map(names::get).toList(),
        "write the exact name");
  }

  /** The names a person would use, with components drawn together: for messages. */
  public Set<String> groups() {
    Set<String> groups = new LinkedHashSet<>();
    for (int c = 0; c < widths.length; c++) {
      Matcher m = COMPONENT.matcher(names.get(c));
      if (m.matches()) {
        groups.add(canonical(m.group(1)));
      } else {
        groups.add(names.get(c));
      }
    }
    return groups;
  }

  private static int componentOf(String name) {
    Matcher m = COMPONENT.matcher(name);
    if (!m.matches()) {
      return -2;
    }
    String digits = m.group(2) == null ? m.group(3) : m.group(2);
    return digits.length() > 9 ? -2 : Integer.parseInt(digits);
  }

  /** The canonical name of what a log calls {@code name}. */
  public static String canonical(String name) {
    String dotted = name.replace('/', '.');
    String whole = WHOLE_ALIASES.get(dotted);
    if (whole != null) {
      return whole;
    }
    int end = headEnd(dotted);
    String head = dotted.substring(0, end);
    return HEAD_ALIASES.getOrDefault(head, head) + dotted.substring(end);
  }

  /** The first part of the canonical name, components left off: {@code infos}, {@code actions}. */
  public static String kind(String name) {
    Matcher m = COMPONENT.matcher(name);
    String canonical = canonical(m.matches() ? m.group(1) : name);
    return canonical.substring(0, headEnd(canonical));
  }

  /** Whether the column is an info: its timing depends on how many rows it has. */
  public static boolean isInfo(String name) {
    return kind(name).equals("infos");
  }

  /** Which letter a row of the column belongs to; for infos this is the case of T + 1 rows. */
  public static ColumnTiming timing(String name) {
    String kind = kind(name);
    if (REACHED.contains(kind)) {
      return ColumnTiming.REACHED;
    }
    return CHOSEN.contains(kind) || kind.startsWith("action_")
        ? ColumnTiming.ACTION
        : ColumnTiming.STATE;
  }

  /**
   * Whether the column only says which row this is: episode and environment ids, step indices, time
   * stamps, seeds. Such columns do not enter the {@link Fingerprint}.
   */
  public static boolean isIndex(String name) {
    return INDICES.contains(canonical(name));
  }

  private static int headEnd(String name) {
    for (int i = 0; i < name.length(); i++) {
      if (name.charAt(i) == '.' || name.charAt(i) == '[') {
        return i;
      }
    }
    return name.length();
  }

  private static Map<String, String> headAliases() {
    Map<String, String> aliases = new LinkedHashMap<>();
    alias(aliases, "observations", "obs", "observation");
    alias(aliases, "actions", "action");
    alias(aliases, "rewards", "reward");
    alias(aliases, "costs", "cost");
    alias(aliases, "infos", "info");
    alias(aliases, "terminated", "terminateds", "terminations", "terminals", "terminal");
    alias(aliases, "truncated", "truncateds", "truncations", "timeouts", "timeout");
    alias(aliases, "done", "dones");
    alias(aliases, "next_observations", "next_observation", "next_obs", "new_obs");
    alias(aliases, "final_observations", "final_observation", "final_obs");
    alias(aliases, "raw_action", "raw_actions");
    alias(aliases, "mean", "means");
    alias(aliases, "std", "stds");
    alias(aliases, "log_prob", "log_probs", "logprob", "logprobs", "logp", "action_logp");
    return Map.copyOf(aliases);
  }

  private static void alias(Map<String, String> aliases, String canonical, String... others) {
    for (String other : others) {
      aliases.put(other, canonical);
    }
  }
}
