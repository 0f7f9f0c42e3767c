/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdlib.h>

#include "base/clock.h"
#include "base/die.h"
#include "story/alt-services.h"

enum { HOST_MAX = 255 };

static uint32_t
index_of(const struct alt_services *services, struct bytes host)
{
	uint32_t i = 0;

	while (i < services->count && !bytes_equal_nocase(services->items[i].host, host))
		i++;
	return i;
}

static void
drop(struct alt_services *services, uint32_t at)
{
	free((void *)(uintptr_t)services->items[at].host.at);
	services->count--;
	memmove(services->items + at, services->items + at + 1,
	    (services->count - at) * sizeof(*services->items));
}

void
alt_services_learn(struct alt_services *services, struct bytes host, struct bytes value,
    const struct event *event)
{
	struct h3_offer offer = h3_offer_of_alt_svc(value);
	uint32_t at = index_of(services, host);
	uint8_t *copy;

	if (value.len == 0 || host.len == 0 || host.len > HOST_MAX)
		return;
	if (at < services->count)
		drop(services, at);
	if (offer.port == 0)
		return;
	if (services->count == ALT_SERVICES_MAX)
		drop(services, 0);
	if (services->items == NULL)
		services->items = alloc_zeroed(ALT_SERVICES_MAX, sizeof(*services->items));
	copy = alloc_zeroed(host.len, 1);
	memcpy(copy, host.at, host.len);
	services->items[services->count++] = (struct alt_service){
		.host = bytes_of(copy, host.len),
		.port = offer.port,
		.until_ns = event->at_ns + offer.age_s * NS_PER_S,
		.frame = frame_of(event),
	};
}

const struct alt_service *
alt_services_find(
    const struct alt_services *services, struct bytes host, uint16_t port, uint64_t at_ns)
{
	uint32_t at = index_of(services, host);

	if (at == services->count || services->items[at].port != port ||
	    services->items[at].until_ns < at_ns)
		return NULL;
	return &services->items[at];
}

void
alt_services_clear(struct alt_services *services)
{
	while (services->count > 0)
		drop(services, services->count - 1);
	free(services->items);
	services->items = NULL;
}
