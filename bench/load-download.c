/* SPDX-License-Identifier: BSD-2-Clause */
/* A line of 20 Mbit/s, 20 ms away, seen from the client: full segments, an acknowledgement
 * for every sixteenth (receive offload joins them), no options but on the SYNs. */
#include "load-download.h"

#include <stdio.h>
#include <string.h>

enum { RTT_US = 20000, THINK_US = 5000, SEGMENT_US = 600, LOCAL_US = 90 };
enum { SEGMENT_SIZE = 1460, ACK_EVERY = 16, HEAD_SIZE = 14 + 20 + 20, WINDOW = 64000 };
enum { IP_TCP = 6, IP_UDP = 17, PORT_HTTP = 80, PORT_DNS = 53 };

struct object {
	const char *host;
	const char *path;
	const char *type;
	uint32_t size;
};

/* Rows of one host follow each other, its page first. */
static const struct object objects[] = {
	{ "www.gallery.test", "/", "text/html", 14000 },
	{ "www.gallery.test", "/lake.webp", "image/webp", 180000 },
	{ "www.gallery.test", "/hill.webp", "image/webp", 240000 },
	{ "www.gallery.test", "/sea.webp", "image/webp", 150000 },
	{ "video.stream.test", "/watch?v=7", "text/html", 6000 },
	{ "video.stream.test", "/film.webm", "video/webm", 900000 },
	{ "dl.mirror.test", "/pub/", "text/html", 30000 },
	{ "dl.mirror.test", "/pub/disk.iso", "application/octet-stream", 500000 },
	{ "dl.mirror.test", "/pub/SHA256SUMS", "text/plain", 12000 },
	{ "data.report.test", "/2025", "text/html", 9000 },
	{ "data.report.test", "/2025/all.csv", "text/csv", 320000 },
	{ "data.report.test", "/2025/chart.webp", "image/webp", 60000 },
};

enum { OBJECT_COUNT = sizeof objects / sizeof *objects };

enum side { SIDE_CLIENT, SIDE_SERVER };

/* One connection, or one look-up. */
struct talk {
	struct capture *capture;
	const struct object *page;
	uint8_t number; /* the last byte of both addresses */
	uint16_t client_port;
	int64_t at_us;
	uint32_t sequence[2];
	uint32_t unacknowledged_count;
};

static uint8_t *
put_u16(uint8_t *p, uint32_t value)
{
	p[0] = (uint8_t)(value >> 8);
	p[1] = (uint8_t)value;
	return p + 2;
}

static uint8_t *
put_u32(uint8_t *p, uint32_t value)
{
	return put_u16(put_u16(p, value >> 16), value);
}

static uint8_t *
put_ether(uint8_t *p, const struct talk *t, enum side from)
{
	uint8_t client[6] = { 2, 0x11, 0, 0, 0, t->number };
	uint8_t router[6] = { 2, 0x22, 0, 0, 0, 1 };

	memcpy(p, from == SIDE_CLIENT ? router : client, 6);
	memcpy(p + 6, from == SIDE_CLIENT ? client : router, 6);
	return put_u16(p + 12, 0x0800);
}

/* Checksums are left to whoever writes the frame. */
static uint8_t *
put_ip(uint8_t *p, const struct talk *t, enum side from, uint8_t protocol, size_t size)
{
	uint32_t client = 0xc0a83200u + t->number;
	uint32_t server = protocol == IP_TCP ? 0xcb007100u + t->number : 0xcb007135u;

	p = put_u16(p, 0x4500);
	p = put_u16(p, (uint32_t)size + 20);
	p = put_u32(p, 0x00004000); /* identification 0, do not fragment */
	p = put_u16(p, 64u << 8 | protocol);
	p = put_u16(p, 0);
	p = put_u32(p, from == SIDE_CLIENT ? client : server);
	return put_u32(p, from == SIDE_CLIENT ? server : client);
}

