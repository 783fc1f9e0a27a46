/**
 * What every room needs: input errors that name a place and a remedy, atomic files, digests,
 * progress.
 */
@NullMarked
package org.surety.base;

import org.jspecify.annotations.NullMarked;
