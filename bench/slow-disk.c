/*
 * A slow disk for benchmarks: every fsync and fdatasync takes SLOW_DISK_MS milliseconds longer, as on a memory card.
 *
 *   bench/slow-disk.ts compiles and loads it (npm run bench -- slow-disk). By hand:
 *
 *   cc -shared -fPIC -O2 -o .cache/slow-disk.so bench/slow-disk.c -ldl
 *   SLOW_DISK_MS=20 LD_PRELOAD=$PWD/.cache/slow-disk.so npm run bench -- ingest
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <time.h>

static void wait_for_disk(void) {
  const char *text = getenv("SLOW_DISK_MS");
  long ms = text ? atol(text) : 0;
  struct timespec span = {ms / 1000, (ms % 1000) * 1000000L};
  nanosleep(&span, NULL);
}

int fsync(int fd) {
  static int (*original)(int);
  if (!original) original = (int (*)(int))dlsym(RTLD_NEXT, "fsync");
  wait_for_disk();
  return original(fd);
}

int fdatasync(int fd) {
  static int (*original)(int);
  if (!original) original = (int (*)(int))dlsym(RTLD_NEXT, "fdatasync");
  wait_for_disk();
  return original(fd);
}
