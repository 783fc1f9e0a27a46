package org.surety.policy.file;

import java.math.BigInteger;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.surety.base.InputException;
import org.surety.policy.file.Pickled.Bytes;
import org.surety.policy.file.Pickled.Call;
import org.surety.policy.file.Pickled.Dict;
import org.surety.policy.file.Pickled.Global;
import org.surety.policy.file.Pickled.None;
import org.surety.policy.file.Pickled.PersistentId;
import org.surety.policy.file.Pickled.Sequence;

/**
 * A pickle machine (protocols 2 to 5) that executes nothing. Globals outside an allow-list are
 * refused by name; allowed ones are called only on paper, see {@link Pickled.Call}. Opcodes that
 * data written by torch, numpy and Stable-Baselines3 does not need are refused too. Memory is
 * bounded by a multiple of the pickle's length.
 */
final class Unpickler {
  private static final int MAX_BYTES = 64 << 20;
  private static final Object MARK = new Object();

  private final String place;
  private final ByteBuffer in;
  private final Predicate<String> allowed;
  private final Set<String> named;
  private final boolean persistent;
  private final List<Object> stack = new ArrayList<>();
  private final Map<Integer, Object> memo = new HashMap<>();

  private Unpickler(
      byte[] pickle,
      String place,
      Predicate<String> allowed,
      Set<String> named,
      boolean persistent) {
    this.place = place;
    this.in = ByteBuffer.wrap(pickle).order(ByteOrder.LITTLE_ENDIAN);
    this.allowed = allowed;
    this.named = named;
    this.persistent = persistent;
  }

  /**
   * The value of a pickle.
   *
   * @param globals the names that may occur
   * @param persistent whether references to an archive may occur
   * @throws InputException if anything else occurs or the pickle is corrupt
   */
  static Object read(byte[] pickle, String place, Set<String> globals, boolean persistent) {
    if (pickle.length > MAX_BYTES) {
      throw new InputException(
          place,
          "its pickle has " + pickle.length + " bytes, more than the " + MAX_BYTES + " read",
          "give a state_dict of tensors");
    }
    Unpickler machine = new Unpickler(pickle, place, globals::contains, globals, persistent);
    try {
      return machine.run();
    } catch (BufferUnderflowException
        | IndexOutOfBoundsException
        | ClassCastException
        | UnsupportedOperationException e) {
      throw machine.corrupt("the pickle is cut off or inconsistent", e);
    }
  }

  private Object run() {
    while (true) {
      int opcode = Byte.toUnsignedInt(in.get());
      switch (opcode) {
        case 0x80 -> protocol(in.get());
        case 0x95 -> in.getLong(); // a frame's length
        case '.' -> {
          return pop();
        }
        case '(' -> stack.add(MARK);
        case '0' -> pop();
        case 'N' -> stack.add(None.NONE);
        case 0x88 -> stack.add(true);
        case 0x89 -> stack.add(false);
        case 'J' -> stack.add((long) in.getInt());
        case 'K' -> stack.add((long) Byte.toUnsignedInt(in.get()));
        case 'M' -> stack.add((long) Short.toUnsignedInt(in.getShort()));
        case 0x8a -> stack.add(integer(Byte.toUnsignedInt(in.get())));
        case 'G' -> stack.add(bigEndianDouble());
        case 'X' -> stack.add(text(Integer.toUnsignedLong(in.getInt())));
        case 0x8c -> stack.add(text(Byte.toUnsignedInt(in.get())));
        case 0x8d -> stack.add(text(in.getLong()));
        case 'U', 'C' -> stack.add(new Bytes(bytes(Byte.toUnsignedInt(in.get()))));
        case 'T', 'B' -> stack.add(new Bytes(bytes(Integer.toUnsignedLong(in.getInt()))));
        case 0x8e, 0x96 -> stack.add(new Bytes(bytes(in.getLong())));
        case 'q' -> memo.put(Byte.toUnsignedInt(in.get()), top());
        case 'r' -> memo.put(in.getInt(), top());
        case 0x94 -> memo.put(memo.size(), top());
        case 'h' -> stack.add(remembered(Byte.toUnsignedInt(in.get())));
        case 'j' -> stack.add(remembered(in.getInt()));
        case ')' -> stack.add(new Sequence(List.of()));
        case 0x85 -> tuple(1);
        case 0x86 -> tuple(2);
        case 0x87 -> tuple(3);
        case 't' -> stack.add(new Sequence(popToMark()));
        case ']' -> stack.add(new Sequence(new ArrayList<>()));
        case 'a' -> {
          Object item = pop();
          ((Sequence) top()).items.add(item);
        }
        case 'e' -> {
          List<Object> items = popToMark();
          ((Sequence) top()).items.addAll(items);
        }
        case '}' -> stack.add(new Dict());
        case 's' -> {
          Object value = pop();
          put(pop(), value, items(top()));
        }
        case 'u' -> {
          List<Object> items = popToMark();
          Dict dict = items(top());
          if (items.size() % 2 != 0) {
            throw corrupt("the pickle has a key without a value", null);
          }
          for (int i = 0; i < items.size(); i += 2) {
            put(items.get(i), items.get(i + 1), dict);
          }
        }
        case 'c' -> stack.add(global(line(), line()));
        case 0x93 -> {
          Object name = pop();
          stack.add(global((String) pop(), (String) name));
        }
        case 'R', 0x81 -> {
          Sequence arguments = (Sequence) pop();
          if (!(pop() instanceof Global global)) {
            throw refused("calls what another call returned");
          }
          stack.add(new Call(global.name(), arguments.items));
        }
        case 'b' -> {
          Object state = pop();
          if (!(top() instanceof Call call)) {
            throw refused("sets the state of something that is no object");
          }
          call.state = state;
        }
        case 'Q' -> {
          if (!persistent) {
            throw refused("refers to an archive around it");
          }
          stack.add(new PersistentId(pop()));
        }
        default ->
            throw refused(
                "uses the opcode 0x" + Integer.toHexString(opcode) + ", which no tensor needs");
      }
    }
  }

