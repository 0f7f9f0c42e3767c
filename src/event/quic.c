/* SPDX-License-Identifier: BSD-2-Clause */
#include "event/quic.h"
#include "event/tables.h"

static const struct field quic_initial_fields_rows[] = {
	FIELD(struct event_quic_initial, version, FIELD_CODE32, "version of QUIC"),
	FIELD(struct event_quic_initial, dcid, FIELD_HEX, "destination connection id"),
	FIELD(struct event_quic_initial, scid, FIELD_HEX, "source connection id"),
};

const struct field_table quic_initial_fields =
    FIELD_TABLE(quic_initial_fields_rows, struct event_quic_initial);

static const struct field quic_closed_fields_rows[] = {
	FIELD(struct event_quic_closed, how, FIELD_WORD,
	    "close (CONNECTION_CLOSE was sent), timeout (silent for longer than both "
	    "allow) "
	    "or capture_end"),
	FIELD(struct event_quic_closed, by, FIELD_ADDRESS, "address that closed it"),
	FIELD(
	    struct event_quic_closed, error, FIELD_MAYBE, "error code of CONNECTION_CLOSE"),
	FIELD(struct event_quic_closed, application, FIELD_FLAG,
	    "the code is the application's, not one of QUIC"),
	FIELD(struct event_quic_closed, reason, FIELD_TEXT, "reason phrase"),
	FIELD(struct event_quic_closed, bytes_client, FIELD_NUMBER,
	    "bytes in datagrams of the client"),
	FIELD(struct event_quic_closed, bytes_server, FIELD_NUMBER,
	    "bytes in datagrams of the server"),
	FIELD(struct event_quic_closed, packets_client, FIELD_NUMBER,
	    "datagrams of the client"),
	FIELD(struct event_quic_closed, packets_server, FIELD_NUMBER,
	    "datagrams of the server"),
	FIELD(struct event_quic_closed, duration, FIELD_SECONDS,
	    "seconds from the first packet to the last"),
};

const struct field_table quic_closed_fields =
    FIELD_TABLE(quic_closed_fields_rows, struct event_quic_closed);
