/* SPDX-License-Identifier: BSD-2-Clause */
/* Each test goes behind the fence in a child: there is no way out.  Inside, only _exit is
 * sure to work, so a child reports by its exit status. */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "capture/sandbox.h"
#include "tests/test.h"

#define CHILD_ASSERT(condition)                                                            \
	do {                                                                               \
		if (!(condition)) {                                                        \
			fprintf(stderr, "line %d: %s\n", __LINE__, #condition);            \
			_exit(1);                                                          \
		}                                                                          \
	} while (0)

/* A folder with a file in it, made before anybody is fenced. */
struct place {
	char folder[64];
	char file[80];
	char other[80];
	int fd; /* of the file, which holds "packets" */
};

static int
status_of_child(void (*child)(const struct place *), const struct place *place)
{
	pid_t pid = fork();
	int status = -1;

	if (pid == 0) {
		child(place);
		_exit(0);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	return status;
}

static void
enter(enum sandbox_needs needs, enum sandbox_breach breach)
{
	struct capture_error error = { "" };
	struct sandbox_options options = { needs, breach };
	int err = sandbox_enter(&options, &error);

	if (err < 0)
		fprintf(stderr, "%s\n", error.text);
	CHILD_ASSERT(err == 0);
}

static int
make_place(void **state)
{
	struct place *place = calloc(1, sizeof(*place));

	snprintf(place->folder, sizeof(place->folder), "sandbox-XXXXXX");
	if (mkdtemp(place->folder) == NULL)
		return -1;
	snprintf(place->file, sizeof(place->file), "%s/file", place->folder);
	snprintf(place->other, sizeof(place->other), "%s/other", place->folder);
	place->fd = open(place->file, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	*state = place;
	return write(place->fd, "packets", 7) == 7 ? 0 : -1;
}

static int
remove_place(void **state)
{
	struct place *place = *state;

	close(place->fd);
	unlink(place->file);
	unlink(place->other);
	rmdir(place->folder);
	free(place);
	return 0;
}

static void
read_and_write_what_is_open(const struct place *place)
{
	char text[8] = { 0 };
	struct stat status;
	struct timespec now;

	enter(SANDBOX_READS, SANDBOX_KILLS);
	CHILD_ASSERT(pread(place->fd, text, 7, 0) == 7);
	CHILD_ASSERT(strcmp(text, "packets") == 0);
	CHILD_ASSERT(lseek(place->fd, 0, SEEK_SET) == 0);
	CHILD_ASSERT(read(place->fd, text, 7) == 7);
	CHILD_ASSERT(write(place->fd, "more", 4) == 4);
	CHILD_ASSERT(fstat(place->fd, &status) == 0 && status.st_size == 11);
	CHILD_ASSERT(clock_gettime(CLOCK_REALTIME, &now) == 0);
	CHILD_ASSERT(printf("written from inside\n") > 0 && fflush(stdout) == 0);
	CHILD_ASSERT(isatty(place->fd) == 0);
}

static void
what_is_open_can_be_read_and_written(void **state)
{
	assert_int_equal(status_of_child(read_and_write_what_is_open, *state), 0);
}

static void
allocate(const struct place *place)
{
	enum { LARGE = 64 << 20, SMALL = 100 };
	char *small[SMALL];

	(void)place;
	enter(SANDBOX_READS, SANDBOX_KILLS);

	char *large = malloc(LARGE);

	CHILD_ASSERT(large != NULL);
	large[LARGE - 1] = 1;
	large = realloc(large, 2 * (size_t)LARGE);
	CHILD_ASSERT(large != NULL && large[LARGE - 1] == 1);
	free(large);
	for (int i = 0; i < SMALL; i++)
		CHILD_ASSERT((small[i] = malloc((size_t)i * 100 + 1)) != NULL);
	for (int i = 0; i < SMALL; i++)
		free(small[i]);
}

static void
memory_can_be_had(void **state)
{
	assert_int_equal(status_of_child(allocate, *state), 0);
}

static void
try_what_is_forbidden(const struct place *place)
{
	char *arguments[] = { NULL };

	enter(SANDBOX_LIVE, SANDBOX_REFUSES);
	CHILD_ASSERT(open(place->file, O_RDONLY) == -1);
	CHILD_ASSERT(errno == EPERM || errno == EACCES);
	CHILD_ASSERT(open("/etc/passwd", O_RDONLY) == -1);
	CHILD_ASSERT(unlink(place->file) == -1);
	CHILD_ASSERT(rename(place->file, place->other) == -1);
#ifdef HAVE_SECCOMP
	CHILD_ASSERT(socket(AF_INET, SOCK_STREAM, 0) == -1 && errno == EPERM);
	CHILD_ASSERT(execve("/bin/true", arguments, arguments) == -1 && errno == EPERM);
	CHILD_ASSERT(fork() == -1 && errno == EPERM);
	CHILD_ASSERT(kill(getppid(), 0) == -1 && errno == EPERM);
	CHILD_ASSERT(mmap(NULL, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS,
			 -1, 0) == MAP_FAILED);
#else
	(void)arguments;
#endif
}

static void
nothing_can_be_opened_or_started(void **state)
{
	assert_int_equal(status_of_child(try_what_is_forbidden, *state), 0);
}

#ifdef HAVE_SECCOMP

static void
open_a_socket(const struct place *place)
{
	(void)place;
	enter(SANDBOX_READS, SANDBOX_KILLS);
	socket(AF_INET, SOCK_STREAM, 0);
}

static void
a_breach_kills_where_that_was_asked_for(void **state)
{
	int status = status_of_child(open_a_socket, *state);

	assert_true(WIFSIGNALED(status));
	assert_int_equal(WTERMSIG(status), SIGSYS);
}

#endif

static void
call_abort(const struct place *place)
{
	enter(SANDBOX_READS, SANDBOX_KILLS);
	(void)place;
	abort();
}

static void
abort_still_ends_the_program(void **state)
{
	int status = status_of_child(call_abort, *state);

	assert_true(WIFSIGNALED(status));
	assert_int_equal(WTERMSIG(status), SIGABRT);
}

static void
enter_and_leave(const struct place *place)
{
	(void)place;
	enter(SANDBOX_READS, SANDBOX_REFUSES);
	exit(0); /* with the leak check of sanitizers */
}

static void
the_program_ends_as_usual(void **state)
{
	assert_int_equal(status_of_child(enter_and_leave, *state), 0);
}

static void
enter_fast(const struct place *place)
{
	uint64_t began_ns = clock_now();

	(void)place;
	enter(SANDBOX_LIVE, SANDBOX_REFUSES);
	/* 0.3 ms on an idle machine; tests run on busy ones. */
	CHILD_ASSERT(clock_between(began_ns, clock_now()) < NS_PER_S / 2);
}

static void
the_fence_stands_at_once(void **state)
{
	assert_int_equal(status_of_child(enter_fast, *state), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    what_is_open_can_be_read_and_written, make_place, remove_place),
		cmocka_unit_test_setup_teardown(
		    memory_can_be_had, make_place, remove_place),
		cmocka_unit_test_setup_teardown(
		    nothing_can_be_opened_or_started, make_place, remove_place),
#ifdef HAVE_SECCOMP
		cmocka_unit_test_setup_teardown(
		    a_breach_kills_where_that_was_asked_for, make_place, remove_place),
#endif
		cmocka_unit_test_setup_teardown(
		    abort_still_ends_the_program, make_place, remove_place),
		cmocka_unit_test_setup_teardown(
		    the_program_ends_as_usual, make_place, remove_place),
		cmocka_unit_test_setup_teardown(
		    the_fence_stands_at_once, make_place, remove_place),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
