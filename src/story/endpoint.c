/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdio.h>

#include "story/endpoint.h"

const char *
endpoint_text(struct endpoint endpoint, char text[ENDPOINT_TEXT_SIZE])
{
	bool is_six = endpoint.address.family == 6;
	char address[ADDRESS_TEXT_SIZE];

	snprintf(text, ENDPOINT_TEXT_SIZE, "%s%s%s:%u", is_six ? "[" : "",
	    address_text(endpoint.address, address), is_six ? "]" : "",
	    (unsigned)endpoint.port);
	return text;
}
