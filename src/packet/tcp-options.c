/* SPDX-License-Identifier: BSD-2-Clause */
#include "packet/tcp-options.h"

#include "base/buffer.h"
#include "base/cursor.h"
#include "base/text.h"

enum { OPTION_END = 0, OPTION_NOTHING = 1, SCALE_MAX = 14 };

static void
add_segment_size(struct buffer *out, struct cursor *value)
{
	buffer_printf(out, "%u bytes", (unsigned)cursor_u16(value));
}

static void
add_scale(struct buffer *out, struct cursor *value)
{
	unsigned shift = cursor_u8(value);

	buffer_printf(out, "%u", shift);
	if (shift <= SCALE_MAX)
		buffer_printf(out, " (multiply by %u)", 1U << shift);
}

static void
add_blocks(struct buffer *out, struct cursor *value)
{
	while (cursor_left(value) >= 8) {
		unsigned left = cursor_u32(value), right = cursor_u32(value);

		buffer_printf(
		    out, "%u-%u%s", left, right, cursor_left(value) >= 8 ? " " : "");
	}
}

static void
add_timestamps(struct buffer *out, struct cursor *value)
{
	unsigned own = cursor_u32(value), echo = cursor_u32(value);

	buffer_printf(out, "TSval %u, TSecr %u", own, echo);
}

static const struct {
	uint8_t kind;
	const char *name;
	void (*add)(struct buffer *, struct cursor *value); /* NULL: it has no value */
} options_known[] = {
	{ 2, "Maximum segment size", add_segment_size },
	{ 3, "Window scale", add_scale },
	{ 4, "SACK permitted", NULL },
	{ 5, "SACK", add_blocks },
	{ 8, "Timestamps", add_timestamps },
};

static void
add_option(struct buffer *out, uint8_t kind, struct cursor value)
{
	size_t before;

	for (size_t i = 0; i < COUNT_OF(options_known); i++) {
		if (options_known[i].kind != kind)
			continue;
		buffer_add_string(out, options_known[i].name);
		if (options_known[i].add == NULL)
			return;
		buffer_add_string(out, ": ");
		before = out->len;
		options_known[i].add(out, &value);
		if (!value.broken)
			return;
		out->len = before;
		buffer_add_string(out, "too short");
		return;
	}
	buffer_printf(out, "Kind %u: ", (unsigned)kind);
	text_add_hex(out, cursor_rest(&value));
}

void
tcp_options_each(struct bytes options,
    void (*option)(void *receiver, struct bytes text, struct bytes where), void *receiver)
{
	struct cursor in = cursor_of(options);
	struct buffer text = { 0 };

	while (cursor_left(&in) > 0) {
		const uint8_t *start = in.at;
		uint8_t kind = cursor_u8(&in);

		text.len = 0;
		buffer_add_string(&text, "TCP Option - ");
		if (kind == OPTION_END || kind == OPTION_NOTHING) {
			buffer_add_string(&text, kind == OPTION_END
						     ? "End of Option List (EOL)"
						     : "No-Operation (NOP)");
		} else {
			uint8_t size = cursor_u8(&in);
			struct cursor value = cursor_sub(&in, MAX(size, 2) - 2u);

			if (size < 2 || in.broken)
				break;
			add_option(&text, kind, value);
		}
		option(receiver, buffer_bytes(&text),
		    bytes_of(start, (size_t)(in.at - start)));
		if (kind == OPTION_END)
			break;
	}
	buffer_clear(&text);
}
