/* SPDX-License-Identifier: BSD-2-Clause */
/* QPACK, RFC 9204, by libnghttp3's decoder: the field sections that one side sends, and
 * the encoder stream that makes the table they refer to.
 *
 * A decoder is owned by who made it.  Once its encoder stream is damaged it reads only
 * sections that do without the table. */
#ifndef DISSECTORS_HTTP3_QPACK_H
#define DISSECTORS_HTTP3_QPACK_H

#include "dissectors/http-message.h"

enum { QPACK_TABLE_MAX = 64 * 1024 };

struct qpack;

/* `capacity` is what the other side announced in its SETTINGS. */
struct qpack *qpack_new(uint64_t capacity);
void qpack_free(struct qpack *); /* qpack_free(NULL) does nothing */

/* The next bytes of the encoder stream. */
void qpack_add_instructions(struct qpack *, struct bytes);
/* Bytes of it are missing: what the table holds is not known any more. */
void qpack_damage(struct qpack *);

enum qpack_answer {
	QPACK_DONE,
	QPACK_BLOCKED, /* it refers to what the encoder stream has still to bring */
	QPACK_BROKEN
};

/* Does this section refer to the table at all? */
bool qpack_needs_table(struct bytes section);
/* Reads a whole section; `needed` inserts let one go on that is blocked. */
enum qpack_answer qpack_read(struct qpack *, struct arena *, uint64_t stream,
    struct bytes section, struct http_fields *, uint64_t *needed);
/* Are so many inserts there? */
bool qpack_has(const struct qpack *, uint64_t needed);

#endif
