/* SPDX-License-Identifier: BSD-2-Clause */
/* The sentences: one for each step, the same in every output. */
#include "base/text.h"
#include "story/correlator.h"

struct bytes
client_label(const struct client *client, char text[ADDRESS_TEXT_SIZE])
{
	struct address address = client_address_now(client);

	if (client->name.len > 0)
		return client->name;
	if (address.family != 0)
		return bytes_of_string(address_text(address, text));
	return bytes_of_string(mac_text(client->mac, text));
}

static void
add_client(struct buffer *out, const struct client *client)
{
	char text[ADDRESS_TEXT_SIZE];

	buffer_add(out, client_label(client, text));
}

static void
add_address(struct buffer *out, struct address address)
{
	char text[ADDRESS_TEXT_SIZE];

	buffer_add_string(out, address_text(address, text));
}

static void
add_server(struct buffer *out, const struct connection *connection)
{
	bool is_six = connection->server_address.family == 6;

	buffer_add_string(out, is_six ? "[" : "");
	add_address(out, connection->server_address);
	buffer_printf(out, "%s:%u", is_six ? "]" : "", connection->server_port);
}

static void
add_duration(struct buffer *out, const char *before, uint64_t start_ns, uint64_t end_ns)
{
	char text[CLOCK_TEXT_SIZE];

	if (end_ns == 0 || start_ns == 0 || end_ns < start_ns)
		return;
	buffer_printf(out, "%s%s", before, clock_duration(end_ns - start_ns, text));
}

static void
add_list(
    struct buffer *out, const char *before, const struct address *addresses, uint32_t count)
{
	for (uint32_t i = 0; i < count; i++) {
		buffer_add_string(out, i == 0 ? before : i + 1 == count ? " and " : ", ");
		add_address(out, addresses[i]);
	}
}

static void
text_join(struct buffer *out, const struct page *page, const struct step *step)
{
	if (step->lease != NULL) {
		lease_text(out, page->client, step->lease);
		return;
	}
	add_client(out, page->client);
	buffer_add_string(out, " already had its address");
	if (page->client->name.len == 0)
		return; /* it is what the client is called */
	buffer_add_char(out, ' ');
	add_address(out, client_address_now(page->client));
}

static void
text_next_hop(struct buffer *out, const struct page *page, const struct step *step)
{
	bool is_far = !address_equal(step->address, step->for_address);
	char mac[MAC_TEXT_SIZE];

	(void)page;
	mac_text(step->mac, mac);
	if (step->is.certainty != CERTAINTY_SEEN) {
		buffer_add_string(out, "packets for ");
		add_address(out, step->for_address);
		buffer_printf(out, " go to %s", mac);
		if (is_far && step->address.family != 0) {
			buffer_add_string(out, ", the gateway ");
			add_address(out, step->address);
		}
		return;
	}
	add_address(out, step->address);
	buffer_printf(out, " is at %s", mac);
	add_duration(out,
	    step->address.family == 6 ? ", it answered by NDP after "
				      : ", it answered by ARP after ",
	    step->start_ns == step->end_ns ? 0 : step->start_ns, step->end_ns);
	if (is_far) {
		buffer_add_string(out, "; packets for ");
		add_address(out, step->for_address);
		buffer_add_string(out, " go there");
	}
}

static void
add_said(struct buffer *out, const struct lookup *lookup)
{
	buffer_add_string(out, ", said ");
	add_address(out, lookup->resolver);
	add_duration(out, " after ", lookup->start_ns, lookup->end_ns);
	if (lookup->transport != NULL && strcmp(lookup->transport, "tcp") == 0)
		buffer_add_string(out, lookup->truncated
					   ? ", over TCP as the answer was too long for UDP"
					   : ", over TCP");
	if (lookup->tries > 1 && !lookup->truncated)
		buffer_printf(out, ", asked %u times", lookup->tries);
}

/* "a is b is 192.0.2.1" */
static void
add_chain(struct buffer *out, const struct lookup *lookup)
{
	enum { ADDRESSES_SHOWN = 4 };

	buffer_add(out, lookup->name);
	for (uint32_t i = 0; i < lookup->chain_count; i++) {
		buffer_add_string(out, " is ");
		buffer_add(out, lookup->chain[i]);
	}
	add_list(out, " is ", lookup->addresses,
	    MIN(lookup->address_count, (uint32_t)ADDRESSES_SHOWN));
	if (lookup->address_count > ADDRESSES_SHOWN)
		buffer_printf(out, " and %u more", lookup->address_count - ADDRESSES_SHOWN);
}

