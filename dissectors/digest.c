/* SPDX-License-Identifier: BSD-2-Clause */
#include "config.h"

#ifdef HAVE_OPENSSL
#include <openssl/crypto.h>
#include <openssl/evp.h>
#endif

#include "dissectors/digest.h"

#ifdef HAVE_OPENSSL
/* The configuration file is not read: the digests are built in, and behind the sandbox
 * there is nothing to open. */
static struct bytes
digest(struct arena *arena, struct bytes data, const EVP_MD *kind)
{
	uint8_t *out = arena_alloc(arena, EVP_MAX_MD_SIZE);
	unsigned len = 0;

	OPENSSL_init_crypto(OPENSSL_INIT_NO_LOAD_CONFIG, NULL);
	if (EVP_Digest(data.at, data.len, out, &len, kind, NULL) != 1)
		return (struct bytes){ NULL, 0 };
	return bytes_of(out, len);
}

struct bytes
digest_sha256(struct arena *arena, struct bytes data)
{
	return digest(arena, data, EVP_sha256());
}

struct bytes
digest_md5(struct arena *arena, struct bytes data)
{
	return digest(arena, data, EVP_md5());
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
