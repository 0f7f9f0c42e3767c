/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdlib.h>

#include "base/clock.h"
#include "base/die.h"
#include "story/hsts.h"

enum { HOST_MAX = 255 };

/* Longer than any browser keeps it. */
#define AGE_MAX_S (UINT64_C(10) * 365 * 24 * 3600)

static struct hsts_host *
hsts_host(const struct hsts *hsts, struct bytes host)
{
	for (uint32_t i = hsts->count; i-- > 0;)
		if (bytes_equal_nocase(hsts->items[i].host, host))
			return &hsts->items[i];
	return NULL;
}

static void
hsts_drop(struct hsts *hsts, uint32_t at)
{
	free((void *)(uintptr_t)hsts->items[at].host.at);
	hsts->count--;
	memmove(hsts->items + at, hsts->items + at + 1,
	    (hsts->count - at) * sizeof(*hsts->items));
}

static struct hsts_host *
hsts_host_get(struct hsts *hsts, struct bytes host)
{
	struct hsts_host *found = hsts_host(hsts, host);
	uint8_t *copy;

	if (found != NULL || host.len == 0 || host.len > HOST_MAX)
		return found;
	if (hsts->items == NULL)
		hsts->items = alloc_zeroed(HSTS_MAX, sizeof(*hsts->items));
	if (hsts->count == HSTS_MAX)
		hsts_drop(hsts, 0);
	copy = alloc_zeroed(host.len, 1);
	memcpy(copy, host.at, host.len);
	found = &hsts->items[hsts->count++];
	*found = (struct hsts_host){ .host = bytes_of(copy, host.len) };
	return found;
}

static uint64_t
number_of(struct bytes text)
{
	uint64_t number = 0;

	for (size_t i = 0; i < text.len && text.at[i] >= '0' && text.at[i] <= '9'; i++)
		number = MIN(number * 10 + (text.at[i] - '0'), AGE_MAX_S);
	return number;
}

/* The value may stand in quotes. */
static struct bytes
unquote(struct bytes text)
{
	text = bytes_trim(text);
	return text.len > 0 && text.at[0] == '"' ? bytes_from(text, 1) : text;
}

/* max-age=31536000; includeSubDomains (RFC 6797 6.1) */
void
hsts_learn(
    struct hsts *hsts, struct bytes host, struct bytes value, const struct event *event)
{
	struct hsts_host *known;
	uint64_t age_s = 0;
	bool with_subdomains = false;

	if (value.len == 0)
		return;
	while (value.len > 0) {
		struct bytes part = bytes_first(value, bytes_index(value, ';'));
		struct bytes name = bytes_trim(bytes_first(part, bytes_index(part, '=')));

		if (bytes_equal_nocase(name, BYTES("max-age")))
			age_s = number_of(
			    unquote(bytes_from(part, bytes_index(part, '=') + 1)));
		if (bytes_equal_nocase(name, BYTES("includesubdomains")))
			with_subdomains = true;
		value = bytes_from(value, part.len + 1);
	}
	known = hsts_host_get(hsts, host);
	if (known == NULL)
		return;
	if (known->until_ns < event->at_ns)
		known->frame = frame_of(event);
	known->with_subdomains = with_subdomains;
	known->until_ns = age_s == 0 ? 0 : event->at_ns + age_s * NS_PER_S;
}

void
hsts_learn_http(struct hsts *hsts, struct bytes host)
{
	struct hsts_host *known = hsts_host_get(hsts, host);

	if (known != NULL)
		known->was_http = true;
}

/* The host's own header, or that of one above it which speaks for those below. */
const struct hsts_host *
hsts_find(const struct hsts *hsts, struct bytes host, uint64_t at_ns)
{
	struct bytes name = host;

	while (name.len > 0) {
		const struct hsts_host *known = hsts_host(hsts, name);

		if (known != NULL && known->until_ns > at_ns &&
		    (known->with_subdomains || name.len == host.len))
			return known;
		name = bytes_from(name, bytes_index(name, '.') + 1);
	}
	return NULL;
}

bool
hsts_was_http(const struct hsts *hsts, struct bytes host)
{
	const struct hsts_host *known = hsts_host(hsts, host);

	return known != NULL && known->was_http;
}

void
hsts_clear(struct hsts *hsts)
{
	while (hsts->count > 0)
		hsts_drop(hsts, hsts->count - 1);
	free(hsts->items);
	*hsts = (struct hsts){ 0 };
}