static void
text_name_failed(struct buffer *out, const struct lookup *lookup)
{
	if (lookup->end_ns == 0) {
		add_address(out, lookup->resolver);
		buffer_add_string(out, " did not answer for ");
		buffer_add(out, lookup->name);
		if (lookup->tries > 1)
			buffer_printf(out, ", asked %u times", lookup->tries);
		return;
	}
	if (lookup->rcode.value == 3) {
		buffer_add_string(out, "there is no ");
		buffer_add(out, lookup->name);
	} else {
		buffer_add_string(out, "no answer for ");
		buffer_add(out, lookup->name);
		buffer_add_string(out, " (");
		buffer_add(out, lookup->rcode_name);
		buffer_add_char(out, ')');
	}
	add_said(out, lookup);
}

static void
text_name(struct buffer *out, const struct page *page, const struct step *step)
{
	const struct lookup *lookup = step->lookup;

	if (lookup == NULL) {
		add_client(out, page->client);
		buffer_add_string(out, " knew the address of ");
		buffer_add(out, step->name);
	} else if (lookup->is.certainty == CERTAINTY_INFERRED) {
		add_chain(out, lookup);
		buffer_add_string(out, ", still known");
		if (lookup->from != NULL)
			buffer_printf(out, " from frame %u", lookup->from->answer.number);
	} else if (lookup->end_ns == 0 ||
		   (lookup->rcode.known && lookup->rcode.value != 0)) {
		text_name_failed(out, lookup);
	} else if (lookup->address_count > 0) {
		add_chain(out, lookup);
		add_said(out, lookup);
	} else {
		buffer_add(out, lookup->name);
		buffer_add_string(out, lookup->ttl.known ? " has a record of type "
							 : " has no record of type ");
		buffer_add(out, lookup->type);
		add_said(out, lookup);
	}
}

static void
text_connect(struct buffer *out, const struct page *page, const struct step *step)
{
	const struct connection *connection = step->connection;

	if (connection->outcome == CONNECTION_OPEN && connection->established_ns != 0) {
		add_client(out, page->client);
		buffer_add_string(out, " connected to ");
		add_server(out, connection);
		add_duration(out, " in ", connection->start_ns, connection->established_ns);
		buffer_printf(out, "; the sides count their bytes from %llu and %llu",
		    (unsigned long long)connection->isn_client.value,
		    (unsigned long long)connection->isn_server.value);
		return;
	}
	add_server(out, connection);
	if (connection->outcome == CONNECTION_REFUSED)
		buffer_add_string(out, " refused the connection: nothing listens there");
	else if (connection->outcome == CONNECTION_UNREACHABLE)
		buffer_printf(out, " cannot be reached, said a router by ICMP%s%s%s",
		    connection->icmp_name == NULL ? "" : " (",
		    connection->icmp_name == NULL ? "" : connection->icmp_name,
		    connection->icmp_name == NULL ? "" : ")");
	else if (connection->outcome == CONNECTION_OPEN)
		buffer_add_string(out, " was connected; the handshake is not captured");
	else
		buffer_printf(out, " did not answer %u SYN%s", connection->syn_tries,
		    connection->syn_tries == 1 ? "" : "s");
}

static void
add_alerts(struct buffer *out, const struct connection *connection)
{
	const struct connection_tls *tls = connection->tls;

	for (uint32_t i = 0; i < tls->alert_count; i++) {
		bool by_client =
		    address_equal(tls->alerts[i].by, connection->client_address);

		buffer_printf(
		    out, "; the %s sent the alert ", by_client ? "client" : "server");
		buffer_add(out, tls->alerts[i].description);
	}
}

