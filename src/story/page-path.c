/* SPDX-License-Identifier: BSD-2-Clause */
#include "story/page-path.h"
#include "base/clock.h"

/* What was done so short a time before is what was waited for: a browser goes on at once.
 */
#define READY_NS (5 * NS_PER_MS)

enum {
	OPEN_MAX = 24,
	SCANS_MAX = 100 /* of a page: of all its steps for what led on */
};

/* On the way back, at this time: `open` are the steps that those which came later needed,
 * and that were not met yet. */
struct walk {
	struct page *page;
	struct arena *arena;
	uint64_t at_ns;
	uint32_t open[OPEN_MAX]; /* ids of steps */
	uint32_t open_count;
	uint32_t size; /* parts there is room for */
	int scans;
	enum phase between; /* what time counts as that no step fills */
};

static const struct step *
page_step(const struct page *page, uint32_t id)
{
	return &page->steps[id - 1];
}

static const struct step *
step_asked(const struct page *page, const struct step *response)
{
	for (uint32_t i = 0; i < response->need_count; i++)
		if (page_step(page, response->needs[i])->kind == STEP_REQUEST)
			return page_step(page, response->needs[i]);
	return NULL;
}

/* When it ended, as far as the page waited for it; 0: that was not seen. */
static uint64_t
step_end_ns(const struct step *step)
{
	if (step->kind == STEP_NAME && step->end_ns == 0 && step->lookup != NULL)
		return step->lookup->asked_ns;
	if (step->kind == STEP_REQUEST && step->request != NULL &&
	    step->request->status == 0)
		return step->request->end_ns;
	if (step->kind == STEP_CONNECT && step->connection->outcome != CONNECTION_OPEN)
		return step->connection->tried_ns;
	return step->end_ns;
}

/* When it began; an answer with the request that it answers. */
static uint64_t
step_begin_ns(const struct page *page, const struct step *step)
{
	const struct step *asked =
	    step->kind == STEP_RESPONSE ? step_asked(page, step) : NULL;

	return asked == NULL ? step->start_ns : asked->start_ns;
}

/* Parts are made from the last to the first. */
static void
walk_add(struct walk *walk, enum phase phase, uint64_t start_ns, uint64_t end_ns,
    const struct step *step)
{
	struct path *path = &walk->page->path;

	if (start_ns >= end_ns)
		return;
	if (path->count == walk->size) {
		struct path_part *bigger;

		walk->size = walk->size == 0 ? 16 : walk->size * 2;
		bigger = arena_array(walk->arena, walk->size, sizeof(*bigger));
		if (path->count > 0)
			memcpy(bigger, path->parts, path->count * sizeof(*bigger));
		path->parts = bigger;
	}
	path->parts[path->count++] = (struct path_part){
		.phase = phase,
		.start_ns = start_ns,
		.end_ns = end_ns,
		.step = step,
		.request = step == NULL ? NULL : step->request,
	};
	path->phases_ns[phase] += end_ns - start_ns;
}

/* Goes back to `start_ns` or to the page's start; while what was lost was sent again, the
 * connection stalled. */
static void
walk_back(struct walk *walk, enum phase phase, uint64_t start_ns, const struct step *step)
{
	const struct connection *connection = step == NULL ? NULL : step->connection;
	uint64_t from_ns = MAX(start_ns, walk->page->start_ns);

	if (from_ns >= walk->at_ns)
		return;
	for (uint32_t i = connection == NULL ? 0 : connection->stall_count; i-- > 0;) {
		const struct stall *stall = &connection->stalls[i];
		uint64_t begin_ns = MAX(stall->start_ns, from_ns);
		uint64_t end_ns = MIN(stall->end_ns, walk->at_ns);

		if (begin_ns >= end_ns)
			continue;
		walk_add(walk, phase, end_ns, walk->at_ns, step);
		walk_add(walk, PHASE_STALLED, begin_ns, end_ns, step);
		walk->at_ns = begin_ns;
	}
	walk_add(walk, phase, from_ns, walk->at_ns, step);
	walk->at_ns = from_ns;
}

