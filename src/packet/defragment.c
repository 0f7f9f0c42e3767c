/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdlib.h>
#include <sys/queue.h>

#include "base/clock.h"
#include "base/die.h"
#include "base/hash.h"
#include "base/map.h"
#include "packet/defragment.h"

enum {
	PACKET_LEN_MAX = 65535, /* IPv6 does not count its first header in it */
	UNIT = 8,               /* offsets count in units of eight bytes */
	UNITS_MAX = 8192,
	PENDING_MAX = 1024,
	IPV6_HEADER = 40,
	HELD_MAX = 16 * 1024 * 1024,
};

#define PENDING_NS_MAX (30 * NS_PER_S)

/* A packet some fragments of which are there. */
struct pending {
	TAILQ_ENTRY(pending) by_age;
	struct fragment_key key;
	uint64_t hash;
	uint64_t since_ns;
	uint64_t fragment_count;
	bool is_void; /* contradicted itself: kept to swallow what still comes of it */
	uint8_t *header;
	size_t header_len; /* 0: the first fragment has not come */
	uint8_t next;
	size_t next_at;
	uint8_t *data;
	size_t size;  /* of data */
	size_t end;   /* of the fragment that reaches farthest */
	size_t total; /* 0: the last fragment has not come */
	size_t unit_count;
	uint64_t units[UNITS_MAX / 64]; /* one bit for each unit that is there */
};

TAILQ_HEAD(pending_list, pending);

struct defragmenter {
	struct hash_key hash_key;
	struct map map;
	struct pending_list oldest_first;
	size_t held;               /* bytes */
	uint64_t waiting, dropped; /* fragments */
	uint8_t *whole;            /* the packet handed out last */
};

struct defragmenter *
defragmenter_new(void)
{
	struct defragmenter *d = alloc_zeroed(1, sizeof(*d));

	d->hash_key = hash_key_random();
	TAILQ_INIT(&d->oldest_first);
	return d;
}

static size_t
pending_held(const struct pending *p)
{
	return sizeof(*p) + p->size + p->header_len;
}

static void
pending_remove(struct defragmenter *d, struct pending *p)
{
	TAILQ_REMOVE(&d->oldest_first, p, by_age);
	map_remove(&d->map, p->hash, p);
	d->held -= pending_held(p);
	d->waiting -= p->fragment_count;
	free(p->header);
	free(p->data);
	free(p);
}

static void
drop_oldest(struct defragmenter *d)
{
	struct pending *oldest = TAILQ_FIRST(&d->oldest_first);

	d->dropped += oldest->fragment_count;
	pending_remove(d, oldest);
}

void
defragmenter_free(struct defragmenter *d)
{
	if (d == NULL)
		return;
	while (!TAILQ_EMPTY(&d->oldest_first))
		drop_oldest(d);
	map_clear(&d->map);
	free(d->whole);
	free(d);
}

void
defragmenter_give_up(struct defragmenter *d)
{
	d->dropped++;
}

uint64_t
defragmenter_dropped(const struct defragmenter *d)
{
	return d->dropped + d->waiting;
}

const char *
fragment_wrong(const struct fragment *fragment)
{
	if (fragment->data.len == 0)
		return "a fragment holds nothing";
	if (fragment->has_more && fragment->data.len % UNIT != 0)
		return "the length of a fragment is no multiple of 8";
	if (fragment->offset + fragment->data.len > PACKET_LEN_MAX)
		return "a fragment ends behind the longest packet";
	return NULL;
}

static struct pending *
pending_get(struct defragmenter *d, const struct fragment *fragment)
{
	uint64_t hash =
	    hash_bytes(&d->hash_key, bytes_of(&fragment->key, sizeof(fragment->key)));
	struct map_probe probe = map_probe(&d->map, hash);
	struct pending *p;

	while ((p = map_next(&probe)) != NULL)
		if (memcmp(&p->key, &fragment->key, sizeof(p->key)) == 0)
			return p;
	p = alloc_zeroed(1, sizeof(*p));
	p->key = fragment->key;
	p->hash = hash;
	p->since_ns = fragment->at_ns;
	map_add(&d->map, hash, p);
	TAILQ_INSERT_TAIL(&d->oldest_first, p, by_age);
	d->held += pending_held(p);
	return p;
}

static void
drop_late(struct defragmenter *d, uint64_t now_ns)
{
	struct pending *oldest;

	while ((oldest = TAILQ_FIRST(&d->oldest_first)) != NULL &&
	       now_ns > oldest->since_ns && now_ns - oldest->since_ns > PENDING_NS_MAX)
		drop_oldest(d);
}

static void
drop_too_many(struct defragmenter *d)
{
	while (d->map.count > PENDING_MAX || d->held > HELD_MAX)
		drop_oldest(d);
}

static bool
has_unit(const struct pending *p, size_t unit)
{
	return (p->units[unit / 64] >> unit % 64 & 1) != 0;
}

