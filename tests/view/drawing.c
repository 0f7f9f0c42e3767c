/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdio.h>
#include <stdlib.h>

#include "tests/view/drawing.h"

static void
set_path(char *path, size_t size, const char *name)
{
	const char *top = getenv("srcdir");

	snprintf(
	    path, size, "%s/tests/view/drawings/%s.txt", top == NULL ? "." : top, name);
}

static void
drawing_write(const char *path, struct bytes drawn)
{
	FILE *file = fopen(path, "w");

	assert_non_null(file);
	assert_int_equal(fwrite(drawn.at, 1, drawn.len, file), drawn.len);
	assert_int_equal(fclose(file), 0);
}

static void
drawing_read(const char *path, struct buffer *out)
{
	FILE *file = fopen(path, "r");
	char part[4096];
	size_t got;

	if (file == NULL)
		fail_msg("%s cannot be read: DRAWINGS_UPDATE=1 writes it", path);
	while ((got = fread(part, 1, sizeof(part), file)) > 0)
		buffer_add(out, bytes_of(part, got));
	fclose(file);
}

void
assert_drawn(const struct grid *grid, const char *name)
{
	struct buffer drawn = { 0 }, expected = { 0 };
	char path[512];

	set_path(path, sizeof(path), name);
	grid_print(grid, &drawn);
	if (getenv("DRAWINGS_UPDATE") != NULL)
		drawing_write(path, buffer_bytes(&drawn));
	drawing_read(path, &expected);
	buffer_add_char(&drawn, '\0');
	buffer_add_char(&expected, '\0');
	assert_string_equal((const char *)drawn.at, (const char *)expected.at);
	buffer_clear(&drawn);
	buffer_clear(&expected);
}
