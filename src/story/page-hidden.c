/* SPDX-License-Identifier: BSD-2-Clause */
#include "story/page-hidden.h"

struct bytes
hidden_reason(struct page *page, const struct connection_tls *tls)
{
	if (tls->keys_found)
		return arena_format(
		    &page->arena, "requests and answers are inside TLS: %s", tls->unopened);
	return BYTES("requests and answers are inside TLS; a key log of the browser "
		     "(SSLKEYLOGFILE) would show them");
}

/* Who cannot read QUIC does not see its handshake end. */
uint64_t
hidden_from(const struct connection *connection)
{
	const struct connection_tls *tls = connection->tls;

	if (tls->duration.known)
		return tls->start_ns + tls->duration.value;
	return connection_is_quic(connection) && tls->server_hello.number != 0 ? tls->end_ns
									       : 0;
}