static void
tcp_send(struct talk *t, enum side from, uint8_t flags, const void *payload, size_t size)
{
	static const uint8_t options[12] = { 2, 4, 5, 180, 1, 1, 4, 2, 1, 3, 3, 7 };
	uint8_t frame[HEAD_SIZE + sizeof options + SEGMENT_SIZE];
	size_t option_size = flags & TCP_SYN ? sizeof options : 0;
	uint8_t *p = put_ether(frame, t, from);

	p = put_ip(p, t, from, IP_TCP, 20 + option_size + size);
	p = put_u16(p, from == SIDE_CLIENT ? t->client_port : PORT_HTTP);
	p = put_u16(p, from == SIDE_CLIENT ? PORT_HTTP : t->client_port);
	p = put_u32(p, t->sequence[from]);
	p = put_u32(p, flags & TCP_ACK ? t->sequence[!from] : 0);
	p = put_u16(p, (uint32_t)(20 + option_size) << 10 | flags);
	p = put_u16(p, WINDOW);
	p = put_u32(p, 0); /* checksum, urgent */
	memcpy(p, options, option_size);
	if (size > 0)
		memcpy(p + option_size, payload, size);
	p += option_size + size;
	t->sequence[from] += (uint32_t)size + ((flags & (TCP_SYN | TCP_FIN)) != 0);
	capture_add(t->capture, t->at_us, frame, (size_t)(p - frame));
}

static void
tcp_open(struct talk *t)
{
	tcp_send(t, SIDE_CLIENT, TCP_SYN, NULL, 0);
	t->at_us += RTT_US;
	tcp_send(t, SIDE_SERVER, TCP_SYN | TCP_ACK, NULL, 0);
	t->at_us += LOCAL_US;
	tcp_send(t, SIDE_CLIENT, TCP_ACK, NULL, 0);
}

static void
tcp_close(struct talk *t)
{
	tcp_send(t, SIDE_CLIENT, TCP_FIN | TCP_ACK, NULL, 0);
	t->at_us += RTT_US;
	tcp_send(t, SIDE_SERVER, TCP_FIN | TCP_ACK, NULL, 0);
	t->at_us += LOCAL_US;
	tcp_send(t, SIDE_CLIENT, TCP_ACK, NULL, 0);
}

static void
tcp_acknowledge(struct talk *t)
{
	if (t->unacknowledged_count == 0)
		return;
	t->unacknowledged_count = 0;
	t->at_us += LOCAL_US;
	tcp_send(t, SIDE_CLIENT, TCP_ACK, NULL, 0);
}

static void
http_segment(struct talk *t, const uint8_t *bytes, size_t size, bool is_last)
{
	uint8_t push = is_last ? TCP_PSH : 0;

	t->at_us += SEGMENT_US;
	tcp_send(t, SIDE_SERVER, (uint8_t)(TCP_ACK | push), bytes, size);
	if (++t->unacknowledged_count == ACK_EVERY || is_last)
		tcp_acknowledge(t);
}

static void
http_request(struct talk *t, const struct object *o)
{
	char text[SEGMENT_SIZE];
	int size = snprintf(text, sizeof text,
	    "GET %s HTTP/1.1\r\n"
	    "Host: %s\r\n"
	    "Connection: keep-alive\r\n"
	    "User-Agent: Mozilla/5.0 (X11; Linux x86_64) webflow-bench/1.0\r\n"
	    "Accept: */*\r\n"
	    "Accept-Encoding: identity\r\n",
	    o->path, o->host);
	size_t used = (size_t)size;

	if (o != t->page)
		used += (size_t)snprintf(text + used, sizeof text - used,
		    "Referer: http://%s%s\r\n", o->host, t->page->path);
	used += (size_t)snprintf(text + used, sizeof text - used, "\r\n");
	tcp_send(t, SIDE_CLIENT, TCP_PSH | TCP_ACK, text, used);
	t->at_us += RTT_US;
	tcp_send(t, SIDE_SERVER, TCP_ACK, NULL, 0);
	t->at_us += THINK_US;
}

static size_t
http_head(char *text, size_t size, const struct object *o)
{
	return (size_t)snprintf(text, size,
	    "HTTP/1.1 200 OK\r\n"
	    "Server: nginx\r\n"
	    "Date: Wed, 01 Jan 2025 00:00:00 GMT\r\n"
	    "Content-Type: %s\r\n"
	    "Content-Length: %u\r\n"
	    "Connection: keep-alive\r\n"
	    "\r\n",
	    o->type, o->size);
}

