/* SPDX-License-Identifier: BSD-2-Clause */
#include "config.h"

#include <netinet/in.h>
#include <stdlib.h>

#include "base/clock.h"
#include "flow/application-packet.h"
#include "flow/application.h"
#include "tests/test.h"

#define SSH_CLIENT "SSH-2.0-OpenSSH_9.2p1 Debian-2+deb12u3\r\n"
#define SSH_SERVER "SSH-2.0-OpenSSH_8.4p1 Debian-5+deb11u3\r\n"
#define NTP_QUERY                                                                          \
	"\x23\x00\x06\x20\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"                         \
	"\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\xe9\x5b\x2c\x11\x0a\x0b\x0c\x0d"

enum { IPV4_HEADER = 20, TCP_HEADER = 20, UDP_HEADER = 8, PACKET_MAX = 512 };

/* Which way a hand-made packet goes: the client's port is 40000. */
enum way { REQUEST, RESPONSE };

struct made {
	uint8_t at[PACKET_MAX];
	size_t len;
};

static void
put_u16(uint8_t *at, size_t value)
{
	at[0] = (uint8_t)(value >> 8);
	at[1] = (uint8_t)value;
}

static struct made
make_ipv4(uint8_t protocol, size_t transport_len, enum way way)
{
	struct made made = { .len = IPV4_HEADER + transport_len };

	made.at[0] = 0x45;
	put_u16(made.at + 2, made.len);
	made.at[8] = 64;
	made.at[9] = protocol;
	memcpy(made.at + (way == REQUEST ? 12 : 16), "\xc0\x00\x02\x01", 4);
	memcpy(made.at + (way == REQUEST ? 16 : 12), "\xc6\x33\x64\x07", 4);
	return made;
}

static void
put_ports(struct made *made, uint16_t server_port, enum way way)
{
	put_u16(made->at + IPV4_HEADER, way == REQUEST ? 40000 : server_port);
	put_u16(made->at + IPV4_HEADER + 2, way == REQUEST ? server_port : 40000);
}

static struct made
make_tcp(uint16_t server_port, enum way way, struct bytes payload)
{
	struct made made = make_ipv4(IPPROTO_TCP, TCP_HEADER + payload.len, way);

	put_ports(&made, server_port, way);
	made.at[IPV4_HEADER + 12] = 0x50;
	made.at[IPV4_HEADER + 13] = 0x18;
	memcpy(made.at + IPV4_HEADER + TCP_HEADER, payload.at, payload.len);
	return made;
}

static struct made
make_udp(uint16_t server_port, enum way way, struct bytes payload)
{
	struct made made = make_ipv4(IPPROTO_UDP, UDP_HEADER + payload.len, way);

	put_ports(&made, server_port, way);
	put_u16(made.at + IPV4_HEADER + 4, UDP_HEADER + payload.len);
	memcpy(made.at + IPV4_HEADER + UDP_HEADER, payload.at, payload.len);
	return made;
}

/* In memory of just this size, for the sanitizers to guard. */
static enum application_state
show(struct applications *applications, struct application_guess guess, struct bytes packet,
    struct application_answer *answer)
{
	uint8_t *copy = malloc(MAX(packet.len, 1));

	memcpy(copy, packet.at, packet.len);

	enum application_state state = application_guess_packet(
	    applications, guess, bytes_of(copy, packet.len), NS_PER_S, answer);

	free(copy);
	return state;
}

static enum application_state
show_made(struct applications *applications, struct application_guess guess,
    struct made made, struct application_answer *answer)
{
	return show(applications, guess, bytes_of(made.at, made.len), answer);
}

static int
start(void **state)
{
	*state = applications_new();
	return 0;
}

static int
stop(void **state)
{
	applications_free(*state);
	return 0;
}

static void
nothing_is_known_without_applications(void **state)
{
	struct application_names names;
	struct application_answer answer;
	struct application_guess guess = application_guess_new(NULL, IPPROTO_TCP);

	(void)state;
	assert_false(application_by_host(NULL, BYTES("i.ytimg.com"), &names));
	assert_int_equal(
	    show_made(NULL, guess, make_tcp(22, REQUEST, BYTES(SSH_CLIENT)), &answer),
	    APPLICATION_UNKNOWN);
	assert_int_equal(application_guess_end(NULL, guess, &answer), APPLICATION_UNKNOWN);
	assert_int_equal(applications_evicted(NULL), 0);
	applications_free(NULL);
}

#ifdef HAVE_NDPI

static void
hosts_name_applications_in_any_case(void **state)
{
	struct application_names names;

	assert_true(application_by_host(*state, BYTES("i.ytimg.com"), &names));
	assert_string_equal(names.application, "YouTube");
	assert_string_equal(names.category, "Media");
	assert_true(application_by_host(*state, BYTES("WWW.Google.COM"), &names));
	assert_string_equal(names.application, "Google");
	assert_string_equal(names.category, "Web");
}

