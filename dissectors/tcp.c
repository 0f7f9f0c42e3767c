/* SPDX-License-Identifier: BSD-2-Clause */
/* TCP's opening segments, RFC 9293 3.1: ports, sequence number, acknowledgement, header
 * size and flags, window, checksum, urgent pointer, options.  Only segments with SYN come
 * here; the bytes of connections are src/flow's. */
#include "event/tcp.h"
#include "dissectors/dissector.h"

enum { FLAG_SYN = 2, FLAG_RST = 4, FLAG_ACK = 16, HEADER_MIN = 20 };
enum {
	OPTION_END = 0,
	OPTION_NOTHING = 1,
	OPTION_MSS = 2,
	OPTION_WINDOW_SCALE = 3,
	OPTION_SACK_PERMITTED = 4
};

/* More SYNs with different numbers than these from one side are not remembered. */
enum { SEEN_MAX = 4 };

struct seen {
	uint32_t numbers[SEEN_MAX];
	uint32_t count; /* of all that were added */
};

struct tcp {
	struct seen syns[2]; /* by side */
	struct seen syn_acks[2];
};

/* Was this number seen before?  From now on it was. */
static bool
seen_before(struct seen *seen, uint32_t number)
{
	for (uint32_t i = 0; i < MIN(seen->count, SEEN_MAX); i++)
		if (seen->numbers[i] == number)
			return true;
	seen->numbers[seen->count++ % SEEN_MAX] = number;
	return false;
}

static void
read_option(struct event_tcp_syn *syn, uint8_t kind, struct cursor *value)
{
	switch (kind) {
	case OPTION_MSS:
		if (cursor_left(value) == 2)
			syn->mss = maybe_of(cursor_u16(value));
		break;
	case OPTION_WINDOW_SCALE:
		if (cursor_left(value) == 1)
			syn->window_scale = maybe_of(cursor_u8(value));
		break;
	case OPTION_SACK_PERMITTED: syn->sack = true; break;
	default: break;
	}
}

/* Options that make no sense end the list: the header in front of them still counts. */
static void
read_options(struct event_tcp_syn *syn, struct cursor *in)
{
	while (cursor_left(in) > 0) {
		uint8_t kind = cursor_u8(in);
		uint8_t size;
		struct cursor value;

		if (kind == OPTION_END)
			return;
		if (kind == OPTION_NOTHING)
			continue;
		size = cursor_u8(in);
		if (size < 2)
			return;
		value = cursor_sub(in, size - 2u);
		if (in->broken)
			return;
		read_option(syn, kind, &value);
	}
}

static enum verdict
tcp_dissect(void *state, struct sink *sink, const struct chunk *chunk, struct cursor *in)
{
	struct tcp *tcp = state;
	struct event_tcp_syn syn = { .head = event_head(EVENT_TCP_SYN, chunk) };
	struct cursor options;
	uint32_t ack;
	size_t header_size;
	uint8_t flags;

	cursor_take(in, 4); /* the ports: the event has them already */
	syn.isn = cursor_u32(in);
	ack = cursor_u32(in);
	header_size = (size_t)(cursor_u8(in) >> 4) * 4;
	flags = cursor_u8(in);
	syn.window = cursor_u16(in);
	cursor_take(in, 4);
	if (in->broken || header_size < HEADER_MIN)
		return VERDICT_BROKEN;
	if ((flags & FLAG_SYN) == 0 || (flags & FLAG_RST) != 0)
		return VERDICT_OTHER;
	options = cursor_of(bytes_first(cursor_rest(in), header_size - (size_t)HEADER_MIN));
	cursor_take(in, cursor_left(in));
	read_options(&syn, &options);
	if ((flags & FLAG_ACK) != 0) {
		syn.head.kind = EVENT_TCP_SYN_ACK;
		syn.ack = maybe_of(ack);
	}
	syn.retransmission = seen_before(
	    syn.ack.known ? &tcp->syn_acks[chunk->side] : &tcp->syns[chunk->side],
	    (uint32_t)syn.isn);
	sink_event(sink, &syn.head);
	return VERDICT_DONE;
}

const struct dissector dissector_tcp = {
	.name = "tcp",
	.state_size = sizeof(struct tcp),
	.dissect = tcp_dissect,
};
