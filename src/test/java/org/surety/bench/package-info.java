/** Benchmarks and long studies: run by the commands in README.md, never by the tests. */
package org.surety.bench;
