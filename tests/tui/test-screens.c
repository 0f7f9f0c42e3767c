/* SPDX-License-Identifier: BSD-2-Clause */
/* Each screen as text, at several sizes, held to tests/tui/NAME.expected.  With --update
 * they are written anew (make golden-update): read what changed then. */
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>

#include "tests/tui/played.h"

static const struct {
	const char *name;
	const char *capture;
	const char *keys; /* pressed before the picture is taken */
	int columns, rows;
	enum charset charset;
} pictures[] = {
	{ "pages-120x30", "clear-page", "", 120, 30, CHARSET_UNICODE },
	{ "pages-60x16", "first-visit", "", 60, 16, CHARSET_UNICODE },
	{ "pages-ascii", "lossy", "t", 100, 20, CHARSET_ASCII },
	{ "pages-filter", "refused", "ffailed<enter>/cl<enter>", 100, 20, CHARSET_UNICODE },
	{ "pages-sort", "refused", "jooooo", 100, 20, CHARSET_UNICODE },
	{ "pages-none", "refused", "fnowhere<enter>", 80, 18, CHARSET_UNICODE },
	{ "pages-help", "first-visit", "?", 100, 45, CHARSET_UNICODE },
	{ "story-120x40", "first-visit", "<enter>", 120, 40, CHARSET_UNICODE },
	{ "story-60x16", "first-visit", "<enter>", 60, 16, CHARSET_UNICODE },
	{ "story-unfolded", "first-visit", "<enter>jjj<right>jjt", 120, 40,
	    CHARSET_UNICODE },
	{ "story-explained", "refused", "<enter>jx", 80, 24, CHARSET_UNICODE },
	{ "story-search", "first-visit", "<enter>/lamp<enter>n", 80, 24, CHARSET_ASCII },
	{ "flow-120x40", "first-visit", "3jj", 120, 40, CHARSET_UNICODE },
	{ "flow-60x16", "first-visit", "3", 60, 16, CHARSET_UNICODE },
	{ "flow-sideways", "first-visit", "3<right><right><right>", 80, 24,
	    CHARSET_UNICODE },
	{ "flow-follows", "first-visit", "3<pgdn><pgdn>t", 80, 24, CHARSET_UNICODE },
	{ "flow-folded", "first-visit", "3zjj jtt", 80, 24, CHARSET_UNICODE },
	{ "flow-search", "lossy", "3z/GET<enter>n", 100, 30, CHARSET_ASCII },
	{ "flow-failed", "refused", "jjj3G", 100, 30, CHARSET_UNICODE },
	{ "waterfall-120x40", "first-visit", "4j", 120, 40, CHARSET_UNICODE },
	{ "waterfall-60x16", "first-visit", "4", 60, 16, CHARSET_UNICODE },
	{ "waterfall-zoomed", "first-visit", "4jj+++<right>", 80, 24, CHARSET_UNICODE },
	{ "waterfall-search", "lossy", "4+0/disk<enter>n", 100, 30, CHARSET_ASCII },
	{ "waterfall-step", "first-visit", "3<pgdn><pgdn>4", 80, 24, CHARSET_UNICODE },
	{ "save-asks", "refused", "<enter>s", 80, 18, CHARSET_UNICODE },
	{ "save-overwrites", "refused", "<enter>sh<enter>", 80, 18, CHARSET_UNICODE },
	{ "saved", "refused", "<enter>sh<enter>y", 80, 18, CHARSET_UNICODE },
	{ "pages-client", "clear-page", "c", 120, 16, CHARSET_UNICODE },
	{ "too-small", "refused", "<enter>", 59, 15, CHARSET_UNICODE },
};

static bool
read_expected(const char *path, struct buffer *text)
{
	FILE *file = fopen(path, "r");
	size_t got;

	if (file == NULL)
		return false;
	while ((got = fread(buffer_reserve(text, 4096), 1, 4096, file)) > 0)
		text->len += got;
	fclose(file);
	return true;
}

static bool
write_expected(const char *path, const struct buffer *text)
{
	FILE *file = fopen(path, "w");
	bool is_whole = file != NULL && fwrite(text->at, 1, text->len, file) == text->len;

	return file != NULL && fclose(file) == 0 && is_whole;
}

static bool
hold(size_t i, const struct buffer *now, bool is_update)
{
	const char *top = getenv("srcdir");
	struct buffer expected = { 0 };
	char path[4096];
	bool is_same;

	snprintf(path, sizeof(path), "%s/tests/tui/%s.expected", top == NULL ? "." : top,
	    pictures[i].name);
	is_same = read_expected(path, &expected) &&
		  bytes_equal(buffer_bytes(&expected), buffer_bytes(now));
	buffer_clear(&expected);
	if (is_same)
		return true;
	if (is_update) {
		printf("%s: updated\n", path);
		return write_expected(path, now);
	}
	printf("%s: the screen is another now (make golden-update, then read it):\n%.*s",
	    path, (int)now->len, (const char *)now->at);
	return false;
}

int
main(int argc, char **argv)
{
	bool is_update = argc > 1 && strcmp(argv[1], "--update") == 0;
	bool is_good = true;

	setlocale(LC_CTYPE, "C.UTF-8");
	for (size_t i = 0; i < COUNT_OF(pictures); i++) {
		struct buffer now = { 0 };
		struct played played;

		played_init(&played, pictures[i].capture, pictures[i].charset);
		played_keys(&played, pictures[i].keys);
		played_print(&played, pictures[i].columns, pictures[i].rows, &now);
		is_good = hold(i, &now, is_update) && is_good;
		played_clear(&played);
		buffer_clear(&now);
	}
	return is_good ? 0 : 1;
}
