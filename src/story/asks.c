/* SPDX-License-Identifier: BSD-2-Clause */
#include "story/asks.h"
#include "base/clock.h"
#include "story/ask.h"
#include "story/connections.h"
#include "story/page-sealed.h"
#include "story/visit-rules.h"

/* A browser sends what belongs together so soon after each other. */
#define FLIGHT_NS (15 * NS_PER_MS)
/* What a document names is asked for so soon after something of it came. */
#define FOLLOW_NS (100 * NS_PER_MS)
/* ... but it has to be read first; where a status of HTTP sends the browser on, it need
 * not. */
#define READ_NS (8 * NS_PER_MS)
/* Decided without followers so long after the answer; without an answer, so long after. */
#define DECIDE_NS (150 * NS_PER_MS)
#define PATIENCE_NS (4 * NS_PER_S)

enum {
	WHOLE_MIN = 250,   /* a request that is sent whole: no HPACK, no QPACK */
	REQUEST_MIN = 28,  /* smaller messages are the rest of one */
	OPENING_MAX = 120, /* first messages this small are settings */
	HOPS_MAX = 4,
	WARM_ASKS = 6,  /* of a host: what is sent each time is in tables by then */
	NAMES_MORE = 12 /* a Referer that was not sent before */
};

static struct visit_host *
ask_host(const struct ask *ask)
{
	return visit_host_get(ask->connection->client->visit, ask->host_hash);
}

/* Kept at the connection, as long as the visit keeps the record for this host. */
static struct visit_host *
connection_visit_host(struct connection *connection)
{
	struct connection_talk *talk = &connection->talk;

	if (talk->host == NULL || talk->host->hash != talk->host_hash)
		talk->host = visit_host_get(connection->client->visit, talk->host_hash);
	return talk->host;
}

static enum visit_way
connection_way(const struct connection *connection, const struct event_sealed *e)
{
	return !connection->talk.has_settings && e->size >= WHOLE_MIN ? VISIT_WHOLE
								      : VISIT_SHORT;
}

static void
ask_release(struct story *story, struct ask *ask)
{
	struct connection *connection = ask->connection;

	TAILQ_REMOVE(&story->asks, ask, entry);
	if (ask->lookup != NULL)
		ask->lookup->held--;
	visit_ask_free(connection->client->visit, ask);
	connection->held--;
	connection_release(story, connection);
}

static void
host_note_page(struct visit_host *host)
{
	host->document_count++;
	host->part_count = 0;
}

static void
host_note_document(struct visit_host *host, enum visit_way way, uint64_t size)
{
	struct visit_sizes *sizes = &host->sizes[way];

	host_note_page(host);
	host->is_door = true;
	/* One that is much smaller than the first was, is none. */
	if (sizes->document_min == 0 ||
	    (size < sizes->document_min && size >= sizes->document_min / 10 * 9))
		sizes->document_min = size;
}

/* What is not sure teaches little: a mistake would lead to the next. */
static void
host_take_document_asked(struct visit_host *host, const struct ask *ask)
{
	if (ask_is_sure(ask)) {
		host_note_document(host, ask->way, ask->size);
		return;
	}
	host_note_page(host);
	host->is_door = host->is_door || ask->is_new_host;
}

static void
host_take_part(struct visit_host *host, const struct ask *ask)
{
	struct visit_sizes *sizes = &host->sizes[ask->way];

	sizes->part_max = MAX(sizes->part_max, ask->size);
	host->part_sizes[host->part_next++ % VISIT_PARTS] = (uint32_t)ask->size;
}

static void
ask_settle(struct story *story, struct ask *ask, enum ask_verdict verdict)
{
	struct connection *connection = ask->connection;
	struct visit_host *host = ask_host(ask);

	if (verdict == ASK_IS_NAVIGATION) {
		page_begin_asked(story, ask, ask_reason(&connection->arena, ask));
		host_take_document_asked(host, ask);
	} else {
		host_take_part(host, ask);
		host->is_door = host->is_door || ask_is_of_door(ask);
		page_take_ask(story, connection, ask->host, ask->at_ns, ask->message_count);
		if (ask->answered_ns != 0)
			page_take_data(
			    story, connection, ask->data_ns, ask->answer_size, true);
	}
	ask_release(story, ask);
}

