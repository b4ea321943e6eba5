// Preloaded into a program: its clock says CLOCK_AT, in seconds since 1970.
#include <stdlib.h>
#include <time.h>

time_t time(time_t *place) {
    time_t now = atoll(getenv("CLOCK_AT"));
    if (place) *place = now;
    return now;
}
