package org.surety.logic;

/** One way to write a symbol. */
record SymbolSpelling(String text, Symbol symbol) {}