/* Decides it if that can be done now. */
static void
ask_look(struct story *story, struct ask *ask)
{
	enum ask_verdict verdict = ask_judge(ask);

	if (verdict != ASK_IS_OPEN)
		ask_settle(story, ask, verdict);
}

static void
ask_await(struct story *story, struct ask *ask)
{
	ask->check_ns = story->now_ns + DECIDE_NS;
	TAILQ_INSERT_TAIL(&story->asks, ask, entry);
}

/* Something was asked for: did the answer to this one lead to it? */
static void
ask_take_follower(
    struct story *story, struct ask *ask, bool is_own, uint64_t size, uint64_t at_ns)
{
	const struct visit_sizes *sizes = &ask_host(ask)->sizes[VISIT_SHORT];

	if (ask->answered_ns == 0 || clock_between(ask->answered_ns, at_ns) < READ_NS ||
	    clock_between(ask->data_ns, at_ns) > FOLLOW_NS)
		return;
	if (is_own) {
		ask->own_followers++;
		if (sizes->count >= WARM_ASKS && size >= sizes->least + NAMES_MORE &&
		    ask->size < sizes->least + NAMES_MORE)
			ask->names_it = true;
	} else {
		ask->other_followers++;
	}
	ask_look(story, ask);
}

static void
visit_follow(struct story *story, struct client *client, uint64_t hash, uint64_t size,
    uint64_t at_ns)
{
	struct visit *visit = client->visit;

	for (size_t i = 0; visit != NULL && i < visit->ask_end; i++) {
		struct ask *ask = &visit->asks[i];

		if (ask->connection != NULL)
			ask_take_follower(story, ask, ask->host_hash == hash, size, at_ns);
	}
}

void
asks_follow(struct story *story, struct client *client, uint64_t at_ns)
{
	visit_follow(story, client, 0, 0, at_ns);
}

/* Sent on by a status of HTTP, the browser asks at once: it is the same page. */
static bool
ask_takes_hop(struct story *story, struct ask *ask, struct connection *connection,
    const struct event_sealed *e)
{
	struct connection *before = ask->connection;

	if (ask->answer_size >= ASK_SENT_ON_SIZE || ask->hop_count == HOPS_MAX ||
	    ask->own_followers + ask->other_followers > 0 ||
	    clock_between(ask->data_ns, e->head.at_ns) >= READ_NS)
		return false;
	ask->connection = connection;
	connection->held++;
	before->held--;
	connection_release(story, before);
	ask->hop_count++;
	ask->message_ns = e->head.at_ns;
	ask->answered_ns = ask->data_ns = 0;
	ask->answer_size = 0;
	ask->answer_count = 0;
	return true;
}

/* A message that goes with the one before it. */
static bool
ask_takes_message(struct story *story, struct ask *ask, const struct event_sealed *e)
{
	if (clock_between(ask->message_ns, e->head.at_ns) > FLIGHT_NS)
		return false;
	ask->message_count++;
	ask->message_ns = e->head.at_ns;
	ask->size = MAX(ask->size, e->size);
	ask->last_size = e->size;
	ask_weigh(ask);
	ask_look(story, ask);
	return true;
}

static bool
visit_takes_message(
    struct story *story, struct connection *connection, const struct event_sealed *e)
{
	struct visit *visit = connection->client->visit;

	for (size_t i = 0; i < visit->ask_end; i++) {
		struct ask *ask = &visit->asks[i];

		if (ask->connection == NULL)
			continue;
		if (ask->answered_ns != 0
			? ask_takes_hop(story, ask, connection, e)
			: ask->connection == connection && ask_takes_message(story, ask, e))
			return true;
	}
	return false;
}

static void
host_note_ask(struct visit_host *host, enum visit_way way, const struct event_sealed *e)
{
	struct visit_sizes *sizes = &host->sizes[way];

	host->asked_ns = e->head.at_ns;
	if (e->size < REQUEST_MIN)
		return;
	host->ask_count++;
	host->part_count++;
	sizes->count++;
	if (sizes->least == 0 || e->size < sizes->least)
		sizes->least = e->size;
}

/* The first request on the connection of a page that waits for its document. */
static bool
host_take_document(
    struct story *story, struct connection *connection, const struct event_sealed *e)
{
	struct bytes host = connection_server(connection);

	if (page_awaiting(connection) == NULL)
		return false;
	host_note_document(
	    connection_visit_host(connection), connection_way(connection, e), e->size);
	page_take_ask(story, connection, host, e->head.at_ns, 1);
	return true;
}

