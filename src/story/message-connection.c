/* SPDX-License-Identifier: BSD-2-Clause */
#include "story/message-connection.h"
#include "story/tls-names.h"

struct party
connection_server_party(const struct connection *connection)
{
	return (struct party){ .role = ROLE_SERVER,
		.address = connection->server_address,
		.name = connection_host(connection) };
}

static struct message *
add_between(struct messages *messages, enum event_kind kind, uint64_t at_ns,
    struct frame_ref frame, enum direction direction)
{
	struct message *message = message_add(messages, kind, at_ns, frame);

	message_between(messages, message, direction,
	    connection_server_party(messages->step->connection));
	return message;
}

static void
label_number(
    struct messages *messages, const char *before, struct maybe number, uint32_t more)
{
	if (number.known)
		buffer_printf(&messages->label, "%s%lu", before,
		    (unsigned long)(uint32_t)(number.value + more));
}

static void
add_syn(struct messages *messages, const struct connection *connection)
{
	struct message *message;

	buffer_printf(
	    &messages->label, "SYN to port %u", (unsigned)connection->server_port);
	label_number(messages, ", seq ", connection->isn_client, 0);
	message = add_between(
	    messages, EVENT_TCP_SYN, connection->start_ns, connection->syn, FROM_CLIENT);
	message->tries = connection->syn_tries > 1 ? connection->syn_tries : 1;
	message->is_lost = connection->outcome == CONNECTION_SILENT;
}

static void
add_handshake(struct messages *messages, const struct connection *connection)
{
	if (connection->syn_ack.number != 0) {
		buffer_add_string(&messages->label, "SYN, ACK");
		label_number(messages, ", seq ", connection->isn_server, 0);
		label_number(messages, ", ack ", connection->isn_client, 1);
		add_between(messages, EVENT_TCP_SYN_ACK, connection->syn_ack_ns,
		    connection->syn_ack, TO_CLIENT);
	}
	if (connection->ack.number != 0) {
		buffer_add_string(&messages->label, "ACK");
		label_number(messages, ", ack ", connection->isn_server, 1);
		add_between(messages, EVENT_TCP_ESTABLISHED, connection->established_ns,
		    connection->ack, FROM_CLIENT);
	}
}

/* An error by ICMP comes from a router on the way, or from the host itself. */
static void
add_refusal(struct messages *messages, const struct connection *connection)
{
	bool by_icmp =
	    connection->refused_by != NULL && strcmp(connection->refused_by, "icmp") == 0;
	struct message *message;

	if (connection->refusal.number == 0)
		return;
	buffer_printf(&messages->label, by_icmp ? "ICMP %s" : "RST",
	    connection->icmp_name == NULL ? "error" : connection->icmp_name);
	message = add_between(messages, by_icmp ? EVENT_ICMP_ERROR : EVENT_TCP_REFUSED,
	    connection->refused_ns, connection->refusal, TO_CLIENT);
	if (by_icmp)
		message->from = (struct party){ .role = ROLE_ROUTER };
}

static void
messages_initial(struct messages *messages, const struct connection *connection)
{
	struct message *message;

	buffer_printf(
	    &messages->label, "QUIC Initial to port %u", (unsigned)connection->server_port);
	message = add_between(messages, EVENT_QUIC_INITIAL, connection->start_ns,
	    connection->syn, FROM_CLIENT);
	message->is_lost = connection->established_ns == 0;
	if (connection->established_ns == 0)
		return;
	buffer_add_string(&messages->label, "QUIC Initial");
	add_between(messages, EVENT_QUIC_INITIAL, connection->established_ns,
	    connection->syn_ack, TO_CLIENT);
}

void
messages_connect(struct messages *messages)
{
	const struct connection *connection = messages->step->connection;

	if (connection_is_quic(connection)) {
		messages_initial(messages, connection);
		return;
	}
	if (!connection->begun)
		return;
	add_syn(messages, connection);
	add_handshake(messages, connection);
	add_refusal(messages, connection);
}

