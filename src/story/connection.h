/* SPDX-License-Identifier: BSD-2-Clause */
/* A transport connection, from its first packet to its close. */
#ifndef STORY_CONNECTION_H
#define STORY_CONNECTION_H

#include "event/tls.h"
#include "story/lookup.h"
#include "story/sighting.h"

enum { NAMES_MAX = 6, ALERTS_MAX = 4, STALLS_MAX = 16 };

/* What says so, what tells most first. */
enum name_by { NAME_BY_HOST, NAME_BY_SNI, NAME_BY_DNS, NAME_BY_CERTIFICATE };

struct server_name {
	struct bytes name;
	enum name_by by;
};

struct connection_alert {
	struct bytes description;
	bool is_fatal;
	struct address by;
	struct frame_ref frame;
	uint64_t at_ns;
};

/* What the handshake of TLS showed. */
struct connection_tls {
	uint16_t version; /* 0x0304; 0: not known (no ServerHello) */
	uint16_t cipher;
	struct bytes sni;
	struct bytes alpn;
	bool offered_early_data, resumed, early_data, hello_retry, ech;
	const char *key_exchange; /* "ecdhe", ...; NULL: not known */
	uint16_t group;
	bool keys_found;
	const char *unopened;  /* why it stays unread all the same; else NULL */
	struct maybe duration; /* ns */
	uint64_t start_ns, server_hello_ns, certificate_ns, end_ns;
	const struct certificate *certificate; /* of the server; NULL: not seen */
	struct connection_alert alerts[ALERTS_MAX];
	uint32_t alert_count;
	bool is_web; /* it offers HTTP, as a browser does */
	struct frame_ref client_hello, server_hello, certificate_frame;
};

enum connection_outcome {
	CONNECTION_OPENING, /* SYN sent */
	CONNECTION_OPEN,    /* established, or data was seen */
	CONNECTION_REFUSED, /* RST or ICMP */
	CONNECTION_UNREACHABLE,
	CONNECTION_SILENT, /* never answered */
};

/* A time in which a side waited for what had been lost on the way. */
struct stall {
	uint64_t start_ns, end_ns;
	uint32_t packets;       /* that were sent again */
	struct frame_ref frame; /* the first of them */
};

/* Why the client took this transport, or this address. */
enum because_why {
	BECAUSE_UNKNOWN,
	BECAUSE_ALT_SVC,
	BECAUSE_HTTPS_RECORD,
	BECAUSE_FALLBACK, /* another attempt had failed, or had no answer yet */
	BECAUSE_RACE,     /* it and another attempt were on their way together */
};

struct because {
	enum because_why why;
	struct frame_ref frame; /* that says so */
	/* Of a fallback or a race, the other attempt: */
	uint32_t rival; /* its id */
	struct address rival_address;
	bool rival_is_quic;
	bool has_won;
};

/* What is said on a connection that stays closed. */
struct visit_host;
struct connection_talk {
	uint64_t host_hash;      /* 0: not made yet */
	struct visit_host *host; /* that this was the hash of */
	bool has_settings;       /* its first message was too small for a request: HTTP/2 */
	bool is_followed;        /* it may be a browser's */
	bool is_asked;           /* a request waits for its answer */
};

struct connection {
	/* What most events read, and what is read when many are gone through, comes first.
	 */
	TAILQ_ENTRY(connection) beside; /* of its client */
	struct flow_ref flow;
	struct client *client;
	uint64_t start_ns, established_ns, closing_ns; /* closing: the first FIN or RST */
	const char *transport;                         /* "tcp", "quic", "udp" */
	uint32_t id;                                   /* from 1 */
	enum connection_outcome outcome;
	struct address client_address, server_address;
	uint16_t client_port, server_port;
	bool begun; /* a SYN was seen: start_ns is its real beginning */
	bool is_closed;
	uint32_t request_count;
	struct page *page;          /* live, that it was given to last */
	struct connection_tls *tls; /* NULL: no handshake was seen */
	struct connection_talk talk;
	uint32_t held; /* by pages */
	uint32_t name_count;
	uint32_t best_name; /* of what tells most, the first */

