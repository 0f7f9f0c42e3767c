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
