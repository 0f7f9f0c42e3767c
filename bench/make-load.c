/* SPDX-License-Identifier: BSD-2-Clause */
/* make-load: makes one large capture out of small ones, for measuring; bench/run calls it.
 * The same captures and options give the same bytes. */
#include "load-download.h"
#include "load-extend.h"
#include "load-player.h"

#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { FILE_HEAD_SIZE = 24, PLACES = 500, PLACES_MAX = 16000 };
static const uint64_t size_max = (uint64_t)1 << 40;

struct sources;
struct options;

struct load_kind {
	const char *name;
	enum flow_kind flows;
	uint64_t mean_size; /* of a frame and its record */
	void (*add)(struct sources *, const struct options *);
};

struct options {
	const struct load_kind *kind;
	uint32_t place_count;
	uint64_t size;
	const char *output;
	char **inputs;
	size_t input_count;
};

/* Two copies of each capture, as one of them may be lengthened, and the downloads. */
struct sources {
	struct capture *captures;
	size_t count;
	struct stories heavy;
	struct stories light;
};

static struct capture *
sources_add(struct sources *s, const char *name)
{
	struct capture *c = &s->captures[s->count++];

	*c = (struct capture){ .name = name };
	return c;
}

static void
sources_add_files(struct sources *s, const struct options *o, struct stories *stories)
{
	for (size_t i = 0; i < o->input_count; i++) {
		struct capture *c = sources_add(s, o->inputs[i]);

		if (!capture_read(c, o->inputs[i]))
			continue;
		capture_end_flows(c);
		stories_add(stories, c, o->kind->flows, UINT64_MAX, STORY_REPORT);
	}
}

static bool
stories_are_light(const struct stories *stories, uint64_t mean_size)
{
	uint64_t size = 0;
	uint64_t frame_count = 0;

	for (size_t i = 0; i < stories->count; i++) {
		size += stories->list[i].size;
		frame_count += stories->list[i].frame_count;
	}
	return size < frame_count * mean_size;
}

static void
sources_add_lengthened(struct sources *s, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct capture *c = sources_add(s, s->captures[i].name);

		if (s->captures[i].count == 0 || !capture_read(c, c->name))
			continue;
		capture_end_flows(c);
		capture_lengthen_tls(c);
		stories_add(&s->heavy, c, FLOW_TLS, UINT64_MAX, STORY_QUIET);
	}
}

/* Light: the connections of light frames; heavy: all, lengthened where they are light. */
static void
sources_add_web(struct sources *s, const struct options *o)
{
	size_t count = o->input_count;

	sources_add_files(s, o, &s->heavy);
	if (stories_are_light(&s->heavy, o->kind->mean_size)) {
		fputs("make-load: frames too small: lengthens connections\n", stderr);
		s->light = s->heavy;
		s->heavy = (struct stories){ 0 };
		sources_add_lengthened(s, count);
		return;
	}
	for (size_t i = 0; i < count; i++)
		stories_add(
		    &s->light, &s->captures[i], FLOW_TLS, o->kind->mean_size, STORY_QUIET);
}

static void
sources_add_http(struct sources *s, const struct options *o)
{
	struct capture *downloads;

	sources_add_files(s, o, &s->light);
	downloads = sources_add(s, "downloads");
	downloads_add(downloads);
	stories_add(&s->heavy, downloads, FLOW_HTTP, UINT64_MAX, STORY_QUIET);
}

/* So that 1.05 GB have 2.75 M and 0.77 M frames. */
static const struct load_kind load_kinds[] = {
	{ "web", FLOW_TLS, 382, sources_add_web },
	{ "http", FLOW_HTTP, 1364, sources_add_http },
};

static void
print_usage(FILE *out)
{
	fputs("usage: make-load [--live N] web|http BYTES OUTPUT CAPTURE...\n"
	      "  web      TLS connections and the look-ups before them\n"
	      "  http     clear HTTP, filled up with large downloads of our own making\n"
	      "  --live N clients at a time (500); twice as many take turns\n"
	      "Captures: pcap or pcapng, Ethernet.\n",
	    out);
}

