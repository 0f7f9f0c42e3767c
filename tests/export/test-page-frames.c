/* SPDX-License-Identifier: BSD-2-Clause */
/* Which frames a page has, and what each does there. */
#include <netinet/in.h>

#include "export/page-frames.h"
#include "tests/story/telling.h"

static const struct story_receiver nobody;

/* Two pages over one connection, the first with a lease, a neighbour and a look-up; and a
 * walk of the connection with frames that no event names. */
struct two_pages {
	struct telling t;
	struct flow_frames *flow_frames;
	struct page_frames frames;
	uint32_t last_frame;
};

static struct two_pages
two_pages(struct selection selection)
{
	struct two_pages two = { .t = tell_begin(STORY_KEEP_ALL, nobody),
		.flow_frames = flow_frames_new() };
	struct telling *t = &two.t;
	uint32_t first;

	tell_dora(t);
	tell_gateway(t);
	tell_lookup(t, "a.test", WEB);
	first = t->frame + 1;
	tell_connect(t, WEB, 80);
	tell_get(t, t->flow, "http://a.test/", "a.test", NULL);
	tell_wait(t, 9000);
	tell_get(t, t->flow, "http://a.test/b", "a.test", NULL);
	two.last_frame = t->frame + 2;
	for (uint32_t number = first; number <= two.last_frame; number++)
		flow_frames_add(
		    two.flow_frames, (struct flow_ref){ IPPROTO_TCP, t->flow }, 0, number);
	story_end(t->story);
	page_frames_list(&two.frames, t->story, &selection, two.flow_frames);
	return two;
}

static void
two_pages_clear(struct two_pages *two)
{
	page_frames_clear(&two->frames);
	flow_frames_free(two->flow_frames);
	story_free(two->t.story);
}

static bool
has_frame(const struct two_pages *two, uint32_t number)
{
	for (size_t i = 0; i < two->frames.count; i++)
		if (two->frames.items[i].frame.number == number)
			return true;
	return false;
}

/* What the first role of this frame says, at this time after the beginning. */
static void
assert_described(
    const struct two_pages *two, uint32_t number, uint64_t after_ns, const char *says)
{
	struct buffer text = { 0 };
	size_t i = 0;

	while (two->frames.items[i].frame.number != number)
		i++;
	page_frame_describe(&text, &two->frames, &two->frames.items[i],
	    told_page(&two->t, 1)->start_ns + after_ns);
	if (!bytes_start_with(buffer_bytes(&text), bytes_of_string(says)))
		fail_msg("not '%s' but '%.*s'", says, (int)text.len, (char *)text.at);
	buffer_clear(&text);
}

static void
every_frame_of_lease_look_up_and_connection_is_there(void **state)
{
	struct two_pages two = two_pages((struct selection){ 0 });

	(void)state;
	for (uint32_t number = 1; number <= two.last_frame; number++)
		assert_true(has_frame(&two, number));
	two_pages_clear(&two);
}

static void
frames_are_in_their_order_and_steps_come_first(void **state)
{
	struct two_pages two = two_pages((struct selection){ 0 });

	(void)state;
	for (size_t i = 1; i < two.frames.count; i++) {
		const struct page_frame *before = &two.frames.items[i - 1];
		const struct page_frame *here = &two.frames.items[i];

		assert_true(before->frame.number <= here->frame.number);
		if (frame_equal(before->frame, here->frame))
			assert_true(before->step != NULL || here->step == NULL);
	}
	two_pages_clear(&two);
}

static void
a_frame_says_which_step_it_is(void **state)
{
	struct two_pages two = two_pages((struct selection){ 0 });

	(void)state;
	assert_described(&two, 1, 0, "page 1, step 1, join: ");
	two_pages_clear(&two);
}

static void
a_frame_between_says_during_which_step_it_came(void **state)
{
	struct two_pages two = two_pages((struct selection){ 0 });
	uint64_t second_ns = told_page(&two.t, 2)->start_ns;

	(void)state;
	assert_described(
	    &two, two.last_frame, 1000 * NS_PER_MS, "page 1, connection 1, during step ");
	assert_described(&two, two.last_frame,
	    second_ns + 1000 * NS_PER_MS - told_page(&two.t, 1)->start_ns,
	    "page 2, connection 1, during step ");
	two_pages_clear(&two);
}

static void
a_page_alone_has_its_whole_connections(void **state)
{
	struct two_pages two = two_pages((struct selection){ .page = 2 });

	(void)state;
	assert_true(has_frame(&two, two.last_frame));
	assert_true(has_frame(&two, two.last_frame - 7));
	for (size_t i = 0; i < two.frames.count; i++)
		assert_int_equal(two.frames.items[i].page->id, 2);
	two_pages_clear(&two);
}

static void
what_another_capture_holds_of_a_connection_is_there_too(void **state)
{
	struct telling t = tell_begin(STORY_KEEP_ALL, nobody);
	struct flow_frames *flow_frames = flow_frames_new();
	struct page_frames frames = { 0 };
	bool found = false;

	(void)state;
	tell_connect(&t, WEB, 80);
	tell_get(&t, t.flow, "http://a.test/", "a.test", NULL);
	t.input = 1;
	t.frame = 0;
	t.flow = 8; /* with the same sequence number */
	tell_syn(&t, (struct connecting){ LAPTOP, WEB, 80, 63, 64 });
	flow_frames_add(flow_frames, (struct flow_ref){ IPPROTO_TCP, t.flow }, 1, 77);
	story_end(t.story);
	page_frames_list(&frames, t.story, &(struct selection){ 0 }, flow_frames);
	for (size_t i = 0; i < frames.count; i++)
		found = found || (frames.items[i].frame.input == 1 &&
				     frames.items[i].frame.number == 77);
	assert_true(found);
	page_frames_clear(&frames);
	flow_frames_free(flow_frames);
	story_free(t.story);
}

static void
a_flow_gives_its_frames_and_none_twice(void **state)
{
	static const uint32_t numbers[] = { 1, 2, 2, 70, 70000, 2000000000 };
	struct flow_frames *flow_frames = flow_frames_new();
	struct flow_ref flow = { IPPROTO_UDP, 5000 };
	struct frame_walk walk;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(numbers); i++)
		flow_frames_add(flow_frames, flow, 1, numbers[i]);
	walk = flow_frames_walk(flow_frames, flow);
	for (size_t i = 0; i < COUNT_OF(numbers); i++)
		if (i != 2)
			assert_int_equal(frame_walk_next(&walk), numbers[i]);
	assert_int_equal(frame_walk_next(&walk), 0);
	walk = flow_frames_walk(flow_frames, (struct flow_ref){ IPPROTO_TCP, 5000 });
	assert_int_equal(frame_walk_next(&walk), 0);
	assert_int_equal(flow_frames_find(flow_frames, 1, 70).number, 5000);
	assert_int_equal(flow_frames_find(flow_frames, 1, 71).protocol, 0);
	assert_int_equal(flow_frames_find(flow_frames, 0, 70).protocol, 0);
	flow_frames_free(flow_frames);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_frame_of_lease_look_up_and_connection_is_there),
		cmocka_unit_test(frames_are_in_their_order_and_steps_come_first),
		cmocka_unit_test(a_frame_says_which_step_it_is),
		cmocka_unit_test(a_frame_between_says_during_which_step_it_came),
		cmocka_unit_test(a_page_alone_has_its_whole_connections),
		cmocka_unit_test(what_another_capture_holds_of_a_connection_is_there_too),
		cmocka_unit_test(a_flow_gives_its_frames_and_none_twice),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
