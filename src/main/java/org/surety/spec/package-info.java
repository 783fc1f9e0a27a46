/**
 * Property files: signals and where they come from in a log, predicates over them, temporal
 * properties over the predicates, the horizon.
 */
@NullMarked
package org.surety.spec;

import org.jspecify.annotations.NullMarked;
