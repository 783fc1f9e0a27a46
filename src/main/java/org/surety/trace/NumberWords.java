package org.surety.trace;

/** Numbers spelled as words in text logs: true and false, nan and inf, in any case. */
final class NumberWords {
  private NumberWords() {}

  /** 1, 0 or an infinity if the bytes say so, NaN for nan and for everything else. */
  static double value(byte[] bytes, int from, int end) {
    int start = from;
    boolean negative = bytes[start] == '-';
    if ((negative || bytes[start] == '+') && end - start > 1) {
      start++;
    }
    if (is(bytes, start, end, "inf") || is(bytes, start, end, "infinity")) {
      return negative ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
    }
    if (is(bytes, from, end, "true")) {
      return 1;
    }
    return is(bytes, from, end, "false") ? 0 : Double.NaN;
  }

  /** Whether the bytes say nan, with or without a sign. */
  static boolean isNan(byte[] bytes, int from, int end) {
    boolean signed = bytes[from] == '-' || bytes[from] == '+';
    return is(bytes, signed ? from + 1 : from, end, "nan");
  }

  /** Whether there are only digits, signs, points and exponent letters. */
  static boolean looksDecimal(byte[] bytes, int from, int end) {
    for (int i = from; i < end; i++) {
      byte b = bytes[i];
      boolean fits =
          (b >= '0' && b <= '9') || b == '.' || b == '-' || b == '+' || b == 'e' || b == 'E';
      if (!fits) {
        return false;
      }
    }
    return true;
  }

  private static boolean is(byte[] bytes, int from, int end, String word) {
    if (end - from != word.length()) {
      return false;
    }
    for (int i = 0; i < word.length(); i++) {
      if ((bytes[from + i] | 0x20) != word.charAt(i)) {
        return false;
      }
    }
    return true;
  }
}
