/* SPDX-License-Identifier: BSD-2-Clause */
/* Both write new packets after the example of recorded ones. */
#include "load-extend.h"

enum { SEGMENT_SIZE = 1400, RECORD_HEAD_SIZE = 5, PAYLOAD_WORTH = 40 };
enum { RTT_US = 20000, THINK_US = 3000, SEGMENT_US = 600 };

/* What one connection asks for more: sizes of TLS records. */
static const struct exchange {
	uint16_t request_size;
	uint16_t response_size;
} exchanges[] = { { 310, 1200 }, { 280, 2500 }, { 420, 700 }, { 290, 5000 },
	{ 350, 1300 } };

enum { EXCHANGE_COUNT = sizeof exchanges / sizeof *exchanges };
enum { PACKETS_MORE = EXCHANGE_COUNT * 12 /* at most, for one connection */ };

enum side { SIDE_CLIENT, SIDE_SERVER };

/* A connection that goes on. */
struct speech {
	struct capture *capture;
	const struct packet *like[2];
	uint32_t next[2]; /* sequence numbers */
	int64_t at_us;
};

static void
speech_send(
    struct speech *s, enum side from, uint8_t flags, const uint8_t *payload, size_t size)
{
	const struct packet *like = s->like[from];
	struct segment segment = {
		.flags = flags, .payload = payload, .payload_size = size
	};
	uint8_t frame[SEGMENT_HEAD_MAX + SEGMENT_SIZE];

	segment.sequence = s->next[from];
	segment.acknowledged = s->next[!from];
	s->next[from] += (uint32_t)size;
	size = segment_write(&segment, &like->headers, like->bytes, frame);
	capture_add(s->capture, s->at_us, frame, size);
}

/* One TLS record in full segments, an acknowledgement for every second. */
static void
speech_send_record(struct speech *s, enum side from, uint16_t size)
{
	uint8_t bytes[UINT16_MAX];
	const uint8_t head[RECORD_HEAD_SIZE] = { 23, 3, 3,
		(uint8_t)((size - RECORD_HEAD_SIZE) >> 8),
		(uint8_t)(size - RECORD_HEAD_SIZE) };
	size_t step;

	for (size_t i = 0; i < size; i++)
		bytes[i] = i < sizeof head ? head[i] : (uint8_t)mix(size, (uint32_t)i);
	for (size_t at = 0, count = 1; at < size; at += step, count++) {
		bool is_last = size - at <= SEGMENT_SIZE;

		step = is_last ? size - at : SEGMENT_SIZE;
		s->at_us += SEGMENT_US;
		speech_send(
		    s, from, is_last ? TCP_ACK | TCP_PSH : TCP_ACK, bytes + at, step);
		if (is_last || count % 2 == 0)
			speech_send(s, !from, TCP_ACK, NULL, 0);
	}
}

static void
speech_go_on(struct speech *s)
{
	for (int i = 0; i < EXCHANGE_COUNT; i++) {
		speech_send_record(s, SIDE_CLIENT, exchanges[i].request_size);
		s->at_us += RTT_US + THINK_US;
		speech_send_record(s, SIDE_SERVER, exchanges[i].response_size);
		s->at_us += THINK_US;
	}
}

static uint32_t
packet_next_sequence(const struct packet *p)
{
	bool counts = p->headers.tcp_flags & (TCP_SYN | TCP_FIN);

	return p->headers.tcp_sequence + p->headers.payload_size + counts;
}

static bool
is_at_or_after(uint32_t number, uint32_t mark)
{
	return (int32_t)(number - mark) >= 0;
}

/* Among the first packets of a flow, the one of each side that reaches furthest. */
static void
speech_find(struct speech *s, const struct flow *f, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const struct packet *p = f->packets[i];
		enum side from = packet_is_from(p, &f->client) ? SIDE_CLIENT : SIDE_SERVER;
		uint32_t next = packet_next_sequence(p);

		if (s->like[from] != NULL && !is_at_or_after(next, s->next[from]))
			continue;
		s->like[from] = p;
		s->next[from] = next;
	}
}