static void
walk_open(struct walk *walk, uint32_t id)
{
	for (uint32_t i = 0; i < walk->open_count; i++)
		if (walk->open[i] == id)
			return;
	if (walk->open_count < OPEN_MAX)
		walk->open[walk->open_count++] = id;
}

static void
walk_open_needs(struct walk *walk, const struct step *step)
{
	for (uint32_t i = 0; i < step->need_count; i++)
		walk_open(walk, step->needs[i]);
}

/* All questions for this name had to be answered before the client went on. */
static void
walk_open_names(struct walk *walk, const struct step *connect)
{
	const struct page *page = walk->page;
	struct bytes name = { 0 };

	for (uint32_t i = 0; i < connect->need_count; i++)
		if (page_step(page, connect->needs[i])->kind == STEP_NAME)
			name = page_step(page, connect->needs[i])->name;
	for (uint32_t i = 0; name.len > 0 && i < page->step_count; i++) {
		const struct step *step = &page->steps[i];

		if (step->kind == STEP_NAME && bytes_equal_nocase(step->name, name) &&
		    step_end_ns(step) <= walk->at_ns)
			walk_open(walk, step->id);
	}
}

/* Until when it was waited for, looking back from now; 0: it was not, for it began later
 * or its time is not known. */
static uint64_t
walk_until(const struct walk *walk, const struct step *step)
{
	uint64_t end_ns = step_end_ns(step);

	if (step->start_ns == 0 || step->start_ns > walk->at_ns ||
	    step_begin_ns(walk->page, step) >= walk->at_ns)
		return 0;
	return end_ns == 0 ? walk->at_ns : MIN(end_ns, walk->at_ns);
}

/* What was over just before comes first, then what came last.  An answer that still
 * arrived may have led to anything: it counts only where nothing else does. */
static bool
walk_prefers(const struct walk *walk, const struct step *step, const struct step *best)
{
	uint64_t until_ns = walk_until(walk, step), best_ns = walk_until(walk, best);
	bool is_over =
	    step_end_ns(step) <= walk->at_ns && until_ns + READY_NS >= walk->at_ns;
	bool best_is_over =
	    step_end_ns(best) <= walk->at_ns && best_ns + READY_NS >= walk->at_ns;

	if (is_over != best_is_over)
		return is_over;
	return until_ns > best_ns;
}

/* What such an answer holds can lead to further requests, or holds them up: a browser goes
 * on when it has come. */
static bool
step_leads_on(const struct step *step)
{
	static const char *const roles[] = { "style", "script", "xhr", "frame",
		"document" };

	if (step->kind != STEP_RESPONSE || step->request == NULL)
		return false;
	for (size_t i = 0; i < COUNT_OF(roles); i++)
		if (strcmp(step->request->role, roles[i]) == 0)
			return true;
	return false;
}

/* Where nothing that was needed fills the time since `from_ns`, what came last in it. */
static const struct step *
walk_led_on_by(struct walk *walk, uint64_t from_ns)
{
	const struct step *best = NULL;

	if (from_ns + READY_NS >= walk->at_ns || walk->scans++ >= SCANS_MAX)
		return NULL;
	for (uint32_t i = 0; i < walk->page->step_count; i++) {
		const struct step *step = &walk->page->steps[i];

		if (step_leads_on(step) && step->end_ns > from_ns &&
		    step->end_ns <= walk->at_ns && walk_until(walk, step) > from_ns &&
		    (best == NULL || step->end_ns > best->end_ns))
			best = step;
	}
	return best;
}

/* Takes the step that the walk goes on with; NULL: nothing was needed any more. */
static const struct step *
walk_next(struct walk *walk)
{
	const struct step *best = NULL, *led_on;
	uint32_t best_at = 0;

	for (uint32_t i = 0; i < walk->open_count; i++) {
		const struct step *step = page_step(walk->page, walk->open[i]);

		if (walk_until(walk, step) > walk->page->start_ns &&
		    (best == NULL || walk_prefers(walk, step, best))) {
			best = step;
			best_at = i;
		}
	}
	led_on = walk_led_on_by(
	    walk, best == NULL ? walk->page->start_ns : walk_until(walk, best));
	if (led_on != NULL)
		return led_on;
	if (best != NULL)
		walk->open[best_at] = walk->open[--walk->open_count];
	return best;
}

