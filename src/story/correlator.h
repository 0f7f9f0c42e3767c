/* SPDX-License-Identifier: BSD-2-Clause */
/* What the files of the correlator share: the tables of a story, and what each file does
 * for the others.  Readers of a story need only story.h. */
#ifndef STORY_CORRELATOR_H
#define STORY_CORRELATOR_H

#include "base/clock.h"
#include "base/map.h"
#include "event/dns.h"
#include "event/http.h"
#include "event/lan.h"
#include "event/tcp.h"
#include "story/pool.h"
#include "story/story.h"

/* A MAC said by ARP, NDP or DHCP that this address is its own. */
struct claim {
	TAILQ_ENTRY(claim) order;
	struct address address;
	struct mac mac;
	struct address_made made;
};

TAILQ_HEAD(claim_list, claim);

/* The newest router solicitation, and prefixes that routers announced; at_ns 0: none. */
struct solicited {
	struct mac mac;
	struct frame_ref frame;
	uint64_t at_ns;
};

struct advertised {
	struct address prefix;
	unsigned bits;
	struct address router;
	struct mac router_mac;
	struct frame_ref frame;
	uint64_t at_ns;
};

enum { ADVERTISED_MAX = 8 };

/* Somebody asked the link about an address: an ARP or neighbor request, or a ping. */
struct asked {
	const char *how; /* "arp", "ndp", "ping"; NULL: a free place */
	struct address by, about;
	struct mac by_mac;
	struct frame_ref frame;
	uint64_t at_ns;
	bool is_answered;
	struct mac answer_mac;
	struct frame_ref answer;
	uint64_t answer_ns;
};

enum { ASKED_MAX = 128 };

/* A step while it is made: a need is the number of another, from 1. */
enum { STEP_NEEDS_MAX = 4 };

struct step_draft {
	struct step step;
	uint32_t needs[STEP_NEEDS_MAX];
};

struct step_scratch {
	struct step_draft *drafts;
	uint32_t size;
};

struct story {
	struct story_options options;
	uint64_t now_ns, checked_ns;
	bool several_inputs; /* events came from more than the first */
	struct client_list clients, clients_recent;
	struct map clients_by_address, clients_by_mac;
	uint32_t client_count;
	struct map claims;
	struct claim_list claim_order; /* the newest last */
	uint32_t claim_count;
	struct asked asked[ASKED_MAX];
	uint32_t asked_next;
	struct solicited solicited;
	struct advertised advertised[ADVERTISED_MAX];
	struct lookup_list lookups;
	uint32_t lookup_count;
	struct lookup_list
	    waiting; /* lookup.waiting: for their answers, the oldest first */
	struct connection_list connections;
	struct map connections_by_flow, connections_by_tuple;
	struct connection_list twins;
	struct page_list pages, live_pages;
	uint32_t live_page_count;
	struct request_list other_requests;
	struct finding_list findings;
	uint32_t finding_count, last_finding_id;
	uint32_t last_request_id;
	struct pool connection_pool, page_pool, lookup_pool;
	struct step_scratch scratch;
	struct client *found; /* the client found last by its address */
	struct address found_address;
	struct story_counts counts;
};

/* client.c */
struct client *client_find(struct story *, struct address);
struct client *client_find_mac(struct story *, struct mac);
struct client *client_get(struct story *, struct address, uint64_t at_ns);
struct client *client_get_mac(struct story *, struct mac, uint64_t at_ns);
void client_bind(struct story *, struct client *, struct address, uint64_t at_ns);
void client_unbind(struct story *, struct client *, struct address, uint64_t at_ns);
void client_touch(struct story *, struct client *, uint64_t at_ns);
void clients_expire(struct story *);
void client_free(struct story *, struct client *);

/* claim.c */
void claim_add(struct story *, struct mac, struct address, uint64_t at_ns);
const struct claim *claim_find(const struct story *, struct address);
/* NULL where the address cannot be claimed. */
struct claim *claim_get(const struct story *, struct address);
void claims_clear(struct story *);

/* lease.c, probe.c */
uint32_t story_dhcp(struct story *, const struct event *);
void lease_add_probes(struct story *, struct lease *, const struct offer *);
void lease_arp(struct story *, struct client *sender, const struct event_arp *);
void lease_clear(struct client *);

/* slaac.c */
void slaac_solicitation(struct story *, const struct event_ndp *);
void slaac_advertisement(struct story *, const struct event_ndp *);
/* The host whose claim this is asks whether anybody has the address. */
void slaac_probe(struct story *, struct claim *, const struct event_ndp *);

/* neighbour.c */
uint32_t story_arp(struct story *, const struct event *);
uint32_t story_ndp(struct story *, const struct event *);
uint32_t story_icmp(struct story *, const struct event *);
/* What was asked and answered before the client was known to be one. */
void neighbour_recall(struct story *, struct client *, struct address);
/* The client sent a packet for `to` to this MAC address. */
void neighbour_use(struct client *, struct address to, struct mac, const struct event *);
/* It was told the mapping, and had not asked. */
void neighbour_told(
    struct client *, struct address, struct mac, struct frame_ref, uint64_t);
void neighbour_clear(struct client *);
/* Where nobody did more than ask the link, those who asked are who there is to tell of. */
void askers_become_clients(struct story *);

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

/* icmp-error.c */
uint32_t story_icmp_error(struct story *, const struct event *);

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
/* Without the port, and without the brackets of IPv6. */
struct bytes host_of_authority(struct bytes authority);
struct bytes url_authority(struct bytes url);
struct bytes url_host(struct bytes url);
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

/* host.c */
bool host_is_chatter(struct bytes host);
bool host_is_front_door(struct bytes host);
bool host_same_site(struct bytes, struct bytes);

/* step.c */
void page_make_steps(struct story *, struct page *);

static inline uint32_t
client_number(const struct client *client)
{
	return client == NULL ? CLIENT_NONE : client->id;
}

/* A number of ours as a hash: nobody outside chooses it. */
static inline uint64_t
number_hash(uint64_t number)
{
	return (number + 1) * UINT64_C(0x9e3779b97f4a7c15);
}

#endif
