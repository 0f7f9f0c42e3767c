/* SPDX-License-Identifier: BSD-2-Clause */
#include "view/connection-line.h"
#include "base/clock.h"
#include "base/text.h"
#include "story/name-channel.h"
#include "story/sentence.h"
#include "view/heading.h"

bool
connection_is_worth_a_line(const struct connection *connection)
{
	if (connection->page_count > 0)
		return connection->outcome == CONNECTION_OPEN &&
		       connection->closed_how != NULL &&
		       strcmp(connection->closed_how, "capture_end") != 0;
	if (bytes_equal(connection->application, BYTES("DNS")))
		return false;
	return connection->begun || connection->application.len > 0 ||
	       connection->bytes_client + connection->bytes_server > 0;
}

void
connection_add_application(struct buffer *out, const struct connection *connection)
{
	if (connection->application.len == 0)
		return;
	line_add_text(out, connection->application);
	if (connection->category.len == 0)
		return;
	buffer_add_string(out, " (");
	line_add_text(out, connection->category);
	buffer_add_char(out, ')');
}

static void
add_server(struct buffer *out, const struct connection *connection)
{
	struct bytes host = connection_host(connection);
	bool is_six = connection->server_address.family == 6;
	char text[ADDRESS_TEXT_SIZE];

	line_add_text(out, host);
	buffer_printf(out, host.len > 0 ? " (%s%s%s:%u)" : "%s%s%s:%u", is_six ? "[" : "",
	    address_text(connection->server_address, text), is_six ? "]" : "",
	    (unsigned)connection->server_port);
}

static const char *
outcome_words(const struct connection *connection)
{
	static const char *const words[] = {
		[CONNECTION_OPENING] = "not answered before the capture ended",
		[CONNECTION_REFUSED] = "refused",
		[CONNECTION_UNREACHABLE] = "not reachable",
		[CONNECTION_SILENT] = "never answered",
	};

	if (connection_lacks(connection, SIDE_CLIENT))
		return "what the client sent is not captured";
	if (connection_is_half_open(connection))
		return "answered, but the client did not complete the handshake";
	return words[connection->outcome];
}

static void
add_end(struct buffer *out, const struct connection *connection)
{
	const char *how = connection->closed_how;
	const char *closer = connection_closer(connection);

	if (how == NULL || strcmp(how, "capture_end") == 0)
		buffer_add_string(out, ", still open at the end of the capture");
	else if (strcmp(how, "timeout") == 0)
		buffer_add_string(out, ", then silent");
	else if (closer != NULL)
		buffer_printf(out, ", the %s %s it", closer,
		    strcmp(how, "rst") == 0 ? "reset" : "closed");
}

/* What went over it, by whom it is told: the client sent, the client received. */
static void
add_traffic(struct buffer *out, const struct connection *connection)
{
	uint64_t end_ns = connection->closed_ns;
	char text[CLOCK_TEXT_SIZE];

	if (connection->bytes_client + connection->bytes_server == 0)
		buffer_add_string(out,
		    connection->begun ? "opened and never used" : "nothing was sent on it");
	else {
		buffer_add_string(out, "sent ");
		text_add_size(out, connection->bytes_client);
		buffer_add_string(out, ", received ");
		text_add_size(out, connection->bytes_server);
	}
	if (connection->gaps > 0) {
		buffer_add_string(out, ", not captured ");
		text_add_size(out, connection->gaps);
	}
	if (end_ns > connection->start_ns)
		buffer_printf(
		    out, " in %s", clock_duration(end_ns - connection->start_ns, text));
	if (connection->retransmissions > 0)
		buffer_printf(out, ", %llu segment%s sent again",
		    (unsigned long long)connection->retransmissions,
		    connection->retransmissions == 1 ? "" : "s");
	add_end(out, connection);
}

static void
add_frames(struct buffer *out, const struct frame_list *frames, enum inputs inputs)
{
	if (frames->count == 0)
		return;
	buffer_add_string(out, "  [");
	line_add_frames(out, frames, inputs);
	buffer_add_char(out, ']');
}

static void
add_afterwards(struct buffer *out, const struct connection *connection, enum inputs inputs)
{
	const struct page page = { .client = connection->client };
	struct step step = { .kind = STEP_CLOSE, .connection = connection };
	struct buffer sentence = { 0 };

	buffer_printf(out, "After page %u, ",
	    (unsigned)connection->pages[connection->page_count - 1]);
	heading_add_date(out,
	    connection->closing_ns != 0 ? connection->closing_ns : connection->closed_ns);
	buffer_add_string(out, ": ");
	step_text(&sentence, &page, &step);
	line_add_text(out, buffer_bytes(&sentence));
	buffer_clear(&sentence);
	connection_add_closing(connection, &step.is.frames);
	add_frames(out, &step.is.frames, inputs);
}

/* Its own keys would show what is asked on it. */
static void
add_names(struct buffer *out, const struct connection *connection)
{
	const struct connection_tls *tls = connection->tls;
	bool is_hidden = tls == NULL || !tls->keys_found || tls->unopened != NULL;

	if (is_hidden && connection->request_count == 0)
		buffer_add_string(out, "names are asked over an encrypted channel: ");
	buffer_printf(out, "%s with ", name_channel_words(connection->names_over));
}

/* Neither its bytes nor its end are told apart from what else its packets hold. */
static void
add_quic(struct buffer *out, const struct connection *connection)
{
	char text[CLOCK_TEXT_SIZE];

	buffer_add_string(out, ", over QUIC");
	if (connection->outcome != CONNECTION_OPEN)
		buffer_add_string(out, ", not answered");
	if (connection->request_count > 0)
		buffer_printf(out, ", %u request%s", (unsigned)connection->request_count,
		    connection->request_count == 1 ? "" : "s");
	if (connection->closed_ns > connection->start_ns)
		buffer_printf(out, " in %s",
		    clock_duration(connection->closed_ns - connection->start_ns, text));
}

void
connection_line_add(
    struct buffer *out, const struct connection *connection, enum inputs inputs)
{
	if (connection->page_count > 0) {
		add_afterwards(out, connection, inputs);
		return;
	}
	buffer_add_string(out, "Connection ");
	heading_add_date(out, connection->start_ns);
	buffer_add_string(out, ": ");
	if (connection->names_over != NULL)
		add_names(out, connection);
	else if (connection->application.len > 0) {
		connection_add_application(out, connection);
		buffer_add_string(out, " with ");
	} else
		buffer_add_string(out, "to ");
	add_server(out, connection);
	if (strcmp(connection->transport, "udp") == 0) {
		buffer_add_string(out, ", over UDP");
		add_frames(out, &connection->is.frames, inputs);
		return;
	}
	if (connection_is_quic(connection)) {
		add_quic(out, connection);
		add_frames(out, &connection->is.frames, inputs);
		return;
	}
	buffer_add_string(out, ", ");
	if (outcome_words(connection) != NULL)
		buffer_add_string(out, outcome_words(connection));
	else
		add_traffic(out, connection);
	add_frames(out, &connection->is.frames, inputs);
}
