/* SPDX-License-Identifier: BSD-2-Clause */
#include "story/visit-rules.h"
#include "base/buffer.h"
#include "base/clock.h"

/* Thresholds, as recordings of browsers show them.  Times, between what came last and the
 * request: */
#define AT_ONCE_NS (8 * NS_PER_MS)     /* nothing was read meanwhile */
#define CHAIN_NS (60 * NS_PER_MS)      /* bytes of the page led to it */
#define NEW_CHAIN_NS (100 * NS_PER_MS) /* ... with a name to look up */
#define QUIET_NS (70 * NS_PER_MS)      /* a person does not act sooner */
#define REST_NS (250 * NS_PER_MS)      /* a page that is loaded asks for little then, */
#define LONG_REST_NS (1 * NS_PER_S)    /* and for less then */
#define FIRST_PART_NS                                                                      \
	(400 * NS_PER_MS)              /* a page asks its own host for something, if ever */
#define BULK_SOON_NS (500 * NS_PER_MS) /* what is large came as a part */

/* Points, and sizes in bytes of what is inside of records: */
enum {
	ENOUGH = 5,
	FRESH_MAX = 256,       /* an answer that says that nothing changed */
	DOCUMENT_MIN = 300,    /* one that names more to load */
	DOCUMENT_LEAST = 500,  /* one that nothing follows, as documents have it: */
	DOCUMENT_USUAL = 2000, /* up to here, */
	DOCUMENT_MAX = 6000,   /* or, behind a long rest, to here */
	BULK_MIN = 3000,       /* one that may be a picture */
	WHOLE_MIN = 250,       /* a request that is sent whole: no HPACK, no QPACK */
	FULL_MIN = 446 /* the first of HTTP/2, if for a page: parts have less to accept */
};

/* Header fields are sent in full each time, so that sizes can be compared. */
static bool
is_whole(const struct visit_host *host)
{
	return host->ask_count > 0 && host->least >= WHOLE_MIN && host->document_min > 0;
}

static bool
is_at_door(const struct ask *ask, const struct visit_host *host)
{
	return host->is_door || ask->is_new_host;
}

static bool
is_quiet(const struct ask *ask, const struct visit_host *host)
{
	(void)host;
	return ask->quiet_ns >= QUIET_NS;
}

/* A form that is posted is a head and a body. */
static bool
is_alone(const struct ask *ask, const struct visit_host *host)
{
	return ask->message_count == 1 ||
	       (ask->message_count == 2 && ask->size >= host->least + host->least / 2 &&
		   (ask->size >= ask->last_size + ask->last_size / 2 ||
		       ask->size >= ask->first_size + ask->first_size / 2));
}

static bool
is_named(const struct ask *ask, const struct visit_host *host)
{
	(void)host;
	return ask->is_named && !ask->is_new_host;
}

static bool
is_followed(const struct ask *ask, const struct visit_host *host)
{
	(void)host;
	return ask->answer_size >= DOCUMENT_MIN &&
	       ask->own_followers + ask->other_followers > 0;
}

static bool
is_followed_at_home(const struct ask *ask, const struct visit_host *host)
{
	(void)host;
	return ask->answer_size < DOCUMENT_MIN && ask->own_followers > 0;
}

/* A reload says which version it has. */
static bool
is_revalidation(const struct ask *ask, const struct visit_host *host)
{
	return !is_whole(host) && host->least > 0 && ask->message_count == 1 &&
	       ask->answer_count == 1 && ask->size >= host->least + host->least / 3 &&
	       ask->answered_ns != 0 && ask->answer_size < FRESH_MAX;
}

/* As large as the smallest that asked for a page was, but for a shorter path. */
static bool
is_large(const struct ask *ask, const struct visit_host *host)
{
	return is_whole(host) && ask->size >= host->document_min - host->document_min / 32;
}

static bool
is_not_large(const struct ask *ask, const struct visit_host *host)
{
	return is_whole(host) && ask->size < host->document_min - host->document_min / 12;
}

static bool
is_named_by_followers(const struct ask *ask, const struct visit_host *host)
{
	(void)host;
	return ask->names_it;
}

static bool
is_redirected(const struct ask *ask, const struct visit_host *host)
{
	(void)host;
	return ask->is_redirected;
}

/* What a script fetches is answered with less, or with much more. */
static bool
is_answered_at_rest(const struct ask *ask, const struct visit_host *host)
{
	uint64_t most = ask->idle_ns >= LONG_REST_NS ? DOCUMENT_MAX : DOCUMENT_USUAL;

	(void)host;
	return !ask->is_new_host && ask->idle_ns >= REST_NS &&
	       ask->answer_size >= DOCUMENT_LEAST && ask->answer_size < most &&
	       ask->own_followers + ask->other_followers == 0;
}

/* HTTP/2 on a new connection leaves nothing out, and a request for a page says most. */
static bool
is_full(const struct ask *ask, const struct visit_host *host)
{
	(void)host;
	return ask->is_new_host && ask->connection->talk.has_settings &&
	       ask->size >= FULL_MIN && ask->own_followers > 0;
}

