/* SPDX-License-Identifier: BSD-2-Clause */
/* What the files of the correlator share: the tables of a story, and what each file does
 * for the others.  Readers of a story need only story.h. */
#ifndef STORY_CORRELATOR_H
#define STORY_CORRELATOR_H

#include "base/clock.h"
#include "event/dns.h"
#include "event/http.h"
#include "event/lan.h"
#include "event/tcp.h"
#include "story/claim.h"
#include "story/clients.h"
#include "story/dhcp-events.h"
#include "story/host.h"
#include "story/icmp-events.h"
#include "story/link-events.h"
#include "story/neighbour.h"
#include "story/probe.h"
#include "story/story.h"
#include "story/tables.h"
#include "story/url.h"

/* lookup.c, lookup-find.c */
uint32_t story_dns(struct story *, const struct event *);
/* A question to where no name server is. */
void lookup_icmp_error(struct client *, const struct event_icmp_error *);
struct lookup *lookup_find(
    const struct client *, struct address to, struct bytes name, uint64_t at_ns);
bool lookup_has_address(const struct lookup *, struct address);
bool lookup_is_fresh(const struct lookup *, uint64_t at_ns);
struct lookup *lookup_from_cache(struct story *, struct lookup *from, uint64_t at_ns);
void lookup_free(struct story *, struct lookup *);
void lookups_trim(struct story *, struct client *);
/* Those that had no answer for so long will have none. */
void lookups_give_up(struct story *, uint64_t wait_ns);

/* connection.c, connection-tls.c */
struct connection *connection_find(const struct story *, struct flow_ref);
/* Begun by this event. */
struct connection *connection_new(struct story *, const struct event *);
uint32_t story_flow(struct story *, const struct event *);
void connection_tls_event(struct story *, struct connection *, const struct event *);
/* Less than any round trip of this connection takes, as far as its handshakes tell. */
uint64_t tls_round_trip_ns(const struct connection *);
void connection_add_name(struct connection *, struct bytes name, const char *by);
void connection_tie(struct connection *, struct bytes name);
void connection_release(struct story *, struct connection *);
void connection_free(struct story *, struct connection *);
void connection_set_placed(struct connection *);

/* datagrams.c */
uint32_t story_datagrams(struct story *, const struct event *);

/* request.c */
void story_http(struct story *, struct connection *, const struct event *);
void requests_close(struct story *, struct connection *, uint64_t at_ns);
void request_free(struct request *);

/* navigation.c: what a request says of itself. */
bool request_is_navigation(const struct request *, const struct list *headers);
const char *request_role(const struct request *, const struct list *headers);
const char *role_of_mime(struct bytes mime);
void page_say_how(struct page *, const char *how, const char *rule, struct bytes reason);
void page_set_how(struct page *, const struct request *, const struct list *headers);
struct bytes header_find(const struct list *headers, struct bytes name);

/* page.c, page-rules.c */
/* What a page is offered: a connection, and the request on it where one can be read. */
struct offered {
	struct connection *connection;
	const struct request *request; /* NULL: inside TLS, or none came */
	struct bytes host;
	uint64_t at_ns;
};

/* The live page that accepts it, and the rule by which; NULL: none. */
struct page *page_find(const struct offered *, const char **rule);
struct page *page_new(struct story *, struct connection *, struct client *,
    struct bytes url, struct bytes host, uint64_t at_ns);
void page_touch(struct story *, struct page *, uint64_t at_ns);
void page_add_connection(
    struct story *, struct page *, struct connection *, struct bytes host, uint64_t at_ns);
/* Nothing came of it, so nothing follows from it. */
bool page_is_dead(const struct page *);
void page_add_lookup(struct page *, struct lookup *);
void page_add_host(struct page *, struct bytes host);
void page_add_request(struct page *, struct request *, const char *rule);
void page_over(struct story *, struct page *);
void page_free(struct story *, struct page *);
void pages_expire(struct story *);

/* page-place.c */
void page_place_request(
    struct story *, struct request *, const struct list *headers, uint64_t at_ns);
void page_place_response(struct story *, struct request *, uint64_t at_ns);
void page_place_tls(struct story *, struct connection *, uint64_t at_ns);
void page_place_failure(struct story *, struct connection *, uint64_t at_ns);
void page_place_lookup(struct story *, struct lookup *, uint64_t at_ns);

/* page-judge.c */
void page_judge(struct page *);

/* finding.c */
void finding_second_server(struct story *, const struct client *, const struct offer *);
void finding_duplicate_address(
    struct story *, const struct client *, const struct lease *, struct mac other);
void findings_of_certificate(struct story *, const struct connection *, uint64_t at_ns);
/* Those of a page that is let go. */
void findings_free_page(struct story *, uint32_t page);
void findings_clear(struct story *);

/* step.c */
void page_make_steps(struct story *, struct page *);

/* A number of ours as a hash: nobody outside chooses it. */
static inline uint64_t
number_hash(uint64_t number)
{
	return (number + 1) * UINT64_C(0x9e3779b97f4a7c15);
}

#endif
