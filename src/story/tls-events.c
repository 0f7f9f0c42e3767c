/* SPDX-License-Identifier: BSD-2-Clause */
#include "story/tls-events.h"
#include "event/tls.h"
#include "story/because.h"
#include "story/findings-certificate.h"
#include "story/name-channel.h"
#include "story/page-sealed.h"
#include "story/pages.h"

static struct connection_tls *
connection_tls(struct connection *connection, const struct event *event)
{
	if (connection->tls == NULL) {
		connection->tls = arena_alloc(&connection->arena, sizeof(*connection->tls));
		connection->tls->start_ns = event->at_ns;
	}
	connection->tls->end_ns = event->at_ns;
	return connection->tls;
}

static void
tls_client_hello(
    struct story *story, struct connection *connection, const struct event *event)
{
	const struct event_tls_client_hello *e =
	    (const struct event_tls_client_hello *)event;
	struct connection_tls *tls = connection_tls(connection, event);

	if (!connection_is_quic(connection)) /* where an answer opens it */
		connection->outcome = CONNECTION_OPEN;
	if (tls->client_hello.number != 0)
		return; /* the second, after a HelloRetryRequest */
	tls->client_hello = frame_of(event);
	tls->keys_found = e->has_keys;
	tls->start_ns = event->at_ns;
	tls->sni = arena_copy(&connection->arena, e->sni);
	tls->offered_early_data = e->early_data;
	tls->ech = e->ech;
	connection_add_name(connection, tls->sni, NAME_BY_SNI);
	connection_tie(connection, tls->sni);
	tls->is_web = e->alpn.count == 0 && connection->server_port == 443;
	for (size_t i = 0; i < e->alpn.count; i++) {
		struct bytes alpn = ((const struct bytes *)e->alpn.items)[i];

		if (bytes_equal(alpn, BYTES("h2")) || bytes_start_with(alpn, BYTES("h3")) ||
		    bytes_start_with(alpn, BYTES("http/")))
			tls->is_web = true;
	}
	if (tls->is_web)
		because_of_offer(connection);
	because_of_rival(connection);
	name_channel_of_hello(connection, e);
	if (connection->names_over != NULL)
		tls->is_web = false; /* no page is made of it */
	if (tls->is_web)
		page_place_tls(story, connection, event->at_ns);
}

static void
tls_server_hello(
    struct story *story, struct connection *connection, const struct event *event)
{
	const struct event_tls_server_hello *e =
	    (const struct event_tls_server_hello *)event;
	struct connection_tls *tls = connection_tls(connection, event);
	struct maybe version = e->selected_version.known ? e->selected_version : e->version;

	(void)story;
	if (e->hello_retry) {
		tls->hello_retry = true;
		return;
	}
	tls->server_hello = frame_of(event);
	tls->server_hello_ns = event->at_ns;
	tls->version = (uint16_t)version.value;
	tls->cipher = (uint16_t)e->cipher.value;
	tls->alpn = arena_copy(&connection->arena, e->alpn);
	tls->resumed = e->resumed;
	tls->group = (uint16_t)e->group.value;
	if (tls->version == 0x0304)
		tls->key_exchange = e->group.known ? "ecdhe" : "psk";
}

static struct bytes *
names_copy(struct arena *arena, const struct list *names)
{
	struct bytes *copy = arena_array(arena, names->count + 1, sizeof(*copy));

	for (size_t i = 0; i < names->count; i++)
		copy[i] = arena_copy(arena, ((const struct bytes *)names->items)[i]);
	return copy;
}

static void
tls_certificate(
    struct story *story, struct connection *connection, const struct event *event)
{
	const struct event_tls_certificate *e = (const struct event_tls_certificate *)event;
	struct connection_tls *tls = connection_tls(connection, event);
	struct arena *arena = &connection->arena;
	struct certificate *copy;

