package org.surety.policy.file;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a pickle says, as inert values. Beside these: Long, BigInteger, Double, Boolean, String. */
final class Pickled {
  private Pickled() {}

  /** Python's None. */
  enum None {
    NONE
  }

  /** A name of Python code. It is never looked up. */
  record Global(String name) {}

  /** Bytes, bytearray or an old string. */
  record Bytes(byte[] value) {}

  /** A tuple or list. Elements of a list may be added while the pickle is read. */
  static final class Sequence {
    final List<Object> items;

    Sequence(List<Object> items) {
      this.items = items;
    }
  }

  /** A dict, with keys in order. */
  static final class Dict {
    final Map<Object, Object> items = new LinkedHashMap<>();
  }

  /** A reference into the archive around the pickle. */
  record PersistentId(Object value) {}

  /**
   * A call or a new object that the pickle asks for, written down instead of carried out: the
   * callable's name, the arguments, later the state and, for dicts, the items.
   */
  static final class Call {
    final String callable;
    final List<Object> arguments;
    final Dict items = new Dict();
    @Nullable Object state;

    Call(String callable, List<Object> arguments) {
      this.callable = callable;
      this.arguments = arguments; // not copied: a pickle may name one long tuple many times
    }

    /** A member of the state, which must be a dict; null if it has none of this name. */
    @Nullable Object member(String name) {
      return state instanceof Dict dict ? dict.items.get(name) : null;
    }
  }
}
