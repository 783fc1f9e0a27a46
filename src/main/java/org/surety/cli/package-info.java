/** The command line: each command parses, calls one use case, prints. */
@NullMarked
package org.surety.cli;

import org.jspecify.annotations.NullMarked;
