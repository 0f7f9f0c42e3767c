/* SPDX-License-Identifier: BSD-2-Clause */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/die.h"
#include "export/output.h"

enum { PENDING_MAX = 64 * 1024 };

/* The second process: waits for word that the document is whole, renames it, and says how
 * that went; without word (the writer has died) it removes what was written. */
static _Noreturn void
keeper_run(int socket, const char *written, const char *path)
{
	char word;
	int error = 0;

	signal(SIGINT, SIG_IGN);
	signal(SIGTERM, SIG_IGN);
	signal(SIGHUP, SIG_IGN);
	if (read(socket, &word, 1) != 1) {
		unlink(written);
		_exit(0);
	}
	if (rename(written, path) < 0)
		error = errno;
	if (write(socket, &error, sizeof(error)) < 0)
		_exit(1);
	_exit(0);
}

static int
keeper_start(struct output *output, const char *written, const char *path)
{
	int sockets[2];
	pid_t pid;

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, sockets) < 0)
		return -errno;
	pid = fork();
	if (pid < 0) {
		int error = -errno;

		close(sockets[0]);
		close(sockets[1]);
		return error;
	}
	if (pid == 0) {
		close(sockets[0]);
		close(output->fd);
		keeper_run(sockets[1], written, path);
	}
	close(sockets[1]);
	output->keeper = sockets[0];
	return 0;
}

/* As open(2) would make it: what mkostemp makes, nobody else may read. */
static void
set_usual_mode(int fd)
{
	mode_t mask = umask(0);

	umask(mask);
	if (fchmod(fd, 0666 & ~mask) < 0)
		return; /* a file system without modes */
}

static int
open_document(struct output *output, const char *path)
{
	struct buffer written = { 0 };
	int error;

	buffer_add_string(&written, path);
	buffer_add(&written, BYTES(".XXXXXX\0"));
	output->fd = mkostemp((char *)written.at, O_CLOEXEC);
	error = output->fd < 0 ? -errno : keeper_start(output, (char *)written.at, path);
	if (error == 0)
		set_usual_mode(output->fd);
	buffer_clear(&written);
	return error;
}

int
output_open(struct output *output, const char *path, enum output_kind kind)
{
	struct stat status;
	bool is_plain;

	*output = (struct output){ .name = path, .fd = STDOUT_FILENO, .keeper = -1 };
	if (path == NULL || strcmp(path, "-") == 0) {
		output->name = "standard output";
		return 0;
	}
	/* A device or pipe is written to, not replaced. */
	is_plain = stat(path, &status) < 0 || S_ISREG(status.st_mode);
	if (kind == OUTPUT_DOCUMENT && is_plain)
		return open_document(output, path);
	output->fd = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
	return output->fd < 0 ? -errno : 0;
}

struct buffer *
output_buffer(struct output *output)
{
	return &output->pending;
}

static void
output_flush(struct output *output)
{
	size_t done = 0;

	while (output->error == 0 && done < output->pending.len) {
		ssize_t n = write(
		    output->fd, output->pending.at + done, output->pending.len - done);

		if (n < 0 && errno != EINTR)
			output->error = -errno;
		else if (n > 0)
			done += (size_t)n;
	}
	output->pending.len = 0;
}

void
output_end_line(struct output *output)
{
	if (output->flush_lines || output->pending.len >= PENDING_MAX)
		output_flush(output);
}

void
output_discard(struct output *output)
{
	output->pending.len = 0;
	output->is_discarded = true;
}

static int
keeper_rename(struct output *output)
{
	int error = 0;

	if (write(output->keeper, "y", 1) != 1 ||
	    read(output->keeper, &error, sizeof(error)) != (ssize_t)sizeof(error))
		return -EIO;
	return -error;
}

int
output_close(struct output *output)
{
	output_flush(output);
	if (output->keeper >= 0) {
		if (output->error == 0 && !output->is_discarded)
			output->error = keeper_rename(output);
		close(output->keeper);
	}
	if (close(output->fd) < 0 && output->error == 0)
		output->error = -errno;
	buffer_clear(&output->pending);
	return output->error;
}
