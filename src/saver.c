/* SPDX-License-Identifier: BSD-2-Clause */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "saver.h"

/* What is asked for: whether a file that is there may go, and the name. */
struct request {
	bool overwrites;
	char name[SAVER_NAME_MAX + 1];
};

/* Nobody who has taken over the other process gets more than this: no other folder, no
 * hidden file, no link followed, no device. */
static bool
name_is_plain(const char *name)
{
	return name[0] != '\0' && name[0] != '.' && strchr(name, '/') == NULL;
}

static int
create(const struct request *request)
{
	int flags = O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK;
	struct stat status;
	int fd;

	if (!name_is_plain(request->name))
		return -EINVAL;
	fd = open(request->name, flags | (request->overwrites ? 0 : O_EXCL), 0666);
	if (fd < 0)
		return -errno;
	if (fstat(fd, &status) < 0 || !S_ISREG(status.st_mode) || ftruncate(fd, 0) < 0) {
		close(fd);
		return -EINVAL;
	}
	return fd;
}

/* An answer is 0 and the file, or -errno. */
static void
answer(int socket, int fd)
{
	int32_t err = fd < 0 ? fd : 0;
	union {
		struct cmsghdr header;
		char room[CMSG_SPACE(sizeof(int))];
	} control = { 0 };
	struct iovec data = { &err, sizeof(err) };
	struct msghdr message = { .msg_iov = &data, .msg_iovlen = 1 };

	if (fd >= 0) {
		message.msg_control = &control;
		message.msg_controllen = sizeof(control.room);
		control.header.cmsg_level = SOL_SOCKET;
		control.header.cmsg_type = SCM_RIGHTS;
		control.header.cmsg_len = CMSG_LEN(sizeof(int));
		memcpy(CMSG_DATA(&control.header), &fd, sizeof(fd));
	}
	sendmsg(socket, &message, MSG_NOSIGNAL);
	if (fd >= 0)
		close(fd);
}

static _Noreturn void
saver_run(int socket)
{
	struct request request;

	signal(SIGINT, SIG_IGN);
	signal(SIGTERM, SIG_IGN);
	signal(SIGHUP, SIG_IGN);
	signal(SIGTSTP, SIG_IGN);
	while (recv(socket, &request, sizeof(request), 0) == (ssize_t)sizeof(request)) {
		request.name[SAVER_NAME_MAX] = '\0';
		answer(socket, create(&request));
	}
	_exit(0);
}

int
saver_open(struct saver *saver)
{
	int sockets[2];
	pid_t pid;

	saver->socket = -1;
	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, sockets) < 0)
		return -errno;
	pid = fork();
	if (pid == 0) {
		close(sockets[0]);
		saver_run(sockets[1]);
	}
	close(sockets[1]);
	if (pid < 0) {
		int err = -errno;

		close(sockets[0]);
		return err;
	}
	saver->socket = sockets[0];
	return 0;
}

/* The file that came with an answer. */
static int
take_file(struct msghdr *message)
{
	struct cmsghdr *header = CMSG_FIRSTHDR(message);
	int fd;

	if (header == NULL || header->cmsg_type != SCM_RIGHTS)
		return -EIO;
	memcpy(&fd, CMSG_DATA(header), sizeof(fd));
	return fd;
}

int
saver_create(struct saver *saver, const char *name, bool overwrites)
{
	struct request request = { .overwrites = overwrites };
	int32_t err = -EIO;
	union {
		struct cmsghdr header;
		char room[CMSG_SPACE(sizeof(int))];
	} control = { 0 };
	struct iovec data = { &err, sizeof(err) };
	struct msghdr message = {
		.msg_iov = &data,
		.msg_iovlen = 1,
		.msg_control = &control,
		.msg_controllen = sizeof(control.room),
	};

	if (strlen(name) > SAVER_NAME_MAX || !name_is_plain(name))
		return -EINVAL;
	memcpy(request.name, name, strlen(name));
	if (write(saver->socket, &request, sizeof(request)) != (ssize_t)sizeof(request) ||
	    recvmsg(saver->socket, &message, MSG_CMSG_CLOEXEC) != (ssize_t)sizeof(err))
		return -EIO;
	return err < 0 ? err : take_file(&message);
}

void
saver_close(struct saver *saver)
{
	if (saver->socket >= 0)
		close(saver->socket);
	saver->socket = -1;
}