static void
other_hosts_have_no_name(void **state)
{
	char long_host[300];
	struct application_names names;

	memset(long_host, 'a', sizeof(long_host));
	assert_false(application_by_host(*state, BYTES("www.example.test"), &names));
	assert_false(application_by_host(*state, BYTES(""), &names));
	assert_false(application_by_host(*state, BYTES("i.ytimg.com\n"), &names));
	assert_false(application_by_host(*state, BYTES("\xff.ytimg.com"), &names));
	assert_false(
	    application_by_host(*state, bytes_of(long_host, sizeof(long_host)), &names));
}

static void
banners_on_another_port_are_ssh_and_a_risk(void **state)
{
	struct application_guess guess = application_guess_new(*state, IPPROTO_TCP);
	struct application_answer answer = { 0 };
	enum application_state known =
	    show_made(*state, guess, make_tcp(4022, REQUEST, BYTES(SSH_CLIENT)), &answer);

	if (known == APPLICATION_UNDECIDED)
		known = show_made(
		    *state, guess, make_tcp(4022, RESPONSE, BYTES(SSH_SERVER)), &answer);
	if (known == APPLICATION_UNDECIDED)
		known = application_guess_end(*state, guess, &answer);
	assert_int_equal(known, APPLICATION_KNOWN);
	assert_string_equal(answer.names.application, "SSH");
	assert_string_equal(answer.names.category, "RemoteAccess");
	assert_true(answer.risk_count > 0);
	assert_non_null(strstr(answer.risks[0], "Port"));
}

static void
an_ntp_query_is_ntp(void **state)
{
	struct application_guess guess = application_guess_new(*state, IPPROTO_UDP);
	struct application_answer answer = { 0 };

	assert_int_equal(
	    show_made(*state, guess, make_udp(123, REQUEST, BYTES(NTP_QUERY)), &answer),
	    APPLICATION_KNOWN);
	assert_string_equal(answer.names.application, "NTP");
	assert_string_equal(answer.names.category, "System");
}

static void
noise_is_given_up_after_the_last_packet(void **state)
{
	struct application_guess guess = application_guess_new(*state, IPPROTO_TCP);
	struct application_answer answer = { 0 };
	struct made noise = make_tcp(40001, REQUEST, BYTES("\x9d\xb1\x8a\xf7\xc2\xe6\x91"));
	int shown = 1;

	while (show_made(*state, guess, noise, &answer) == APPLICATION_UNDECIDED)
		shown++;
	assert_int_equal(shown, 16);
	assert_int_equal(show_made(*state, guess, noise, &answer), APPLICATION_UNKNOWN);
}

static void
the_connection_silent_for_longest_makes_room(void **state)
{
	struct application_answer answer = { 0 };
	struct made banner = make_tcp(22, REQUEST, BYTES(SSH_CLIENT));
	struct application_guess first = application_guess_new(*state, IPPROTO_TCP);
	struct application_guess second = application_guess_new(*state, IPPROTO_TCP);

	assert_int_equal(show_made(*state, first, banner, &answer), APPLICATION_UNDECIDED);
	for (int i = 0; i < APPLICATION_GUESSES_MAX - 1; i++)
		application_guess_new(*state, IPPROTO_UDP);
	assert_int_equal(applications_evicted(*state), 1);
	assert_int_equal(
	    application_guess_end(*state, second, &answer), APPLICATION_UNKNOWN);
	assert_int_equal(application_guess_end(*state, first, &answer), APPLICATION_KNOWN);
}

#endif

static size_t
copied(struct made made, uint8_t transport_protocol)
{
	static uint8_t copy[APPLICATION_PACKET_ROOM];

	return application_packet_copy(
	    bytes_of(made.at, made.len), 4, transport_protocol, copy);
}

static void
a_whole_packet_is_copied_without_padding_in_front_of_zeros(void **state)
{
	static uint8_t copy[APPLICATION_PACKET_ROOM];
	struct made made = make_udp(53, REQUEST, BYTES("question"));

	(void)state;
	memset(copy, 0xff, sizeof(copy));
	assert_int_equal(
	    application_packet_copy(bytes_of(made.at, made.len + 6), 4, IPPROTO_UDP, copy),
	    made.len);
	for (size_t i = 0; i < APPLICATION_PACKET_ZEROS; i++)
		assert_int_equal(copy[made.len + i], 0);
}

static void
a_length_of_zero_is_corrected_to_what_there_is(void **state)
{
	static uint8_t copy[APPLICATION_PACKET_ROOM];
	struct made made = make_tcp(80, REQUEST, BYTES("super-frame"));

	(void)state;
	put_u16(made.at + 2, 0);
	assert_int_equal(
	    application_packet_copy(bytes_of(made.at, made.len), 4, IPPROTO_TCP, copy),
	    made.len);
	assert_int_equal(copy[3], made.len);
}

