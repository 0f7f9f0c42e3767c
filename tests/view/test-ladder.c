/* SPDX-License-Identifier: BSD-2-Clause */
#include "tests/test.h"
#include "tests/view/made.h"
#include "view/ladder.h"

enum { ARROWS = 100 };

static void
assert_arrow(const struct ladder *ladder, uint32_t index, uint32_t from, uint32_t to,
    struct bytes label)
{
	const struct ladder_arrow *arrow = &ladder->arrows[index];

	assert_true(index < ladder->arrow_count);
	assert_int_equal(arrow->from, from);
	assert_int_equal(arrow->to, to);
	assert_true(bytes_equal(arrow->label, label));
}

static void
participants_stand_from_near_to_far_in_all_their_roles(void **state)
{
	struct ladder ladder;
	struct made made;

	(void)state;
	made_init(&made);
	made.lease.discover = (struct frame_ref){ 0, 1 };
	ladder = ladder_of(&made.page, ARROWS);
	assert_int_equal(ladder.party_count, 4);
	assert_int_equal(ladder.parties[0].roles, 1U << ROLE_CLIENT);
	assert_true(bytes_equal(ladder.parties[0].name, BYTES("laptop")));
	assert_int_equal(ladder.parties[1].roles, 1U << ROLE_EVERYONE);
	assert_int_equal(
	    ladder.parties[2].roles, 1U << ROLE_DHCP_SERVER | 1U << ROLE_ROUTER);
	assert_int_equal(ladder.parties[3].roles, 1U << ROLE_SERVER);
	ladder_clear(&ladder);
	made_clear(&made);
}

static void
messages_stand_under_their_steps(void **state)
{
	struct ladder ladder;
	struct made made;

	(void)state;
	made_init(&made);
	made.request.target = BYTES("/");
	ladder = ladder_of(&made.page, ARROWS);
	assert_int_equal(ladder.group_count, made.page.step_count);
	assert_arrow(&ladder, 0, 1, 0, BYTES("DHCP ACK 192.0.2.10 for 1 h"));
	assert_int_equal(ladder.groups[2].arrow_count, 0);
	assert_arrow(&ladder, ladder.groups[4].first_arrow, 0, 2, BYTES("GET /"));
	assert_arrow(&ladder, ladder.groups[5].first_arrow, 2, 0, BYTES("200 OK, 6.4 kB"));
	assert_true(bytes_equal(
	    ladder.arrows[ladder.groups[5].first_arrow].when, BYTES("+900.0 ms")));
	ladder_clear(&ladder);
	made_clear(&made);
}

static void
steps_beyond_the_limit_are_counted(void **state)
{
	struct ladder ladder;
	struct made made;

	(void)state;
	made_init(&made);
	ladder = ladder_of(&made.page, 1);
	assert_int_equal(ladder.group_count, 1);
	assert_int_equal(ladder.left_out, made.page.step_count - 1);
	ladder_clear(&ladder);
	made_clear(&made);
}

static void
a_page_without_messages_has_no_participants(void **state)
{
	struct ladder ladder;
	struct made made;

	(void)state;
	made_init(&made);
	made.page.step_count = 0;
	ladder = ladder_of(&made.page, ARROWS);
	assert_int_equal(ladder.arrow_count, 0);
	assert_int_equal(ladder.party_count, 0);
	ladder_clear(&ladder);
	made_clear(&made);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(participants_stand_from_near_to_far_in_all_their_roles),
		cmocka_unit_test(messages_stand_under_their_steps),
		cmocka_unit_test(steps_beyond_the_limit_are_counted),
		cmocka_unit_test(a_page_without_messages_has_no_participants),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
