/* SPDX-License-Identifier: BSD-2-Clause */
#include "story/sentence.h"
#include "story/sentence-connection.h"
#include "story/sentence-lease.h"
#include "story/sentence-name.h"
#include "story/sentence-next-hop.h"
#include "story/sentence-request.h"

void
step_text(struct buffer *out, const struct page *page, const struct step *step)
{
	static void (*const texts[STEP_KIND_COUNT])(
	    struct buffer *, const struct page *, const struct step *) = {
		[STEP_JOIN] = text_join,
		[STEP_NEXT_HOP] = text_next_hop,
		[STEP_NAME] = text_name,
		[STEP_CONNECT] = text_connect,
		[STEP_SECURE] = text_secure,
		[STEP_REQUEST] = text_request,
		[STEP_RESPONSE] = text_response,
		[STEP_CLOSE] = text_close,
	};

	texts[step->kind](out, page, step);
}