	TAILQ_ENTRY(connection) entry; /* of the story */
	uint32_t input;
	struct statement is;
	/* Beyond a translator, as another input shows; family 0: the same, or not seen. */
	struct endpoint leaves_as, arrives_at;
	struct server_name names[NAMES_MAX];
	struct because because;
	const char *names_over; /* "tls", "https", "quic": names are asked on it; NULL */
	struct bytes application, category;
	struct lookup *lookup;           /* that gave its address; NULL: none was seen */
	enum certainty lookup_certainty; /* that it used just this look-up */
	struct bytes lookup_reason;
	uint64_t syn_ack_ns; /* 0: not seen */
	struct maybe isn_client, isn_server;
	struct maybe rtt; /* ns, SYN to ACK */
	uint32_t syn_tries;
	uint64_t tried_ns; /* its last SYN, or what refused it */
	struct frame_ref syn, syn_ack, ack, refusal;
	uint64_t refused_ns;
	const char *refused_by; /* "rst", "icmp"; NULL */
	const char *icmp_name;  /* "host_unreachable", ...; NULL */
	bool has_macs;
	struct mac client_mac, next_hop_mac; /* of its first packet */
	uint8_t client_ttl, server_ttl;      /* as they arrived; 0: not known */
	uint64_t bytes_client, bytes_server, packets_client, packets_server, gaps;
	struct frame_ref gap; /* behind the first of its gaps */
	uint64_t gap_ns;
	uint64_t retransmissions;
	struct stall *stalls; /* the first ones */
	uint32_t stall_count;
	uint32_t move_count;    /* how often an end went on from elsewhere */
	const char *closed_how; /* "fin", "rst", "close" (QUIC), "timeout",
				   "capture_end"; NULL: open */
	struct address closed_by;
	struct connection_fin {
		uint64_t at_ns;
		struct frame_ref frame; /* number 0: not seen */
	} fins[2];                      /* by enum side */
	uint64_t closed_ns;
	struct frame_ref closed_frame;
	bool used;       /* it carried a request, or something that must be one */
	uint32_t *pages; /* ids */
	uint32_t page_count;

	/* For the correlator. */
	struct arena arena;                /* all of it, this record too, lies there */
	TAILQ_ENTRY(connection) of_client; /* while it is on no page */
	bool is_unplaced;
	bool is_rival;            /* the other attempt of another */
	bool told_credentials;    /* that it carries some in the clear */
	bool outlived_page;       /* its page was told before it was closed */
	uint32_t opened_for;      /* the page that it was opened for; 0: none */
	struct request_list open; /* requests that are not over: request.of_connection */
	/* Of the page whose steps are being made: the last, or 0. */
	uint32_t step, answer_step;
	uint64_t after_ns; /* the client had last been answered when it began */
};

/* Routers between the capture and this server, inferred from the TTL of what it sends. */
struct maybe connection_hops(const struct connection *);
/* From whose side it was captured, as the TTLs tell; SIDE_CLIENT where they do not. */
enum side connection_seen_from(const struct connection *);
/* "host", "sni", "dns", "certificate" */
const char *name_by_word(enum name_by);
/* The best name of the server; empty where none is known. */
static inline struct bytes
connection_host(const struct connection *connection)
{
	return connection->names[connection->best_name].name;
}

/* The same, or its address where it has none. */
struct bytes connection_server(struct connection *);
/* "client", "server", or NULL: who closed it. */
const char *connection_closer(const struct connection *);
/* Of the three words "quic" alone begins so. */
static inline bool
connection_is_quic(const struct connection *connection)
{
	return connection->transport[0] == 'q';
}
/* Did the server answer the SYN, and the client not that?  A scanner does so. */
bool connection_is_half_open(const struct connection *);
/* Is nothing in the capture of what this side sent, though it must have sent something?
 * Known when it is over. */
bool connection_lacks(const struct connection *, enum side);
/* Adds the frames that show how it was opened, or tried to be: each SYN, and what came. */
void connection_add_opening(const struct connection *, struct frame_list *);
/* The same of its end: the FIN of each side, and what came last. */
void connection_add_closing(const struct connection *, struct frame_list *);

/* Did it carry anything?  As far as can be told when it is over. */
bool connection_was_used(const struct connection *);
/* A name of its server, and what says so. */
void connection_add_name(struct connection *, struct bytes name, enum name_by);
/* Ties it to the look-up that led to it, as far as the name of the server tells; empty: it
 * is not known. */
void connection_tie(struct connection *, struct bytes name);
void connection_let_lookup_go(struct connection *);
/* Something of it was sent again at this time, `delay_ns` after it had been sent first, or
 * should have come. */
void connection_add_stall(
    struct connection *, struct frame_ref, uint64_t delay_ns, uint64_t at_ns);
/* It is on a page, or will be on none. */
void connection_set_placed(struct connection *);

#endif
