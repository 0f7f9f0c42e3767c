/* SPDX-License-Identifier: BSD-2-Clause */
#include "view/waterfall.h"
#include "base/clock.h"
#include "view/line.h"

/* Streams and what is asked after the page stood there would press the load together. */
static bool
row_counts(const struct waterfall_row *row)
{
	return row->request == NULL || !row->request->is_stream;
}

static void
set_scale(struct waterfall *waterfall, const struct page *page)
{
	uint64_t end_ns = MAX(page->loaded_ns, page->first_byte_ns);

	waterfall->start_ns = page->start_ns;
	for (uint32_t i = 0; i < waterfall->rows.count; i++) {
		const struct waterfall_row *row = &waterfall->rows.items[i];

		waterfall->start_ns = MIN(waterfall->start_ns, row->start_ns);
		if (row_counts(row))
			end_ns = MAX(end_ns, row->end_ns);
	}
	end_ns = MAX(end_ns, waterfall->start_ns + NS_PER_MS);
	waterfall->end_ns = end_ns + (end_ns - waterfall->start_ns) / 24;
}

/* 1, 2 or 5 times a power of ten, so that there are at most eight ticks. */
static uint64_t
tick_step_ns(uint64_t length_ns)
{
	static const uint64_t factors[] = { 1, 2, 5 };

	for (uint64_t power_ns = NS_PER_US; power_ns <= UINT64_MAX / 1000; power_ns *= 10)
		for (size_t i = 0; i < COUNT_OF(factors); i++)
			if (length_ns / (power_ns * factors[i]) <= 8)
				return power_ns * factors[i];
	return length_ns;
}

static struct bytes
tick_label(struct arena *arena, uint64_t ns, uint64_t step_ns)
{
	unsigned long long us = ns / NS_PER_US;

	if (ns == 0)
		return BYTES("0");
	if (step_ns < NS_PER_MS)
		return arena_format(arena, "%llu µs", us);
	if (step_ns < NS_PER_S && ns < 10 * NS_PER_S)
		return arena_format(arena, "%llu ms", us / 1000);
	if (step_ns < NS_PER_S)
		return arena_format(arena, "%llu.%llu s", us / 1000000, us / 100000 % 10);
	return arena_format(arena, "%llu s", us / 1000000);
}

/* Counted from the page's start; what came before it has none. */
static void
set_ticks(struct waterfall *waterfall, const struct page *page)
{
	uint64_t step_ns = tick_step_ns(waterfall->end_ns - page->start_ns);

	for (uint64_t since_ns = 0; waterfall->tick_count < WATERFALL_TICKS_MAX &&
				    page->start_ns + since_ns < waterfall->end_ns;
	     since_ns += step_ns) {
		struct waterfall_tick *tick = &waterfall->ticks[waterfall->tick_count++];

		tick->at_ns = page->start_ns + since_ns;
		tick->label = tick_label(&waterfall->arena, since_ns, step_ns);
	}
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

static struct bytes
safe_copy(struct arena *arena, struct bytes wire)
{
	struct buffer safe = { 0 };
	struct bytes copy;

	line_add_text(&safe, wire);
	copy = arena_copy(arena, buffer_bytes(&safe));
	buffer_clear(&safe);
	return copy;
}

static void
set_texts(struct waterfall *waterfall)
{
	for (uint32_t i = 0; i < waterfall->rows.count; i++) {
		struct waterfall_row *row = &waterfall->rows.items[i];
		struct bytes host = waterfall_row_host(row);

		row->host = safe_copy(&waterfall->arena, host);
		row->name = row->request == NULL
				? row->host
				: safe_copy(&waterfall->arena, resource_name(row->request));
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
	set_ticks(&waterfall, page);
	return waterfall;
}

void
waterfall_clear(struct waterfall *waterfall)
{
	waterfall_rows_clear(&waterfall->rows);
	arena_clear(&waterfall->arena);
	*waterfall = (struct waterfall){ 0 };
}

uint32_t
waterfall_place(const struct waterfall *waterfall, uint64_t at_ns, uint32_t units)
{
	uint64_t length_ns = waterfall->end_ns - waterfall->start_ns;
	uint64_t since_ns = clock_between(waterfall->start_ns, at_ns);

	if (since_ns >= length_ns)
		return units;
	/* In floating point, for no product of the two has to fit into 64 bits. */
	return (uint32_t)((double)since_ns / (double)length_ns * units + 0.5);
}
