/* SPDX-License-Identifier: BSD-2-Clause */
/* Field sections of HTTP/3, told in the order of their stream once QPACK's table has what
 * they need (RFC 9204 2.1.2). */
#ifndef DISSECTORS_HTTP3_SECTION_H
#define DISSECTORS_HTTP3_SECTION_H

#include "dissectors/http3-record.h"

/* The fields of the stream's next section, told now or when they can be read. */
void http3_section_take(const struct http3_call *, struct bytes section);
/* The message is over; told behind its sections. */
void http3_section_end(const struct http3_call *, bool is_complete);
/* This side has announced how large a table it keeps for what the other one sends. */
void http3_section_settings(const struct http3_call *, uint64_t capacity);
/* The next bytes of the encoder stream. */
void http3_section_instructions(const struct http3_call *, struct bytes);
/* Some of them are missing. */
void http3_section_damage(const struct http3_call *);
void http3_section_clear(struct http3 *);

#endif