  private void protocol(int version) {
    if (version < 2 || version > 5) {
      throw refused("has protocol " + version + ", expected 2 to 5");
    }
  }

  private Global global(String module, String name) {
    String global = module + "." + name;
    if (!allowed.test(global)) {
      throw new InputException(
          place,
          "its pickle wants the Python global '" + printable(global) + "', which is not data",
          "nothing was executed; save a state_dict of tensors, or safetensors (read are only "
              + String.join(", ", new java.util.TreeSet<>(named))
              + ")");
    }
    return new Global(global);
  }

  private static String printable(String text) {
    String shown = text.length() > 120 ? text.substring(0, 120) + "…" : text;
    return shown.replaceAll("\\p{Cntrl}", "?");
  }

  private void put(Object key, Object value, Dict dict) {
    if (!(key instanceof String || key instanceof Long || key instanceof Boolean)) {
      throw refused("has a dict whose keys are not texts or integers");
    }
    dict.items.put(key, value);
  }

  private static Dict items(Object target) {
    return target instanceof Call call ? call.items : (Dict) target;
  }

  private void tuple(int size) {
    int from = stack.size() - size;
    List<Object> items = new ArrayList<>(stack.subList(from, stack.size()));
    if (items.contains(MARK)) {
      throw corrupt("the pickle has a mark inside a tuple", null);
    }
    stack.subList(from, stack.size()).clear();
    stack.add(new Sequence(items));
  }

  private List<Object> popToMark() {
    int at = stack.size() - 1;
    while (stack.get(at) != MARK) {
      at--;
    }
    List<Object> items = new ArrayList<>(stack.subList(at + 1, stack.size()));
    stack.subList(at, stack.size()).clear();
    return items;
  }

  private Object pop() {
    Object value = top();
    stack.remove(stack.size() - 1);
    return value;
  }

  private Object top() {
    Object value = stack.get(stack.size() - 1);
    if (value == MARK) {
      throw corrupt("the pickle has a mark where a value is expected", null);
    }
    return value;
  }

  private Object remembered(int key) {
    Object value = memo.get(key);
    if (value == null) {
      throw corrupt("the pickle refers to a value that it never stored", null);
    }
    return value;
  }

  private Object integer(int length) {
    byte[] little = bytes(length);
    byte[] big = new byte[length + 1];
    for (int i = 0; i < length; i++) {
      big[length - i] = little[i];
    }
    big[0] = length > 0 && little[length - 1] < 0 ? (byte) -1 : 0;
    BigInteger value = new BigInteger(big);
    return value.bitLength() < 64 ? (Object) value.longValue() : value;
  }

  private double bigEndianDouble() {
    return Double.longBitsToDouble(Long.reverseBytes(in.getLong()));
  }

  private String text(long length) {
    return new String(bytes(length), StandardCharsets.UTF_8);
  }

  private byte[] bytes(long length) {
    if (length < 0 || length > in.remaining()) {
      throw new BufferUnderflowException();
    }
    byte[] bytes = new byte[(int) length];
    in.get(bytes);
    return bytes;
  }

  private String line() {
    StringBuilder text = new StringBuilder();
    for (int b = in.get(); b != '\n'; b = in.get()) {
      text.append((char) Byte.toUnsignedInt((byte) b));
    }
    return text.toString();
  }

  private InputException refused(String problem) {
    return new InputException(
        place,
        "its pickle " + problem,
        "nothing was executed; save a state_dict of tensors, or safetensors");
  }

  private InputException corrupt(String problem, @org.jspecify.annotations.Nullable Exception e) {
    String remedy = "copy the file again or save the policy again";
    return e == null
        ? new InputException(place, problem, remedy)
        : new InputException(place, problem, remedy, e);
  }
}
