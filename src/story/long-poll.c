/* SPDX-License-Identifier: BSD-2-Clause */
#include "story/long-poll.h"
#include "base/clock.h"

enum { EARLIER_MAX = 32 /* requests looked back at */ };

#define KEPT_BACK_NS (900 * NS_PER_MS)
#define AT_ONCE_NS (500 * NS_PER_MS)

static const char long_poll[] = "long_poll";

static struct bytes
take_until(struct bytes *rest, uint8_t separator)
{
	struct bytes part = bytes_first(*rest, bytes_index(*rest, separator));

	*rest = bytes_from(*rest, part.len + 1);
	return part;
}

/* The same, but for the values in the query? */
static bool
url_is_like(struct bytes a, struct bytes b)
{
	if (!bytes_equal(take_until(&a, '?'), take_until(&b, '?')))
		return false;
	while (a.len > 0 && b.len > 0) {
		struct bytes one = take_until(&a, '&');
		struct bytes other = take_until(&b, '&');

		if (!bytes_equal(take_until(&one, '='), take_until(&other, '=')))
			return false;
	}
	return a.len == b.len;
}

static bool
was_kept_back(const struct request *request)
{
	return request->first_byte_ns != 0 &&
	       clock_between(request->sent_ns, request->first_byte_ns) >= KEPT_BACK_NS;
}

/* The request after whose answer this one was asked at once; NULL: none. */
static struct request *
request_before(const struct request *request)
{
	struct request *other = TAILQ_PREV(request, request_list, entry);

	for (int i = 0; other != NULL && i < EARLIER_MAX; i++) {
		if (other->is_over && other->end_ns <= request->start_ns &&
		    clock_between(other->end_ns, request->start_ns) <= AT_ONCE_NS &&
		    bytes_equal(other->method, request->method) &&
		    url_is_like(other->url, request->url))
			return other;
		other = TAILQ_PREV(other, request_list, entry);
	}
	return NULL;
}

static void
name_it(struct request *request)
{
	request->pattern = long_poll;
	request->role = "poll";
}

bool
long_poll_goes_on(struct request *request)
{
	const struct request *before;

	if (request->page == NULL || request->is_navigation)
		return false;
	before = request_before(request);
	if (before == NULL || before->pattern != long_poll)
		return false;
	name_it(request);
	return true;
}

bool
long_poll_answered(struct request *request)
{
	struct request *before;

	if (request->pattern == long_poll)
		return true;
	if (request->page == NULL || request->is_navigation || !was_kept_back(request))
		return false;
	before = request_before(request);
	if (before == NULL || !was_kept_back(before))
		return false;
	name_it(before);
	name_it(request);
	return true;
}
