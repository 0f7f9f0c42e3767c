/* SPDX-License-Identifier: BSD-2-Clause */
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "base/buffer.h"
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
keylog_file_read(
    const char *path, void (*take)(void *receiver, struct bytes lines), void *receiver)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	struct buffer text = { 0 };
	ssize_t n;
	int err = 0;

	if (fd < 0)
		return -errno;
	while ((n = read(fd, buffer_reserve(&text, PIECE), PIECE)) > 0) {
		text.len += (size_t)n;
		take_lines(&text, take, receiver);
	}
	if (n < 0)
		err = -errno;
	else
		take(receiver, buffer_bytes(&text));
	buffer_clear(&text);
	close(fd);
	return err;
}
