/*
 * Runs guard scenarios read from standard input, one per line, and prints their digests and states:
 *
 *   guard distribution parameter parameter spread size horizon seed episodes steps saveAt releaseAt
 *   observed lower... upper...
 *
 * with doubles as the 16 hexadecimal digits of their bits. An argument makes a fresh guard take over
 * at every saved state. With "benchmark" it times guarded decisions at two dimensions instead.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "surety_guard.h"

#define CERTIFICATE "5555555555555555555555555555555555555555555555555555555555555555"

typedef struct {
  char guard[16], distribution[16];
  uint64_t bits[3];
  int size, episodes, steps, save_at, release_at;
  long horizon;
  unsigned long long seed;
  int observed;
  double lower[8], upper[8];
} scenario;

static void fail(const char *what) {
  printf("failed: %s\n", what);
  exit(1);
}

static void make(surety_guard *g, const scenario *s) {
  double a = surety_from_bits(s->bits[0]), b = surety_from_bits(s->bits[1]);
  surety_status status = strcmp(s->guard, "per-step") == 0 ? surety_guard_per_step(g, a, s->horizon)
                         : strcmp(s->guard, "box") == 0
                             ? surety_guard_box(g, a, s->observed, s->lower, s->upper, s->horizon)
                         : strcmp(s->guard, "budget") == 0
                             ? surety_guard_budget(g, a, b, s->horizon)
                             : surety_guard_mean(g, a, b, s->horizon);
  if (status != SURETY_OK) fail("setting");
  if (surety_guard_allow_release(g, CERTIFICATE, "vectors") != SURETY_OK) fail("terms");
}

static uint64_t absorb(uint64_t hash, double x) { return surety_mix(hash ^ surety_bits(x)); }

/* What the decision is taken on: near the box, and in some modes on its border or beyond. */
static void observe(surety_guard *g, surety_noise *source, const scenario *s, int mode) {
  double seen[8];
  int i, n = s->observed;
  if (n == 0) return;
  for (i = 0; i < n; i++) {
    double place = 1.1 * surety_noise_uniform(source) - 0.05;
    seen[i] = s->lower[i] + (s->upper[i] - s->lower[i]) * place;
  }
  if (mode == 7) seen[0] = s->lower[0];
  if (mode == 8) seen[n - 1] = s->upper[n - 1];
  if (mode == 9) seen[0] = NAN;
  if (mode == 10) seen[n - 1] = -INFINITY;
  if (mode == 11) seen[0] = nextafter(s->upper[0], INFINITY);
  if (surety_guard_observe(g, n + 1, seen) != SURETY_SIZE_OUT_OF_RANGE) fail("size");
  if (surety_guard_observe(g, n, seen) != SURETY_OK) fail("observation");
}

