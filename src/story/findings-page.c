/* SPDX-License-Identifier: BSD-2-Clause */
#include "story/findings-page.h"
#include "story/finding-limits.h"
#include "story/findings-answer.h"
#include "story/findings.h"

/* "www.shop.test", or the address where it has no name. */
static struct bytes
server_label(const struct connection *connection, char text[ADDRESS_TEXT_SIZE])
{
	struct bytes host = connection_host(connection);

	return host.len > 0
		   ? bytes_first(host, 256)
		   : bytes_of_string(address_text(connection->server_address, text));
}

static void
finding_slow_name(struct story *story, struct page *page)
{
	const struct lookup *worst = NULL;
	char text[CLOCK_TEXT_SIZE], server[ADDRESS_TEXT_SIZE];
	struct finding *finding;
	uint64_t took_ns;

	for (uint32_t i = 0; i < page->lookup_count; i++) {
		const struct lookup *lookup = page->lookups[i];

		if (lookup->is.certainty != CERTAINTY_SEEN || lookup->end_ns == 0 ||
		    clock_between(lookup->start_ns, lookup->end_ns) < SLOW_NAME_NS)
			continue;
		if (worst == NULL || clock_between(lookup->start_ns, lookup->end_ns) >
					 clock_between(worst->start_ns, worst->end_ns))
			worst = lookup;
	}
	if (worst == NULL)
		return;
	finding = finding_of_page(story, page, SEVERITY_WARNING, "slow_dns");
	if (finding == NULL)
		return;
	took_ns = clock_between(worst->start_ns, worst->end_ns);
	finding->text = arena_format(&finding->arena, "%s took %s to answer for %.*s",
	    address_text(worst->resolver, server), clock_duration(took_ns, text),
	    (int)MIN(worst->name.len, (size_t)256), worst->name.at);
	finding->advice =
	    worst->tries > 1 ? BYTES("questions or answers were lost, or the name server "
				     "was silent at first: look at the way to it")
			     : BYTES("a name server that is near, or a longer TTL, answers "
				     "from its cache");
	finding->frames = worst->is.frames;
}

/* Time that its connections spent on what had been lost, while the page was not over. */
static uint64_t
connection_stalled_ns(const struct connection *connection, const struct page *page)
{
	uint64_t sum_ns = 0;

	for (uint32_t i = 0; i < connection->stall_count; i++) {
		const struct stall *stall = &connection->stalls[i];

		sum_ns += clock_between(MAX(stall->start_ns, page->start_ns),
		    MIN(stall->end_ns, page->over_ns));
	}
	if (connection->opened_for == page->id && connection->syn_tries > 1 &&
	    connection->outcome == CONNECTION_OPEN)
		sum_ns += clock_between(connection->start_ns, connection->tried_ns);
	return sum_ns;
}

static void
finding_stall(struct story *story, struct page *page)
{
	const struct connection *worst = NULL;
	char text[CLOCK_TEXT_SIZE], server[ADDRESS_TEXT_SIZE];
	struct finding *finding;
	struct bytes label;
	uint64_t worst_ns = STALL_NS - 1;

	for (uint32_t i = 0; i < page->connection_count; i++) {
		uint64_t stalled_ns = connection_stalled_ns(page->connections[i], page);

		if (stalled_ns > worst_ns) {
			worst_ns = stalled_ns;
			worst = page->connections[i];
		}
	}
	if (worst == NULL)
		return;
	finding = finding_of_page(story, page, SEVERITY_WARNING, "stall");
	if (finding == NULL)
		return;
	label = server_label(worst, server);
	finding->text = arena_format(&finding->arena,
	    "the connection to %.*s stood still for %s while what was lost was sent again",
	    (int)label.len, label.at, clock_duration(worst_ns, text));
	finding->advice = BYTES("packets are lost on the way: look at the links and queues "
				"between the two, a wireless one first");
	for (uint32_t i = 0; i < worst->stall_count; i++)
		frame_list_add(&finding->frames, worst->stalls[i].frame);
	if (worst->stall_count == 0)
		finding->frames = worst->is.frames;
}