static void
add_server_hello(struct messages *messages, const struct connection_tls *tls)
{
	const char *version = tls_version_name(tls->version);
	const char *cipher = tls_cipher_name(tls->cipher);

	buffer_add_string(&messages->label, "ServerHello");
	if (version != NULL)
		buffer_printf(&messages->label, " TLS %s", version);
	if (cipher != NULL)
		buffer_printf(&messages->label, ", %s", cipher);
	if (tls->alpn.len > 0)
		buffer_add_string(&messages->label, ", ");
	buffer_add(&messages->label, tls->alpn);
	add_between(messages, EVENT_TLS_SERVER_HELLO, tls->server_hello_ns,
	    tls->server_hello, TO_CLIENT);
	if (tls->certificate == NULL)
		return;
	buffer_add_string(&messages->label, "Certificate ");
	buffer_add(&messages->label, tls->certificate->subject);
	add_between(messages, EVENT_TLS_CERTIFICATE, tls->certificate_ns,
	    tls->certificate_frame, TO_CLIENT);
}

static void
add_alert(struct messages *messages, const struct connection_alert *alert)
{
	bool by_client =
	    address_equal(alert->by, messages->step->connection->client_address);

	buffer_add_string(&messages->label, "alert: ");
	buffer_add(&messages->label, alert->description);
	add_between(messages, EVENT_TLS_ALERT, alert->at_ns, alert->frame,
	    by_client ? FROM_CLIENT : TO_CLIENT);
}

void
messages_secure(struct messages *messages)
{
	const struct connection_tls *tls = messages->step->connection->tls;
	struct message *message;

	if (tls->client_hello.number != 0) {
		buffer_add_string(&messages->label, "ClientHello");
		if (tls->sni.len > 0)
			buffer_add_string(&messages->label, " for ");
		buffer_add(&messages->label, tls->sni);
		message = add_between(messages, EVENT_TLS_CLIENT_HELLO, tls->start_ns,
		    tls->client_hello, FROM_CLIENT);
		message->is_lost = tls->server_hello.number == 0 && tls->alert_count == 0;
	}
	if (tls->server_hello.number != 0)
		add_server_hello(messages, tls);
	for (uint32_t i = 0; i < tls->alert_count; i++)
		add_alert(messages, &tls->alerts[i]);
}

/* False: no FIN of this side was seen. */
static bool
add_fin(struct messages *messages, enum side side, const char *label)
{
	const struct connection_fin *fin = &messages->step->connection->fins[side];

	if (fin->frame.number == 0)
		return false;
	buffer_add_string(&messages->label, label);
	add_between(messages, EVENT_TCP_STATE, fin->at_ns, fin->frame,
	    side == SIDE_CLIENT ? FROM_CLIENT : TO_CLIENT);
	return true;
}

/* What came when both had sent their FIN is the last acknowledgement. */
static void
add_last(struct messages *messages, enum side closer)
{
	const struct connection *connection = messages->step->connection;
	const struct connection_fin *fins = connection->fins;
	bool is_reset = strcmp(connection->closed_how, "rst") == 0;
	bool had_both =
	    fins[SIDE_CLIENT].frame.number != 0 && fins[SIDE_SERVER].frame.number != 0;

	if ((strcmp(connection->closed_how, "fin") != 0 && !is_reset) ||
	    frame_equal(connection->closed_frame, fins[SIDE_CLIENT].frame) ||
	    frame_equal(connection->closed_frame, fins[SIDE_SERVER].frame))
		return;
	buffer_add_string(&messages->label, is_reset ? "RST" : had_both ? "ACK" : "FIN");
	add_between(messages, EVENT_TCP_CLOSED, connection->closed_ns,
	    connection->closed_frame, closer == SIDE_CLIENT ? FROM_CLIENT : TO_CLIENT);
}

/* The capture's end and silence are no messages. */
void
messages_close(struct messages *messages)
{
	const struct connection *connection = messages->step->connection;
	const char *closer = connection_closer(connection);
	enum side by =
	    closer != NULL && strcmp(closer, "server") == 0 ? SIDE_SERVER : SIDE_CLIENT;
	bool had_fin;

	if (closer == NULL || connection->closed_how == NULL ||
	    connection_is_quic(connection))
		return;
	had_fin = add_fin(messages, by, "FIN");
	add_fin(messages, side_other(by), had_fin ? "FIN, ACK" : "FIN");
	add_last(messages, by);
}