/* Ending. */

static bool
flow_was_left_open(const struct flow *f)
{
	return (f->kind == FLOW_TLS || f->kind == FLOW_HTTP) && !flow_is_closed(f);
}

static int64_t
capture_last_us(const struct capture *c)
{
	int64_t last_us = 0;

	for (size_t i = 0; i < c->count; i++)
		if (c->packets[i].at_us > last_us)
			last_us = c->packets[i].at_us;
	return last_us;
}

static void
flow_end(const struct flow *f, struct capture *c, int64_t at_us)
{
	struct speech s = { .capture = c, .at_us = at_us };

	speech_find(&s, f, f->count);
	speech_send(&s, SIDE_CLIENT, TCP_RST | TCP_ACK, NULL, 0);
}

void
capture_end_flows(struct capture *c)
{
	int64_t end_us = capture_last_us(c) + 1;
	struct flows flows;

	capture_reserve(c, c->count);
	flows_init(&flows, c);
	for (size_t i = 0; i < flows.count; i++)
		if (flow_was_left_open(&flows.list[i])) {
			flow_end(&flows.list[i], c, end_us);
			c->ended_count++;
		}
	flows_clear(&flows);
}

/* Lengthening. */

/* How many packets come before the new ones: up to the last that brought something from
 * the server, but for a closing alert, before anybody closed; and its acknowledgement. */
static size_t
flow_find_pause(const struct flow *f)
{
	size_t pause = 0;

	for (size_t i = 0; i < f->count; i++) {
		const struct headers *h = &f->packets[i]->headers;
		bool from_client = packet_is_from(f->packets[i], &f->client);

		if (h->tcp_flags & (TCP_FIN | TCP_RST))
			break;
		if (!from_client && h->payload_size >= PAYLOAD_WORTH)
			pause = i + 1;
		if (from_client && h->payload_size == 0 && i > 0 && pause == i)
			pause = i + 1;
	}
	return pause;
}

/* Packets after the new ones come later, and count what was said in them. */
static void
packet_move(struct packet *p, enum side from, const struct speech *before,
    const struct speech *after)
{
	uint32_t said = after->next[from] - before->next[from];
	uint32_t heard = after->next[!from] - before->next[!from];

	if (!is_at_or_after(p->headers.tcp_sequence, before->next[from]))
		said = 0;
	if (!is_at_or_after(p->headers.tcp_acknowledged, before->next[!from]) ||
	    !(p->headers.tcp_flags & TCP_ACK))
		heard = 0;
	tcp_move(&p->headers, p->bytes, said, heard);
	p->at_us += after->at_us - before->at_us;
}

static void
flow_lengthen(const struct flow *f, struct capture *c)
{
	size_t pause = flow_find_pause(f);
	struct speech before = { .capture = c };
	struct speech after;

	if (pause == 0)
		return;
	before.at_us = f->packets[pause - 1]->at_us;
	speech_find(&before, f, pause);
	after = before;
	speech_go_on(&after);
	for (size_t i = pause; i < f->count; i++) {
		bool from_client = packet_is_from(f->packets[i], &f->client);

		packet_move(f->packets[i], from_client ? SIDE_CLIENT : SIDE_SERVER, &before,
		    &after);
	}
}

void
capture_lengthen_tls(struct capture *c)
{
	struct flows flows;

	flows_init(&flows, c);
	capture_reserve(c, flows.count * PACKETS_MORE);
	flows_clear(&flows);
	flows_init(&flows, c);
	for (size_t i = 0; i < flows.count; i++)
		if (flows.list[i].kind == FLOW_TLS)
			flow_lengthen(&flows.list[i], c);
	flows_clear(&flows);
}
