/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdio.h>
#include <time.h>

#include "base/clock.h"

static struct tm
clock_utc(uint64_t ns)
{
	time_t seconds = (time_t)(ns / NS_PER_S);
	struct tm tm = { 0 };

	gmtime_r(&seconds, &tm);
	return tm;
}

const char *
clock_date(uint64_t ns, int decimals, char text[CLOCK_TEXT_SIZE])
{
	struct tm tm = clock_utc(ns);
	char fraction[11] = "";

	if (decimals > 0)
		snprintf(fraction, sizeof(fraction), ".%09u", (unsigned)(ns % NS_PER_S));
	snprintf(text, CLOCK_TEXT_SIZE, "%04ld-%02u-%02uT%02u:%02u:%02u%.*sZ",
	    tm.tm_year + 1900L, (unsigned)tm.tm_mon + 1u, (unsigned)tm.tm_mday,
	    (unsigned)tm.tm_hour, (unsigned)tm.tm_min, (unsigned)tm.tm_sec,
	    decimals > 0 ? decimals + 1 : 0, fraction);
	return text;
}

const char *
clock_date_of_seconds(int64_t seconds, char text[CLOCK_TEXT_SIZE])
{
	time_t when = (time_t)seconds;
	struct tm tm = { 0 };

	gmtime_r(&when, &tm);
	snprintf(text, CLOCK_TEXT_SIZE, "%04ld-%02u-%02uT%02u:%02u:%02uZ",
	    tm.tm_year + 1900L, (unsigned)tm.tm_mon + 1u, (unsigned)tm.tm_mday,
	    (unsigned)tm.tm_hour, (unsigned)tm.tm_min, (unsigned)tm.tm_sec);
	return text;
}

/* A value of `ns` in units of `unit_ns` with three digits: 1.23, 12.3, 123. */
static const char *
clock_three_digits(
    uint64_t ns, uint64_t unit_ns, const char *unit, char text[CLOCK_TEXT_SIZE])
{
	int decimals = ns < 10 * unit_ns ? 2 : ns < 100 * unit_ns ? 1 : 0;
	uint64_t scale = decimals == 2 ? 100 : decimals == 1 ? 10 : 1;
	uint64_t value = (ns * scale + unit_ns / 2) / unit_ns;

	if (decimals == 0)
		snprintf(text, CLOCK_TEXT_SIZE, "%llu %s", (unsigned long long)value, unit);
	else
		snprintf(text, CLOCK_TEXT_SIZE, "%llu.%0*llu %s",
		    (unsigned long long)(value / scale), decimals,
		    (unsigned long long)(value % scale), unit);
	return text;
}

const char *
clock_duration(uint64_t ns, char text[CLOCK_TEXT_SIZE])
{
	uint64_t minutes = ns / (60 * NS_PER_S);

	if (ns < NS_PER_MS)
		snprintf(
		    text, CLOCK_TEXT_SIZE, "%llu µs", (unsigned long long)(ns / NS_PER_US));
	else if (ns < NS_PER_S)
		return clock_three_digits(ns, NS_PER_MS, "ms", text);
	else if (minutes < 2)
		return clock_three_digits(ns, NS_PER_S, "s", text);
	else if (minutes < 120)
		snprintf(text, CLOCK_TEXT_SIZE, "%llu min %llu s",
		    (unsigned long long)minutes, (unsigned long long)(ns / NS_PER_S % 60));
	else
		snprintf(text, CLOCK_TEXT_SIZE, "%llu h %llu min",
		    (unsigned long long)(minutes / 60), (unsigned long long)(minutes % 60));
	return text;
}

const char *
clock_whole(uint64_t seconds, char text[CLOCK_TEXT_SIZE])
{
	static const struct {
		uint64_t seconds;
		const char *name;
	} units[] = { { 86400, "d" }, { 3600, "h" }, { 60, "min" }, { 1, "s" } };
	size_t i = 0;

	while (seconds == 0 ? i + 1 < sizeof(units) / sizeof(units[0])
			    : seconds % units[i].seconds != 0)
		i++;
	snprintf(text, CLOCK_TEXT_SIZE, "%llu %s",
	    (unsigned long long)(seconds / units[i].seconds), units[i].name);
	return text;
}

uint64_t
clock_now(void)
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	return (uint64_t)now.tv_sec * NS_PER_S + (uint64_t)now.tv_nsec;
}
