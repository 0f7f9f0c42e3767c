/* SPDX-License-Identifier: BSD-2-Clause */
#include "story/sentence-walk.h"
#include "story/sentence-words.h"

enum { STEPS_SHOWN = 12 };

/* " (a referral to test)" */
static void
add_answer(struct buffer *out, const struct walk_step *step)
{
	static const struct {
		const char *answer, *words;
	} answers[] = {
		{ "referral", "a referral to " },
		{ "cname", "an alias of " },
		{ "answer", "the answer" },
		{ "nodata", "no such record" },
		{ "nxdomain", "no such name" },
		{ "servfail", "it failed" },
		{ "refused", "refused" },
	};

	if (step->answer == NULL) {
		buffer_add_string(out, " (no answer)");
		return;
	}
	buffer_add_string(out, " (");
	for (size_t i = 0; i < COUNT_OF(answers); i++)
		if (strcmp(step->answer, answers[i].answer) == 0)
			buffer_add_string(out, answers[i].words);
	buffer_add(out, step->leads_to);
	buffer_add_char(out, ')');
}

static void
add_step(struct buffer *out, const struct walk_step *step)
{
	sentence_add_address(out, "", step->server);
	if (step->role == WALK_ROOT)
		buffer_add_string(out, " of the root");
	else if (step->zone.len > 0) {
		buffer_add_string(out, " of ");
		buffer_add(out, step->zone);
	}
	buffer_add_string(out, " for ");
	buffer_add(out, step->asked);
	buffer_add_char(out, ' ');
	buffer_add(out, step->type);
	add_answer(out, step);
}

/* Where the walk does not begin at the root, what lies above was in its cache. */
void
sentence_add_walk(struct buffer *out, const struct resolver_walk *walk)
{
	const struct walk_step *step = walk->steps;
	uint32_t shown = 0;

	if (step == NULL)
		return;
	buffer_add_string(out, "; to find that out it asked ");
	for (; step != NULL && shown < STEPS_SHOWN; step = step->next, shown++) {
		buffer_add_string(out, shown == 0 ? "" : ", ");
		add_step(out, step);
	}
	if (walk->step_count > shown)
		buffer_printf(out, " and %u more", (unsigned)(walk->step_count - shown));
	if (walk->steps->role != WALK_ROOT)
		buffer_add_string(out, "; whom to ask first it knew from its cache");
}
