/* SPDX-License-Identifier: BSD-2-Clause */
#include <netinet/in.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/die.h"
#include "story/sightings.h"

enum {
	SIGHTINGS_MAX = 131072,
	ALIKE_MAX = 64 /* what more flows than this have in common names none of them */
};

/* What comes so much later, or whose clock is so wrong, is another flow. */
#define TRAIL_NS (3600 * NS_PER_S)

/* What a mark was made of. */
enum mark { MARK_ISN = 1, MARK_STAMP, MARK_PAYLOAD, MARK_ENDS };

static uint64_t
flow_hash(const struct story *story, struct flow_ref flow)
{
	uint64_t word = (uint64_t)flow.protocol << 32 | flow.number;

	return hash_words(&story->options.hash_key, &word, 1);
}

static uint64_t
mark_of(const struct story *story, enum mark mark, uint64_t a, uint64_t b)
{
	uint64_t words[3] = { mark, a, b };

	return hash_words(&story->options.hash_key, words, COUNT_OF(words));
}

static uint64_t
mark_of_ends(const struct story *story, const struct sighting *sighting)
{
	struct endpoint ends[2];

	memset(ends, 0, sizeof(ends)); /* what lies between the members too */
	ends[0].address = sighting->client.address;
	ends[0].port = sighting->client.port;
	ends[1].address = sighting->server.address;
	ends[1].port = sighting->server.port;
	return mark_of(story, MARK_ENDS,
	    hash_bytes(&story->options.hash_key, bytes_of(ends, sizeof(ends))),
	    sighting->flow.protocol);
}

/* Under what it is found: two marks where the translator may have changed one. */
static void
sighting_mark(const struct story *story, struct sighting *sighting)
{
	if (sighting->isn.known)
		sighting->marks[0] = mark_of(story, MARK_ISN, sighting->isn.value, 0);
	else if (sighting->payload_hash != 0)
		sighting->marks[0] =
		    mark_of(story, MARK_PAYLOAD, sighting->payload_hash, 0);
	else
		sighting->marks[0] = mark_of_ends(story, sighting);
	if (sighting->isn.known && sighting->tsval.known && sighting->ip_id.known)
		sighting->marks[1] = mark_of(
		    story, MARK_STAMP, sighting->tsval.value, sighting->ip_id.value);
}

static bool
trail_has_input(const struct trail *trail, uint32_t input)
{
	const struct sighting *sighting;

	TAILQ_FOREACH (sighting, &trail->sightings, of_trail) {
		if (sighting->frame.input == input)
			return true;
	}
	return false;
}

/* How well both fit, where more than one does: the same payload may go twice at a time. */
static int
sighting_score(const struct sighting *a, const struct sighting *b)
{
	int score = 1;

	score += 4 * (a->client.port == b->client.port);
	score += 2 * (a->ip_id.known && b->ip_id.known && a->ip_id.value != 0 &&
			 a->ip_id.value == b->ip_id.value);
	return score;
}

static struct sighting *
sighting_match(
    struct story *story, const struct sighting *sighting, uint64_t mark, const char **rule)
{
	struct map_probe probe = map_probe(&story->sightings_by_mark, mark);
	struct sighting *other, *best = NULL;
	int best_score = 0;

	for (int i = 0; i < ALIKE_MAX && (other = map_next(&probe)) != NULL; i++) {
		const char *why = sighting_rule(sighting, other);
		int score = sighting_score(sighting, other);

		if (why == NULL || score < best_score ||
		    other->flow.protocol != sighting->flow.protocol ||
		    trail_has_input(other->trail, sighting->frame.input) ||
		    clock_between(other->at_ns, sighting->at_ns) > TRAIL_NS)
			continue;
		if (score == best_score && other->at_ns < best->at_ns)
			continue;
		best = other;
		best_score = score;
		*rule = why;
	}
	return best;
}

static void
sighting_add_marks(struct story *story, struct sighting *sighting)
{
	for (size_t i = 0; i < COUNT_OF(sighting->marks); i++) {
		struct map_probe probe =
		    map_probe(&story->sightings_by_mark, sighting->marks[i]);
		int alike = 0;

		while (alike < ALIKE_MAX && map_next(&probe) != NULL)
			alike++;
		if (sighting->marks[i] != 0 && alike < ALIKE_MAX)
			map_add(&story->sightings_by_mark, sighting->marks[i], sighting);
	}
}

