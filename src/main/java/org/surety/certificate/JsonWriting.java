package org.surety.certificate;

import java.math.BigInteger;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;

/** Writes {@link Json}, canonically for signing and indented for people. */
final class JsonWriting {
  /** The largest integer that every JSON reader keeps exactly (RFC 7493, section 2.2). */
  private static final BigInteger LARGEST = BigInteger.ONE.shiftLeft(53).subtract(BigInteger.ONE);

  private JsonWriting() {}

  static void canonical(Json value, StringBuilder out) {
    if (value instanceof Json.Obj obj) {
      out.append('{');
      String separator = "";
      // String.compareTo compares UTF-16 code units, which is the order RFC 8785 asks for.
      for (Map.Entry<String, Json> member : new TreeMap<>(obj.members()).entrySet()) {
        out.append(separator);
        string(member.getKey(), false, out);
        out.append(':');
        canonical(member.getValue(), out);
        separator = ",";
      }
      out.append('}');
    } else if (value instanceof Json.Arr arr) {
      out.append('[');
      String separator = "";
      for (Json item : arr.items()) {
        out.append(separator);
        canonical(item, out);
        separator = ",";
      }
      out.append(']');
    } else if (value instanceof Json.Str str) {
      if (hasLoneSurrogate(str.value())) {
        throw new IllegalArgumentException("half of a surrogate pair has no UTF-8 form");
      }
      string(str.value(), false, out);
    } else if (value instanceof Json.Int integer) {
      if (integer.value().abs().compareTo(LARGEST) > 0) {
        throw new IllegalArgumentException(
            integer.value() + " is beyond 2^53 - 1; write it as a string");
      }
      out.append(integer.value());
    } else if (value instanceof Json.Dec dec) {
      throw new IllegalArgumentException(
          dec.value() + " is not an integer; write it as a decimal string");
    } else {
      scalar(value, out);
    }
  }

  static void pretty(Json value, int indent, StringBuilder out) {
    if (value instanceof Json.Obj obj && !obj.members().isEmpty()) {
      out.append("{\n");
      Iterator<Map.Entry<String, Json>> members = obj.members().entrySet().iterator();
      while (members.hasNext()) {
        Map.Entry<String, Json> member = members.next();
        out.append("  ".repeat(indent + 1));
        string(member.getKey(), true, out);
        out.append(": ");
        pretty(member.getValue(), indent + 1, out);
        out.append(members.hasNext() ? ",\n" : "\n");
      }
      out.append("  ".repeat(indent)).append('}');
    } else if (value instanceof Json.Obj) {
      out.append("{}");
    } else if (value instanceof Json.Arr arr && !arr.items().isEmpty()) {
      out.append("[\n");
      Iterator<Json> items = arr.items().iterator();
      while (items.hasNext()) {
        out.append("  ".repeat(indent + 1));
        pretty(items.next(), indent + 1, out);
        out.append(items.hasNext() ? ",\n" : "\n");
      }
      out.append("  ".repeat(indent)).append(']');
    } else if (value instanceof Json.Arr) {
      out.append("[]");
    } else if (value instanceof Json.Str str) {
      string(str.value(), true, out);
    } else {
      scalar(value, out);
    }
  }

  private static void scalar(Json value, StringBuilder out) {
    if (value instanceof Json.Int integer) {
      out.append(integer.value());
    } else if (value instanceof Json.Dec dec) {
      out.append(dec.value());
    } else if (value instanceof Json.Bool bool) {
      out.append(bool.value());
    } else {
      out.append("null");
    }
  }

  /** Escapes of RFC 8785, section 3.2.2.2; for a terminal also what would steer it. */
  private static void string(String value, boolean forTerminal, StringBuilder out) {
    out.append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\b' -> out.append("\\b");
        case '\t' -> out.append("\\t");
        case '\n' -> out.append("\\n");
        case '\f' -> out.append("\\f");
        case '\r' -> out.append("\\r");
        default -> {
          if (c < 0x20 || (forTerminal && steersTerminal(c))) {
            out.append(String.format("\\u%04x", (int) c));
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }

  private static boolean steersTerminal(char c) {
    return (c >= 0x7f && c <= 0x9f) // DEL and the C1 controls
        || c == 0x200e
        || c == 0x200f
        || (c >= 0x2028 && c <= 0x202e) // line separators, direction overrides
        || (c >= 0x2066 && c <= 0x2069)
        || c == 0xfeff;
  }

  static boolean hasLoneSurrogate(String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (Character.isHighSurrogate(c)
          && i + 1 < value.length()
          && Character.isLowSurrogate(value.charAt(i + 1))) {
        i++;
      } else if (Character.isSurrogate(c)) {
        return true;
      }
    }
    return false;
  }
}