static bool
connection_had_fatal_alert(const struct connection *connection)
{
	const struct connection_tls *tls = connection->tls;

	for (uint32_t i = 0; tls != NULL && i < tls->alert_count; i++)
		if (tls->alerts[i].is_fatal)
			return true;
	return false;
}

/* Was the capture over so soon that nothing can be said? */
static bool
connection_may_be_used_yet(const struct story *story, const struct connection *connection)
{
	return connection->closed_how != NULL &&
	       strcmp(connection->closed_how, "capture_end") == 0 &&
	       clock_between(connection->start_ns, story->now_ns) < UNUSED_NS;
}

/* A spare one, which browsers open in advance and then do without; what failed is another
 * matter. */
static bool
connection_is_unused(
    const struct story *story, const struct connection *connection, const struct page *page)
{
	return connection->opened_for == page->id && connection->is_closed &&
	       !connection_may_be_used_yet(story, connection) &&
	       connection->outcome == CONNECTION_OPEN && connection->begun &&
	       !connection->used && connection->gaps == 0 &&
	       connection->names_over == NULL && !connection_had_fatal_alert(connection);
}

static void
finding_unused_connection(struct story *story, struct page *page)
{
	const struct connection *first = NULL;
	struct frame_list frames = { 0 };
	char server[ADDRESS_TEXT_SIZE];
	struct finding *finding;
	struct bytes label;
	unsigned count = 0;

	for (uint32_t i = 0; i < page->connection_count; i++) {
		const struct connection *connection = page->connections[i];

		if (!connection_is_unused(story, connection, page))
			continue;
		if (count++ == 0)
			first = connection;
		frame_list_add(&frames, connection->syn);
		frame_list_add(&frames, connection->closed_frame);
	}
	if (count == 0)
		return;
	finding = finding_of_page(story, page, SEVERITY_INFO, "unused_connection");
	if (finding == NULL)
		return;
	label = server_label(first, server);
	finding->text = count == 1
			    ? arena_format(&finding->arena,
				  "a connection to %.*s was opened and never used",
				  (int)label.len, label.at)
			    : arena_format(&finding->arena,
				  "%u connections were opened and never used, the first "
				  "to %.*s",
				  count, (int)label.len, label.at);
	finding->advice = BYTES("browsers open some in advance; a page that asks for it "
				"(preconnect) should use them");
	finding->frames = frames;
}

/* Was it lost, rather than not there yet when the capture ended? */
static bool
connection_has_loss(const struct connection *connection)
{
	return connection->gaps >= LOST_BYTES_MIN && connection->gap.number != 0 &&
	       (connection->closed_how == NULL ||
		   strcmp(connection->closed_how, "capture_end") != 0 ||
		   connection->gap_ns < connection->closed_ns);
}

static void
finding_capture_loss(struct story *story, struct page *page)
{
	struct frame_list frames = { 0 };
	struct finding *finding;
	uint64_t lost = 0;

	for (uint32_t i = 0; i < page->connection_count; i++) {
		const struct connection *connection = page->connections[i];

		if (!connection_has_loss(connection))
			continue;
		lost += connection->gaps;
		frame_list_add(&frames, connection->gap);
	}
	if (lost == 0)
		return;
	finding = finding_of_page(story, page, SEVERITY_WARNING, "capture_loss");
	if (finding == NULL)
		return;
	finding->text = arena_format(&finding->arena,
	    "%llu bytes that were sent and received are not in the capture: what they held "
	    "is not told",
	    (unsigned long long)lost);
	finding->advice = BYTES("capture whole packets (-s 0) with a larger buffer, closer "
				"to the client, or with a filter");
	finding->frames = frames;
}

void
findings_of_page(struct story *story, struct page *page)
{
	static void (*const rules[])(struct story *, struct page *) = {
		finding_slow_name,
		finding_stall,
		finding_unused_connection,
		finding_capture_loss,
		finding_redirect_chain,
		finding_mixed_content,
		finding_slow_server,
		finding_uncompressed,
		finding_uncached,
	};

	findings_unsettle(story, page);
	for (size_t i = 0; i < COUNT_OF(rules); i++)
		rules[i](story, page);
}