/* Two fragments that cannot be of the same packet, by where they end. */
static bool
ends_disagree(const struct pending *p, const struct fragment *fragment)
{
	size_t end = fragment->offset + fragment->data.len;

	if (p->total != 0 && (end > p->total || (!fragment->has_more && end != p->total)))
		return true;
	return !fragment->has_more && end < p->end;
}

/* How many units of this fragment are there already. */
static size_t
count_overlap(const struct pending *p, const struct fragment *fragment)
{
	size_t end = fragment->offset + fragment->data.len;
	size_t overlap = 0;

	for (size_t at = fragment->offset; at < end; at += UNIT)
		overlap += has_unit(p, at / UNIT);
	return overlap;
}

/* Captures often hold a packet twice, which is no attack (RFC 8200 4.5).  The last unit of
 * the last fragment may be short: behind p->end there is nothing to compare with. */
static bool
is_repetition(const struct pending *p, const struct fragment *fragment, size_t overlap)
{
	struct bytes data = fragment->data;

	return overlap == (data.len + UNIT - 1) / UNIT &&
	       fragment->offset + data.len <= p->end &&
	       memcmp(p->data + fragment->offset, data.at, data.len) == 0;
}

static void
pending_void(struct defragmenter *d, struct pending *p)
{
	d->held -= pending_held(p);
	free(p->data);
	free(p->header);
	p->data = p->header = NULL;
	p->size = p->header_len = 0;
	p->is_void = true;
	d->held += pending_held(p);
}

static void
keep_header(struct defragmenter *d, struct pending *p, const struct fragment *fragment)
{
	if (fragment->offset != 0 || p->header_len != 0)
		return;
	p->header = alloc_zeroed(1, fragment->header.len);
	memcpy(p->header, fragment->header.at, fragment->header.len);
	p->header_len = fragment->header.len;
	p->next = fragment->next;
	p->next_at = fragment->next_at;
	d->held += p->header_len;
}

/* What is there stays; only what was missing is copied. */
static void
keep_data(struct defragmenter *d, struct pending *p, const struct fragment *fragment)
{
	size_t end = fragment->offset + fragment->data.len;

	if (end > p->size) {
		size_t size = MIN(MAX(end, p->size * 2), (size_t)UNITS_MAX * UNIT);

		p->data = alloc_resized(p->data, 1, size);
		d->held += size - p->size;
		p->size = size;
	}
	for (size_t at = fragment->offset; at < end; at += UNIT) {
		size_t unit = at / UNIT;

		if (has_unit(p, unit))
			continue;
		memcpy(p->data + at, fragment->data.at + (at - fragment->offset),
		    MIN((size_t)UNIT, end - at));
		p->units[unit / 64] |= UINT64_C(1) << unit % 64;
		p->unit_count++;
	}
	p->end = MAX(p->end, end);
	if (!fragment->has_more)
		p->total = end;
}

static bool
pending_is_whole(const struct pending *p)
{
	return p->header_len != 0 && p->total != 0 &&
	       p->unit_count == (p->total + UNIT - 1) / UNIT;
}

/* Until now the walk may stand in the packet handed out before: a tunnel's. */
static void
hand_out(struct defragmenter *d, const struct pending *p, struct whole_packet *whole)
{
	size_t len = p->header_len + p->total;
	uint8_t *at = alloc_zeroed(1, len);

	memcpy(at, p->header, p->header_len);
	memcpy(at + p->header_len, p->data, p->total);
	free(d->whole);
	d->whole = at;
	*whole = (struct whole_packet){ at, len, p->header_len, p->next, p->next_at };
}

/* Fragments that fit may still add up to more than a length field can say. */
static bool
pending_is_too_long(const struct pending *p)
{
	size_t uncounted = p->key.src.family == 6 ? IPV6_HEADER : 0;

	return p->header_len + p->total - uncounted > PACKET_LEN_MAX;
}

/* Keeps what is new in the fragment, or gives up a packet that contradicts itself. */
static void
pending_add(struct defragmenter *d, struct pending *p, const struct fragment *fragment)
{
	bool is_ipv6 = fragment->key.src.family == 6;
	size_t overlap = count_overlap(p, fragment);

	if (overlap > 0 && is_repetition(p, fragment, overlap))
		return;
	if (ends_disagree(p, fragment) || (overlap > 0 && is_ipv6)) {
		if (is_ipv6)
			pending_void(d, p);
		return;
	}
	keep_header(d, p, fragment);
	keep_data(d, p, fragment);
}

bool
defragmenter_add(
    struct defragmenter *d, const struct fragment *fragment, struct whole_packet *whole)
{
	drop_late(d, fragment->at_ns);
	struct pending *p = pending_get(d, fragment);

	p->fragment_count++;
	d->waiting++;
	if (!p->is_void)
		pending_add(d, p, fragment);
	if (!pending_is_whole(p)) {
		drop_too_many(d);
		return false;
	}
	bool is_sound = !pending_is_too_long(p);

	if (is_sound)
		hand_out(d, p, whole);
	else
		d->dropped += p->fragment_count;
	pending_remove(d, p);
	return is_sound;
}
