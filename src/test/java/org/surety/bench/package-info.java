/** Benchmarks and long studies: run by the commands in README.md, at most sampled by the tests. */
package org.surety.bench;
