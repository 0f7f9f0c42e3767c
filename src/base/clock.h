/* SPDX-License-Identifier: BSD-2-Clause */
/* Times are nanoseconds since the epoch, durations nanoseconds, both unsigned. */
#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H

#include <stddef.h>
#include <stdint.h>

#define NS_PER_US UINT64_C(1000)
#define NS_PER_MS UINT64_C(1000000)
#define NS_PER_S UINT64_C(1000000000)

enum { CLOCK_TEXT_SIZE = 40 };

/* RFC 3339 in UTC with `decimals` (0 to 9) of a second: "2026-11-25T22:27:00.123Z". */
const char *clock_date(uint64_t ns, int decimals, char text[CLOCK_TEXT_SIZE]);
/* The same for seconds, which may lie before 1970: "1968-01-01T00:00:00Z". */
const char *clock_date_of_seconds(int64_t seconds, char text[CLOCK_TEXT_SIZE]);
/* For people, three digits: "41.6 ms", "2.31 s", "870 µs", "1 h 5 min". */
const char *clock_duration(uint64_t ns, char text[CLOCK_TEXT_SIZE]);
/* For people, exact, in the largest unit of which it is a whole number: "1 h", "90 s". */
const char *clock_whole(uint64_t seconds, char text[CLOCK_TEXT_SIZE]);
/* The time now, by the clock on the wall. */
uint64_t clock_now(void);

/* later − earlier; 0 where the clock ran backwards. */
static inline uint64_t
clock_between(uint64_t earlier_ns, uint64_t later_ns)
{
	return later_ns > earlier_ns ? later_ns - earlier_ns : 0;
}

#endif