	if (e->chain.count == 0 || e->of == NULL || strcmp(e->of, "server") != 0 ||
	    tls->certificate != NULL)
		return;
	copy = arena_alloc(arena, sizeof(*copy));
	*copy = *(const struct certificate *)e->chain.items;
	copy->subject = arena_copy(arena, copy->subject);
	copy->issuer = arena_copy(arena, copy->issuer);
	copy->serial = arena_copy(arena, copy->serial);
	copy->key = arena_copy(arena, copy->key);
	copy->sha256 = arena_copy(arena, copy->sha256);
	if (copy->san.items != NULL)
		copy->san = LIST_OF(names_copy(arena, &copy->san), copy->san.count);
	tls->certificate = copy;
	tls->certificate_frame = frame_of(event);
	tls->certificate_ns = event->at_ns;
	findings_of_certificate(story, connection, event->at_ns);
	if (copy->san.count > 0 && connection->name_count == 0)
		connection_add_name(connection, *(const struct bytes *)copy->san.items,
		    NAME_BY_CERTIFICATE);
}

static void
tls_key_exchange(
    struct story *story, struct connection *connection, const struct event *event)
{
	static const char *const methods[] = { "rsa", "ecdhe", "dhe", "psk" };
	const struct event_tls_key_exchange *e =
	    (const struct event_tls_key_exchange *)event;
	struct connection_tls *tls = connection_tls(connection, event);

	(void)story;
	for (size_t i = 0; e->method != NULL && i < COUNT_OF(methods); i++)
		if (strcmp(methods[i], e->method) == 0)
			tls->key_exchange = methods[i];
	if (e->group.known)
		tls->group = (uint16_t)e->group.value;
}

/* A connection without keys is a page's, or begins one, from its hello on; one with keys
 * when it is clear that no request of it will be seen. */
static void
tls_place_hidden(struct story *story, struct connection *connection, uint64_t at_ns)
{
	if (connection->tls->is_web && connection->request_count == 0)
		page_place_tls(story, connection, at_ns);
}

static void
tls_established(
    struct story *story, struct connection *connection, const struct event *event)
{
	const struct event_tls_established *e = (const struct event_tls_established *)event;
	struct connection_tls *tls = connection_tls(connection, event);

	tls->duration = e->duration;
	tls->unopened = e->unopened;
	tls->keys_found = e->has_keys;
	if (tls->alpn.len == 0)
		tls->alpn = arena_copy(&connection->arena, e->alpn);
	if (tls->unopened != NULL)
		tls_place_hidden(story, connection, event->at_ns);
	tls->early_data =
	    e->early_data || (tls->offered_early_data && tls->server_hello.number == 0);
	if (connection->page != NULL)
		page_touch(story, connection->page, event->at_ns);
}

static void
tls_alert(struct story *story, struct connection *connection, const struct event *event)
{
	const struct event_tls_alert *e = (const struct event_tls_alert *)event;
	struct connection_tls *tls = connection_tls(connection, event);

	bool is_fatal = bytes_equal(e->level, BYTES("fatal"));

	if (tls->alert_count == ALERTS_MAX ||
	    bytes_equal(e->description, BYTES("close_notify")))
		return; /* every connection ends with one */
	tls->alerts[tls->alert_count++] = (struct connection_alert){
		.description = arena_copy(&connection->arena, e->description),
		.is_fatal = is_fatal,
		.by = event->src,
		.frame = frame_of(event),
		.at_ns = event->at_ns,
	};
	if (is_fatal)
		tls_place_hidden(story, connection, event->at_ns);
}

void
story_tls(struct story *story, struct connection *connection, const struct event *event)
{
	static void (*const takes[EVENT_KIND_COUNT])(
	    struct story *, struct connection *, const struct event *) = {
		[EVENT_TLS_CLIENT_HELLO] = tls_client_hello,
		[EVENT_TLS_SERVER_HELLO] = tls_server_hello,
		[EVENT_TLS_CERTIFICATE] = tls_certificate,
		[EVENT_TLS_KEY_EXCHANGE] = tls_key_exchange,
		[EVENT_TLS_ESTABLISHED] = tls_established,
		[EVENT_TLS_ALERT] = tls_alert,
	};

	if (event->kind != EVENT_TLS_ESTABLISHED)
		frame_list_add(&connection->is.frames, frame_of(event));
	takes[event->kind](story, connection, event);
}
