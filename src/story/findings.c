/* SPDX-License-Identifier: BSD-2-Clause */
#include "story/findings.h"

enum { FINDINGS_MAX = 1000 /* kept, unless all is kept */ };

struct finding *
finding_new(
    struct story *story, enum severity severity, const char *kind, struct page *page)
{
	struct arena arena = { .block_size = 1024 };
	struct finding *finding;

	if (story->finding_count == FINDINGS_MAX && story->options.keep != STORY_KEEP_ALL)
		return NULL;
	finding = arena_alloc(&arena, sizeof(*finding));
	finding->arena = arena;
	finding->id = ++story->last_finding_id;
	finding->severity = severity;
	finding->kind = kind;
	TAILQ_INSERT_TAIL(&story->findings, finding, entry);
	story->finding_count++;
	if (page == NULL)
		return finding;
	finding->page = page->id;
	finding->client = page->client->id;
	TAILQ_INSERT_TAIL(&page->findings, finding, of_page);
	return finding;
}

struct finding *
finding_of_page(
    struct story *story, struct page *page, enum severity severity, const char *kind)
{
	struct finding *finding = finding_new(story, severity, kind, page);

	if (finding != NULL)
		finding->is_of_whole = true;
	return finding;
}

static void
finding_free(struct story *story, struct finding *finding)
{
	struct arena arena = finding->arena;

	TAILQ_REMOVE(&story->findings, finding, entry);
	story->finding_count--;
	arena_clear(&arena);
}

void
findings_clear(struct story *story)
{
	while (story->finding_count > 0)
		finding_free(story, TAILQ_FIRST(&story->findings));
}

static void
page_drop_finding(struct story *story, struct page *page, struct finding *finding)
{
	TAILQ_REMOVE(&page->findings, finding, of_page);
	finding_free(story, finding);
}

void
findings_free_page(struct story *story, struct page *page)
{
	while (!TAILQ_EMPTY(&page->findings))
		page_drop_finding(story, page, TAILQ_FIRST(&page->findings));
}

void
findings_unsettle(struct story *story, struct page *page)
{
	struct finding *finding = TAILQ_FIRST(&page->findings);

	while (finding != NULL) {
		struct finding *next = TAILQ_NEXT(finding, of_page);

		if (finding->is_of_whole)
			page_drop_finding(story, page, finding);
		finding = next;
	}
}
