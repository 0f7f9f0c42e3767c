/* SPDX-License-Identifier: BSD-2-Clause */
/* Stories whose names and texts were chosen by an enemy, told in every format, and what
 * must be true of what comes out. */
#ifndef TESTS_EXPORT_HOSTILE_H
#define TESTS_EXPORT_HOSTILE_H

#include "export/export.h"
#include "tests/export/output-fault.h"

/* Adds what the format makes of the script: what happens, one part after the other: a byte
 * that says what, one that says how long a text is, and the text, which goes into every
 * text of what happens. */
void hostile_tell(struct buffer *out, const struct format *, struct bytes script);
/* NULL, or what is wrong with that, written to `fault`. */
const char *hostile_fault(
    const struct format *, struct bytes script, char fault[OUTPUT_FAULT_SIZE]);

/* One part of a script.  A page is asked for, answered and closed by CONNECT, HELLO,
 * REQUEST, RESPONSE, BODY, CLOSE; the other parts stand between. */
enum hostile_part {
	HOSTILE_LEASE,
	HOSTILE_LOOKUP,
	HOSTILE_CONNECT,
	HOSTILE_HELLO,
	HOSTILE_CERTIFICATE,
	HOSTILE_ALERT,
	HOSTILE_REQUEST,
	HOSTILE_RESPONSE,
	HOSTILE_SECRETS, /* in header fields alone, of a whole page */
	HOSTILE_BODY,
	HOSTILE_STREAM,
	HOSTILE_APPLICATION,
	HOSTILE_CLOSE,
	HOSTILE_WAIT,
	HOSTILE_PART_COUNT
};

void hostile_add(struct buffer *script, enum hostile_part, struct bytes text);

#endif