static bool
number_read(const char *text, uint64_t max, uint64_t *value)
{
	char *end;

	errno = 0;
	*value = strtoull(text, &end, 10);
	return *text >= '0' && *text <= '9' && *end == '\0' && errno == 0 && *value > 0 &&
	       *value <= max;
}

static const struct load_kind *
load_kind_find(const char *name)
{
	for (size_t i = 0; i < sizeof load_kinds / sizeof *load_kinds; i++)
		if (strcmp(load_kinds[i].name, name) == 0)
			return &load_kinds[i];
	return NULL;
}

static bool
options_read_words(struct options *o, int argc, char **argv)
{
	if (argc < 4)
		return false;
	o->kind = load_kind_find(argv[0]);
	o->output = argv[2];
	o->inputs = argv + 3;
	o->input_count = (size_t)argc - 3;
	return o->kind != NULL && number_read(argv[1], size_max, &o->size);
}

static bool
options_read(struct options *o, int argc, char **argv)
{
	static const struct option names[] = {
		{ "live", required_argument, NULL, 'l' },
		{ "help", no_argument, NULL, 'h' },
		{ NULL, 0, NULL, 0 },
	};
	uint64_t live = PLACES;
	int option;

	while ((option = getopt_long(argc, argv, "h", names, NULL)) != -1) {
		if (option == 'h') {
			print_usage(stdout);
			exit(EXIT_SUCCESS);
		}
		if (option != 'l' || !number_read(optarg, PLACES_MAX, &live))
			return false;
	}
	o->place_count = (uint32_t)live;
	return options_read_words(o, argc - optind, argv + optind);
}

static int
write_load(const struct options *o, const struct sources *s, struct played *played)
{
	struct score score = { &s->heavy, &s->light, o->kind->mean_size, o->size,
		o->place_count };
	int fd = open(o->output, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
	int err;

	if (fd < 0)
		return -errno;
	err = play(&score, fd, played);
	if (close(fd) < 0 && err == 0)
		err = -errno;
	return err;
}

static void
print_played(const struct options *o, const struct played *played)
{
	printf("%s: %" PRIu64 " frames, %" PRIu64 " bytes, %" PRIu64
	       " TCP connections, %" PRIu64 " visits of %" PRIu64 " clients, %" PRIu32
	       " at a time, in %" PRId64 " s\n",
	    o->output, played->frame_count, played->size + FILE_HEAD_SIZE,
	    played->tcp_count, played->visit_count, played->client_count, o->place_count,
	    played->length_us / 1000000);
}

static int
make_load(const struct options *o, const struct sources *s)
{
	struct played played;
	int err;

	if (s->heavy.count + s->light.count == 0) {
		fputs("make-load: no TLS connection in these captures\n", stderr);
		return EXIT_FAILURE;
	}
	err = write_load(o, s, &played);
	if (err < 0) {
		fprintf(stderr, "make-load: %s: %s\n", o->output, strerror(-err));
		return EXIT_FAILURE;
	}
	print_played(o, &played);
	return EXIT_SUCCESS;
}

static void
sources_clear(struct sources *s)
{
	stories_clear(&s->heavy);
	stories_clear(&s->light);
	for (size_t i = 0; i < s->count; i++)
		capture_clear(&s->captures[i]);
	free(s->captures);
}

int
main(int argc, char **argv)
{
	struct options o = { 0 };
	struct sources sources = { 0 };
	int status;

	if (!options_read(&o, argc, argv)) {
		print_usage(stderr);
		return 2;
	}
	sources.captures =
	    memory_resized(NULL, 2 * o.input_count + 1, sizeof *sources.captures);
	o.kind->add(&sources, &o);
	status = make_load(&o, &sources);
	sources_clear(&sources);
	return status;
}
