/* SPDX-License-Identifier: BSD-2-Clause */
/* Built without nDPI: there are no applications, and nothing is known about any. */
#include "config.h"

#include "flow/application.h"

#ifndef HAVE_NDPI

struct applications *
applications_new(void)
{
	return NULL;
}

void
applications_free(struct applications *applications)
{
	(void)applications;
}

bool
application_by_host(
    struct applications *applications, struct bytes host, struct application_names *names)
{
	(void)applications;
	(void)host;
	(void)names;
	return false;
}

struct application_guess
application_guess_new(struct applications *applications, uint8_t transport_protocol)
{
	(void)applications;
	(void)transport_protocol;
	return (struct application_guess){ 0 };
}

enum application_state
application_guess_packet(struct applications *applications, struct application_guess guess,
    struct bytes network, uint64_t at_ns, struct application_answer *answer)
{
	(void)applications;
	(void)guess;
	(void)network;
	(void)at_ns;
	(void)answer;
	return APPLICATION_UNKNOWN;
}

enum application_state
application_guess_end(struct applications *applications, struct application_guess guess,
    struct application_answer *answer)
{
	(void)applications;
	(void)guess;
	(void)answer;
	return APPLICATION_UNKNOWN;
}

const char *
applications_version(void)
{
	return NULL;
}

uint64_t
applications_evicted(const struct applications *applications)
{
	(void)applications;
	return 0;
}

#endif
