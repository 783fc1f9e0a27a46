/** LTL and LTLf: immutable hash-consed syntax, parser, printer, rewriting, evaluation on words. */
@NullMarked
package org.surety.logic;

import org.jspecify.annotations.NullMarked;