static void
packets_that_ndpi_may_not_see_are_passed_over(void **state)
{
	struct made whole = make_tcp(22, REQUEST, BYTES(SSH_CLIENT));
	struct made later_fragment = whole;
	struct made cut = whole;
	struct made options_cut = whole;

	(void)state;
	later_fragment.at[7] = 1;
	cut.len = IPV4_HEADER + TCP_HEADER - 1;
	options_cut.at[IPV4_HEADER + 12] = 0xf0;
	options_cut.len = IPV4_HEADER + 40;
	assert_int_equal(copied(whole, IPPROTO_TCP), whole.len);
	assert_int_equal(copied(whole, IPPROTO_UDP), 0);
	assert_int_equal(copied(later_fragment, IPPROTO_TCP), 0);
	assert_int_equal(copied(cut, IPPROTO_TCP), 0);
	assert_int_equal(copied(options_cut, IPPROTO_TCP), 0);
	assert_int_equal(copied(make_tcp(22, REQUEST, BYTES("")), IPPROTO_TCP), 0);
	assert_int_equal(copied(make_udp(53, REQUEST, BYTES("")), IPPROTO_UDP), 0);
}

static void
extension_headers_are_walked_to_the_transport_header(void **state)
{
	static uint8_t copy[APPLICATION_PACKET_ROOM];
	uint8_t packet[40 + 8 + 8 + 4] = {
		0x60, [5] = 20, [6] = IPPROTO_HOPOPTS, [7] = 64
	};

	(void)state;
	packet[40] = IPPROTO_UDP;
	assert_int_equal(
	    application_packet_copy(bytes_of(packet, sizeof(packet)), 6, IPPROTO_UDP, copy),
	    sizeof(packet));
	packet[6] = IPPROTO_FRAGMENT;
	assert_int_equal(
	    application_packet_copy(bytes_of(packet, sizeof(packet)), 6, IPPROTO_UDP, copy),
	    0);
}

/* xorshift (Marsaglia 2003): the same packets in every run. */
static uint32_t
next_random(uint32_t *seed)
{
	*seed ^= *seed << 13;
	*seed ^= *seed >> 17;
	*seed ^= *seed << 5;
	return *seed;
}

static void
mutate(struct made *made, uint32_t *seed)
{
	for (uint32_t left = next_random(seed) % 8; left > 0; left--)
		made->at[next_random(seed) % made->len] = (uint8_t)next_random(seed);
	if (next_random(seed) % 4 == 0)
		made->len = next_random(seed) % made->len;
}

static void
mutated_packets_do_no_harm(void **state)
{
	const struct made made[] = {
		make_tcp(22, REQUEST, BYTES(SSH_CLIENT)),
		make_tcp(22, RESPONSE, BYTES(SSH_SERVER)),
		make_tcp(80, REQUEST, BYTES("GET / HTTP/1.1\r\nHost: a.test\r\n\r\n")),
		make_tcp(443, REQUEST, BYTES("\x16\x03\x01\x00\x05\x01\x00\x00\x01\x03")),
		make_udp(123, REQUEST, BYTES(NTP_QUERY)),
		make_udp(53, REQUEST, BYTES("\0\1\1\0\0\1\0\0\0\0\0\0\1a\4test\0\0\1\0\1")),
	};
	uint32_t seed = 1;
	struct application_answer answer = { 0 };
	struct application_guess guesses[2];

	guesses[0] = application_guess_new(*state, IPPROTO_TCP);
	guesses[1] = application_guess_new(*state, IPPROTO_UDP);
	for (int i = 0; i < 30000; i++) {
		struct made packet = made[next_random(&seed) % COUNT_OF(made)];
		uint32_t which = next_random(&seed) % 2;

		mutate(&packet, &seed);
		if (show_made(*state, guesses[which], packet, &answer) !=
		    APPLICATION_UNDECIDED)
			guesses[which] = application_guess_new(
			    *state, which == 0 ? IPPROTO_TCP : IPPROTO_UDP);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing_is_known_without_applications),
#ifdef HAVE_NDPI
		cmocka_unit_test(hosts_name_applications_in_any_case),
		cmocka_unit_test(other_hosts_have_no_name),
		cmocka_unit_test(banners_on_another_port_are_ssh_and_a_risk),
		cmocka_unit_test(an_ntp_query_is_ntp),
		cmocka_unit_test(noise_is_given_up_after_the_last_packet),
		cmocka_unit_test(the_connection_silent_for_longest_makes_room),
#endif
		cmocka_unit_test(
		    a_whole_packet_is_copied_without_padding_in_front_of_zeros),
		cmocka_unit_test(a_length_of_zero_is_corrected_to_what_there_is),
		cmocka_unit_test(packets_that_ndpi_may_not_see_are_passed_over),
		cmocka_unit_test(extension_headers_are_walked_to_the_transport_header),
		cmocka_unit_test(mutated_packets_do_no_harm),
	};

	return cmocka_run_group_tests(tests, start, stop);
}
