/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdlib.h>

#include "base/clock.h"
#include "base/die.h"
#include "story/alt-services.h"

enum { HOST_MAX = 255, OFFERS_MAX = 4 /* of one host */ };

static void
drop(struct alt_services *services, uint32_t at)
{
	free((void *)(uintptr_t)services->items[at].host.at);
	services->count--;
	memmove(services->items + at, services->items + at + 1,
	    (services->count - at) * sizeof(*services->items));
}

static void
add(struct alt_services *services, struct bytes host, struct h3_offer offer,
    const struct event *event)
{
	uint8_t *copy;

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

void
alt_services_learn(struct alt_services *services, struct bytes host, struct bytes value,
    const struct event *event)
{
	struct h3_offer offer;
	uint32_t at = 0;

	if (value.len == 0 || host.len == 0 || host.len > HOST_MAX)
		return;
	while (at < services->count)
		if (bytes_equal_nocase(services->items[at].host, host))
			drop(services, at);
		else
			at++;
	for (int i = 0; i < OFFERS_MAX; i++) {
		offer = h3_offer_next(&value);
		if (offer.port == 0)
			return;
		add(services, host, offer, event);
	}
}

const struct alt_service *
alt_services_find(
    const struct alt_services *services, struct bytes host, uint16_t port, uint64_t at_ns)
{
	for (uint32_t i = 0; i < services->count; i++) {
		const struct alt_service *service = &services->items[i];

		if (service->port == port && service->until_ns >= at_ns &&
		    bytes_equal_nocase(service->host, host))
			return service;
	}
	return NULL;
}

void
alt_services_clear(struct alt_services *services)
{
	while (services->count > 0)
		drop(services, services->count - 1);
	free(services->items);
	services->items = NULL;
}