static bool
is_new_and_followed(const struct ask *ask, const struct visit_host *host)
{
	(void)host;
	return ask->is_new_host && ask->own_followers > 0 && ask->idle_ns > NEW_CHAIN_NS;
}

static bool
is_in_chain(const struct ask *ask, const struct visit_host *host)
{
	(void)host;
	return ask->idle_ns <= CHAIN_NS;
}

static bool
is_at_once(const struct ask *ask, const struct visit_host *host)
{
	(void)host;
	return ask->idle_ns <= AT_ONCE_NS;
}

/* What a page asks of a host that is new to it, it asks as soon as it knows of it. */
static bool
is_new_in_chain(const struct ask *ask, const struct visit_host *host)
{
	(void)host;
	return ask->is_new_host && ask->idle_ns <= NEW_CHAIN_NS;
}

static bool
is_in_company(const struct ask *ask, const struct visit_host *host)
{
	return ask->message_count > 1 && !is_alone(ask, host);
}

/* Nothing else was asked for behind the page itself, and not for long. */
static bool
is_first_part(const struct ask *ask, const struct visit_host *host)
{
	return !ask->is_new_host && host->part_max == 0 && ask->part_count <= 1 &&
	       ask->idle_ns <= FIRST_PART_NS;
}

/* A picture that the page wanted a little later. */
static bool
is_bulk_soon(const struct ask *ask, const struct visit_host *host)
{
	(void)host;
	return ask->answer_size >= BULK_MIN && ask->idle_ns < BULK_SOON_NS;
}

static bool
is_beside(const struct ask *ask, const struct visit_host *host)
{
	(void)host;
	return ask->is_beside;
}

static bool
is_repeated(const struct ask *ask, const struct visit_host *host)
{
	return ask->size == host->idle_size;
}

/* "may" are those that can still come true. */
static const struct ground {
	const char *name;
	int points;
	bool may;
	bool (*holds)(const struct ask *, const struct visit_host *);
	const char *words;
} grounds[] = {
	{ "door", 2, false, is_at_door, "pages begin at this host" },
	{ "quiet", 1, false, is_quiet, "nothing went to it or came from it just before" },
	{ "alone", 1, false, is_alone, "the request came alone" },
	{ "named", 1, false, is_named, "its name was asked for just before" },
	{ "followed", 2, true, is_followed,
	    "other requests followed as soon as it was "
	    "answered" },
	{ "followed_at_home", 1, true, is_followed_at_home,
	    "another request to the host followed its answer" },
	{ "revalidation", 2, true, is_revalidation,
	    "it is large and its answer small, as when a page is reloaded" },
	{ "large", 1, false, is_large, "it is larger than what pages load from there" },
	{ "referer", 2, true, is_named_by_followers,
	    "what followed carries more than its like before" },
	{ "new", 1, true, is_new_and_followed, "the host was new" },
	{ "full", 1, true, is_full, "it is as large as a first request for a page" },
	{ "rest", 1, true, is_answered_at_rest,
	    "its answer is of the size of a document, and all had been quiet" },
	{ "redirected", 2, false, is_redirected, "a small answer led to it" },
	{ "in_chain", -2, false, is_in_chain, NULL },
	{ "at_once", -1, false, is_at_once, NULL },
	{ "new_in_chain", -2, false, is_new_in_chain, NULL },
	{ "in_company", -2, false, is_in_company, NULL },
	{ "first_part", -2, false, is_first_part, NULL },
	{ "not_large", -2, false, is_not_large, NULL },
	{ "bulk_soon", -2, false, is_bulk_soon, NULL },
	{ "beside", -1, false, is_beside, NULL },
	{ "repeated", -2, false, is_repeated, NULL },
};

bool
ask_is_of_door(const struct ask *ask)
{
	return ask->is_new_host && ask->message_count == 1 && is_full(ask, NULL);
}

enum ask_verdict
ask_judge(const struct ask *ask, const struct visit_host *host)
{
	int points = 0, may = 0;

	if (!is_at_door(ask, host))
		return ASK_IS_PART;

	for (size_t i = 0; i < COUNT_OF(grounds); i++) {
		if (grounds[i].holds(ask, host))
			points += grounds[i].points;
		else if (grounds[i].may)
			may += grounds[i].points;
	}
	if (points >= ENOUGH)
		return ASK_IS_NAVIGATION;
	return points + may >= ENOUGH ? ASK_IS_OPEN : ASK_IS_PART;
}

struct bytes
ask_reason(struct arena *arena, const struct ask *ask, const struct visit_host *host)
{
	struct buffer text = { 0 };
	struct bytes copy;

	for (size_t i = 0; i < COUNT_OF(grounds); i++) {
		if (grounds[i].words == NULL || !grounds[i].holds(ask, host))
			continue;
		if (text.len > 0)
			buffer_add_string(&text, ", ");
		buffer_add_string(&text, grounds[i].words);
	}
	copy = arena_copy(arena, buffer_bytes(&text));
	buffer_clear(&text);
	return copy;
}
