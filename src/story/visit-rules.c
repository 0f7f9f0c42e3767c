/* SPDX-License-Identifier: BSD-2-Clause */
#include "story/visit-rules.h"
#include "base/buffer.h"
#include "base/clock.h"

/* Thresholds and points are fitted to recordings of browsers (which request was for a page
 * was known from the browser), each ground by itself: a point is half of a logit.  Times
 * lie between what came last and the request: */
#define QUIET_NS (70 * NS_PER_MS)    /* a person does not act sooner */
#define IDLE_NS (100 * NS_PER_MS)    /* bytes of a page led to nothing any more */
#define STILL_NS (350 * NS_PER_MS)   /* whatever loaded is loaded */
#define UNASKED_NS (250 * NS_PER_MS) /* whoever asks did not before */
#define LONG_NS (3 * NS_PER_S)       /* polls come sooner */
#define TOGETHER_NS (15 * NS_PER_MS) /* two requests of one mind */
#define FIRST_PART_NS                                                                      \
	(400 * NS_PER_MS) /* a page asks its own host for something, if ever */

/* Points, and sizes in bytes of what is inside of records: */
enum {
	ENOUGH = 14,
	SURE = 16,
	FRESH_MAX = 256,   /* an answer that says that nothing changed */
	ANSWER_MIN = 500,  /* one with a document, */
	ANSWER_MAX = 2000, /* that names the rest: it is mostly small */
	FULL_MIN = 440, /* the first of HTTP/2, if for a page: parts have less to accept */
	FULL_PART_MIN = 250,
	SLACK = 10, /* a shorter path */
	MUCH_SMALLER = 40,
	RARE_RATE = 12, /* requests for each page of them */
	FOLLOWERS_MANY = 3,
};

static uint32_t
followers_of(const struct ask *ask)
{
	return ask->own_followers + ask->other_followers;
}

static bool
is_at_door(const struct ask *ask)
{
	return ask->is_at_door;
}

/* Most of what was asked there was for other pages. */
static bool
is_rare_door(const struct ask *ask)
{
	return ask->is_at_door && ask->documents_before * RARE_RATE < ask->asks_before;
}

static bool
is_new_host(const struct ask *ask)
{
	return ask->is_new_host;
}

static bool
is_quiet(const struct ask *ask)
{
	return ask->quiet_ns >= QUIET_NS;
}

static bool
is_idle(const struct ask *ask)
{
	return ask->idle_ns >= IDLE_NS;
}

static bool
is_client_idle(const struct ask *ask)
{
	return ask->still_ns >= IDLE_NS;
}

static bool
is_client_still(const struct ask *ask)
{
	return ask->still_ns >= STILL_NS;
}

static bool
is_unasked(const struct ask *ask)
{
	return ask->unasked_ns >= UNASKED_NS;
}

static bool
is_seldom(const struct ask *ask)
{
	return ask->interval_ns >= LONG_NS;
}

/* Header fields were sent in full each time, so that sizes can be compared. */
static bool
is_comparable(const struct ask *ask)
{
	return ask->way == VISIT_WHOLE && ask->before.document_min > 0;
}

/* As large as the smallest that asked for a page was, but for a shorter path. */
static bool
is_large(const struct ask *ask)
{
	return is_comparable(ask) && ask->size + SLACK >= ask->before.document_min;
}

static bool
is_much_smaller(const struct ask *ask)
{
	return is_comparable(ask) && ask->size + MUCH_SMALLER < ask->before.document_min;
}

/* All that a request for a page says was said before, and it names no page that it is for:
 * its parts do at first. */
static bool
is_brief(const struct ask *ask)
{
	return ask->way == VISIT_SHORT && ask->size <= ask->before.least;
}

/* HTTP/2 on a new connection leaves nothing out, and a request for a page says most. */
static bool
is_full(const struct ask *ask)
{
	return ask->way == VISIT_SHORT && ask->size >= FULL_MIN;
}

static bool
is_full_part(const struct ask *ask)
{
	return ask->way == VISIT_SHORT && ask->size >= FULL_PART_MIN && !is_full(ask);
}

static bool
is_redirected(const struct ask *ask)
{
	return ask->is_redirected;
}

/* A form that is posted is a head and a body. */
static bool
is_form(const struct ask *ask)
{
	return ask->message_count == 2 &&
	       ask->size >= ask->before.least + ask->before.least / 2 &&
	       (ask->size >= ask->last_size + ask->last_size / 2 ||
		   ask->size >= ask->first_size + ask->first_size / 2);
}

static bool
is_in_company(const struct ask *ask)
{
	return (ask->message_count > 1 && !is_form(ask)) ||
	       (ask->interval_ns > 0 && ask->interval_ns < TOGETHER_NS);
}

/* Nothing else was asked for behind the page itself, and not for long. */
static bool
is_first_part(const struct ask *ask)
{
	return !ask->is_new_host && ask->before.part_max == 0 && ask->part_count <= 1 &&
	       ask->idle_ns <= FIRST_PART_NS;
}

static bool
is_repeated(const struct ask *ask)
{
	return ask->repeats > 0;
}

static bool
is_repeated_often(const struct ask *ask)
{
	return ask->repeats > 1;
}

static bool
is_document(const struct ask *ask)
{
	return ask->answer_size >= ANSWER_MIN;
}

static bool
is_bulk(const struct ask *ask)
{
	return ask->answer_size >= ANSWER_MAX;
}

