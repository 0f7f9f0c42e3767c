/* SPDX-License-Identifier: BSD-2-Clause */
/* A story told by hand: each call is one event on a LAN with a laptop, a DHCP server, a
 * gateway, a name server behind it and web servers. */
#ifndef TESTS_STORY_TELLING_H
#define TESTS_STORY_TELLING_H

#include "base/clock.h"
#include "event/dns.h"
#include "event/http.h"
#include "event/lan.h"
#include "event/quic.h"
#include "event/sealed.h"
#include "event/tcp.h"
#include "event/tls.h"
#include "story/story.h"
#include "tests/test.h"

#define LAPTOP_MAC "\x02\x11\x00\x00\x00\x01"
#define GATEWAY_MAC "\x02\x22\x00\x00\x00\x01"
#define DHCP_MAC "\x02\x33\x00\x00\x00\x02"
#define LAPTOP "192.168.50.101"
#define GATEWAY "192.168.50.1"
#define DHCP_SERVER "192.168.50.2"
#define RESOLVER "203.0.113.53"
#define WEB "198.51.100.80"
#define CDN "198.51.100.200"

struct telling {
	struct story *story;
	uint32_t input;
	uint32_t frame;  /* of the last event */
	uint64_t at_ns;  /* of the next event */
	uint32_t flow;   /* of the last connection */
	bool over_udp;   /* what is told now goes over QUIC */
	bool has_keys;   /* the next hello's secrets are known */
	uint32_t client; /* that the story named for the last event */
	uint32_t response_frame;
	uint16_t dns_id;
};

struct telling tell_begin(enum story_keep keep, struct story_receiver receiver);
void tell_wait(struct telling *, uint64_t ms);

void tell_arp(struct telling *, const char *op, const char *sender_mac,
    const char *sender_ip, const char *target_ip);
void tell_dhcp(struct telling *, const char *type, const char *server);
/* DISCOVER to ACK, with the server's question whether the address is free. */
void tell_dora(struct telling *);
/* The laptop finds its gateway. */
void tell_gateway(struct telling *);

void tell_query(struct telling *, const char *name, const char *type);
/* `address` NULL: the name does not exist. */
void tell_answer(struct telling *, const char *name, const char *type, const char *address);
/* That fits no question. */
void tell_forgery(struct telling *, const char *name, const char *address, const char *by);
/* The question and its answer 20 ms later. */
void tell_lookup(struct telling *, const char *name, const char *address);

struct connecting {
	const char *client;
	const char *server;
	uint16_t port;
	uint8_t client_ttl, server_ttl;
};

/* SYN, SYN-ACK, ACK: a new connection of the laptop, or just of `connecting`. */
void tell_connect(struct telling *, const char *server, uint16_t port);
void tell_connect_as(struct telling *, struct connecting);
void tell_syn(struct telling *, struct connecting);
/* The last one once more. */
void tell_syn_again(struct telling *, struct connecting);
void tell_refused(struct telling *, struct connecting);
/* Without a byte either way. */
void tell_closed_unused(struct telling *, uint32_t flow, const char *how);
void tell_closed(struct telling *, uint32_t flow, const char *how, const char *by);
/* A packet of one whose beginning is not in the capture. */
void tell_already_open(struct telling *, const char *server, uint16_t port);
/* Nothing that the server sent is in the capture. */
void tell_closed_half(struct telling *, uint32_t flow, const char *how);
/* Both hellos and the first encrypted data. */
void tell_tls(struct telling *, const char *server, const char *sni);

/* The server's certificate in the clear, good from 10 s to 20 s after the epoch. */
void tell_certificate(struct telling *, const char *server, const char *name);

/* The first packet of this side: that of the client begins a connection over QUIC. */
void tell_initial(struct telling *, enum side, const char *server);
/* Both, and the hellos. */
void tell_quic(struct telling *, const char *server, const char *sni);

/* Inside of the connection that cannot be read, a message of this size. */
void tell_sealed(
    struct telling *, uint32_t flow, const char *server, enum side, uint64_t size);

/* The client goes on from another port. */
void tell_moved(struct telling *, uint32_t flow);
/* The connection over QUIC is over. */
void tell_quic_closed(struct telling *, uint32_t flow, const char *how, const char *by);

struct asking {
	const char *method, *url, *host, *target;
	const char *headers[8][2];
	const char *client, *server;
};

void tell_request(struct telling *, uint32_t flow, struct asking);
void tell_response(struct telling *, uint32_t flow, uint64_t status, const char *mime,
    const char *location);
void tell_response_with(struct telling *, uint32_t flow, uint64_t status,
    const char *const headers[][2], size_t count);
void tell_body(struct telling *, uint32_t flow, uint64_t bytes, bool complete);
/* The server sent something again, so long after the first time. */
void tell_retransmission(struct telling *, uint32_t flow, uint64_t delay_ms);
/* The same of one that was read, and what it names, up to NULL. */
void tell_links(struct telling *, uint32_t flow, const char *const *links);
/* A side gives up the request of that frame. */
void tell_reset(struct telling *, uint32_t flow, uint32_t request_frame, const char *by);
/* The body of the last event, a request. */
void tell_query_body(struct telling *, uint32_t flow, bool is_graphql);
/* The same, a form with a password. */
void tell_form_body(struct telling *, uint32_t flow);
/* The capture lacks what the server sent. */
void tell_gap(struct telling *, uint32_t flow, uint64_t bytes);
/* A frame of a WebSocket that the last request led to. */
void tell_websocket(
    struct telling *, uint32_t flow, const char *url, uint32_t request_frame);
/* A request of a browser for a page, and its whole answer. */
void tell_get(struct telling *, uint32_t flow, const char *url, const char *host,
    const char *referer);

const struct page *told_page(const struct telling *, uint32_t id);
const struct step *told_step(const struct page *, enum step_kind kind);

/* Beginnings that many tests share; everything is kept. */
struct telling a_laptop_that_joined(void);
/* The laptop opens https://www.youtube.test/. */
struct telling a_first_visit(void);

void assert_text(struct bytes bytes, const char *text);

#endif
