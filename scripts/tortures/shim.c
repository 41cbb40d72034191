/* Counts every write, fsync, ftruncate, unlink, rename and link below one folder, and makes the chosen one fail.
   Loaded with LD_PRELOAD. Modes: 0 only count, 1 kill, 2 torn write then kill, 3 power cut (what was not synced is
   taken back, then kill), 4 no space from here on, 5 one I/O error. Renames and unlinks count as durable; sectors are
   not reordered; the shared memory of SQLite's WAL index is not modelled. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <unistd.h>

static char folder[4096];
static long target, count;
static int mode, armed, full;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

struct undo { char path[4096]; ino_t ino; off_t size, at; size_t length; char *old; struct undo *next; };
static struct undo *undone;

void kt_arm(const char *where, long which, int how) {
    strncpy(folder, where, sizeof folder - 1);
    target = which; mode = how; count = 0; full = 0; armed = 1;
}
long kt_disarm(void) { armed = 0; return count; }

static int ours(const char *path) {
    size_t n = strlen(folder);
    return armed && n && strncmp(path, folder, n) == 0 && strstr(path, "-shm") == NULL;
}
static int path_of(int fd, char *path, size_t size) {
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t n = readlink(link, path, size - 1);
    if (n <= 0) return 0;
    path[n] = 0;
    return path[0] == '/';
}
static void die(void) { syscall(SYS_kill, getpid(), SIGKILL); for (;;) pause(); }

static void remember(int fd, const char *path, off_t at, size_t length) {
    struct stat facts;
    if (fstat(fd, &facts)) return;
    struct undo *one = calloc(1, sizeof *one);
    strncpy(one->path, path, sizeof one->path - 1);
    one->ino = facts.st_ino; one->size = facts.st_size; one->at = at;
    if (at < facts.st_size) {
        one->length = length < (size_t)(facts.st_size - at) ? length : (size_t)(facts.st_size - at);
        one->old = malloc(one->length + 1);
        int reader = syscall(SYS_openat, AT_FDCWD, path, O_RDONLY);
        if (reader >= 0) {
            if (syscall(SYS_pread64, reader, one->old, one->length, at) < 0) one->length = 0;
            /* never closed: closing would give up the locks this process holds on the file */
        } else one->length = 0;
    }
    one->next = undone; undone = one;
}
static void synced(int fd) {
    struct stat facts;
    if (fstat(fd, &facts)) return;
    for (struct undo *one = undone; one; one = one->next) if (one->ino == facts.st_ino) one->ino = 0;
}
static void cut(void) {
    for (struct undo *one = undone; one; one = one->next) {
        if (!one->ino) continue;
        struct stat facts;
        int fd = syscall(SYS_openat, AT_FDCWD, one->path, O_RDWR);
        if (fd < 0) continue;
        if (!fstat(fd, &facts) && facts.st_ino == one->ino) {
            if (one->length) syscall(SYS_pwrite64, fd, one->old, one->length, one->at);
            syscall(SYS_ftruncate, fd, one->size);
        }
    }
    die();
}
/* Called before every step; 0: go on, else the errno to fail with. grows: whether a full disk would refuse it. */
static int step(int grows) {
    long now = ++count;
    if (mode == 4 && full && grows) return ENOSPC;
    if (now != target || mode == 0) return 0;
    if (mode == 1) die();
    if (mode == 3) cut();
    if (mode == 4) { full = 1; return grows ? ENOSPC : 0; }
    if (mode == 5) return EIO;
    return -1; /* torn */
}
#define REAL(name) static __typeof__(&name) real; if (!real) real = (__typeof__(&name))dlsym(RTLD_NEXT, #name)

static int before_write(int fd, const void *data, size_t size, off_t at, ssize_t *done) {
    char path[4096];
    if (!armed || !path_of(fd, path, sizeof path) || !ours(path)) return 0;
    pthread_mutex_lock(&lock);
    int what = step(1);
    if (what == -1) {
        if (at >= 0) syscall(SYS_pwrite64, fd, data, size / 2, at); else syscall(SYS_write, fd, data, size / 2);
        die();
    }
    if (what == 0 && mode == 3) remember(fd, path, at >= 0 ? at : lseek(fd, 0, SEEK_CUR), size);
    pthread_mutex_unlock(&lock);
    if (what == 0) return 0;
    errno = what; *done = -1;
    return 1;
}
ssize_t pwrite64(int fd, const void *data, size_t size, off64_t at) {
    REAL(pwrite64); ssize_t done;
    return before_write(fd, data, size, at, &done) ? done : real(fd, data, size, at);
}
ssize_t pwrite(int fd, const void *data, size_t size, off_t at) {
    REAL(pwrite); ssize_t done;
    return before_write(fd, data, size, at, &done) ? done : real(fd, data, size, at);
}
ssize_t write(int fd, const void *data, size_t size) {
    REAL(write); ssize_t done;
    return before_write(fd, data, size, -1, &done) ? done : real(fd, data, size);
}
static int before_sync(int fd) {
    char path[4096];
    if (!armed || !path_of(fd, path, sizeof path) || !ours(path)) return 0;
    pthread_mutex_lock(&lock);
    int what = step(0);
    if (what == -1) die();
    if (what == 0) synced(fd);
    pthread_mutex_unlock(&lock);
    if (what == 0) return 0;
    errno = what;
    return 1;
}
int fsync(int fd) { REAL(fsync); return before_sync(fd) ? -1 : real(fd); }
int fdatasync(int fd) { REAL(fdatasync); return before_sync(fd) ? -1 : real(fd); }
static int before_truncate(int fd, off_t size) {
    char path[4096];
    struct stat facts;
    if (!armed || !path_of(fd, path, sizeof path) || !ours(path)) return 0;
    pthread_mutex_lock(&lock);
    int what = step(!fstat(fd, &facts) && size > facts.st_size);
    if (what == -1) die();
    if (what == 0 && mode == 3) remember(fd, path, size, (size_t)1 << 40);
    pthread_mutex_unlock(&lock);
    if (what == 0) return 0;
    errno = what;
    return 1;
}
int ftruncate(int fd, off_t size) { REAL(ftruncate); return before_truncate(fd, size) ? -1 : real(fd, size); }
int ftruncate64(int fd, off64_t size) { REAL(ftruncate64); return before_truncate(fd, size) ? -1 : real(fd, size); }
static int before_name(const char *path) {
    if (!armed || !path || !ours(path)) return 0;
    pthread_mutex_lock(&lock);
    int what = step(0);
    if (what == -1) die();
    pthread_mutex_unlock(&lock);
    if (what == 0) return 0;
    errno = what;
    return 1;
}
int unlink(const char *path) { REAL(unlink); return before_name(path) ? -1 : real(path); }
int unlinkat(int at, const char *path, int flags) { REAL(unlinkat); return before_name(path) ? -1 : real(at, path, flags); }
int rename(const char *old, const char *new) { REAL(rename); return before_name(new) ? -1 : real(old, new); }
int renameat(int a, const char *old, int b, const char *new) { REAL(renameat); return before_name(new) ? -1 : real(a, old, b, new); }
int link(const char *old, const char *new) { REAL(link); return before_name(new) ? -1 : real(old, new); }
int linkat(int a, const char *old, int b, const char *new, int f) { REAL(linkat); return before_name(new) ? -1 : real(a, old, b, new, f); }
