/* SPDX-License-Identifier: BSD-2-Clause */
/* make-sealed: makes a capture of one large download in records that are really sealed,
 * and the key log that opens them; bench/run calls it.  The same size gives the same
 * bytes. */
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>

#include "base/die.h"
#include "bench/sealed-load.h"

static const uint64_t size_max = (uint64_t)1 << 40;

static const struct {
	const char *name;
	bool (*make)(struct sealed_load *);
} kinds[] = {
	{ "tls", sealed_tls },
	{ "quic", sealed_quic },
};

void
noise_fill(uint8_t *at, size_t size)
{
	uint32_t state = 1;

	for (size_t i = 0; i < size; i++) {
		state = state * 1664525 + 1013904223;
		at[i] = (uint8_t)(state >> 24);
	}
}

static void
print_hex(FILE *out, struct bytes bytes)
{
	for (size_t i = 0; i < bytes.len; i++)
		fprintf(out, "%02x", bytes.at[i]);
}

static bool
keys_write(const struct sealed_load *load, const char *path)
{
	static const char *const labels[2][2] = {
		{ "CLIENT_HANDSHAKE_TRAFFIC_SECRET", "CLIENT_TRAFFIC_SECRET_0" },
		{ "SERVER_HANDSHAKE_TRAFFIC_SECRET", "SERVER_TRAFFIC_SECRET_0" },
	};
	FILE *out = fopen(path, "we");

	if (out == NULL)
		return false;
	for (enum side side = SIDE_CLIENT; side <= SIDE_SERVER; side++)
		for (int phase = SEAL_HANDSHAKE; phase <= SEAL_TRAFFIC; phase++) {
			fprintf(out, "%s ", labels[side][phase]);
			print_hex(out, bytes_of(load->random, sizeof(load->random)));
			fputc(' ', out);
			print_hex(out, sealed_secret(load, side, (enum seal_phase)phase));
			fputc('\n', out);
		}
	return fclose(out) == 0;
}

static bool
capture_write(struct sealed_load *load, size_t kind, const char *path)
{
	FILE *out = fopen(path, "we");
	bool failed;

	if (out == NULL)
		return false;
	wire_begin(&load->wire, out);
	if (!kinds[kind].make(load))
		die(EXIT_CANNOT, "this webflow was built without OpenSSL");
	wire_clear(&load->wire);
	failed = ferror(out) != 0;
	return fclose(out) == 0 && !failed;
}

static size_t
kind_find(const char *name)
{
	size_t kind = 0;

	while (kind < COUNT_OF(kinds) && strcmp(kinds[kind].name, name) != 0)
		kind++;
	return kind;
}

static bool
size_read(const char *text, uint64_t *size)
{
	char *end;

	errno = 0;
	*size = strtoull(text, &end, 10);
	return *text >= '0' && *text <= '9' && *end == '\0' && errno == 0 && *size > 0 &&
	       *size <= size_max;
}

static void
secrets_make(struct sealed_load *load)
{
	noise_fill(load->random, sizeof(load->random));
	for (enum side side = SIDE_CLIENT; side <= SIDE_SERVER; side++)
		for (int phase = SEAL_HANDSHAKE; phase <= SEAL_TRAFFIC; phase++)
			memset(load->secrets[side][phase], 0x10 + 2 * (int)side + phase,
			    SEAL_SECRET_SIZE);
}

int
main(int argc, char **argv)
{
	struct sealed_load load = { 0 };
	struct buffer keys = { 0 };
	size_t kind = argc == 4 ? kind_find(argv[1]) : COUNT_OF(kinds);

	if (kind == COUNT_OF(kinds) || !size_read(argv[2], &load.size))
		die(EXIT_USAGE, "usage: make-sealed tls|quic BYTES OUTPUT");
	secrets_make(&load);
	buffer_printf(&keys, "%s.keys", argv[3]);
	buffer_add_char(&keys, '\0');
	if (!capture_write(&load, kind, argv[3]))
		die(EXIT_CANNOT, "%s: %s", argv[3], strerror(errno));
	if (!keys_write(&load, (const char *)keys.at))
		die(EXIT_CANNOT, "%s: %s", (const char *)keys.at, strerror(errno));
	buffer_clear(&keys);
	printf("%s: %" PRIu64 " frames, %" PRIu64 " bytes, %" PRIu64
	       " of them sealed in %" PRIu64 " %s\n",
	    argv[3], load.wire.frames, load.wire.bytes, load.size, load.units,
	    kind == 0 ? "records" : "packets");
	return EXIT_DONE;
}
