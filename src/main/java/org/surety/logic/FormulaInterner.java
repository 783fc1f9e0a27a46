package org.surety.logic;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;

/**
 * The table that makes formulas of one structure one object (hash-consing; Filliâtre and Conchon,
 * "Type-safe modular hash-consing", ML Workshop 2006). Entries are weak, so formulas nobody refers
 * to are collected; operands are kept alive by the formulas above them. Thread-safe: one lock, held
 * for one lookup.
 */
final class FormulaInterner {

  private @Nullable Entry[] table = new Entry[1024];
  private int size;
  private int created;
  private final ReferenceQueue<Formula> collected = new ReferenceQueue<>();

  private static final class Entry extends WeakReference<Formula> {
    final int hash;
    @Nullable Entry next;

    Entry(Formula formula, int hash, @Nullable Entry next, ReferenceQueue<Formula> queue) {
      super(formula, queue);
      this.hash = hash;
      this.next = next;
    }
  }

  synchronized Formula intern(
      Formula.Kind kind, String atom, int lower, int upper, Formula... operands) {
    int hash = Formula.hash(kind, atom, lower, upper, operands);
    for (Entry e = table[slot(hash)]; e != null; e = e.next) {
      if (e.hash == hash) {
        Formula known = e.get();
        if (known != null && known.is(kind, atom, lower, upper, operands)) {
          return known;
        }
      }
    }
    dropCollected();
    if (size >= table.length) {
      grow();
    }
    Formula fresh = new Formula(created, kind, atom, lower, upper, operands);
    created++;
    int slot = slot(hash);
    table[slot] = new Entry(fresh, hash, table[slot], collected);
    size++;
    return fresh;
  }

  private int slot(int hash) {
    return (hash ^ (hash >>> 16)) & (table.length - 1);
  }

  private void dropCollected() {
    for (Object dead = collected.poll(); dead != null; dead = collected.poll()) {
      int slot = slot(((Entry) dead).hash);
      Entry before = null;
      for (Entry e = table[slot]; e != null; e = e.next) {
        if (e == dead) {
          if (before == null) {
            table[slot] = e.next;
          } else {
            before.next = e.next;
          }
          size--;
          break;
        }
        before = e;
      }
    }
  }

  private void grow() {
    @Nullable Entry[] old = table;
    table = new Entry[2 * old.length];
    for (Entry chain : old) {
      for (Entry e = chain; e != null; ) {
        Entry next = e.next;
        int slot = slot(e.hash);
        e.next = table[slot];
        table[slot] = e;
        e = next;
      }
    }
  }
}
