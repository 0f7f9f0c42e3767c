/* SPDX-License-Identifier: BSD-2-Clause */
/* The samples once more, each captured on both sides of a translator that is played here:
 * the copy outside has the clients' addresses changed, and their ports. */
#include "analysis.h"
#include "story/nat.h"
#include "tests/captures.h"
#include "tests/test.h"

enum {
	FRAME_MAX = 65536,
	AT_IP = 14,
	AT_TTL = 8,
	AT_PROTOCOL = 9,
	AT_SOURCE = 12,
	AT_TARGET = 16,
	AT_PORTS = 20,
	PROTOCOL_TCP = 6,
	PROTOCOL_UDP = 17
};

enum side_first { INSIDE_FIRST, OUTSIDE_FIRST };

struct playing {
	struct analysis *analysis;
	enum side_first first;
	uint8_t copy[FRAME_MAX];
};

static const uint8_t inside_network[] = { 192, 168, 7 };
static const uint8_t public_address[] = { 198, 18, 0, 1 };

/* False where it does not leave the network, or is nothing that a translator translates. */
static bool
translate(uint8_t *frame, size_t len)
{
	uint8_t *ip = frame + AT_IP;
	bool goes_out, comes_in;

	if (len < AT_IP + AT_PORTS + 4 || frame[12] != 8 || frame[13] != 0 ||
	    ip[0] != 0x45 ||
	    (ip[AT_PROTOCOL] != PROTOCOL_TCP && ip[AT_PROTOCOL] != PROTOCOL_UDP))
		return false;
	goes_out = memcmp(ip + AT_SOURCE, inside_network, sizeof(inside_network)) == 0;
	comes_in = memcmp(ip + AT_TARGET, inside_network, sizeof(inside_network)) == 0;
	if (goes_out == comes_in || ip[AT_TARGET] == 255)
		return false;
	memcpy(ip + (goes_out ? AT_SOURCE : AT_TARGET), public_address,
	    sizeof(public_address));
	ip[AT_PORTS + (goes_out ? 0 : 2)] ^= 0x15;
	ip[AT_TTL] = (uint8_t)(ip[AT_TTL] + (goes_out ? -1 : 1));
	return true;
}

static void
play_outside(struct playing *playing, const struct frame *frame)
{
	struct frame outside = *frame;
	size_t len = MIN(frame->captured.len, sizeof(playing->copy));

	memcpy(playing->copy, frame->captured.at, len);
	outside.input = 1;
	outside.captured = (struct bytes){ playing->copy, len };
	if (frame->link_type == 1 && translate(playing->copy, len))
		analysis_frame(playing->analysis, &outside);
}

static void
play(void *receiver, const struct frame *frame)
{
	struct playing *playing = receiver;

	if (playing->first == OUTSIDE_FIRST)
		play_outside(playing, frame);
	analysis_frame(playing->analysis, frame);
	if (playing->first == INSIDE_FIRST)
		play_outside(playing, frame);
}

static void
only_inside(void *receiver, const struct frame *frame)
{
	struct playing *playing = receiver;

	analysis_frame(playing->analysis, frame);
}

static const char *
sample(const char *name, char path[4096])
{
	const char *top = getenv("srcdir");

	snprintf(path, 4096, "%s/captures/%s.pcapng", top == NULL ? "." : top, name);
	return path;
}

/* How many pages, connections, look-ups there are, and mappings. */
struct told {
	uint64_t pages, connections, lookups, clients, mappings;
};

static struct told
told_of(const char *name, frame_taker *take, enum side_first first)
{
	static struct playing playing;
	struct analysis_options options = {
		.several_inputs = true, .keep = STORY_KEEP_ALL, .without_ndpi = true
	};
	char path[4096];
	struct story_counts counts;
	struct nat_walk walk;
	struct mapping mapping;
	struct told told = { 0 };

	playing.analysis = analysis_new(&options);
	playing.first = first;
	captures_read(sample(name, path), take, &playing);
	analysis_end(playing.analysis);
	counts = story_counts(analysis_story(playing.analysis));
	walk = nat_walk(story_trails(analysis_story(playing.analysis)));
	while (nat_next(&walk, &mapping))
		told.mappings++;
	told.pages = counts.pages;
	told.connections = counts.connections;
	told.lookups = counts.lookups;
	told.clients = counts.clients;
	analysis_free(playing.analysis);
	return told;
}

static void
assert_same(const char *name, enum side_first first)
{
	struct told alone = told_of(name, only_inside, first);
	struct told both = told_of(name, play, first);

	assert_true(alone.connections + alone.lookups > 0);
	assert_int_equal(alone.mappings, 0);
	assert_int_equal(both.pages, alone.pages);
	assert_int_equal(both.connections, alone.connections);
	assert_int_equal(both.lookups, alone.lookups);
	assert_int_equal(both.clients, alone.clients);
	assert_true(both.mappings >= alone.connections);
}

static const char *const samples[] = { "first-visit", "clear-page", "dns-trouble",
	"tls-versions" };

static void
a_second_capture_adds_nothing_but_the_translation(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(samples); i++)
		assert_same(samples[i], INSIDE_FIRST);
}

static void
it_does_not_matter_which_of_both_comes_first(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(samples); i++)
		assert_same(samples[i], OUTSIDE_FIRST);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_second_capture_adds_nothing_but_the_translation),
		cmocka_unit_test(it_does_not_matter_which_of_both_comes_first),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