static void run(const scenario *s, int interrupted) {
  surety_guard g;
  surety_noise noise, source;
  uint64_t hash = 0;
  long count = 0;
  int categorical = strcmp(s->distribution, "categorical") == 0;
  double spread = surety_from_bits(s->bits[2]);
  int episode, t, i, n = s->size;
  make(&g, s);
  surety_noise_init(&noise, s->seed);
  surety_noise_init(&source, s->seed + 1);
  for (episode = 0; episode < s->episodes; episode++) {
    surety_guard_reset(&g);
    for (t = 0; t < s->steps; t++) {
      double base[SURETY_MAX_SIZE], base_std[SURETY_MAX_SIZE];
      double task[SURETY_MAX_SIZE], task_std[SURETY_MAX_SIZE];
      double mean[SURETY_MAX_SIZE], std[SURETY_MAX_SIZE], raw[SURETY_MAX_SIZE];
      surety_ledger_entry entry;
      int mode;
      if (t == s->save_at) {
        char state[SURETY_STATE_SIZE];
        if (surety_guard_save(&g, s->seed, (uint64_t)episode, state) != SURETY_OK) fail("save");
        printf("state %s\n", state);
        if (interrupted) {
          uint64_t seed, number;
          make(&g, s);
          if (surety_guard_resume(&g, state, &seed, &number) != SURETY_OK) fail("resume");
          if (seed != s->seed || number != (uint64_t)episode) fail("place in the noise");
          state[14] ^= 1;
          if (surety_guard_resume(&g, state, &seed, &number) != SURETY_STATE_DAMAGED) fail("damage");
        }
      }
      if (t == s->release_at) {
        if (surety_guard_release(&g, CERTIFICATE, "others") != SURETY_RELEASE_REFUSED) fail("labels");
        if (surety_guard_release(&g, CERTIFICATE, "vectors") != SURETY_OK) fail("release");
      }
      surety_noise_seek(&source, (uint64_t)episode, (uint64_t)t);
      mode = (int)(16 * surety_noise_uniform(&source));
      for (i = 0; i < n; i++) {
        if (categorical) {
          double v, w;
          base[i] = 0.02 + surety_noise_uniform(&source);
          v = surety_noise_uniform(&source);
          w = (v < 0.15 ? 0 : v * v * v) + (i == 0 ? 1e-3 : 0);
          task[i] = mode == 0 ? base[i] : mode == 5 ? (i == 0 ? 1 : 0) : w;
        } else {
          double width, shift, ratio;
          base[i] = 4 * surety_noise_uniform(&source) - 2;
          width = 0.05 + surety_noise_uniform(&source);
          base_std[i] = width * ldexp(1, (int)(9 * surety_noise_uniform(&source)) - 4);
          shift = (2 * surety_noise_uniform(&source) - 1) * spread;
          shift *= mode == 5 ? 1e6 : mode == 6 ? 1e-9 : 1;
          ratio = 0.25 + 1.25 * surety_noise_uniform(&source);
          task[i] = mode == 0 || mode == 2 ? base[i] : base[i] + base_std[i] * shift;
          task_std[i] = mode == 0 || mode == 1 ? base_std[i]
                                               : base_std[i] * (mode == 4 ? 1 + 0x1p-52 : ratio);
        }
      }
      if (mode == 3) task[n - 1] = NAN;
      observe(&g, &source, s, mode);
      surety_noise_seek(&noise, (uint64_t)episode, (uint64_t)g.decisions);
      if (categorical) {
        if (surety_guard_restrict_categories(&g, n, base, task, mean) != SURETY_OK) fail("limit");
        raw[0] = surety_noise_category(&noise, n, mean);
      } else {
        if (surety_guard_restrict(&g, n, base, base_std, task, task_std, mean, std) != SURETY_OK) {
          fail("limit");
        }
        for (i = 0; i < n; i++) raw[i] = mean[i] + std[i] * surety_noise_normal(&noise);
      }
      if (surety_guard_account(&g, raw, &entry) != SURETY_OK) fail("account");
      if (surety_guard_account(&g, raw, &entry) != SURETY_WRONG_ORDER) fail("order");
      hash = surety_mix(hash ^ (uint64_t)entry.fallback);
      for (i = 0; i < n; i++) {
        hash = absorb(hash, mean[i]);
        if (!categorical) hash = absorb(hash, std[i]);
      }
      for (i = 0; i < (categorical ? 1 : n); i++) hash = absorb(hash, raw[i]);
      hash = absorb(absorb(hash, entry.charge), entry.remaining);
      if (++count % 50 == 0) printf("digest %016llx\n", (unsigned long long)hash);
    }
  }
  printf("end\n");
}

static void benchmark(void) {
  surety_guard g;
  surety_noise noise;
  surety_ledger_entry entry;
  double total = 0;
  long i, decisions = 2000000;
  clock_t start;
  if (surety_guard_per_step(&g, 1.5, 100) != SURETY_OK) fail("setting");
  surety_noise_init(&noise, 1);
  start = clock();
  for (i = 0; i < decisions; i++) {
    double base[2] = {0.1, -0.2}, base_std[2] = {0.5, 0.7}, task[2], task_std[2] = {0.4, 0.6};
    double mean[2], std[2], raw[2];
    if (i % 100 == 0) surety_guard_reset(&g);
    surety_noise_seek(&noise, (uint64_t)(i / 100), (uint64_t)(i % 100));
    task[0] = base[0] + base_std[0] * (2 * surety_noise_uniform(&noise) - 1);
    task[1] = base[1] + base_std[1] * (2 * surety_noise_uniform(&noise) - 1);
    if (surety_guard_restrict(&g, 2, base, base_std, task, task_std, mean, std) != SURETY_OK) {
      fail("limit");
    }
    raw[0] = mean[0] + std[0] * surety_noise_normal(&noise);
    raw[1] = mean[1] + std[1] * surety_noise_normal(&noise);
    if (surety_guard_account(&g, raw, &entry) != SURETY_OK) fail("account");
    total += entry.charge;
  }
  printf("%.0f decisions/s of CPU time at 2 dimensions, mean charge %.4f\n",
         (double)decisions * CLOCKS_PER_SEC / (double)(clock() - start), total / (double)decisions);
}

int main(int count, char **arguments) {
  scenario s;
  unsigned long long bits[3];
  int i;
  if (count > 1 && strcmp(arguments[1], "benchmark") == 0) {
    benchmark();
    return 0;
  }
  while (scanf("%15s %15s %llx %llx %llx %d %ld %llu %d %d %d %d", s.guard, s.distribution, &bits[0],
               &bits[1], &bits[2], &s.size, &s.horizon, &s.seed, &s.episodes, &s.steps, &s.save_at,
               &s.release_at)
         == 12) {
    s.bits[0] = bits[0];
    s.bits[1] = bits[1];
    s.bits[2] = bits[2];
    if (scanf("%d", &s.observed) != 1 || s.observed > 8) fail("observed");
    for (i = 0; i < 2 * s.observed; i++) {
      if (scanf("%llx", &bits[0]) != 1) fail("box");
      *(i < s.observed ? &s.lower[i] : &s.upper[i - s.observed]) = surety_from_bits(bits[0]);
    }
    run(&s, count > 1);
  }
  return 0;
}
