/* SPDX-License-Identifier: BSD-2-Clause */
#include "story/page-verdict.h"
#include "base/clock.h"
#include "story/sentence-words.h"
#include "story/url.h"

enum {
	ONE_IS_ENOUGH = 60, /* % of its phase: then this part alone is to blame */
	TARGET_MAX = 80     /* bytes of a path that are told */
};

/* The most of the time; where two took as much, the one that comes first. */
static enum phase
path_worst_phase(const struct path *path)
{
	enum phase worst = 0;

	for (enum phase phase = 0; phase < PHASE_COUNT; phase++)
		if (path->phases_ns[phase] > path->phases_ns[worst])
			worst = phase;
	return worst;
}

static uint64_t
part_ns(const struct path_part *part)
{
	return part->end_ns - part->start_ns;
}

/* The longest part of a phase, and how many there are. */
static const struct path_part *
path_longest(const struct path *path, enum phase phase, uint32_t *count)
{
	const struct path_part *longest = NULL;

	*count = 0;
	for (uint32_t i = 0; i < path->count; i++) {
		const struct path_part *part = &path->parts[i];

		if (part->phase != phase)
			continue;
		++*count;
		if (longest == NULL || part_ns(part) > part_ns(longest))
			longest = part;
	}
	return longest;
}

/* The host of a part; empty: it has none. */
static struct bytes
part_host(const struct path_part *part)
{
	if (part->request != NULL)
		return host_of_authority(part->request->host);
	if (part->step == NULL)
		return (struct bytes){ 0 };
	if (part->step->connection != NULL)
		return connection_host(part->step->connection);
	return part->step->name;
}

/* "cdn.test", or the server's address where it has no name. */
static void
add_host(struct buffer *out, const struct path_part *part)
{
	struct bytes host = part_host(part);

	if (host.len == 0 && part->step != NULL && part->step->connection != NULL)
		sentence_add_server(out, part->step->connection);
	else
		buffer_add(out, bytes_first(host, TARGET_MAX));
}

/* Its path; what follows "?" may be long and is of no use here. */
static void
add_target(struct buffer *out, const struct path_part *part)
{
	struct bytes target;

	if (part->request == NULL) {
		buffer_add_string(out, "an answer inside TLS");
		return;
	}
	target = part->request->target;
	target = bytes_first(target, bytes_index(target, '?'));
	buffer_add(out, bytes_first(target, TARGET_MAX));
	if (target.len > TARGET_MAX)
		buffer_add_string(out, "…");
}

/* Words of a phase: before the host, or the target and its host; those around a number. */
static const struct {
	const char *one, *many, *counted;
	bool has_host, has_target;
} words[PHASE_COUNT] = {
	[PHASE_JOIN] = { "joining the network", "", "", false, false },
	[PHASE_ARP] = { "finding the next hop", "", "", false, false },
	[PHASE_DNS] = { "resolving ", "in ", " look-ups", true, false },
	[PHASE_CONNECT] = { "connecting to ", "opening ", " connections", true, false },
	[PHASE_TLS] = { "agreeing on TLS with ", "in ", " handshakes of TLS", true, false },
	[PHASE_WAITING] = { "waiting for ", "waiting for ", " answers", true, true },
	[PHASE_RECEIVING] = { "receiving ", "receiving ", " answers", true, true },
	[PHASE_CLIENT] = { "in the client itself", "", "", false, false },
	[PHASE_STALLED] = { "stalled by loss on the way: ", "stalled ",
	    " times by loss on the way", true, true },
};

/* "/hero.png from cdn.test", or the host alone */
static void
add_what(struct buffer *out, const struct path_part *part)
{
	enum step_kind kind = part->step->kind;

	if (words[part->phase].has_target && kind != STEP_CONNECT && kind != STEP_SECURE) {
		add_target(out, part);
		buffer_add_string(out, " from ");
	}
	add_host(out, part);
}

static void
add_one(struct buffer *out, const struct path_part *part)
{
	buffer_add_string(out, words[part->phase].one);
	if (part->step == NULL && part->phase == PHASE_WAITING)
		buffer_add_string(out, "answers inside TLS");
	else if (words[part->phase].has_host)
		add_what(out, part);
}

/* "waiting for 12 answers, the longest /x from cdn.test (310 ms)" */
static void
add_many(struct buffer *out, const struct path_part *longest, uint32_t count)
{
	char text[CLOCK_TEXT_SIZE];

	if (!words[longest->phase].has_host || longest->step == NULL) {
		add_one(out, longest);
		return;
	}
	buffer_printf(out, "%s%u%s, the longest ", words[longest->phase].many,
	    (unsigned)count, words[longest->phase].counted);
	add_what(out, longest);
	buffer_printf(out, " (%s)", clock_duration(part_ns(longest), text));
}

static void
add_sentence(struct buffer *out, const struct page *page, const struct path_part *longest,
    uint32_t count)
{
	uint64_t total_ns = clock_between(page->start_ns, page->path.end_ns);
	char text[CLOCK_TEXT_SIZE];

	buffer_add_string(out, clock_duration(total_ns, text));
	if (page->failure != FAILURE_NONE)
		buffer_add_string(out, " until it failed");
	if (page->path.verdict.blamed_ns == total_ns)
		buffer_add_string(out, ", all of it ");
	else
		buffer_printf(out, ", of which %s ",
		    clock_duration(page->path.verdict.blamed_ns, text));
	if (count == 0)
		add_one(out, longest);
	else
		add_many(out, longest, count);
}

void
page_make_verdict(struct page *page, struct arena *arena)
{
	struct path *path = &page->path;
	struct verdict *verdict = &path->verdict;
	enum phase phase = path_worst_phase(path);
	const struct path_part *longest;
	struct buffer text = { 0 };
	bool is_one;
	uint32_t count;

	*verdict = (struct verdict){ .phase = phase };
	longest = path_longest(path, phase, &count);
	if (longest == NULL)
		return;
	is_one = part_ns(longest) >= path->phases_ns[phase] / 100 * ONE_IS_ENOUGH;
	verdict->blamed_ns = is_one ? part_ns(longest) : path->phases_ns[phase];
	verdict->host = arena_copy(arena, part_host(longest));
	verdict->request = longest->request;
	verdict->frames = path_part_frames(longest);
	add_sentence(&text, page, longest, is_one ? 0 : count);
	verdict->text = arena_copy(arena, buffer_bytes(&text));
	buffer_clear(&text);
}
