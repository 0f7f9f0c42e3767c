/* SPDX-License-Identifier: BSD-2-Clause */
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "keylog-file.h"

enum { PIECE = 256 * 1024, LINE_MAX_SIZE = 64 * 1024 };

/* Hands over the whole lines and keeps the rest; a line too long to be one is dropped. */
static void
take_lines(struct buffer *text, void (*take)(void *, struct bytes), void *receiver)
{
	size_t whole = text->len;

	while (whole > 0 && text->at[whole - 1] != '\n')
		whole--;
	take(receiver, bytes_of(text->at, whole));
	buffer_drop(text, whole);
	if (text->len > LINE_MAX_SIZE)
		text->len = 0;
}

int
keylog_file_open(struct keylog_file *file, const char *path)
{
	*file = (struct keylog_file){ .fd = open(path, O_RDONLY | O_CLOEXEC) };
	return file->fd < 0 ? -errno : 0;
}

int
keylog_file_read(struct keylog_file *file, void (*take)(void *receiver, struct bytes lines),
    void *receiver)
{
	ssize_t n;

	while ((n = read(file->fd, buffer_reserve(&file->text, PIECE), PIECE)) > 0) {
		file->text.len += (size_t)n;
		take_lines(&file->text, take, receiver);
	}
	return n < 0 ? -errno : 0;
}

void
keylog_file_close(struct keylog_file *file,
    void (*take)(void *receiver, struct bytes lines), void *receiver)
{
	take(receiver, buffer_bytes(&file->text));
	buffer_clear(&file->text);
	close(file->fd);
	*file = (struct keylog_file){ .fd = -1 };
}
