/* SPDX-License-Identifier: BSD-2-Clause */
/* Packets are sorted by their two ends, then by number: each run of equal ends is one flow,
 * or several when a port was used again. */
#include "load-flow.h"

#include <stdlib.h>
#include <string.h>

static int
packet_compare_ends(const struct packet *a, const struct packet *b)
{
	int order = memcmp(&a->low, &b->low, sizeof a->low);

	return order != 0 ? order : memcmp(&a->high, &b->high, sizeof a->high);
}

static int
packet_compare(const void *left, const void *right)
{
	const struct packet *a = *(struct packet *const *)left;
	const struct packet *b = *(struct packet *const *)right;
	int order =
	    (a->headers.kind > b->headers.kind) - (a->headers.kind < b->headers.kind);

	if (order == 0)
		order = packet_compare_ends(a, b);
	return order != 0 ? order : (a->number > b->number) - (a->number < b->number);
}

static struct packet **
packets_sorted(const struct capture *c, size_t *count)
{
	struct packet **sorted = memory_resized(NULL, c->count + 1, sizeof *sorted);

	*count = 0;
	for (size_t i = 0; i < c->count; i++)
		if (c->packets[i].headers.kind == FRAME_TCP ||
		    c->packets[i].headers.kind == FRAME_DNS)
			sorted[(*count)++] = &c->packets[i];
	qsort(sorted, *count, sizeof(struct packet *), packet_compare);
	return sorted;
}

static bool
packet_is_first_syn(const struct packet *p)
{
	return (p->headers.tcp_flags & (TCP_SYN | TCP_ACK)) == TCP_SYN;
}

static bool
packet_begins_flow(const struct packet *first, const struct packet *p)
{
	if (first->headers.kind != p->headers.kind || packet_compare_ends(first, p) != 0)
		return true;
	return p->headers.kind == FRAME_TCP && packet_is_first_syn(p) &&
	       p->headers.tcp_sequence != first->headers.tcp_sequence;
}

bool
packet_is_from(const struct packet *p, const struct client *client)
{
	return memcmp(&p->headers.source.address, &client->address, 16) == 0;
}

static enum flow_kind
payload_kind(const uint8_t *p, size_t size)
{
	static const char *const methods[] = { "GET ", "POST ", "HEAD ", "PUT ",
		"OPTIONS " };

	if (size >= 3 && p[0] == 22 && p[1] == 3)
		return FLOW_TLS;
	for (size_t i = 0; i < sizeof methods / sizeof *methods; i++)
		if (size > strlen(methods[i]) &&
		    memcmp(p, methods[i], strlen(methods[i])) == 0)
			return FLOW_HTTP;
	return FLOW_OTHER;
}

/* What the client said first tells the kind. */
static enum flow_kind
flow_first_words(const struct flow *f)
{
	for (size_t i = 0; i < f->count; i++) {
		const struct packet *p = f->packets[i];

		if (p->headers.payload_size > 0 && packet_is_from(p, &f->client))
			return payload_kind(
			    p->bytes + p->headers.payload, p->headers.payload_size);
	}
	return FLOW_OTHER;
}

/* Reset, or closed by both. */
bool
flow_is_closed(const struct flow *f)
{
	bool closed[2] = { false, false };

	for (size_t i = 0; i < f->count; i++) {
		const struct packet *p = f->packets[i];

		if (p->headers.tcp_flags & TCP_RST)
			return true;
		if (p->headers.tcp_flags & TCP_FIN)
			closed[packet_is_from(p, &f->client)] = true;
	}
	return closed[0] && closed[1];
}

static void
flow_set_client(struct flow *f)
{
	static const uint8_t dns_port[2] = { 0, 53 };
	const struct packet *first = f->packets[0];
	const struct headers *h = &first->headers;
	bool is_answer = h->kind == FRAME_DNS && memcmp(h->source.port, dns_port, 2) == 0;

	f->client.address = is_answer ? h->target.address : h->source.address;
	memcpy(f->client.mac, is_answer ? first->bytes : first->bytes + 6, 6);
}

static void
flow_judge(struct flow *f)
{
	flow_set_client(f);
	if (f->packets[0]->headers.kind == FRAME_DNS)
		f->kind = FLOW_DNS;
	else if (!packet_is_first_syn(f->packets[0]))
		f->kind = FLOW_HEADLESS;
	else
		f->kind = flow_first_words(f);
}

uint64_t
flow_mean(const struct flow *f)
{
	uint64_t size = 0;

	for (size_t i = 0; i < f->count; i++)
		size += f->packets[i]->size + RECORD_SIZE;
	return size / f->count;
}

void
flows_init(struct flows *flows, struct capture *c)
{
	size_t packet_count;

	*flows = (struct flows){ .sorted = packets_sorted(c, &packet_count) };
	flows->list = memory_resized(NULL, packet_count + 1, sizeof *flows->list);
	for (size_t i = 0; i < packet_count; i++) {
		struct packet **at = &flows->sorted[i];

		if (i == 0 ||
		    packet_begins_flow(flows->list[flows->count - 1].packets[0], *at))
			flows->list[flows->count++] = (struct flow){ .packets = at };
		flows->list[flows->count - 1].count++;
	}
	for (size_t i = 0; i < flows->count; i++)
		flow_judge(&flows->list[i]);
}

void
flows_clear(struct flows *flows)
{
	free(flows->list);
	free(flows->sorted);
	*flows = (struct flows){ 0 };
}
