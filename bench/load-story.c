/* SPDX-License-Identifier: BSD-2-Clause */
/* Flows are gathered by client into drafts; drafts become stories. */
#include "load-story.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SILENCE_MAX_US = 60000000 };

/* The flows of one client that will be a story. */
struct draft {
	struct client client;
	const struct packet **packets;
	uint32_t *flows; /* of each packet, its flow's number */
	size_t count;
	size_t capacity;
	uint32_t flow_count;
	uint32_t tcp_count;
};

struct drafts {
	struct draft *list;
	size_t count;
};

/* Drafts. */

static struct draft *
drafts_find(struct drafts *d, const struct client *client)
{
	for (size_t i = 0; i < d->count; i++)
		if (memcmp(&d->list[i].client.address, &client->address, 16) == 0)
			return &d->list[i];
	return NULL;
}

static struct draft *
drafts_get(struct drafts *d, const struct client *client)
{
	struct draft *found = drafts_find(d, client);

	if (found != NULL)
		return found;
	d->list = memory_resized(d->list, d->count + 1, sizeof *d->list);
	d->list[d->count] = (struct draft){ .client = *client };
	return &d->list[d->count++];
}

static void
draft_add_packet(struct draft *d, const struct packet *p)
{
	if (d->count == d->capacity) {
		d->capacity = d->capacity * 2 + 64;
		d->packets = memory_resized(d->packets, d->capacity, sizeof *d->packets);
		d->flows = memory_resized(d->flows, d->capacity, sizeof *d->flows);
	}
	d->packets[d->count] = p;
	d->flows[d->count] = d->flow_count;
	d->count++;
}

static void
draft_add_flow(struct draft *d, const struct flow *f)
{
	for (size_t i = 0; i < f->count; i++)
		draft_add_packet(d, f->packets[i]);
	d->flow_count++;
	if (f->kind != FLOW_DNS)
		d->tcp_count++;
}

/* Connections make a draft; look-ups only join one. */
static void
drafts_add_flows(struct drafts *drafts, const struct flows *flows, enum flow_kind kind,
    uint64_t mean_max)
{
	for (size_t i = 0; i < flows->count; i++) {
		const struct flow *f = &flows->list[i];

		if (f->kind == kind && flow_mean(f) <= mean_max)
			draft_add_flow(drafts_get(drafts, &f->client), f);
	}
	for (size_t i = 0; i < flows->count; i++) {
		const struct flow *f = &flows->list[i];
		struct draft *d = drafts_find(drafts, &f->client);

		if (f->kind == FLOW_DNS && d != NULL)
			draft_add_flow(d, f);
	}
}

static void
drafts_add_joining(struct drafts *drafts, const struct capture *c)
{
	for (size_t i = 0; i < c->count; i++) {
		const struct packet *p = &c->packets[i];

		for (size_t k = 0; k < drafts->count; k++) {
			if (!headers_mention(
				&p->headers, p->bytes, p->size, &drafts->list[k].client))
				continue;
			draft_add_packet(&drafts->list[k], p);
			break;
		}
	}
}

/* Stories. */

static int
frame_compare(const void *left, const void *right)
{
	const struct frame *a = left;
	const struct frame *b = right;
	int order = (a->at_us > b->at_us) - (a->at_us < b->at_us);

	return order != 0 ? order : (a->number > b->number) - (a->number < b->number);
}

/* From its beginning on, and without the longest silences. */
static void
story_set_times(struct story *s)
{
	int64_t last_us = s->frames[0].at_us;
	int64_t at_us = 0;

	for (size_t i = 0; i < s->frame_count; i++) {
		int64_t silence_us = s->frames[i].at_us - last_us;

		last_us = s->frames[i].at_us;
		at_us += silence_us < SILENCE_MAX_US ? silence_us : SILENCE_MAX_US;
		s->frames[i].at_us = at_us;
	}
}

static struct story
story_from(const struct draft *d)
{
	struct story s = { .flow_count = d->flow_count, .tcp_count = d->tcp_count };

	s.frames = memory_resized(NULL, d->count, sizeof *s.frames);
	s.frame_count = d->count;
	for (size_t i = 0; i < d->count; i++) {
		const struct packet *p = d->packets[i];

		s.frames[i] = (struct frame){ .at_us = p->at_us, .headers = p->headers };
		s.frames[i].bytes = p->bytes;
		s.frames[i].size = p->size;
		s.frames[i].flow = d->flows[i];
		s.frames[i].number = p->number;
		frame_find_patches(&s.frames[i], &d->client);
		s.size += p->size + RECORD_SIZE;
	}
	qsort(s.frames, s.frame_count, sizeof *s.frames, frame_compare);
	story_set_times(&s);
	return s;
}

static void
stories_add_drafts(struct stories *stories, struct drafts *drafts)
{
	size_t count = stories->count + drafts->count;

	stories->list = memory_resized(stories->list, count, sizeof *stories->list);
	for (size_t i = 0; i < drafts->count; i++) {
		struct draft *d = &drafts->list[i];

		stories->list[stories->count++] = story_from(d);
		free(d->packets);
		free(d->flows);
	}
	free(drafts->list);
}

static void
report_flows(const struct capture *c, const struct flows *flows)
{
	static const char *const names[FLOW_KIND_COUNT] = { "of DNS", "of TLS", "of HTTP",
		"of something else", "without beginning" };
	size_t counts[FLOW_KIND_COUNT] = { 0 };

	for (size_t i = 0; i < flows->count; i++)
		counts[flows->list[i].kind]++;
	fprintf(stderr, "make-load: %s: %zu frames, flows", c->name, c->count);
	for (size_t i = 0; i < FLOW_KIND_COUNT; i++)
		if (counts[i] > 0)
			fprintf(stderr, " %s: %zu;", names[i], counts[i]);
	fprintf(stderr, " reset at the end: %zu; frames cut short, left out: %zu\n",
	    c->ended_count, c->cut_count);
}

void
stories_add(struct stories *stories, struct capture *c, enum flow_kind kind,
    uint64_t mean_max, enum story_report report)
{
	struct drafts drafts = { 0 };
	struct flows flows;

	flows_init(&flows, c);
	if (report == STORY_REPORT)
		report_flows(c, &flows);
	drafts_add_flows(&drafts, &flows, kind, mean_max);
	drafts_add_joining(&drafts, c);
	if (drafts.count > 0)
		stories_add_drafts(stories, &drafts);
	flows_clear(&flows);
}

void
stories_clear(struct stories *stories)
{
	for (size_t i = 0; i < stories->count; i++)
		free(stories->list[i].frames);
	free(stories->list);
	*stories = (struct stories){ 0 };
}
