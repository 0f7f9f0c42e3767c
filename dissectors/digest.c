/* SPDX-License-Identifier: BSD-2-Clause */
#include "config.h"

#ifdef HAVE_OPENSSL
/* The plain functions, though OpenSSL 3 would rather not have them used: EVP looks its
 * algorithms up anew each time, which takes four times as long as a hello's digest. */
#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/md5.h>
#include <openssl/sha.h>
#endif

#include "dissectors/digest.h"

#ifdef HAVE_OPENSSL
struct bytes
digest_sha256(struct arena *arena, struct bytes data)
{
	uint8_t *out = arena_alloc(arena, SHA256_DIGEST_LENGTH);
	SHA256_CTX context;

	SHA256_Init(&context);
	SHA256_Update(&context, data.at, data.len);
	SHA256_Final(out, &context);
	return bytes_of(out, SHA256_DIGEST_LENGTH);
}

struct bytes
digest_md5(struct arena *arena, struct bytes data)
{
	uint8_t *out = arena_alloc(arena, MD5_DIGEST_LENGTH);
	MD5_CTX context;

	MD5_Init(&context);
	MD5_Update(&context, data.at, data.len);
	MD5_Final(out, &context);
	return bytes_of(out, MD5_DIGEST_LENGTH);
}
#else
struct bytes
digest_sha256(struct arena *arena, struct bytes data)
{
	(void)arena;
	(void)data;
	return (struct bytes){ NULL, 0 };
}

struct bytes
digest_md5(struct arena *arena, struct bytes data)
{
	return digest_sha256(arena, data);
}
#endif
