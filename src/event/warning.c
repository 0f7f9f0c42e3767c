/* SPDX-License-Identifier: BSD-2-Clause */
#include "event/warning.h"
#include "event/tables.h"

static const struct field warning_fields_rows[] = {
	FIELD(struct event_warning, layer, FIELD_TEXT, "where: the dissector or layer"),
	FIELD(struct event_warning, text, FIELD_TEXT, "what is wrong"),
};

const struct field_table warning_fields =
    FIELD_TABLE(warning_fields_rows, struct event_warning);
