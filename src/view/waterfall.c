/* SPDX-License-Identifier: BSD-2-Clause */
#include "view/waterfall.h"
#include "base/clock.h"
#include "base/text.h"
#include "view/line.h"

enum { TICKS_MAX = 9 };

/* Streams and what is asked after the page stood there would press the load together. */
static bool
row_counts(const struct waterfall_row *row)
{
	return row->request == NULL || !row->request->is_stream;
}

static void
set_scale(struct waterfall *waterfall, const struct page *page)
{
	uint64_t start_ns = page->start_ns;
	uint64_t end_ns = MAX(page->loaded_ns, page->first_byte_ns);

	for (uint32_t i = 0; i < waterfall->rows.count; i++) {
		const struct waterfall_row *row = &waterfall->rows.items[i];

		start_ns = MIN(start_ns, row->start_ns);
		if (row_counts(row))
			end_ns = MAX(end_ns, row->end_ns);
	}
	end_ns = MAX(end_ns, start_ns + NS_PER_MS);
	waterfall->page_start_ns = page->start_ns;
	waterfall->scale = scale_of(
	    page->start_ns, start_ns, end_ns + (end_ns - start_ns) / 24, TICKS_MAX);
}

static void
set_kinds(struct waterfall *waterfall)
{
	for (uint32_t i = 0; i < waterfall->rows.count; i++)
		for (uint32_t j = 0; j < waterfall->rows.items[i].bar_count; j++)
			waterfall->kinds |= 1U << waterfall->rows.items[i].bars[j].kind;
}

/* Of a URL the last part of its path, as browsers show it; of "/" the host. */
static struct bytes
resource_name(const struct request *request)
{
	struct bytes target =
	    bytes_first(request->target, bytes_index(request->target, '?'));
	struct bytes name = target;

	for (size_t i = 0; i + 1 < target.len; i++)
		if (target.at[i] == '/')
			name = bytes_from(target, i + 1);
	return name.len == 0 || bytes_equal(name, BYTES("/")) ? request->host : name;
}

static void
set_texts(struct waterfall *waterfall)
{
	for (uint32_t i = 0; i < waterfall->rows.count; i++) {
		struct waterfall_row *row = &waterfall->rows.items[i];
		struct bytes host = waterfall_row_host(row);

		row->host = line_text_copy(&waterfall->arena, host);
		row->name = row->request == NULL ? row->host
						 : line_text_copy(&waterfall->arena,
						       resource_name(row->request));
	}
}

struct waterfall
waterfall_of(const struct page *page, uint32_t rows_max)
{
	struct waterfall waterfall = {
		.first_byte_ns = page->first_byte_ns,
		.loaded_ns = page->loaded_ns,
		.rows = waterfall_rows_of(page),
	};

	if (waterfall.rows.count > rows_max) {
		waterfall.left_out = waterfall.rows.count - rows_max;
		waterfall.rows.count = rows_max;
	}
	set_texts(&waterfall);
	set_scale(&waterfall, page);
	set_kinds(&waterfall);
	return waterfall;
}

void
waterfall_clear(struct waterfall *waterfall)
{
	waterfall_rows_clear(&waterfall->rows);
	arena_clear(&waterfall->arena);
	*waterfall = (struct waterfall){ 0 };
}

void
waterfall_add_phases(struct buffer *out, const struct waterfall_row *row)
{
	char text[CLOCK_TEXT_SIZE];

	for (uint32_t i = 0; i < row->bar_count; i++)
		buffer_printf(out, "%s%s %s", i == 0 ? "" : " · ",
		    bar_words(row->bars[i].kind),
		    clock_duration(span_ns(row->bars[i].span), text));
}

bool
waterfall_row_finds(const struct waterfall_row *row, struct bytes search)
{
	return text_has(row->name, search) || text_has(row->host, search) ||
	       (row->request != NULL && text_has(row->request->url, search));
}
