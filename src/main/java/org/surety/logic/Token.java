package org.surety.logic;

/**
 * A word of the text at {@code start .. end - 1}.
 *
 * @param name the atom's name if it is an atom, otherwise the word as written
 */
record Token(Symbol symbol, int start, int end, String name) {}
