/* SPDX-License-Identifier: BSD-2-Clause */
#include "story/page-judge.h"
#include "base/clock.h"
#include "story/page-burst.h"
#include "story/page-initiator.h"
#include "story/page-load.h"
#include "story/url.h"

enum { RCODE_NXDOMAIN = 3 };

static void
page_fail(struct page *page, enum failure failure, struct bytes detail)
{
	page->failure = failure;
	page->failure_detail = detail;
}

/* The newest connection to the page's own host; NULL: none. */
static struct connection *
page_own_connection(const struct page *page)
{
	for (uint32_t i = page->connection_count; i-- > 0;) {
		struct bytes host = connection_host(page->connections[i]);

		if (host.len == 0 || bytes_equal_nocase(host, url_host(page->final_url)) ||
		    page->connection_count == 1)
			return page->connections[i];
	}
	return NULL;
}

/* The newest question for the page's own name. */
static const struct lookup *
page_own_lookup(const struct page *page)
{
	for (uint32_t i = page->lookup_count; i-- > 0;)
		if (bytes_equal_nocase(page->lookups[i]->name, page->host))
			return page->lookups[i];
	return page->lookups[page->lookup_count - 1];
}

static void
judge_lookup(struct page *page)
{
	const struct lookup *lookup = page_own_lookup(page);
	struct arena *arena = &page->arena;
	char text[ADDRESS_TEXT_SIZE];
	const char *server = address_text(lookup->resolver, text);

	frame_list_add_all(&page->failure_is.frames, &lookup->is.frames);
	if (lookup->end_ns == 0)
		page_fail(page, FAILURE_NO_ANSWER,
		    arena_format(arena, "%s did not answer", server));
	else if (lookup->rcode.value == RCODE_NXDOMAIN)
		page_fail(page, FAILURE_NO_SUCH_NAME,
		    arena_format(arena, "%s says that there is no such name", server));
	else
		page_fail(page, FAILURE_NAME_SERVER_FAILED,
		    arena_format(arena, "%s answered %.*s", server,
			(int)lookup->rcode_name.len, lookup->rcode_name.at));
}

static bool
alert_is_about_certificate(struct bytes description)
{
	return bytes_equal(description, BYTES("unknown_ca")) ||
	       bytes_equal(description, BYTES("bad_certificate")) ||
	       bytes_start_with(description, BYTES("certificate_"));
}

/* A handshake that ended in an alert or in nothing. */
static void
judge_tls(struct page *page, const struct connection *connection)
{
	const struct connection_tls *tls = connection->tls;

	for (uint32_t i = 0; i < tls->alert_count; i++) {
		struct bytes description = tls->alerts[i].description;

		if (!tls->alerts[i].is_fatal)
			continue;
		frame_list_add(&page->failure_is.frames, tls->alerts[i].frame);
		page_fail(page,
		    alert_is_about_certificate(description) ? FAILURE_CERTIFICATE
							    : FAILURE_TLS_ALERT,
		    arena_copy(&page->arena, description));
		return;
	}
	if (tls->server_hello.number != 0 || !connection->is_closed ||
	    connection->closed_how == NULL || strcmp(connection->closed_how, "rst") != 0)
		return;
	frame_list_add(&page->failure_is.frames, connection->closed_frame);
	page_fail(page, FAILURE_RESET,
	    BYTES("the connection was reset during the handshake of TLS"));
}

static void
judge_connection(struct page *page, const struct connection *connection)
{
	char text[CLOCK_TEXT_SIZE];

	frame_list_add_all(&page->failure_is.frames, &connection->is.frames);
	if (connection->outcome == CONNECTION_REFUSED)
		page_fail(page, FAILURE_REFUSED,
		    BYTES("the server answered the SYN with RST: nothing listens there"));
	else if (connection->outcome == CONNECTION_UNREACHABLE)
		page_fail(page, FAILURE_UNREACHABLE,
		    arena_format(&page->arena, "a router answered the SYN by ICMP: %s",
			connection->icmp_name == NULL ? "unreachable"
						      : connection->icmp_name));
	else if (connection_is_quic(connection))
		page_fail(page, FAILURE_TIMEOUT, BYTES("no answer over QUIC"));
	else if (connection_is_half_open(connection))
		page_fail(page, FAILURE_STOPPED,
		    BYTES("the client did not complete the handshake"));
	else
		page_fail(page, FAILURE_TIMEOUT,
		    arena_format(&page->arena, "%u SYN%s in %s and no answer",
			connection->syn_tries, connection->syn_tries == 1 ? "" : "s",
			clock_duration(
			    clock_between(connection->start_ns, connection->tried_ns),
			    text)));
}

/* Then nobody can tell what was answered. */
static bool
answer_is_not_captured(const struct request *request)
{
	return request->connection != NULL &&
	       connection_lacks(request->connection, SIDE_SERVER);
}

/* The document did not come, or not to its end. */
static void
judge_document(struct page *page, const struct request *document)
{
	const struct connection *connection = document->connection;
	const char *how = connection == NULL ? NULL : connection->closed_how;
	const char *closer = connection == NULL ? NULL : connection_closer(connection);
	bool by_client = closer != NULL && strcmp(closer, "client") == 0;

	if (!document->is_over || !document->is_cut || how == NULL ||
	    answer_is_not_captured(document))
		return;
	frame_list_add(&page->failure_is.frames, connection->closed_frame);
	if (strcmp(how, "capture_end") == 0)
		page_fail(page, FAILURE_CUT,
		    BYTES("the capture ends before the answer was whole"));
	else if (by_client)
		page_fail(page, FAILURE_STOPPED,
		    BYTES("the client closed the connection before the answer was whole"));
	else if (strcmp(how, "rst") == 0)
		page_fail(page, FAILURE_RESET,
		    BYTES("the server reset the connection before the answer was whole"));
	else if (strcmp(how, "fin") == 0)
		page_fail(page, FAILURE_CUT,
		    BYTES("the server closed the connection before the answer was whole"));
	else
		page_fail(page, FAILURE_TIMEOUT, BYTES("the server fell silent"));
}

void
page_judge(struct page *page)
{
	const struct connection *connection = page_own_connection(page);

	page->failure = FAILURE_NONE;
	page->failure_is = (struct statement){ 0 };
	page->loaded_ns = 0;
	if (page->document != NULL)
		judge_document(page, page->document);
	else if (connection == NULL && page->connection_count == 0 &&
		 page->lookup_count > 0)
		judge_lookup(page);
	else if (connection != NULL && connection->outcome != CONNECTION_OPEN)
		judge_connection(page, connection);
	else if (connection != NULL && connection->tls != NULL)
		judge_tls(page, connection);
	page_find_initiators(page);
	if (page->failure != FAILURE_NONE ||
	    (page->document != NULL && answer_is_not_captured(page->document)))
		return;
	page->loaded_ns = page_burst_end(page);
	if (page->document != NULL)
		page->loaded_ns = MAX(page->loaded_ns, page_load_ns(page));
}
