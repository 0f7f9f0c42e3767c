/* SPDX-License-Identifier: BSD-2-Clause */
#include "story/sentence-connection.h"
#include "base/clock.h"
#include "base/text.h"
#include "story/sentence-words.h"
#include "story/tls-names.h"

static void
add_host(struct buffer *out, const char *before, struct bytes host)
{
	if (host.len == 0)
		return;
	buffer_add_string(out, before);
	buffer_add(out, host);
}

/* What a translator made of it, as a capture beyond it shows. */
static void
add_endpoint(struct buffer *out, const char *words, struct endpoint endpoint)
{
	char text[ENDPOINT_TEXT_SIZE];

	if (endpoint.address.family != 0)
		buffer_printf(out, " (%s %s)", words, endpoint_text(endpoint, text));
}

static void
add_ends(struct buffer *out, const struct connection *connection)
{
	buffer_printf(out, " from port %u", (unsigned)connection->client_port);
	add_endpoint(out, "it leaves as", connection->leaves_as);
	buffer_add_string(out, " to ");
	sentence_add_server(out, connection);
	add_endpoint(out, "it arrives at", connection->arrives_at);
}

/* The other attempt to reach the host. */
static void
add_rival(struct buffer *out, const struct connection *connection)
{
	const struct because *because = &connection->because;
	char text[ADDRESS_TEXT_SIZE];

	if (because->rival_is_quic != connection_is_quic(connection))
		buffer_add_string(out, because->rival_is_quic ? "QUIC" : "TCP");
	else
		buffer_add_string(out, address_text(because->rival_address, text));
}

static void
add_because(struct buffer *out, const struct connection *connection)
{
	const struct because *because = &connection->because;

	switch (because->why) {
	case BECAUSE_UNKNOWN: break;
	case BECAUSE_HTTPS_RECORD:
		buffer_add_string(
		    out, "; over QUIC because its HTTPS record offers HTTP/3");
		break;
	case BECAUSE_ALT_SVC:
		buffer_add_string(out, "; over QUIC because ");
		buffer_add(out, connection_host(connection));
		buffer_add_string(out, " said so (Alt-Svc)");
		break;
	case BECAUSE_FALLBACK:
		buffer_add_string(out, "; a second way, after no success with ");
		add_rival(out, connection);
		break;
	case BECAUSE_RACE:
		buffer_add_string(out, "; in a race with ");
		add_rival(out, connection);
		buffer_add_string(
		    out, because->has_won ? ", which it won" : ", which it lost");
		break;
	}
}

static void
add_opened(struct buffer *out, const struct page *page, const struct connection *connection)
{
	bool at_server = page->seen_from == SIDE_SERVER;
	struct maybe hops = connection_hops(connection);

	sentence_add_client(out, page->client);
	buffer_add_string(out, " connected");
	add_ends(out, connection);
	buffer_add_string(out, at_server ? ", where the server listens," : "");
	sentence_add_duration(
	    out, " in ", connection->start_ns, connection->established_ns);
	if (connection->syn_tries > 1)
		buffer_printf(out, " and %u SYNs", (unsigned)connection->syn_tries);
	if (hops.known && hops.value > 0)
		buffer_printf(out, ", past %llu router%s by the TTL",
		    (unsigned long long)hops.value, hops.value == 1 ? "" : "s");
	buffer_printf(out, "; the sides count their bytes from %llu and %llu",
	    (unsigned long long)connection->isn_client.value,
	    (unsigned long long)connection->isn_server.value);
	add_because(out, connection);
}

/* Its handshake is that of TLS, which is told by itself. */
static void
add_quic(struct buffer *out, const struct page *page, const struct connection *connection)
{
	sentence_add_client(out, page->client);
	buffer_add_string(out, " sent the first packet of QUIC");
	add_ends(out, connection);
	if (connection->established_ns == 0)
		buffer_add_string(out, ", which did not answer");
	sentence_add_duration(out, ", which answered after ", connection->start_ns,
	    connection->established_ns);
	add_because(out, connection);
}

void
text_connect(struct buffer *out, const struct page *page, const struct step *step)
{
	const struct connection *connection = step->connection;
	const char *icmp = connection->icmp_name;

	if (connection_is_quic(connection)) {
		add_quic(out, page, connection);
		return;
	}
	if (connection->outcome == CONNECTION_OPEN && connection->established_ns != 0) {
		add_opened(out, page, connection);
		return;
	}
	sentence_add_server(out, connection);
	if (connection->outcome == CONNECTION_REFUSED)
		buffer_add_string(out, " refused the connection: nothing listens there");
	else if (connection->outcome == CONNECTION_UNREACHABLE)
		buffer_printf(out, " cannot be reached, said a router by ICMP%s%s%s",
		    icmp == NULL ? "" : " (", icmp == NULL ? "" : icmp,
		    icmp == NULL ? "" : ")");
	else if (connection->outcome == CONNECTION_OPEN)
		buffer_printf(out, " was connected; %s is not captured",
		    connection->begun ? "the server's part of the handshake"
				      : "the handshake");
	else if (connection_is_half_open(connection))
		buffer_add_string(
		    out, " answered, but the client did not complete the handshake");
	else
		buffer_printf(out, " did not answer %u SYN%s",
		    (unsigned)connection->syn_tries, connection->syn_tries == 1 ? "" : "s");
}

