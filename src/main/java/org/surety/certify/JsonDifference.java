package org.surety.certify;

import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.surety.certificate.Json;

/** Says where two JSON values first differ. */
final class JsonDifference {
  private static final int SHOWN = 120;

  private JsonDifference() {}

  /** One sentence naming the first difference below {@code path}. */
  static String first(String path, @Nullable Json stated, @Nullable Json computed) {
    if (stated instanceof Json.Obj a && computed instanceof Json.Obj b) {
      Set<String> names = new TreeSet<>(a.members().keySet());
      names.addAll(b.members().keySet());
      for (String name : names) {
        if (!Objects.equals(a.get(name), b.get(name))) {
          return first(path + "." + name, a.get(name), b.get(name));
        }
      }
    }
    if (stated instanceof Json.Arr a && computed instanceof Json.Arr b) {
      for (int i = 0; i < Math.min(a.items().size(), b.items().size()); i++) {
        if (!a.items().get(i).equals(b.items().get(i))) {
          return first(path + "[" + i + "]", a.items().get(i), b.items().get(i));
        }
      }
      if (a.items().size() != b.items().size()) {
        return path
            + " has "
            + a.items().size()
            + " items, computed again it has "
            + b.items().size();
      }
    }
    return path + " is " + shown(stated) + ", computed again it is " + shown(computed);
  }

  private static String shown(@Nullable Json value) {
    String text = value == null ? "missing" : value.canonical();
    return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...";
  }
}
