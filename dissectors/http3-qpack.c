/* SPDX-License-Identifier: BSD-2-Clause */
#include <nghttp3/nghttp3.h>
#include <stdlib.h>

#include "base/die.h"
#include "dissectors/http3-qpack.h"

enum {
	BLOCKED_STREAMS = 128,
	ANSWER_MAX = 4096, /* of the decoder stream, which nobody reads */
};

struct qpack {
	nghttp3_qpack_decoder *decoder;
	bool is_damaged;
};

static void *
memory_new(size_t size, void *unused)
{
	(void)unused;
	return alloc_zeroed(1, size);
}

static void
memory_free(void *memory, void *unused)
{
	(void)unused;
	free(memory);
}

static void *
memory_new_zeroed(size_t count, size_t size, void *unused)
{
	(void)unused;
	return alloc_zeroed(count, size);
}

static void *
memory_resize(void *memory, size_t size, void *unused)
{
	(void)unused;
	return alloc_resized(memory, 1, size);
}

/* Memory that is never refused: the library's calls fail for what they read alone. */
static const nghttp3_mem memory = { NULL, memory_new, memory_free, memory_new_zeroed,
	memory_resize };

struct qpack *
qpack_new(uint64_t capacity)
{
	struct qpack *qpack = alloc_zeroed(1, sizeof(*qpack));

	nghttp3_qpack_decoder_new(&qpack->decoder, (size_t)MIN(capacity, QPACK_TABLE_MAX),
	    BLOCKED_STREAMS, &memory);
	qpack->is_damaged = capacity > QPACK_TABLE_MAX;
	return qpack;
}

void
qpack_free(struct qpack *qpack)
{
	if (qpack == NULL)
		return;
	nghttp3_qpack_decoder_del(qpack->decoder);
	free(qpack);
}

/* The decoder queues acknowledgements for a sender that is not there, and fails when they
 * have become too many: they are thrown away. */
static void
drain(struct qpack *qpack)
{
	size_t size = nghttp3_qpack_decoder_get_decoder_streamlen(qpack->decoder);
	uint8_t bytes[ANSWER_MAX];
	nghttp3_buf answer = { bytes, bytes + sizeof(bytes), bytes, bytes };

	if (size > sizeof(bytes))
		qpack->is_damaged = true;
	else if (size > 0)
		nghttp3_qpack_decoder_write_decoder(qpack->decoder, &answer);
}

void
qpack_add_instructions(struct qpack *qpack, struct bytes bytes)
{
	nghttp3_ssize taken;

	if (qpack->is_damaged || bytes.len == 0)
		return;
	taken = nghttp3_qpack_decoder_read_encoder(qpack->decoder, bytes.at, bytes.len);
	if (taken < 0)
		qpack->is_damaged = true;
	else
		drain(qpack);
}

void
qpack_damage(struct qpack *qpack)
{
	qpack->is_damaged = true;
}

bool
qpack_needs_table(struct bytes section)
{
	return section.len > 0 && section.at[0] != 0; /* Required Insert Count */
}

bool
qpack_has(const struct qpack *qpack, uint64_t needed)
{
	return qpack->is_damaged ||
	       nghttp3_qpack_decoder_get_icnt(qpack->decoder) >= needed;
}

static struct bytes
bytes_of_buffer(nghttp3_rcbuf *buffer)
{
	nghttp3_vec vector = nghttp3_rcbuf_get_buf(buffer);

	return bytes_of(vector.base, vector.len);
}

/* One step of the decoder; takes what it read off `section`. */
static nghttp3_ssize
read_step(struct qpack *qpack, struct arena *scratch, nghttp3_qpack_stream_context *context,
    struct bytes *section, struct http_fields *fields, uint8_t *flags)
{
	nghttp3_qpack_nv field;
	nghttp3_ssize taken;

	*flags = NGHTTP3_QPACK_DECODE_FLAG_NONE;
	taken = nghttp3_qpack_decoder_read_request(
	    qpack->decoder, context, &field, flags, section->at, section->len, 1);
	if (taken < 0)
		return taken;
	*section = bytes_from(*section, (size_t)taken);
	if ((*flags & NGHTTP3_QPACK_DECODE_FLAG_EMIT) != 0) {
		http_fields_add(scratch, fields, bytes_of_buffer(field.name),
		    bytes_of_buffer(field.value));
		nghttp3_rcbuf_decref(field.name);
		nghttp3_rcbuf_decref(field.value);
	}
	return taken;
}

/* A section that would unpack to more than the limit is not read on. */
static enum qpack_answer
read_all(struct qpack *qpack, struct arena *scratch, nghttp3_qpack_stream_context *context,
    struct bytes section, struct http_fields *fields)
{
	uint8_t flags;

	while (!fields->is_too_large) {
		nghttp3_ssize taken =
		    read_step(qpack, scratch, context, &section, fields, &flags);

		if (taken < 0)
			return QPACK_BROKEN;
		if ((flags & NGHTTP3_QPACK_DECODE_FLAG_BLOCKED) != 0)
			return QPACK_BLOCKED;
		if ((flags & NGHTTP3_QPACK_DECODE_FLAG_FINAL) != 0)
			return QPACK_DONE;
		if (taken == 0 && (flags & NGHTTP3_QPACK_DECODE_FLAG_EMIT) == 0)
			return QPACK_BROKEN;
	}
	return QPACK_DONE;
}

enum qpack_answer
qpack_read(struct qpack *qpack, struct arena *scratch, uint64_t stream,
    struct bytes section, struct http_fields *fields, uint64_t *needed)
{
	nghttp3_qpack_stream_context *context;
	enum qpack_answer answer;

	if (section.len == 0 || (qpack->is_damaged && qpack_needs_table(section)))
		return QPACK_BROKEN;
	nghttp3_qpack_stream_context_new(&context, (int64_t)stream, &memory);
	answer = read_all(qpack, scratch, context, section, fields);
	*needed = nghttp3_qpack_stream_context_get_ricnt(context);
	nghttp3_qpack_stream_context_del(context);
	drain(qpack);
	return answer;
}
