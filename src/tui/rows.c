/* SPDX-License-Identifier: BSD-2-Clause */
#include "tui/rows.h"

#include <ctype.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/die.h"
#include "base/text.h"
#include "story/finding.h"
#include "view/heading.h"
#include "view/line.h"

void
rows_clear(struct rows *rows)
{
	for (uint32_t i = 0; i < rows->count; i++)
		free(rows->items[i].text);
	free(rows->items);
	free(rows->shown);
	buffer_clear(&rows->filter);
	*rows = (struct rows){ 0 };
}

/* The place of the first row whose number is not smaller. */
static uint32_t
place_of(const struct rows *rows, uint32_t id)
{
	uint32_t from = 0, to = rows->count;

	while (from < to) {
		uint32_t middle = from + (to - from) / 2;

		if (rows->items[middle].id < id)
			from = middle + 1;
		else
			to = middle;
	}
	return from;
}

static struct row *
row_get(const struct rows *rows, uint32_t id)
{
	uint32_t place = place_of(rows, id);

	if (place == rows->count || rows->items[place].id != id ||
	    rows->items[place].is_gone)
		return NULL;
	return &rows->items[place];
}

const struct row *
rows_find(const struct rows *rows, uint32_t id)
{
	return row_get(rows, id);
}

const struct row *
rows_first(const struct rows *rows)
{
	return rows->count == 0 ? NULL : &rows->items[0];
}

struct bytes
row_url(const struct row *row)
{
	return bytes_of(row->text, row->url_len);
}

struct bytes
row_who(const struct row *row)
{
	return bytes_of(row->text + row->url_len, row->who_len);
}

const char *
row_status(const struct row *row, char text[8])
{
	static const char *const failures[FAILURE_COUNT] = {
		[FAILURE_NO_SUCH_NAME] = "no name",
		[FAILURE_NAME_SERVER_FAILED] = "no name",
		[FAILURE_NO_ANSWER] = "no name",
		[FAILURE_REFUSED] = "refused",
		[FAILURE_UNREACHABLE] = "unreach",
		[FAILURE_TIMEOUT] = "timeout",
		[FAILURE_TLS_ALERT] = "tls",
		[FAILURE_CERTIFICATE] = "certif.",
		[FAILURE_RESET] = "reset",
		[FAILURE_CUT] = "cut off",
		[FAILURE_STOPPED] = "stopped",
	};

	if (row->failure != FAILURE_NONE)
		return failures[row->failure];
	if (row->status != 0)
		snprintf(text, 8, "%u", (unsigned)row->status);
	else
		snprintf(text, 8, "%s",
		    row->is_hidden ? "hidden"
		    : row->is_over ? "-"
				   : "...");
	return text;
}

/* "404" of "4xx"; a client, a word of the URL */
static bool
row_matches(const struct rows *rows, const struct row *row)
{
	struct bytes filter = buffer_bytes(&rows->filter);
	char text[8];

	if (row->is_gone || (rows->client != 0 && row->client != rows->client))
		return false;
	if (filter.len == 0)
		return true;
	if (filter.len == 3 && isdigit(filter.at[0]) &&
	    strncasecmp((const char *)filter.at + 1, "xx", 2) == 0)
		return row->failure == FAILURE_NONE &&
		       row->status / 100 == filter.at[0] - '0';
	if (row->failure != FAILURE_NONE && bytes_equal_nocase(filter, BYTES("failed")))
		return true;
	return text_has(row_url(row), filter) || text_has(row_who(row), filter) ||
	       text_has(bytes_of_string(row_status(row, text)), filter);
}

int
rows_place(const struct rows *rows, uint32_t id)
{
	for (uint32_t i = rows->shown_count; i-- > 0;)
		if (rows->shown[i] == id)
			return (int)i;
	return -1;
}

static void
shown_add(struct rows *rows, uint32_t id)
{
	if (rows->shown_count == rows->shown_size) {
		rows->shown_size = MAX(rows->shown_size * 2, 64U);
		rows->shown =
		    alloc_resized(rows->shown, rows->shown_size, sizeof(*rows->shown));
	}
	rows->shown[rows->shown_count++] = id;
}

static void
shown_remove(struct rows *rows, uint32_t id)
{
	int place = rows_place(rows, id);

	if (place < 0)
		return;
	rows->shown_count--;
	memmove(&rows->shown[place], &rows->shown[place + 1],
	    (rows->shown_count - (uint32_t)place) * sizeof(*rows->shown));
}

