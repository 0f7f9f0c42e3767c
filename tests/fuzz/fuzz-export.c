/* SPDX-License-Identifier: BSD-2-Clause */
/* Stories full of hostile names, told in every format: what comes out can be read by those
 * who read it, and holds nothing that steers a terminal. */
#include <stdio.h>
#include <stdlib.h>

#include "tests/export/hostile.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char fault[OUTPUT_FAULT_SIZE];

	for (size_t i = 0; i < format_count; i++) {
		const char *answer =
		    hostile_fault(&formats[i], bytes_of(data, size), fault);

		if (answer == NULL)
			continue;
		fprintf(stderr, "-T %s: %s\n", formats[i].name, answer);
		abort();
	}
	return 0;
}