/* Text where text is announced, noise otherwise. */
static void
fill_body(uint8_t *p, size_t size, const struct object *o, uint32_t seed)
{
	static const char line[] = "<p>All that is gold does not glitter, 1234567890</p>\n";
	bool is_text = memcmp(o->type, "text/", 5) == 0;

	for (size_t i = 0; i < size; i++)
		p[i] = is_text ? (uint8_t)line[(seed + i) % (sizeof line - 1)]
			       : (uint8_t)mix(seed, (uint32_t)i);
}

static void
http_response(struct talk *t, const struct object *o)
{
	uint8_t segment[SEGMENT_SIZE];
	size_t head = http_head((char *)segment, sizeof segment, o);

	for (uint32_t sent = 0; sent < o->size; head = 0) {
		size_t size = sizeof segment - head;

		if (size > o->size - sent)
			size = o->size - sent;
		fill_body(segment + head, size, o, sent);
		sent += (uint32_t)size;
		http_segment(t, segment, head + size, sent == o->size);
	}
}

static void
http_get(struct talk *t, const struct object *o)
{
	http_request(t, o);
	http_response(t, o);
	t->at_us += THINK_US;
}

/* DNS: id, flags, four counts; the name in labels, type A, class Internet; the answer
 * points back at the name. */
static size_t
dns_message(uint8_t *message, const struct talk *t, enum side from)
{
	const char *label = t->page->host;
	uint8_t *p = put_u16(message, 0x4200u + t->number);

	p = put_u16(p, from == SIDE_CLIENT ? 0x0100 : 0x8180);
	p = put_u16(p, 1);
	p = put_u16(p, from == SIDE_SERVER);
	p = put_u32(p, 0);
	while (*label != '\0') {
		size_t size = strcspn(label, ".");

		*p++ = (uint8_t)size;
		memcpy(p, label, size);
		p += size;
		label += size + (label[size] == '.');
	}
	*p++ = 0;
	p = put_u32(p, 0x00010001);
	if (from == SIDE_SERVER) {
		p = put_u16(p, 0xc00c);
		p = put_u32(p, 0x00010001);
		p = put_u32(p, 300); /* seconds to live */
		p = put_u16(p, 4);
		p = put_u32(p, 0xcb007100u + t->number);
	}
	return (size_t)(p - message);
}

static void
dns_send(struct talk *t, enum side from)
{
	uint8_t message[256];
	uint8_t frame[HEAD_SIZE + sizeof message];
	size_t size = dns_message(message, t, from);
	uint8_t *p = put_ether(frame, t, from);

	p = put_ip(p, t, from, IP_UDP, size + 8);
	p = put_u16(p, from == SIDE_CLIENT ? t->client_port : PORT_DNS);
	p = put_u16(p, from == SIDE_CLIENT ? PORT_DNS : t->client_port);
	p = put_u16(p, (uint32_t)size + 8);
	p = put_u16(p, 0);
	memcpy(p, message, size);
	capture_add(t->capture, t->at_us, frame, (size_t)(p - frame) + size);
}

static size_t
count_same_host(size_t first)
{
	size_t i = first;

	while (i < OBJECT_COUNT && strcmp(objects[i].host, objects[first].host) == 0)
		i++;
	return i - first;
}

/* The page and every other object on the first connection, the rest on the second. */
static void
download_add(struct capture *c, const struct object *page, size_t count, uint8_t number)
{
	struct talk lookup = { c, page, number, 40000, 0, { 0 }, 0 };
	struct talk talks[2];

	dns_send(&lookup, SIDE_CLIENT);
	lookup.at_us += RTT_US;
	dns_send(&lookup, SIDE_SERVER);
	for (uint16_t i = 0; i < 2; i++) {
		talks[i] = lookup;
		talks[i].client_port = (uint16_t)(40001 + i);
		talks[i].at_us += LOCAL_US;
	}
	tcp_open(&talks[0]);
	http_get(&talks[0], page);
	talks[1].at_us = talks[0].at_us;
	tcp_open(&talks[1]);
	for (size_t i = 1; i < count; i++)
		http_get(&talks[i % 2], &page[i]);
	tcp_close(&talks[0]);
	tcp_close(&talks[1]);
}

void
downloads_add(struct capture *c)
{
	uint8_t number = 100;
	size_t count;

	for (size_t first = 0; first < OBJECT_COUNT; first += count) {
		count = count_same_host(first);
		download_add(c, &objects[first], count, number++);
	}
}