static void
sighting_free(struct story *story, struct sighting *sighting)
{
	map_remove(&story->sightings_by_flow, flow_hash(story, sighting->flow), sighting);
	for (size_t i = 0; i < COUNT_OF(sighting->marks); i++)
		if (sighting->marks[i] != 0)
			map_remove(&story->sightings_by_mark, sighting->marks[i], sighting);
	story->sighting_count--;
	free(sighting);
}

static void
trail_free(struct story *story, struct trail *trail)
{
	struct sighting *sighting;

	while ((sighting = TAILQ_FIRST(&trail->sightings)) != NULL) {
		TAILQ_REMOVE(&trail->sightings, sighting, of_trail);
		sighting_free(story, sighting);
	}
	TAILQ_REMOVE(&story->trails, trail, entry);
	free(trail);
}

static struct trail *
trail_new(struct story *story)
{
	struct trail *trail = alloc_zeroed(1, sizeof(*trail));

	TAILQ_INIT(&trail->sightings);
	TAILQ_INSERT_TAIL(&story->trails, trail, entry);
	return trail;
}

static void
trail_add(struct trail *trail, struct sighting *sighting)
{
	struct sighting *other;

	sighting->trail = trail;
	TAILQ_FOREACH (other, &trail->sightings, of_trail) {
		if (sighting_is_nearer(sighting, other)) {
			TAILQ_INSERT_BEFORE(other, sighting, of_trail);
			return;
		}
	}
	TAILQ_INSERT_TAIL(&trail->sightings, sighting, of_trail);
}

static struct sighting *
sighting_of(const struct event_flow_begin *e)
{
	struct sighting *sighting = alloc_zeroed(1, sizeof(*sighting));
	struct endpoint src = { e->head.src, e->head.sport };
	struct endpoint dst = { e->head.dst, e->head.dport };
	bool by_client = e->head.side == SIDE_CLIENT;

	sighting->flow = e->head.flow;
	sighting->frame = frame_of(&e->head);
	sighting->client = by_client ? src : dst;
	sighting->server = by_client ? dst : src;
	sighting->at_ns = e->head.at_ns;
	sighting->isn = e->isn;
	sighting->tsval = e->tsval;
	sighting->ip_id = e->ip_id;
	sighting->payload_hash = e->payload_hash;
	if (by_client && e->ttl.known)
		sighting->ttl = (uint8_t)e->ttl.value;
	return sighting;
}

struct sighting *
sighting_new(struct story *story, const struct event_flow_begin *e)
{
	struct sighting *sighting = sighting_of(e), *other = NULL;
	const char *rule = NULL;

	while (story->sighting_count >= SIGHTINGS_MAX)
		trail_free(story, TAILQ_FIRST(&story->trails));
	sighting_mark(story, sighting);
	for (size_t i = 0; i < COUNT_OF(sighting->marks); i++)
		if (other == NULL && sighting->marks[i] != 0)
			other = sighting_match(story, sighting, sighting->marks[i], &rule);
	trail_add(other == NULL ? trail_new(story) : other->trail, sighting);
	if (other != NULL)
		sighting->trail->rule = rule;
	map_add(&story->sightings_by_flow, flow_hash(story, sighting->flow), sighting);
	sighting_add_marks(story, sighting);
	story->sighting_count++;
	return sighting;
}

struct sighting *
sighting_find(const struct story *story, struct flow_ref flow)
{
	struct map_probe probe =
	    map_probe(&story->sightings_by_flow, flow_hash(story, flow));
	struct sighting *sighting;

	while ((sighting = map_next(&probe)) != NULL)
		if (sighting->flow.number == flow.number &&
		    sighting->flow.protocol == flow.protocol)
			return sighting;
	return NULL;
}

void
sightings_clear(struct story *story)
{
	struct trail *trail;

	while ((trail = TAILQ_FIRST(&story->trails)) != NULL)
		trail_free(story, trail);
	map_clear(&story->sightings_by_flow);
	map_clear(&story->sightings_by_mark);
}