static void
text_secure(struct buffer *out, const struct page *page, const struct step *step)
{
	const struct connection_tls *tls = step->connection->tls;
	const char *version = tls_version_name(tls->version);
	const char *cipher = tls_cipher_name(tls->cipher);

	(void)page;
	if (tls->server_hello.number == 0) {
		buffer_add_string(out, "the handshake of TLS");
		if (tls->sni.len > 0) {
			buffer_add_string(out, " with ");
			buffer_add(out, tls->sni);
		}
		buffer_add_string(out, " got no answer");
		add_alerts(out, step->connection);
		return;
	}
	if (version != NULL)
		buffer_printf(out, "TLS %s", version);
	else
		buffer_printf(out, "TLS 0x%04x", tls->version);
	if (tls->sni.len > 0) {
		buffer_add_string(out, " with ");
		buffer_add(out, tls->sni);
	}
	if (cipher != NULL)
		buffer_printf(out, ", %s", cipher);
	else
		buffer_printf(out, ", cipher 0x%04x", tls->cipher);
	if (tls->alpn.len > 0) {
		buffer_add_string(out, ", then ");
		buffer_add(out, tls->alpn);
	}
	buffer_add_string(out, tls->resumed ? ", resumed" : "");
	add_duration(
	    out, ", ready in ", tls->duration.known ? step->start_ns : 0, step->end_ns);
	add_alerts(out, step->connection);
}

static void
text_request(struct buffer *out, const struct page *page, const struct step *step)
{
	const struct request *request = step->request;

	if (request == NULL) {
		buffer_add_string(out, "what ");
		add_client(out, page->client);
		buffer_add_string(out, " asked of ");
		if (connection_host(step->connection).len > 0)
			buffer_add(out, connection_host(step->connection));
		else
			add_server(out, step->connection);
		buffer_add_string(out, " is inside TLS");
		return;
	}
	add_client(out, page->client);
	buffer_add_string(out, " asked: ");
	buffer_add(out, request->method);
	buffer_add_char(out, ' ');
	buffer_add(out, request->url.len > 0 ? request->url : request->target);
	if (request->request_bytes > 0) {
		buffer_add_string(out, ", with ");
		text_add_size(out, request->request_bytes);
	}
}

static void
text_response(struct buffer *out, const struct page *page, const struct step *step)
{
	const struct request *request = step->request;

	(void)page;
	buffer_printf(out, "answer: %llu", (unsigned long long)request->status);
	if (request->status_reason.len > 0) {
		buffer_add_char(out, ' ');
		buffer_add(out, request->status_reason);
	}
	if (request->location.len > 0) {
		buffer_add_string(out, ", go to ");
		buffer_add(out, request->location);
	}
	if (request->mime.len > 0) {
		buffer_add_string(out, ", ");
		buffer_add(out, request->mime);
	}
	if (request->is_over) {
		buffer_add_string(out, ", ");
		text_add_size(out, request->bytes);
	}
	add_duration(out, ", first byte after ", request->sent_ns, request->first_byte_ns);
	add_duration(out, ", whole after ", request->sent_ns,
	    request->is_over && !request->is_cut ? request->end_ns : 0);
	if (request->is_cut)
		buffer_add_string(out, ", cut off");
}

static void
text_close(struct buffer *out, const struct page *page, const struct step *step)
{
	const struct connection *connection = step->connection;
	const char *closer = connection_closer(connection);
	const char *how = connection->closed_how == NULL ? "" : connection->closed_how;

	(void)page;
	if (strcmp(how, "capture_end") == 0)
		buffer_add_string(
		    out, "the capture ended before anybody closed the connection");
	else if (strcmp(how, "timeout") == 0)
		buffer_add_string(out, "both sides fell silent on the connection");
	else
		buffer_printf(out, "the %s %s the connection",
		    closer == NULL ? "other side" : closer,
		    strcmp(how, "rst") == 0 ? "reset" : "closed");
	buffer_add_string(out, " to ");
	add_server(out, connection);
	if (strcmp(how, "capture_end") != 0)
		add_duration(out, " after ", connection->start_ns, connection->closed_ns);
	buffer_add_string(out, "; sent ");
	text_add_size(out, connection->bytes_client);
	buffer_add_string(out, ", received ");
	text_add_size(out, connection->bytes_server);
}

void
step_text(struct buffer *out, const struct page *page, const struct step *step)
{
	static void (*const texts[STEP_KIND_COUNT])(
	    struct buffer *, const struct page *, const struct step *) = {
		[STEP_JOIN] = text_join,
		[STEP_NEXT_HOP] = text_next_hop,
		[STEP_NAME] = text_name,
		[STEP_CONNECT] = text_connect,
		[STEP_SECURE] = text_secure,
		[STEP_REQUEST] = text_request,
		[STEP_RESPONSE] = text_response,
		[STEP_CLOSE] = text_close,
	};

	texts[step->kind](out, page, step);
}
