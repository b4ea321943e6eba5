#include "CCurl.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>

/* curl.h wraps these in macros that check types. */
#undef curl_easy_setopt
#undef curl_easy_getinfo

#define FUNCTIONS(X)                                                                                                   \
    X(global_init) X(easy_init) X(easy_cleanup) X(easy_setopt) X(easy_getinfo) X(easy_pause) X(easy_strerror)          \
    X(multi_init) X(multi_cleanup) X(multi_add_handle) X(multi_remove_handle) X(multi_perform) X(multi_poll)           \
    X(multi_wakeup) X(multi_info_read) X(slist_append) X(slist_free_all)

#define MEMBER(name) __typeof__(curl_##name) *name;
static struct { FUNCTIONS(MEMBER) } library;

static char problem[256];
static pthread_once_t once = PTHREAD_ONCE_INIT;

/* The name of a function that the library lacks. */
static const char *find(void *handle) {
    const char *missing = NULL;
    /* curl_multi_wakeup is the youngest: 7.68. */
#define FIND(name)                                                                                                     \
    library.name = (__typeof__(library.name))dlsym(handle, "curl_" #name);                                            \
    if (!library.name) missing = "curl_" #name;
    FUNCTIONS(FIND)
    return missing;
}

static void load(void) {
#ifdef __APPLE__
    static const char *const names[] = {"/usr/lib/libcurl.4.dylib", "libcurl.4.dylib"};
    enum { USUAL = 0 };
#else
    /* The one that was built beside the program, if there is one; the system's; Debian's with another TLS library. */
    static const char *const names[] = {"libsfm-dev-curl.so", "libcurl.so.4", "libcurl-gnutls.so.4"};
    enum { USUAL = 1 };
#endif
    for (size_t index = 0; index < sizeof names / sizeof *names; index++) {
        void *handle = dlopen(names[index], RTLD_LAZY | RTLD_LOCAL);
        const char *missing = handle ? find(handle) : NULL;
        if (handle && !missing) {
            problem[0] = 0;
            return;
        }
        /* What is told is why the usual one cannot be had. */
        if (index != USUAL) continue;
        if (handle) snprintf(problem, sizeof problem, "it is older than 7.68: it has no %s", missing);
        else snprintf(problem, sizeof problem, "%s", dlerror());
    }
}

const char *sfm_curl_load(void) {
    pthread_once(&once, load);
    return problem[0] ? problem : NULL;
}

CURLcode curl_global_init(long flags) { return library.global_init(flags); }
CURL *curl_easy_init(void) { return sfm_curl_load() ? NULL : library.easy_init(); }
void curl_easy_cleanup(CURL *handle) { library.easy_cleanup(handle); }
CURLcode curl_easy_pause(CURL *handle, int mask) { return library.easy_pause(handle, mask); }
const char *curl_easy_strerror(CURLcode code) { return library.easy_strerror(code); }
CURLM *curl_multi_init(void) { return sfm_curl_load() ? NULL : library.multi_init(); }
CURLMcode curl_multi_cleanup(CURLM *multi) { return library.multi_cleanup(multi); }
CURLMcode curl_multi_add_handle(CURLM *multi, CURL *handle) { return library.multi_add_handle(multi, handle); }
CURLMcode curl_multi_remove_handle(CURLM *multi, CURL *handle) { return library.multi_remove_handle(multi, handle); }
CURLMcode curl_multi_perform(CURLM *multi, int *running) { return library.multi_perform(multi, running); }
CURLMcode curl_multi_wakeup(CURLM *multi) { return library.multi_wakeup(multi); }
CURLMsg *curl_multi_info_read(CURLM *multi, int *left) { return library.multi_info_read(multi, left); }
struct curl_slist *curl_slist_append(struct curl_slist *list, const char *text) {
    return library.slist_append(list, text);
}
void curl_slist_free_all(struct curl_slist *list) { library.slist_free_all(list); }
CURLMcode curl_multi_poll(CURLM *multi, struct curl_waitfd fds[], unsigned int count, int timeout, int *ready) {
    return library.multi_poll(multi, fds, count, timeout, ready);
}

CURLcode sfm_curl_set_long(CURL *handle, CURLoption option, long value) {
    return library.easy_setopt(handle, option, value);
}

CURLcode sfm_curl_set_text(CURL *handle, CURLoption option, const char *value) {
    return library.easy_setopt(handle, option, value);
}

CURLcode sfm_curl_set_pointer(CURL *handle, CURLoption option, void *value) {
    return library.easy_setopt(handle, option, value);
}

CURLcode sfm_curl_set_list(CURL *handle, CURLoption option, struct curl_slist *value) {
    return library.easy_setopt(handle, option, value);
}

CURLcode sfm_curl_set_body(CURL *handle, const void *bytes, curl_off_t count) {
    /* The size comes first: libcurl copies as many bytes as it has been told of. */
    CURLcode code = library.easy_setopt(handle, CURLOPT_POSTFIELDSIZE_LARGE, count);
    return code != CURLE_OK ? code : library.easy_setopt(handle, CURLOPT_COPYPOSTFIELDS, bytes);
}

CURLcode sfm_curl_set_receiver(CURL *handle, CURLoption option, size_t (*receiver)(char *, size_t, size_t, void *)) {
    return library.easy_setopt(handle, option, receiver);
}

CURLcode sfm_curl_set_socket_setup(CURL *handle, int (*setup)(void *, curl_socket_t, curlsocktype)) {
    return library.easy_setopt(handle, CURLOPT_SOCKOPTFUNCTION, setup);
}

long sfm_curl_long(CURL *handle, CURLINFO info) {
    long value = 0;
    return library.easy_getinfo(handle, info, &value) == CURLE_OK ? value : 0;
}

void *sfm_curl_private(CURL *handle) {
    char *value = NULL;
    return library.easy_getinfo(handle, CURLINFO_PRIVATE, &value) == CURLE_OK ? value : NULL;
}
