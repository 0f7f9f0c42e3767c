/* SPDX-License-Identifier: BSD-2-Clause */
#include "event/sealed.h"
#include "event/tables.h"

static const struct field sealed_fields_rows[] = {
	FIELD(struct event_sealed, size, FIELD_NUMBER, "bytes inside of the message"),
	FIELD(struct event_sealed, bytes, FIELD_NUMBER,
	    "bytes of the server since it was told of last"),
	FIELD(struct event_sealed, is_first, FIELD_FLAG,
	    "the client's first message behind the handshake"),
};

const struct field_table sealed_fields =
    FIELD_TABLE(sealed_fields_rows, struct event_sealed);
