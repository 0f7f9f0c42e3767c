/* SPDX-License-Identifier: BSD-2-Clause */
/* What is told of connections whose encryption stays closed. */
#include "tests/dissectors/tls-talk.h"
#include "tests/test.h"

/* So much is around what is inside of a record of TLS 1.3. */
enum { AROUND = 17, REQUEST = 400, ANSWER = 1000, PING = 17, UPDATE = 13 };

/* Frame n comes at n ms: the handshake, then these records. */
static struct session *
session_with(enum side side, const size_t *sizes, size_t count)
{
	struct session *session = session_new(&dissector_tls);
	struct talk talk = { 0 };

	session->tells_sealed = true;
	say_handshake_13(&talk);
	say_opaque(&talk, SIDE_CLIENT, APPLICATION, AROUND + REQUEST);
	for (size_t i = 0; i < count; i++)
		say_opaque(&talk, side, APPLICATION, AROUND + sizes[i]);
	talk_end(&talk);
	for (size_t i = 0; i < talk.count; i++)
		session_bytes(session, talk.turns[i].side, talk.turns[i].bytes);
	talk_clear(&talk, NULL);
	return session;
}

static void
the_first_request_is_told_with_its_size(void **state)
{
	struct session *session = session_with(SIDE_CLIENT, NULL, 0);

	(void)state;
	assert_int_equal(session_count(session, "sealed"), 1);
	assert_says(session, "\"size\":400,\"bytes\":0,\"is_first\":true");
	session_free(session);
}

static void
an_answer_is_told_where_it_begins(void **state)
{
	static const size_t sizes[] = { ANSWER, ANSWER, ANSWER };
	struct session *session = session_with(SIDE_SERVER, sizes, 3);

	(void)state;
	assert_int_equal(session_count(session, "sealed"), 2);
	assert_says(session, "\"size\":1000,\"bytes\":1000");
	session_free(session);
}

static void
tickets_are_no_answer(void **state)
{
	static const size_t sizes[] = { 238, 238, 45 };
	struct session *session = session_with(SIDE_SERVER, sizes, 3);

	(void)state;
	assert_int_equal(session_count(session, "sealed"), 1);
	session_free(session);
}

static void
frames_that_ask_for_nothing_are_not_told(void **state)
{
	static const size_t sizes[] = { PING, UPDATE };
	struct session *session = session_with(SIDE_CLIENT, sizes, 2);

	(void)state;
	assert_int_equal(session_count(session, "sealed"), 1);
	session_free(session);
}

static void
bulk_is_told_seldom(void **state)
{
	struct session *session = session_with(SIDE_SERVER, NULL, 0);
	struct talk talk = { 0 };

	(void)state;
	say_opaque(&talk, SIDE_SERVER, APPLICATION, AROUND + ANSWER);
	talk_end(&talk);
	for (int i = 0; i < 200; i++)
		session_bytes(session, SIDE_SERVER, talk.turns[0].bytes);
	talk_clear(&talk, NULL);
	/* The request, the answer, and 20, 40, 80 ms after that. */
	assert_int_equal(session_count(session, "sealed"), 5);
	session_free(session);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_first_request_is_told_with_its_size),
		cmocka_unit_test(an_answer_is_told_where_it_begins),
		cmocka_unit_test(tickets_are_no_answer),
		cmocka_unit_test(frames_that_ask_for_nothing_are_not_told),
		cmocka_unit_test(bulk_is_told_seldom),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
