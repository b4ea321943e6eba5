#ifndef SFM_CCURL_H
#define SFM_CCURL_H

#include <curl/curl.h>

/* The system's libcurl brings some thirty libraries along: linked, they would cost every command 5 ms and 9 MB. It is
   loaded when the first command asks for it, unless one that needs nothing was built beside the program. The functions of
   curl.h that Swift calls are defined here, and pass on to the library's. */

/* Loads libcurl; a second call changes nothing. Returns what is wrong, NULL for nothing. Without it, curl_multi_init and
   curl_easy_init return NULL, and nothing else may be called. */
const char *sfm_curl_load(void);

/* curl_easy_setopt and curl_easy_getinfo are variadic, which Swift cannot call: one function for each type of argument. */
CURLcode sfm_curl_set_long(CURL *handle, CURLoption option, long value);
/* libcurl copies the text. */
CURLcode sfm_curl_set_text(CURL *handle, CURLoption option, const char *value);
CURLcode sfm_curl_set_pointer(CURL *handle, CURLoption option, void *value);
CURLcode sfm_curl_set_list(CURL *handle, CURLoption option, struct curl_slist *value);
/* libcurl copies the bytes. */
CURLcode sfm_curl_set_body(CURL *handle, const void *bytes, curl_off_t count);
/* CURLOPT_WRITEFUNCTION and CURLOPT_HEADERFUNCTION. */
CURLcode sfm_curl_set_receiver(CURL *handle, CURLoption option, size_t (*receiver)(char *, size_t, size_t, void *));
CURLcode sfm_curl_set_socket_setup(CURL *handle, int (*setup)(void *, curl_socket_t, curlsocktype));
long sfm_curl_long(CURL *handle, CURLINFO info);
void *sfm_curl_private(CURL *handle);

/* The result lies in a union, which Swift would show as a computed property of another name. */
static inline CURLcode sfm_curl_result(const CURLMsg *message) { return message->data.result; }

#endif
