/**
 * The experiments behind the benchmark tables: which policies are trained, how they are judged on
 * fresh rollouts, and what is said about the result.
 *
 * <p>{@link org.surety.study.SportStudy} repeats the experiment of SPoRt (Cloete, Vertovec and
 * Abate, IJCAI 2025): a base policy, its certified bound by horizon, and task policies that are
 * kept near it; and holds the guards against each other at equal certified bounds. Every training
 * run and every set of rollouts is a cell of its own in a folder, so that a study that was
 * interrupted goes on where it was.
 */
@NullMarked
package org.surety.study;

import org.jspecify.annotations.NullMarked;
