package org.surety.policy.file;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.surety.base.InputException;
import org.surety.policy.Tensor;
import org.surety.policy.file.Pickled.Call;
import org.surety.policy.file.Pickled.Dict;
import org.surety.policy.file.Pickled.PersistentId;
import org.surety.policy.file.Pickled.Sequence;

/**
 * A zip archive of {@code torch.save} that holds a state dict: {@code <root>/data.pkl} names the
 * tensors, {@code <root>/data/<key>} are their raw numbers.
 */
final class TorchArchive {
  private static final String ORDERED_DICT = "collections.OrderedDict";
  private static final String TENSOR = "torch._utils._rebuild_tensor_v2";
  private static final String PARAMETER = "torch._utils._rebuild_parameter";
  private static final int MAX_NUMBERS = 1 << 26;

  private final String place;
  private final ZipBytes zip;
  private final String root;
  private final Map<String, double[]> storages = new LinkedHashMap<>();
  private long numbers;

  private TorchArchive(ZipBytes zip, String root, String place) {
    this.zip = zip;
    this.root = root;
    this.place = place;
  }

  /** Whether the archive is one of torch's. */
  static boolean isOne(ZipBytes zip) {
    return zip.names().stream().anyMatch(name -> name.endsWith("/data.pkl"));
  }

  /** The tensors of a state dict by name, in the order of the file. */
  static Map<String, Tensor> stateDict(ZipBytes zip, String place) {
    List<String> pickles = zip.names().stream().filter(n -> n.endsWith("/data.pkl")).toList();
    if (pickles.size() != 1) {
      throw new InputException(
          place, "has " + pickles.size() + " files data.pkl", "expected an archive of torch.save");
    }
    String root = pickles.get(0).substring(0, pickles.get(0).length() - "data.pkl".length());
    if (zip.has(root + "constants.pkl")
        || zip.names().stream().anyMatch(n -> n.startsWith(root + "code/"))) {
      throw new InputException(
          place,
          "is TorchScript, which is code",
          "save module.state_dict() with torch.save, or export ONNX");
    }
    if (zip.has(root + "byteorder")
        && !new String(zip.read(root + "byteorder"), StandardCharsets.US_ASCII)
            .strip()
            .equals("little")) {
      throw new InputException(
          place, "was saved on a big-endian machine", "save it as safetensors");
    }
    TorchArchive archive = new TorchArchive(zip, root, place);
    return archive.tensors(Unpickler.read(zip.read(pickles.get(0)), place, globals(), true));
  }

  private static Set<String> globals() {
    Set<String> globals = new TreeSet<>(Set.of(ORDERED_DICT, TENSOR, PARAMETER));
    for (NumberFormat format : NumberFormat.values()) {
      globals.add(format.torchStorage());
    }
    return globals;
  }

  private Map<String, Tensor> tensors(Object value) {
    Map<Object, Object> items;
    if (value instanceof Dict dict) {
      items = dict.items;
    } else if (value instanceof Call call && call.callable.equals(ORDERED_DICT)) {
      items = call.items.items;
    } else {
      throw new InputException(
          place,
          value instanceof Sequence
              ? "holds several objects, as CleanRL's DDPG and TD3 do, whose actors are deterministic"
              : "holds no dict of tensors",
          "save the state_dict of the stochastic actor");
    }
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (Map.Entry<Object, Object> item : items.entrySet()) {
      if (!(item.getKey() instanceof String name)) {
        throw new InputException(
            place, "has a tensor without a name", "save the state_dict of the actor");
      }
      tensors.put(name, tensor(name, item.getValue()));
    }
    return tensors;
  }