/* Below what is there, as it may match only now: a status comes late. */
static void
shown_check(struct rows *rows, const struct row *row)
{
	bool is_filtered = rows->filter.len > 0 || rows->client != 0;

	if (is_filtered && !rows->is_paused && rows_place(rows, row->id) < 0 &&
	    row_matches(rows, row))
		shown_add(rows, row->id);
}

static uint64_t
number_by(const struct row *row, enum row_sort sort)
{
	switch (sort) {
	case SORT_STATUS: return row->failure != FAILURE_NONE ? 999 : row->status;
	case SORT_REQUESTS: return row->requests;
	case SORT_BYTES: return row->bytes;
	case SORT_LOAD: return row->load_ns;
	case SORT_WARNINGS: return row->problems * 256U + row->warnings;
	default: return 0;
	}
}

static int
compare_bytes(struct bytes a, struct bytes b)
{
	int order = memcmp(a.at, b.at, MIN(a.len, b.len));

	return order != 0 ? order : (a.len > b.len) - (a.len < b.len);
}

/* The greatest number first, texts by the alphabet, and equals as they began. */
static int
compare_rows(const void *left, const void *right, void *receiver)
{
	const struct rows *rows = receiver;
	const struct row *a = rows_find(rows, *(const uint32_t *)left);
	const struct row *b = rows_find(rows, *(const uint32_t *)right);
	uint64_t x = number_by(a, rows->sort), y = number_by(b, rows->sort);
	int order = (x < y) - (x > y);

	if (rows->sort == SORT_CLIENT)
		order = compare_bytes(row_who(a), row_who(b));
	else if (rows->sort == SORT_URL)
		order = compare_bytes(row_url(a), row_url(b));
	return order != 0 ? order : (a->id > b->id) - (a->id < b->id);
}

static void
shown_make(struct rows *rows)
{
	rows->shown_count = 0;
	for (uint32_t i = 0; i < rows->count; i++)
		if (row_matches(rows, &rows->items[i]))
			shown_add(rows, rows->items[i].id);
	if (rows->sort != SORT_TIME && rows->shown_count > 1)
		qsort_r(rows->shown, rows->shown_count, sizeof(*rows->shown), compare_rows,
		    rows);
}

void
rows_sort(struct rows *rows, enum row_sort sort)
{
	rows->sort = sort;
	shown_make(rows);
}

void
rows_pause(struct rows *rows, bool is_paused)
{
	rows->is_paused = is_paused;
	if (!is_paused)
		shown_make(rows);
}

void
rows_filter(struct rows *rows, struct bytes filter)
{
	rows->filter.len = 0;
	buffer_add(&rows->filter, filter);
	shown_make(rows);
}

void
rows_choose_client(struct rows *rows, uint32_t client)
{
	rows->client = client;
	shown_make(rows);
}

uint32_t
rows_next_client(const struct rows *rows, uint32_t client)
{
	uint32_t next = 0;

	for (uint32_t i = 0; i < rows->count; i++) {
		uint32_t other = rows->items[i].client;

		if (!rows->items[i].is_gone && other > client &&
		    (next == 0 || other < next))
			next = other;
	}
	return next;
}

/* So many bytes of UTF-8 at most, without half a character. */
static uint8_t
cut_at(const struct buffer *text, size_t most)
{
	size_t len = MIN(text->len, most);

	while (len > 0 && len < text->len && (text->at[len] & 0xc0) == 0x80)
		len--;
	return (uint8_t)len;
}

static void
row_set_text(struct row *row, const struct page *page)
{
	struct buffer url = { 0 }, who = { 0 };

	line_add_cut(&url, page->url, 200);
	if (page->path_hidden)
		buffer_add_string(&url, "…");
	heading_add_who(&who, page->client);
	row->url_len = cut_at(&url, ROW_URL_MAX);
	row->who_len = cut_at(&who, ROW_WHO_MAX);
	row->text = alloc_resized(row->text, (size_t)row->url_len + row->who_len + 1U, 1);
	memcpy(row->text, url.at, row->url_len);
	memcpy(row->text + row->url_len, who.at, row->who_len);
	buffer_clear(&url);
	buffer_clear(&who);
}

static void
row_count_findings(struct row *row, const struct page *page)
{
	const struct finding *finding;

	row->warnings = row->problems = 0;
	TAILQ_FOREACH (finding, &page->findings, of_page) {
		if (finding->severity == SEVERITY_WARNING && row->warnings < UINT8_MAX)
			row->warnings++;
		if (finding->severity == SEVERITY_PROBLEM && row->problems < UINT8_MAX)
			row->problems++;
	}
}