/* A reload says which version it has. */
static bool
is_revalidation(const struct ask *ask)
{
	return ask->way == VISIT_SHORT && ask->before.least > 0 &&
	       ask->message_count == 1 && ask->answer_count == 1 &&
	       ask->size >= ask->before.least + ask->before.least / 3 &&
	       ask->answered_ns != 0 && ask->answer_size < FRESH_MAX;
}

static bool
is_followed(const struct ask *ask)
{
	return followers_of(ask) > 0;
}

static bool
is_followed_by_many(const struct ask *ask)
{
	return followers_of(ask) >= FOLLOWERS_MANY;
}

static bool
is_named_by_followers(const struct ask *ask)
{
	return ask->names_it;
}

/* What is there before the answer, and what comes with it or behind it. */
enum when { BEFORE, WITH_ANSWER, BEHIND, WHENS };

static const struct ground {
	const char *name;
	enum when when;
	int points;
	bool (*holds)(const struct ask *);
	const char *words;
} grounds[] = {
	{ "door", BEFORE, 5, is_at_door, "pages begin at this host" },
	{ "rare_door", BEFORE, -4, is_rare_door, NULL },
	{ "new", BEFORE, 4, is_new_host, "the host was new" },
	{ "quiet", BEFORE, 1, is_quiet, "nothing went to it or came from it just before" },
	{ "idle", BEFORE, 2, is_idle, NULL },
	{ "client_idle", BEFORE, 2, is_client_idle, "nothing was being loaded" },
	{ "client_still", BEFORE, 1, is_client_still, NULL },
	{ "unasked", BEFORE, 1, is_unasked, "nothing had been asked for just before" },
	{ "seldom", BEFORE, 2, is_seldom, "the host had not been asked for long" },
	{ "large", BEFORE, 5, is_large, "it is as large as others that asked for pages" },
	{ "much_smaller", BEFORE, -5, is_much_smaller, NULL },
	{ "brief", BEFORE, 2, is_brief, "it adds nothing to what was sent before" },
	{ "full", BEFORE, 2, is_full, "it is as large as a first request for a page" },
	{ "full_part", BEFORE, -3, is_full_part, NULL },
	{ "redirected", BEFORE, 2, is_redirected, "a small answer led to it" },
	{ "in_company", BEFORE, -3, is_in_company, NULL },
	{ "first_part", BEFORE, -4, is_first_part, NULL },
	{ "repeated", BEFORE, -1, is_repeated, NULL },
	{ "repeated_often", BEFORE, -1, is_repeated_often, NULL },
	{ "document", WITH_ANSWER, 3, is_document,
	    "its answer is of the size of a document" },
	{ "bulk", WITH_ANSWER, -2, is_bulk, NULL },
	{ "revalidation", WITH_ANSWER, 2, is_revalidation,
	    "it is large and its answer small, as when a page is reloaded" },
	{ "followed", BEHIND, 1, is_followed,
	    "other requests followed as soon as it was answered" },
	{ "many", BEHIND, 1, is_followed_by_many, NULL },
	{ "referer", BEHIND, 2, is_named_by_followers,
	    "what followed carries more than its like before" },
};

bool
ask_is_of_door(const struct ask *ask)
{
	return ask->is_new_host && ask->message_count == 1 && is_full(ask) &&
	       ask->own_followers > 0;
}

void
ask_weigh(struct ask *ask)
{
	ask->points = 0;
	for (size_t i = 0; i < COUNT_OF(grounds); i++)
		if (grounds[i].when == BEFORE && grounds[i].holds(ask))
			ask->points += grounds[i].points;
}

/* The points that it has, and the least and the most that can become of them. */
struct range {
	int now, least, most;
};

static struct range
ask_points(const struct ask *ask)
{
	struct range points = { ask->points, ask->points, ask->points };
	bool may[WHENS] = { false, followers_of(ask) == 0, true };

	for (size_t i = 0; i < COUNT_OF(grounds); i++) {
		const struct ground *ground = &grounds[i];

		if (ground->when == BEFORE)
			continue;
		if (ground->holds(ask)) {
			points.now += ground->points;
			points.least += ground->points;
			points.most += ground->points;
		} else if (may[ground->when]) {
			points.least += MIN(ground->points, 0);
			points.most += MAX(ground->points, 0);
		}
	}
	return points;
}

enum ask_verdict
ask_judge(const struct ask *ask)
{
	struct range points = ask_points(ask);

	if (points.least >= ENOUGH)
		return ASK_IS_NAVIGATION;
	return points.most >= ENOUGH ? ASK_IS_OPEN : ASK_IS_PART;
}

bool
ask_is_sure(const struct ask *ask)
{
	return ask_points(ask).now >= SURE;
}

enum ask_verdict
ask_judge_late(const struct ask *ask)
{
	return ask_points(ask).now >= ENOUGH ? ASK_IS_NAVIGATION : ASK_IS_PART;
}

struct bytes
ask_reason(struct arena *arena, const struct ask *ask)
{
	struct buffer text = { 0 };
	struct bytes copy;

	for (size_t i = 0; i < COUNT_OF(grounds); i++) {
		if (grounds[i].words == NULL || !grounds[i].holds(ask))
			continue;
		if (text.len > 0)
			buffer_add_string(&text, ", ");
		buffer_add_string(&text, grounds[i].words);
	}
	copy = arena_copy(arena, buffer_bytes(&text));
	buffer_clear(&text);
	return copy;
}