static void
add_alerts(struct buffer *out, const char *before, const struct connection *connection)
{
	const struct connection_tls *tls = connection->tls;

	for (uint32_t i = 0; i < tls->alert_count; i++) {
		bool by_client =
		    address_equal(tls->alerts[i].by, connection->client_address);

		buffer_printf(out, "%sthe %s sent the alert ", i == 0 ? before : "; ",
		    by_client ? "client" : "server");
		buffer_add(out, tls->alerts[i].description);
	}
}

static void
add_no_handshake(struct buffer *out, const struct connection *connection)
{
	buffer_add_string(out, "the handshake of TLS");
	add_host(out, " with ", connection->tls->sni);
	if (connection->tls->alert_count == 0)
		buffer_add_string(out, connection_lacks(connection, SIDE_SERVER)
					   ? "; what the server sent is not captured"
					   : " got no answer");
	add_alerts(out, " failed: ", connection);
}

/* From TLS 1.3 on it is encrypted; one that is resumed needs none. */
static void
add_certificate(struct buffer *out, const struct connection_tls *tls)
{
	const struct certificate *certificate = tls->certificate;
	char text[CLOCK_TEXT_SIZE];

	if (certificate == NULL) {
		if (tls->version >= 0x0304 && !tls->resumed)
			buffer_add_string(out, "; the certificate is encrypted");
		return;
	}
	buffer_add_string(out, "; certificate for ");
	buffer_add(out, certificate->subject);
	buffer_add_string(out, " by ");
	buffer_add(out, certificate->issuer);
	if (certificate->not_after.known)
		buffer_printf(out, ", good until %.10s",
		    clock_date_of_seconds((int64_t)certificate->not_after.value, text));
}

void
text_secure(struct buffer *out, const struct page *page, const struct step *step)
{
	const struct connection_tls *tls = step->connection->tls;
	const char *version = tls_version_name(tls->version);
	const char *cipher = tls_cipher_name(tls->cipher);

	(void)page;
	if (tls->server_hello.number == 0) {
		add_no_handshake(out, step->connection);
		return;
	}
	if (version != NULL)
		buffer_printf(out, "TLS %s", version);
	else
		buffer_printf(out, "TLS 0x%04x", tls->version);
	add_host(out, " with ", tls->sni);
	if (cipher != NULL)
		buffer_printf(out, ", %s", cipher);
	else
		buffer_printf(out, ", cipher 0x%04x", tls->cipher);
	add_host(out, ", to speak ", tls->alpn);
	buffer_add_string(out, tls->resumed ? ", resumed" : "");
	buffer_add_string(out, tls->hello_retry ? ", after a second hello" : "");
	sentence_add_duration(
	    out, ", ready in ", tls->duration.known ? step->start_ns : 0, step->end_ns);
	add_certificate(out, tls);
	add_alerts(out, "; ", step->connection);
}

static void
add_the_connection(struct buffer *out, const struct connection *connection)
{
	buffer_printf(
	    out, " the connection from port %u to ", (unsigned)connection->client_port);
	sentence_add_server(out, connection);
}

/* Who ended it, how, and when. */
static void
add_end(struct buffer *out, const struct connection *connection, const char *how)
{
	const char *closer = connection_closer(connection);
	bool was_reset = strcmp(how, "rst") == 0;
	bool had_fin =
	    connection->closing_ns != 0 && connection->closing_ns < connection->closed_ns;

	if (strcmp(how, "timeout") == 0)
		buffer_add_string(out, "both sides fell silent on");
	else
		buffer_printf(out, "the %s %s", closer == NULL ? "other side" : closer,
		    was_reset && !had_fin ? "reset" : "closed");
	add_the_connection(out, connection);
	sentence_add_duration(out, " after ", connection->start_ns, connection->closed_ns);
	if (was_reset && had_fin)
		buffer_add_string(out, ", and a reset ended it");
}

void
text_close(struct buffer *out, const struct page *page, const struct step *step)
{
	const struct connection *connection = step->connection;
	const char *how = connection->closed_how == NULL ? "" : connection->closed_how;

	(void)page;
	if (strcmp(how, "capture_end") == 0) {
		buffer_add_string(out, "the capture ended before ");
		buffer_add_string(out, connection->closing_ns == 0
					   ? "anybody closed"
					   : "both sides had closed");
		add_the_connection(out, connection);
	} else {
		add_end(out, connection, how);
	}
	if (connection->bytes_client + connection->bytes_server == 0) {
		buffer_add_string(out, "; it was never used");
		return;
	}
	if (!connection->used && connection->is_closed)
		buffer_add_string(out, "; nothing was asked on it");
	buffer_add_string(out, "; sent ");
	text_add_size(out, connection->bytes_client);
	buffer_add_string(out, ", received ");
	text_add_size(out, connection->bytes_server);
	if (connection->move_count > 1)
		buffer_printf(out, ", an end moved elsewhere %u times",
		    (unsigned)connection->move_count);
	else if (connection->move_count > 0)
		buffer_add_string(out, ", an end moved elsewhere once");
	if (connection->retransmissions > 0)
		buffer_printf(out, ", %llu segment%s sent again",
		    (unsigned long long)connection->retransmissions,
		    connection->retransmissions == 1 ? "" : "s");
	if (connection->gaps == 0)
		return;
	buffer_add_string(out, ", not captured ");
	text_add_size(out, connection->gaps);
}