  private Tensor tensor(String name, Object value) {
    if (value instanceof Call call
        && call.callable.equals(PARAMETER)
        && !call.arguments.isEmpty()
        && call.arguments.get(0) instanceof Call inner
        && inner.callable.equals(TENSOR)) {
      return tensor(name, inner);
    }
    if (!(value instanceof Call call) || !call.callable.equals(TENSOR)) {
      throw new InputException(
          place,
          "'" + name + "' is no tensor",
          "save the state_dict of the actor alone (for {'model_weights': …} that entry)");
    }
    if (call.arguments.size() < 4
        || !(call.arguments.get(0) instanceof PersistentId id)
        || !(call.arguments.get(1) instanceof Long offset)) {
      throw inconsistent(name);
    }
    int[] shape = sizes(name, call.arguments.get(2));
    int[] stride = sizes(name, call.arguments.get(3));
    double[] storage = storage(name, id);
    if (shape.length != stride.length) {
      throw inconsistent(name);
    }
    long count = 1;
    long last = offset;
    for (int i = 0; i < shape.length; i++) {
      count *= shape[i];
      last += (long) Math.max(0, shape[i] - 1) * stride[i];
      if (count > storage.length || last < 0) {
        throw inconsistent(name);
      }
    }
    if (offset < 0 || (count > 0 && last >= storage.length)) {
      throw inconsistent(name);
    }
    spend(count);
    double[] values = new double[(int) count];
    gather(storage, offset.intValue(), shape, stride, values);
    return new Tensor(shape, values);
  }

  /** Storages and views together are limited: a view may be named many times. */
  private void spend(long count) {
    numbers += count;
    if (numbers > 2L * MAX_NUMBERS) {
      throw new InputException(
          place, "has more than " + MAX_NUMBERS + " weights", "give the actor alone");
    }
  }

  /** Copies a view of a storage into row-major order. */
  private static void gather(
      double[] storage, int offset, int[] shape, int[] stride, double[] values) {
    int[] index = new int[shape.length];
    int at = offset;
    for (int k = 0; k < values.length; k++) {
      values[k] = storage[at];
      for (int d = shape.length - 1; d >= 0; d--) {
        at += stride[d];
        if (++index[d] < shape[d]) {
          break;
        }
        at -= stride[d] * shape[d];
        index[d] = 0;
      }
    }
  }

  private double[] storage(String name, PersistentId id) {
    if (!(id.value() instanceof Sequence parts)
        || parts.items.size() != 5
        || !"storage".equals(parts.items.get(0))
        || !(parts.items.get(1) instanceof Pickled.Global kind)
        || !(parts.items.get(2) instanceof String key)
        || !(parts.items.get(4) instanceof Long count)) {
      throw inconsistent(name);
    }
    NumberFormat format = NumberFormat.ofTorch(kind.name()).orElseThrow(() -> inconsistent(name));
    double[] known = storages.get(key);
    if (known == null) {
      byte[] data = zip.read(root + "data/" + key);
      if (count < 0 || count > MAX_NUMBERS || data.length != count * format.bytes()) {
        throw new InputException(
            place,
            "the numbers of '"
                + name
                + "' take "
                + data.length
                + " bytes, announced are "
                + count
                + " of "
                + format.bytes(),
            "the file is corrupt: save the policy again");
      }
      spend(count);
      known = format.read(data, 0, count.intValue());
      storages.put(key, known);
    } else if (known.length != count) {
      throw inconsistent(name);
    }
    return known;
  }

  private int[] sizes(String name, Object value) {
    if (!(value instanceof Sequence sequence) || sequence.items.size() > 8) {
      throw inconsistent(name);
    }
    List<Integer> sizes = new ArrayList<>();
    for (Object item : sequence.items) {
      if (!(item instanceof Long size) || size < 0 || size > MAX_NUMBERS) {
        throw inconsistent(name);
      }
      sizes.add(size.intValue());
    }
    return sizes.stream().mapToInt(Integer::intValue).toArray();
  }

  private InputException inconsistent(String name) {
    return new InputException(
        place,
        "the shape and strides of '" + name + "' do not fit its numbers",
        "the file is corrupt or of an unknown kind: save a state_dict of plain tensors");
  }
}
