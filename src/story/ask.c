/* SPDX-License-Identifier: BSD-2-Clause */
#include "story/ask.h"
#include "base/clock.h"
#include "base/hash.h"
#include "story/page.h"
#include "story/site.h"

/* Its name was asked for just before. */
#define NAMED_NS (1 * NS_PER_S)
/* A script that sends the browser on runs so long after it came; a status of HTTP is
 * followed sooner, and is no page of its own. */
#define SENT_ON_MIN_NS (10 * NS_PER_MS)
#define SENT_ON_MAX_NS (80 * NS_PER_MS)

enum { TYPE_A = 1, TYPE_AAAA = 28, LOOKUPS_MAX = 8 /* looked back at */ };

uint64_t
visit_host_hash(const struct story *story, struct bytes host)
{
	return hash_bytes(&story->options.hash_key, host) | 1;
}

/* A question for a name of this server that came just before and is no page's: for the
 * host itself, or for another of its site that the connection serves, too. */
static struct lookup *
connection_fresh_lookup(
    const struct connection *connection, struct bytes host, uint64_t at_ns)
{
	struct lookup *lookup;
	int count = 0;

	TAILQ_FOREACH_REVERSE(lookup, &connection->client->lookups, lookup_list, of_client)
	{
		if (++count > LOOKUPS_MAX ||
		    clock_between(lookup->start_ns, at_ns) > NAMED_NS)
			return NULL;
		if (lookup->page == 0 && lookup->is.certainty == CERTAINTY_SEEN &&
		    (lookup->type_code == TYPE_A || lookup->type_code == TYPE_AAAA) &&
		    lookup_has_address(lookup, connection->server_address) &&
		    host_same_site(lookup->name, host))
			return lookup;
	}
	return NULL;
}

/* Did a small answer, that nothing followed yet, just send the browser on? */
bool
visit_sends_on(const struct visit *visit, uint64_t at_ns)
{
	for (size_t i = 0; i < visit->ask_end; i++) {
		const struct ask *ask = &visit->asks[i];
		uint64_t since_ns = clock_between(ask->data_ns, at_ns);

		if (ask->connection != NULL && ask->answered_ns != 0 &&
		    ask->answer_size < ASK_SENT_ON_SIZE && ask->message_count == 1 &&
		    ask->idle_ns >= SENT_ON_MAX_NS &&
		    ask->own_followers + ask->other_followers == 0 &&
		    since_ns >= SENT_ON_MIN_NS && since_ns <= SENT_ON_MAX_NS)
			return true;
	}
	return false;
}

/* When something came last for the load of the page that the connection is for. */
static uint64_t
connection_burst_ns(const struct connection *connection)
{
	const struct page *page = connection->page;

	return page == NULL || page->burst.is_over ? 0 : page->burst.data_ns;
}

/* What was known before it was sent. */
void
ask_set_before(struct ask *ask, const struct visit *visit, const struct visit_host *host)
{
	const struct connection *connection = ask->connection;

	if (ask->is_new_host) {
		uint64_t after_ns =
		    ask->lookup != NULL ? ask->lookup->after_ns : connection->after_ns;

		if (ask->lookup == NULL)
			ask->start_ns = connection->start_ns;
		ask->quiet_ns = ask->idle_ns = clock_between(after_ns, ask->start_ns);
	} else {
		uint64_t data_ns = MAX(host->data_ns, connection_burst_ns(connection));

		ask->idle_ns = clock_between(data_ns, ask->at_ns);
		ask->quiet_ns =
		    clock_between(MAX(host->data_ns, host->asked_ns), ask->at_ns);
	}
	if (!ask->is_new_host)
		ask->interval_ns = clock_between(host->asked_ns, ask->at_ns);
	ask->still_ns = clock_between(connection->client->answered_ns, ask->at_ns);
	ask->unasked_ns = clock_between(visit->asked_ns, ask->at_ns);
	ask->before = host->sizes[ask->way];
	ask->is_at_door = host->is_door;
	ask->asks_before = host->ask_count;
	ask->documents_before = host->document_count;
	for (size_t i = 0; i < VISIT_PARTS; i++)
		ask->repeats += host->part_sizes[i] == ask->size;
}

void
ask_begin(struct story *story, struct connection *connection, struct ask *ask,
    const struct event_sealed *e)
{
	uint64_t at_ns = e->head.at_ns;
	struct bytes host = connection_server(connection);
	struct lookup *lookup = connection_fresh_lookup(connection, host, at_ns);

	*ask = (struct ask){
		.connection = connection,
		.host = lookup != NULL ? lookup->name : host,
		.lookup = lookup,
		.is_named = lookup != NULL,
		.frame = frame_of(&e->head),
		.at_ns = at_ns,
		.start_ns = lookup != NULL ? lookup->start_ns : at_ns,
		.message_ns = at_ns,
		.size = e->size,
		.first_size = e->size,
		.last_size = e->size,
		.message_count = 1,
	};
	ask->host_hash = lookup != NULL ? visit_host_hash(story, lookup->name)
					: connection->talk.host_hash;
	if (lookup != NULL)
		lookup->held++;
	connection->held++;
}
