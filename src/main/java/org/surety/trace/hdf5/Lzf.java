package org.surety.trace.hdf5;

/** LibLZF's decompression, the format of h5py's {@code compression="lzf"} (M. Lehmann, 2000). */
final class Lzf {
  private Lzf() {}

  static byte[] decode(Hdf5File file, byte[] in, int size) {
    byte[] out = new byte[size];
    int to = 0;
    int from = 0;
    while (from < in.length) {
      int control = in[from++] & 0xFF;
      if (control < 32) {
        int run = control + 1;
        check(file, from + run <= in.length && to + run <= size);
        System.arraycopy(in, from, out, to, run);
        from += run;
        to += run;
        continue;
      }
      int length = control >> 5;
      if (length == 7) {
        check(file, from < in.length);
        length += in[from++] & 0xFF;
      }
      check(file, from < in.length);
      int back = to - ((control & 31) << 8) - (in[from++] & 0xFF) - 1;
      check(file, back >= 0 && to + length + 2 <= size);
      for (int i = 0; i < length + 2; i++) {
        out[to++] = out[back++];
      }
    }
    check(file, to == size);
    return out;
  }

  private static void check(Hdf5File file, boolean sound) {
    if (!sound) {
      throw file.damaged("a compressed chunk (lzf)");
    }
  }
}
