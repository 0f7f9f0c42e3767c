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
#include "story/connections.h"
#include "story/datagram-events.h"
#include "story/dhcp-events.h"
#include "story/dns-events.h"
#include "story/flow-events.h"
#include "story/host.h"
#include "story/http-events.h"
#include "story/icmp-events.h"
#include "story/link-events.h"
#include "story/lookups.h"
#include "story/neighbour.h"
#include "story/probe.h"
#include "story/request.h"
#include "story/story.h"
#include "story/tables.h"
#include "story/tls-events.h"
#include "story/url.h"

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

#endif
