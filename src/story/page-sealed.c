/* SPDX-License-Identifier: BSD-2-Clause */
#include "story/page-sealed.h"
#include "story/host.h"
#include "story/navigation.h"
#include "story/page-parts.h"
#include "story/page-rules.h"
#include "story/pages.h"
#include "story/url.h"

static void
page_follow_redirect(struct page *page)
{
	page->final_url = page->redirect_to;
	page->redirect_to = (struct bytes){ 0 };
	page->document = NULL;
	page->status = 0;
	page->first_byte_ns = 0;
}

/* Will they be seen, as far as can be told now? */
static bool
tls_shows_requests(const struct connection_tls *tls)
{
	return tls->keys_found && tls->unopened == NULL && tls->alert_count == 0;
}

static void
page_begin_hidden(struct story *story, struct connection *connection, struct bytes host)
{
	struct page *page = page_new(story, connection, connection->client,
	    url_of_host(&connection->arena, "https", connection->server_port, 443, host),
	    host, connection->begun ? connection->start_ns : connection->tls->start_ns);

	page->path_hidden = true;
	page_say_how(page, "typed", "first_connection",
	    BYTES(
		"no page that is open led to this connection, as far as can be seen; what "
		"did is inside TLS, and only the keys would show it"));
	frame_list_add(&page->is.frames, connection->tls->client_hello);
	page_add_connection(story, page, connection, host, connection->tls->start_ns);
	page_touch(story, page, connection->tls->start_ns);
}

void
page_place_tls(struct story *story, struct connection *connection, uint64_t at_ns)
{
	struct bytes host = connection_server(connection);
	struct offered offered = { connection, NULL, host, at_ns };
	const char *rule = NULL;
	struct page *page;

	if (host_is_chatter(host) || tls_shows_requests(connection->tls))
		return; /* the first of them will say more than the hello does */
	page = page_find(&offered, &rule);
	if (page == NULL) {
		page_begin_hidden(story, connection, host);
		return;
	}
	page_add_connection(story, page, connection, host, at_ns);
	/* Where the request will be seen, it is that which follows. */
	if (strcmp(rule, "redirect") == 0 && !tls_shows_requests(connection->tls))
		page_follow_redirect(page);
	page_touch(story, page, at_ns);
}
