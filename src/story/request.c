/* SPDX-License-Identifier: BSD-2-Clause */
#include "story/request.h"

void
request_free(struct request *request)
{
	struct arena own = request->own;

	arena_clear(&own);
}
