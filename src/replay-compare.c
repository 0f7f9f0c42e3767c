/* SPDX-License-Identifier: BSD-2-Clause */
#include "replay-compare.h"

#include <stdlib.h>

#include "base/die.h"

/* Without a few lines it is still the same message, if hardly anything else is another:
 * with another id an answer has no question any more. */
enum { MISSING_MAX = 4, CHANGED_MAX = 2 };

void
compare_init(struct compare *compare, struct detail *first_taken)
{
	compare->first = *first_taken;
	*first_taken = (struct detail){ 0 };
	compare->count = compare->first.line_count;
	compare->changed = alloc_zeroed(compare->count + 1u, sizeof(*compare->changed));
}

void
compare_clear(struct compare *compare)
{
	detail_clear(&compare->first);
	free(compare->changed);
	*compare = (struct compare){ 0 };
}

static struct bytes
line_name(const struct detail_line *line)
{
	return bytes_first(line->text, bytes_index(line->text, ':'));
}

/* Further down names may come off the wire. */
static bool
is_same_field(const struct detail_line *a, const struct detail_line *b)
{
	return a->depth == b->depth &&
	       (a->depth > 1 || bytes_equal(line_name(a), line_name(b)));
}

bool
compare_is_flag(const struct compare *compare, uint32_t line)
{
	return bytes_end_with(compare->first.lines[line].text, BYTES(": yes"));
}

bool
compare_with(struct compare *compare, const struct detail *other)
{
	uint32_t missing = 0, changed = 0, at = 0;

	for (uint32_t i = 0; i < compare->count; i++) {
		const struct detail_line *line = &compare->first.lines[i];
		bool is_there =
		    at < other->line_count && is_same_field(line, &other->lines[at]);

		compare->changed[i] = !is_there && compare_is_flag(compare, i);
		missing += !is_there;
		if (!is_there)
			continue;
		compare->changed[i] = !bytes_equal(line->text, other->lines[at++].text);
		changed += compare->changed[i];
	}
	if (at < other->line_count || missing > MISSING_MAX)
		return false;
	return missing == 0 || changed <= CHANGED_MAX;
}
