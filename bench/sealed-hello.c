/* SPDX-License-Identifier: BSD-2-Clause */
/* Messages of TLS 1.3 (RFC 8446 4), as few extensions as there may be. */
#include "bench/sealed-load.h"

enum { CLIENT_HELLO = 1, SERVER_HELLO = 2, ENCRYPTED_EXTENSIONS = 8, FINISHED = 20 };
enum { SERVER_NAME = 0, GROUPS = 10, ALPN = 16, VERSIONS = 43, KEY_SHARE = 51 };
enum { TLS_AES_128_GCM_SHA256 = 0x1301, TLS_1_2 = 0x0303, TLS_1_3 = 0x0304, X25519 = 29 };
enum { KEY_SHARE_SIZE = 32, FINISHED_SIZE = 32 };

static const char host[] = "dl.mirror.test";

static void
put_extension(struct buffer *out, uint16_t type, const struct buffer *contents)
{
	put_number(out, type, 2);
	put_number(out, contents->len, 2);
	buffer_add(out, buffer_bytes(contents));
}

static void
put_server_name(struct buffer *out)
{
	struct buffer name = { 0 };

	put_number(&name, sizeof(host) - 1 + 3, 2);
	put_number(&name, 0, 1); /* a host name */
	put_number(&name, sizeof(host) - 1, 2);
	buffer_add_string(&name, host);
	put_extension(out, SERVER_NAME, &name);
	buffer_clear(&name);
}

static void
put_alpn(struct buffer *out, const char *protocol)
{
	struct buffer names = { 0 };
	size_t size = strlen(protocol);

	put_number(&names, size + 1, 2);
	put_number(&names, size, 1);
	buffer_add_string(&names, protocol);
	put_extension(out, ALPN, &names);
	buffer_clear(&names);
}

/* The client's shares are a list, the server's is one. */
static void
put_key_share(struct buffer *out, bool of_client)
{
	struct buffer share = { 0 };

	if (of_client)
		put_number(&share, 4 + KEY_SHARE_SIZE, 2);
	put_number(&share, X25519, 2);
	put_number(&share, KEY_SHARE_SIZE, 2);
	for (int i = 0; i < KEY_SHARE_SIZE; i++)
		buffer_add_char(&share, 0);
	put_extension(out, KEY_SHARE, &share);
	buffer_clear(&share);
}

static void
put_numbers(struct buffer *out, uint16_t type, uint64_t value, size_t size)
{
	struct buffer contents = { 0 };

	put_number(&contents, value, size);
	put_extension(out, type, &contents);
	buffer_clear(&contents);
}

static size_t
message_open(struct buffer *out, uint8_t type)
{
	put_number(out, type, 1);
	return put_open(out, 3);
}

void
put_client_hello(struct buffer *out, const struct sealed_load *load, const char *protocol)
{
	size_t message = message_open(out, CLIENT_HELLO);
	size_t extensions;

	put_number(out, TLS_1_2, 2);
	buffer_add(out, bytes_of(load->random, sizeof(load->random)));
	put_number(out, 0, 1); /* no session id */
	put_number(out, 2, 2);
	put_number(out, TLS_AES_128_GCM_SHA256, 2);
	put_number(out, 0x0100, 2); /* no compression */
	extensions = put_open(out, 2);
	put_server_name(out);
	put_numbers(out, GROUPS, 0x20000 | X25519, 4);
	put_alpn(out, protocol);
	put_numbers(out, VERSIONS, 0x020000 | TLS_1_3, 3);
	put_key_share(out, true);
	put_close(out, extensions, 2);
	put_close(out, message, 3);
}

void
put_server_hello(struct buffer *out)
{
	size_t message = message_open(out, SERVER_HELLO);
	size_t extensions;

	put_number(out, TLS_1_2, 2);
	for (int i = 0; i < 32; i++)
		put_number(out, 0x80u + (unsigned)i, 1);
	put_number(out, 0, 1);
	put_number(out, TLS_AES_128_GCM_SHA256, 2);
	put_number(out, 0, 1);
	extensions = put_open(out, 2);
	put_numbers(out, VERSIONS, TLS_1_3, 2);
	put_key_share(out, false);
	put_close(out, extensions, 2);
	put_close(out, message, 3);
}

void
put_encrypted_extensions(struct buffer *out, const char *protocol)
{
	size_t message = message_open(out, ENCRYPTED_EXTENSIONS);
	size_t extensions = put_open(out, 2);

	put_alpn(out, protocol);
	put_close(out, extensions, 2);
	put_close(out, message, 3);
}

void
put_finished(struct buffer *out)
{
	size_t message = message_open(out, FINISHED);

	for (int i = 0; i < FINISHED_SIZE; i++)
		buffer_add_char(out, 0);
	put_close(out, message, 3);
}