/* Through one step: receiving is waiting before the first byte. */
static void
walk_through(struct walk *walk, const struct step *step)
{
	static const enum phase phases[STEP_KIND_COUNT] = {
		[STEP_JOIN] = PHASE_JOIN,
		[STEP_NEXT_HOP] = PHASE_ARP,
		[STEP_NAME] = PHASE_DNS,
		[STEP_CONNECT] = PHASE_CONNECT,
		[STEP_SECURE] = PHASE_TLS,
		[STEP_REQUEST] = PHASE_WAITING,
		[STEP_RESPONSE] = PHASE_RECEIVING,
		[STEP_CLOSE] = PHASE_CLIENT,
	};

	walk_back(walk, walk->between, walk_until(walk, step), NULL);
	walk_back(walk, phases[step->kind], step->start_ns, step);
	if (step->kind == STEP_RESPONSE && step_asked(walk->page, step) != NULL) {
		step = step_asked(walk->page, step);
		walk_back(walk, PHASE_WAITING, step->start_ns, step);
	}
	/* A connection is opened for what was asked over it, with the same cause; a request
	 * has a cause of its own. */
	if (step->kind == STEP_REQUEST || step->kind == STEP_RESPONSE)
		walk->open_count = 0;
	walk_open_needs(walk, step);
	if (step->kind == STEP_CONNECT)
		walk_open_names(walk, step);
}

/* Could the page have ended with this step?  One that failed ended with what failed. */
static bool
step_may_end(const struct page *page, const struct step *step)
{
	if (step->kind == STEP_CLOSE || step->is.certainty == CERTAINTY_HIDDEN)
		return false;
	if (page->failure == FAILURE_NONE)
		return step_end_ns(step) <= page->loaded_ns;
	if (page->document != NULL)
		return step->request == page->document;
	return page->connection_count == 0 || step->kind == STEP_CONNECT ||
	       step->kind == STEP_SECURE;
}

/* Where the way back begins: what ended last of all that the page waited for; NULL: that
 * is not known. */
static const struct step *
page_last_step(const struct page *page)
{
	const struct step *last = NULL;

	for (uint32_t i = 0; i < page->step_count; i++) {
		const struct step *step = &page->steps[i];
		uint64_t end_ns = step_end_ns(step);

		if (end_ns <= page->start_ns || !step_may_end(page, step))
			continue;
		if (last == NULL || end_ns > step_end_ns(last) ||
		    (end_ns == step_end_ns(last) && step->kind == STEP_RESPONSE))
			last = step;
	}
	return last;
}

/* Where nothing came of a name, each question that was asked for it took its time. */
static void
walk_open_all_names(struct walk *walk)
{
	for (uint32_t i = 0; i < walk->page->step_count; i++)
		if (walk->page->steps[i].kind == STEP_NAME)
			walk_open(walk, walk->page->steps[i].id);
}

static void
path_reverse(struct path *path)
{
	for (uint32_t i = 0; i < path->count / 2; i++) {
		struct path_part part = path->parts[i];

		path->parts[i] = path->parts[path->count - 1 - i];
		path->parts[path->count - 1 - i] = part;
	}
}

void
page_make_path(struct page *page, struct arena *arena)
{
	struct walk walk = { .page = page, .arena = arena, .between = PHASE_CLIENT };
	const struct step *step;

	page->path = (struct path){ 0 };
	if (page->loaded_ns == 0 && page->failure == FAILURE_NONE)
		return;
	step = page_last_step(page);
	if (step == NULL && page->loaded_ns == 0)
		return;
	page->path.end_ns = page->loaded_ns != 0 ? page->loaded_ns : step_end_ns(step);
	walk.at_ns = page->path.end_ns;
	/* What was asked is inside TLS: the client waited for it as far as can be seen. */
	if (page->document == NULL && page->failure == FAILURE_NONE)
		walk.between = PHASE_WAITING;
	if (page->connection_count == 0)
		walk_open_all_names(&walk);
	for (; step != NULL && walk.at_ns > page->start_ns; step = walk_next(&walk))
		walk_through(&walk, step);
	walk_back(&walk, walk.between, page->start_ns, NULL);
	path_reverse(&page->path);
}