static void
ask_new(struct story *story, struct connection *connection, const struct event_sealed *e,
    bool is_sent_on)
{
	struct visit *visit = connection->client->visit;
	struct visit_host *host = connection_visit_host(connection);
	enum visit_way way = connection_way(connection, e);
	struct ask *ask = visit_ask_new(visit);

	if (ask == NULL) {
		host->sizes[way].part_max = MAX(host->sizes[way].part_max, e->size);
		host_note_ask(host, way, e);
		page_take_ask(
		    story, connection, connection_server(connection), e->head.at_ns, 1);
		return;
	}
	ask_begin(story, connection, ask, e);
	ask->is_redirected = is_sent_on;
	ask->way = way;
	host = ask_host(ask);
	ask->is_new_host = host->ask_count == 0;
	ask->part_count = host->part_count;
	ask_set_before(ask, visit, host);
	ask_weigh(ask);
	host_note_ask(host, way, e);
	ask_await(story, ask);
	ask_look(story, ask);
}

void
asks_add(struct story *story, struct connection *connection, const struct event_sealed *e)
{
	struct visit *visit = visit_get(connection->client);
	bool is_sent_on;

	if (e->is_first && e->size < OPENING_MAX) {
		connection->talk.has_settings = true;
		return;
	}
	if (connection->talk.host_hash == 0)
		connection->talk.host_hash =
		    visit_host_hash(story, connection_server(connection));
	connection->talk.is_asked = true;
	is_sent_on = visit_sends_on(visit, e->head.at_ns);
	visit_follow(
	    story, connection->client, connection->talk.host_hash, e->size, e->head.at_ns);
	if (visit_takes_message(story, connection, e) ||
	    host_take_document(story, connection, e)) {
		host_note_ask(
		    connection_visit_host(connection), connection_way(connection, e), e);
	} else {
		ask_new(story, connection, e, is_sent_on);
	}
	visit->asked_ns = e->head.at_ns;
}

void
asks_answer(
    struct story *story, struct connection *connection, const struct event_sealed *e)
{
	struct visit *visit = visit_get(connection->client);
	bool was_asked = connection->talk.is_asked;
	bool waits = false;

	if (connection->talk.host_hash == 0)
		return;
	connection->talk.is_asked = false;
	connection_visit_host(connection)->data_ns = e->head.at_ns;
	for (size_t i = 0; i < visit->ask_end; i++) {
		struct ask *ask = &visit->asks[i];

		if (ask->connection != connection)
			continue;
		waits = true;
		if (ask->answered_ns == 0)
			ask->answered_ns = e->head.at_ns;
		ask->data_ns = e->head.at_ns;
		ask->answer_count++;
		if (ask->own_followers + ask->other_followers == 0)
			ask->answer_size += e->bytes;
		ask->check_ns = e->head.at_ns + DECIDE_NS;
	}
	if (!waits)
		page_take_data(story, connection, e->head.at_ns, e->bytes, was_asked);
	connection->client->answered_ns = e->head.at_ns;
}

static bool
ask_may_wait(const struct story *story, const struct ask *ask)
{
	if (ask->answered_ns == 0)
		return clock_between(ask->message_ns, story->now_ns) < PATIENCE_NS;
	return clock_between(ask->data_ns, story->now_ns) < DECIDE_NS;
}

void
asks_expire(struct story *story)
{
	struct ask *ask;

	while (
	    (ask = TAILQ_FIRST(&story->asks)) != NULL && ask->check_ns <= story->now_ns) {
		if (!ask_may_wait(story, ask)) {
			ask_settle(story, ask, ask_judge_late(ask));
			continue;
		}
		TAILQ_REMOVE(&story->asks, ask, entry);
		ask_await(story, ask);
	}
}

void
asks_forget(struct story *story, struct connection *connection)
{
	struct visit *visit = connection->client->visit;

	for (size_t i = 0; visit != NULL && i < visit->ask_end; i++)
		if (visit->asks[i].connection == connection)
			ask_release(story, &visit->asks[i]);
}

void
asks_end(struct story *story)
{
	struct ask *ask;

	while ((ask = TAILQ_FIRST(&story->asks)) != NULL)
		ask_settle(story, ask, ask_judge_late(ask));
}
