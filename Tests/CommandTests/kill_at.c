// Preloaded into a program: ends it with SIGKILL just before its KILL_AT-th step to the outside, which is a file that gets
// its name or goes, a connection, or something sent over one. Without KILL_AT the number of steps is written to KILL_COUNT.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

static atomic_int steps;

static void step(void) {
    const char *wanted = getenv("KILL_AT");
    if (atomic_fetch_add(&steps, 1) + 1 == (wanted ? atoi(wanted) : 0)) kill(getpid(), SIGKILL);
}

__attribute__((destructor)) static void tell(void) {
    const char *path = getenv("KILL_COUNT");
    FILE *file = path && steps ? fopen(path, "w") : NULL;
    if (!file) return;
    fprintf(file, "%d\n", steps);
    fclose(file);
}

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

int renameat(int from, const char *name, int to, const char *wanted) {
    step();
    return REAL(renameat)(from, name, to, wanted);
}

int unlinkat(int folder, const char *name, int flags) {
    step();
    return REAL(unlinkat)(folder, name, flags);
}

int connect(int socket, const struct sockaddr *address, socklen_t size) {
    step();
    return REAL(connect)(socket, address, size);
}

ssize_t send(int socket, const void *bytes, size_t size, int flags) {
    step();
    return REAL(send)(socket, bytes, size, flags);
}