static void
row_set(struct row *row, const struct page *page)
{
	row->client = page->client->id;
	row->page = page;
	row->start_ns = page->start_ns;
	row->bytes = page->bytes;
	row->requests = page->request_count;
	row->status = (uint16_t)MIN(page->status, UINT64_C(999));
	if (!row->is_over)
		return;
	row->load_ns =
	    page->loaded_ns == 0
		? 0
		: MAX(clock_between(page->start_ns, page->loaded_ns), UINT64_C(1));
	row->failure = (uint8_t)page->failure;
	row->is_hidden = heading_end_is_hidden(page);
	for (int i = 0; i < PHASE_COUNT; i++)
		row->phases_us[i] = (uint32_t)MIN(
		    page->path.phases_ns[i] / NS_PER_US, (uint64_t)UINT32_MAX);
	row_count_findings(row, page);
}

static void
row_let_go(struct rows *rows, const struct row *row)
{
	rows->is_letting_go = true;
	rows->let_go(rows->keeper, row->page);
	rows->is_letting_go = false;
}

/* Lets the oldest eighth of the rows go. */
static void
rows_make_room(struct rows *rows)
{
	uint32_t gone = ROWS_MAX / 8;

	for (uint32_t i = 0; i < gone; i++) {
		struct row *row = &rows->items[i];

		if (row->page != NULL && row->is_over)
			row_let_go(rows, row);
		rows->live_count -= !row->is_gone && !row->is_over;
		free(row->text);
	}
	memmove(
	    rows->items, rows->items + gone, (rows->count - gone) * sizeof(*rows->items));
	rows->count -= gone;
	rows->first_whole = 0;
	rows->dropped += gone;
	shown_make(rows);
}

/* Rows come in the order of their numbers, but for those of which it was told late whom
 * they are of. */
static struct row *
row_add(struct rows *rows, uint32_t id)
{
	uint32_t place;

	if (rows->count >= ROWS_MAX)
		rows_make_room(rows);
	if (rows->count == rows->size) {
		rows->size = MAX(rows->size * 2, 64U);
		rows->items = alloc_resized(rows->items, rows->size, sizeof(*rows->items));
	}
	place = place_of(rows, id);
	memmove(&rows->items[place + 1], &rows->items[place],
	    (rows->count - place) * sizeof(*rows->items));
	rows->count++;
	rows->items[place] = (struct row){ .id = id };
	return &rows->items[place];
}

void
rows_page_begun(struct rows *rows, const struct page *page)
{
	struct row *row = row_add(rows, page->id);

	row_set_text(row, page);
	row_set(row, page);
	rows->live_count++;
	rows->whole_count++;
	if (!rows->is_paused && row_matches(rows, row))
		shown_add(rows, row->id);
}

/* Of too many whole pages the oldest go. */
static void
rows_let_go(struct rows *rows)
{
	uint32_t i = rows->first_whole;

	for (; rows->whole_count > ROWS_WHOLE_MAX && i < rows->count; i++) {
		struct row *row = &rows->items[i];

		if (row->page != NULL && row->is_over && row->id != rows->held)
			row_let_go(rows, row);
	}
	while (
	    rows->first_whole < rows->count && rows->items[rows->first_whole].page == NULL)
		rows->first_whole++;
}

void
rows_page_over(struct rows *rows, const struct page *page)
{
	struct row *row = row_get(rows, page->id);

	if (row == NULL) {
		rows_page_begun(rows, page);
		row = row_get(rows, page->id);
	}
	rows->live_count -= !row->is_over;
	row->is_over = true;
	row_set_text(row, page);
	row_set(row, page);
	shown_check(rows, row);
	rows_let_go(rows);
}

void
rows_page_gone(struct rows *rows, const struct page *page)
{
	struct row *row = row_get(rows, page->id);

	if (row == NULL)
		return;
	row->page = NULL;
	rows->whole_count--;
	if (row->is_over && rows->is_letting_go)
		return;
	/* It was no page after all, or another input told it better. */
	row->is_gone = true;
	rows->live_count -= !row->is_over;
	shown_remove(rows, row->id);
}

void
rows_look_again(struct rows *rows)
{
	uint32_t left = rows->live_count;

	for (uint32_t i = rows->count; i-- > 0 && left > 0;) {
		struct row *row = &rows->items[i];

		if (row->is_over || row->is_gone)
			continue;
		left--;
		row_set_text(row, row->page);
		row_set(row, row->page);
		shown_check(rows, row);
	}
}

bool
rows_settle(struct rows *rows, uint32_t id)
{
	struct row *row = row_get(rows, id);
	bool is_due = row != NULL && row->page != NULL && !row->is_settled;

	if (is_due)
		row->is_settled = true;
	return is_due;
}
