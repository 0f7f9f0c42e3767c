/* SPDX-License-Identifier: BSD-2-Clause */
#include "story/visit.h"
#include "base/die.h"

struct visit *
visit_get(struct client *client)
{
	if (client->visit == NULL)
		client->visit = alloc_zeroed(1, sizeof(*client->visit));
	return client->visit;
}

static uint64_t
host_last_ns(const struct visit_host *host)
{
	return MAX(host->asked_ns, host->data_ns);
}

/* The one that is silent longest. */
static size_t
visit_host_oldest(const struct visit *visit)
{
	size_t oldest = 0;

	for (size_t i = 1; i < VISIT_HOSTS; i++)
		if (host_last_ns(&visit->hosts[i]) < host_last_ns(&visit->hosts[oldest]))
			oldest = i;
	return oldest;
}

struct visit_host *
visit_host_get(struct visit *visit, uint64_t hash)
{
	size_t oldest;

	for (size_t i = 0; i < VISIT_HOSTS; i++)
		if (visit->hashes[i] == hash)
			return &visit->hosts[i];
	oldest = visit_host_oldest(visit);
	visit->hashes[oldest] = hash;
	visit->hosts[oldest] = (struct visit_host){ .hash = hash };
	return &visit->hosts[oldest];
}

struct ask *
visit_ask_new(struct visit *visit)
{
	for (uint32_t i = 0; i < VISIT_ASKS; i++) {
		if (visit->asks[i].connection != NULL)
			continue;
		visit->ask_end = MAX(visit->ask_end, i + 1);
		return &visit->asks[i];
	}
	return NULL;
}

void
visit_ask_free(struct visit *visit, struct ask *ask)
{
	*ask = (struct ask){ 0 };
	while (visit->ask_end > 0 && visit->asks[visit->ask_end - 1].connection == NULL)
		visit->ask_end--;
}
