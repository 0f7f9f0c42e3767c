/* SPDX-License-Identifier: BSD-2-Clause */
/* JSON (RFC 8259) written front to back into a buffer.
 * The emitter places commas; the caller opens and closes.  Inside an object every value
 * has a key, inside a list and at the top the key is NULL. */
#ifndef BASE_JSON_H
#define BASE_JSON_H

#include "base/address.h"
#include "base/buffer.h"

enum { JSON_DEPTH_MAX = 32 };

struct json {
	struct buffer *out;
	int depth;
	bool
	    begun[JSON_DEPTH_MAX]; /* the object or list at this depth has a first member */
};

static inline struct json
json_to(struct buffer *out)
{
	return (struct json){ .out = out };
}

void json_object(struct json *json, const char *key);
void json_object_end(struct json *json);
void json_list(struct json *json, const char *key);
void json_list_end(struct json *json);

void json_text(struct json *json, const char *key, struct bytes wire);
void json_word(struct json *json, const char *key, const char *word);
void json_hex(struct json *json, const char *key, struct bytes bytes);
void json_number(struct json *json, const char *key, uint64_t number);
void json_signed(struct json *json, const char *key, int64_t number);
void json_flag(struct json *json, const char *key, bool flag);
/* Nanoseconds as seconds with nine decimals. */
void json_seconds(struct json *json, const char *key, uint64_t ns);
void json_signed_seconds(struct json *json, const char *key, int64_t ns);
/* Nanoseconds as milliseconds with six decimals. */
void json_milliseconds(struct json *json, const char *key, uint64_t ns);
/* part / whole with four decimals, never above 1; a whole of 0 is 1. */
void json_fraction(struct json *json, const char *key, uint64_t part, uint64_t whole);
void json_address(struct json *json, const char *key, struct address address);
void json_mac(struct json *json, const char *key, struct mac mac);

#endif
