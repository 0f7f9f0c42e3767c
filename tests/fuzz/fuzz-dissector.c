/* SPDX-License-Identifier: BSD-2-Clause */
/* One dissector, named by the program: fuzz-dns fuzzes dns, and so on for the registry.
 *
 * The input's first byte chooses between datagrams and a stream where the protocol knows
 * both, or is only called by name.  A row of chunks follows, each with a head of two bytes:
 * what it is and from whom, and how many bytes follow.  They go through the stack, so what
 * the dissector asks for (skipping, more bytes, layers on top) happens. */
#include <stdlib.h>

#include "base/die.h"
#include "base/json.h"
#include "flow/stack.h"

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Bits of a chunk's first byte. */
enum { FROM_SERVER = 1, IS_GAP = 2, IS_END = 4, IS_CUT = 8, IS_IPV6 = 16 };

/* libFuzzer hands nothing from one call to the next, so this has to. */
static const struct dissector *fuzzed;

/* Whatever is opened with these is rubbish, as it should be. */
static const struct tls_secrets fuzzed_secrets = {
	.len = { 48, 32, 32, 32, 32, 32 },
};

int
LLVMFuzzerInitialize(int *argc, char ***argv)
{
	const char *name = strrchr((*argv)[0], '-');

	(void)argc;
	fuzzed = name == NULL ? NULL : dissector_find(name + 1);
	if (fuzzed == NULL)
		die(EXIT_USAGE, "%s: call it fuzz-NAME, NAME a dissector", (*argv)[0]);
	return 0;
}

static void
take_event(void *owner, struct event *event)
{
	struct buffer text = { 0 };
	struct json json = json_to(&text);

	(void)owner;
	event_to_json(&json, event, (struct event_output){ false, SECRETS_SHOWN });
	buffer_clear(&text);
}

static struct flow_ref
find_flow(void *owner, uint8_t protocol, struct address src, uint16_t sport,
    struct address dst, uint16_t dport)
{
	(void)owner;
	(void)src;
	(void)dst;
	(void)sport;
	(void)dport;
	return (struct flow_ref){ protocol, 1 };
}

static const struct tls_secrets *
find_secrets(void *owner, struct bytes client_random)
{
	(void)owner;
	return client_random.len > 0 && client_random.at[0] < 128 ? &fuzzed_secrets : NULL;
}

static bool
reads_streams(uint8_t choice)
{
	bool has_tcp = fuzzed->tcp_ports[0] != 0;
	bool has_udp = fuzzed->udp_ports[0] != 0;

	if (has_tcp == has_udp && (has_tcp || fuzzed->claims == NULL))
		return (choice & 1) != 0;
	return !has_udp;
}

static struct chunk
make_chunk(uint8_t bits, uint32_t frame, bool is_stream)
{
	struct chunk chunk = {
		.what = bits & IS_GAP   ? CHUNK_GAP
			: bits & IS_END ? CHUNK_END
					: CHUNK_BYTES,
		.side = bits & FROM_SERVER ? SIDE_SERVER : SIDE_CLIENT,
		.at_ns = frame * UINT64_C(1000000),
		.frame = frame,
		.transport = is_stream ? "tcp" : "udp",
		.is_datagram = !is_stream,
		.is_cut = !is_stream && (bits & IS_CUT) != 0,
		.src = { .family = bits & IS_IPV6 ? 6 : 4 },
		.dst = { .family = bits & IS_IPV6 ? 6 : 4 },
	};

	return chunk;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena scratch = { 0 };
	struct recycler memory = { 0 };
	struct secrets_wait wait = { 0 };
	struct stack_receiver receiver = {
		.event = take_event,
		.find_flow = find_flow,
		.secrets = find_secrets,
		.scratch = &scratch,
		.memory = &memory,
		.wait = size % 2 == 0 ? NULL : &wait,
	};
	struct stack stack = { .base = { .dissector = fuzzed } };
	struct cursor in = cursor_of(bytes_of(data, size));
	struct chunk late = { .frame = 1, .at_ns = UINT64_C(60000000000) };
	bool is_stream;

	if (fuzzed->state_size > 0)
		stack.base.state = recycler_take(&memory, fuzzed->state_size);
	is_stream = reads_streams(cursor_u8(&in));
	for (uint32_t frame = 1; cursor_left(&in) >= 2; frame++) {
		struct chunk chunk = make_chunk(cursor_u8(&in), frame, is_stream);
		size_t len = (size_t)cursor_u8(&in) * 4;
		struct bytes bytes = cursor_bytes(&in, MIN(len, cursor_left(&in)));

		chunk.gap_size = bytes.len;
		if (chunk.is_datagram)
			stack_datagram(&stack, &receiver, &chunk, bytes);
		else
			stack_feed(&stack, &receiver, &chunk,
			    chunk.what == CHUNK_BYTES ? bytes : (struct bytes){ NULL, 0 });
		stack_wake(&stack, &receiver, &chunk);
		arena_reset(&scratch);
	}
	stack_wake(&stack, &receiver, &late);
	stack_clear(&stack, &receiver);
	recycler_clear(&memory);
	arena_clear(&scratch);
	return 0;
}
