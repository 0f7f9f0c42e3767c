/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdio.h>
#include <zlib.h>

#include "config.h"
#include "version.h"

#include <nghttp2/nghttp2.h>
#include <pcap/pcap.h>
#ifdef HAVE_BROTLI
#include <brotli/decode.h>
#endif
#ifdef HAVE_OPENSSL
#include <openssl/crypto.h>
#endif
#ifdef HAVE_PSL
#include <libpsl.h>
#endif
#ifdef HAVE_ZSTD
#include <zstd.h>
#endif
#ifdef HAVE_LZ4
#include <lz4.h>
#endif

#include "flow/application.h"

void
version_print(void)
{
	printf("webflow %s\n", PACKAGE_VERSION);
	printf("with %s\n", pcap_lib_version());
	printf("with zlib %s\n", zlibVersion());
	printf("with nghttp2 %s\n", nghttp2_version(0)->version_str);
#ifdef HAVE_ZSTD
	printf("with zstd %s\n", ZSTD_versionString());
#endif
#ifdef HAVE_LZ4
	printf("with lz4 %s\n", LZ4_versionString());
#endif
#ifdef HAVE_BROTLI
	uint32_t brotli = BrotliDecoderVersion(); /* 8 bits, 12 bits, 12 bits */

	printf(
	    "with brotli %u.%u.%u\n", brotli >> 24, brotli >> 12 & 0xfff, brotli & 0xfff);
#endif
#ifdef HAVE_PSL
	printf("with libpsl %s\n", psl_get_version());
#endif
#ifdef HAVE_OPENSSL
	printf("with %s\n", OpenSSL_version(OPENSSL_VERSION));
#endif
	if (applications_version() != NULL)
		printf("with nDPI %s\n", applications_version());
}
