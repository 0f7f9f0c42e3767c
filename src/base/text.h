/* SPDX-License-Identifier: BSD-2-Clause */
/* Text for people and programs.  Whatever came off the wire passes through here before
 * any output: invalid UTF-8 becomes U+FFFD, and what would steer a terminal or turn text
 * around (C0, DEL, C1, bidirectional controls, line separators) is shown as \u00XX. */
#ifndef BASE_TEXT_H
#define BASE_TEXT_H

#include "base/buffer.h"

enum { UTF8_INVALID = 0xfffd };

/* The next code point of `text` from *at on, and *at behind it; UTF8_INVALID for each
 * byte that belongs to none (then *valid is false). */
uint32_t text_code_point(struct bytes text, size_t *at, bool *valid);
bool text_is_control(uint32_t code_point);
void text_add_code_point(struct buffer *out, uint32_t code_point);

/* For a terminal or a text file. */
void text_add_safe(struct buffer *out, struct bytes wire);
/* Between the quotes of a JSON string. */
void text_add_json(struct buffer *out, struct bytes wire);
/* Lower-case, without separators. */
void text_add_hex(struct buffer *out, struct bytes bytes);

/* Does the text hold this part?  Upper and lower case of ASCII are the same; an empty part
 * is in none. */
bool text_has(struct bytes text, struct bytes part);

/* Columns a terminal needs for safe UTF-8 text. */
int text_width(struct bytes text);

/* "6.8 kB", "312 B", "1.2 MB": powers of 1000, as DevTools shows sizes. */
void text_add_size(struct buffer *out, uint64_t size);

#endif
