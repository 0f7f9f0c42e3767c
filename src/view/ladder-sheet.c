/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdlib.h>

#include "base/die.h"
#include "base/text.h"
#include "view/ladder-sheet.h"
#include "view/line.h"

enum { ABOUT_COLUMNS = 40, STUB_COLUMNS = 4 /* of an arrow to somebody hidden */ };

static bool
is_exchange(const struct step *step)
{
	return step->kind == STEP_REQUEST || step->kind == STEP_RESPONSE;
}

/* Does a step go on with what the one before it began? */
static bool
group_joins(const struct ladder_group *group, const struct ladder_group *before)
{
	const struct statement *is = &group->step->is, *was = &before->step->is;

	if (before->arrow_count == 0 || group->arrow_count == 0 ||
	    is->certainty != was->certainty || !bytes_equal(is->reason, was->reason))
		return false;
	if (is_exchange(group->step) && is_exchange(before->step))
		return true;
	return group->step->kind == before->step->kind &&
	       bytes_equal(group->title, before->title);
}

static void
make_sections(struct ladder_sheet *sheet)
{
	struct ladder *ladder = &sheet->ladder;

	sheet->sections = arena_array(
	    &ladder->arena, ladder->group_count + (size_t)1, sizeof(*sheet->sections));
	for (uint32_t i = 0; i < ladder->group_count; i++) {
		const struct ladder_group *group = &ladder->groups[i];
		struct ladder_section *section;

		if (i == 0 || !group_joins(group, group - 1))
			sheet->sections[sheet->section_count++] =
			    (struct ladder_section){ .first_group = i,
				    .first_arrow = group->first_arrow };
		section = &sheet->sections[sheet->section_count - 1];
		section->group_count++;
		section->arrow_count += group->arrow_count;
	}
}

/* Packets that had to be sent again while an answer came. */
static uint32_t
packets_again(const struct step *step, const struct message *message)
{
	const struct connection *connection = step->connection;
	uint32_t packets = 0;

	if (step->kind != STEP_RESPONSE || connection == NULL)
		return 0;
	for (uint32_t i = 0; i < connection->stall_count; i++)
		if (connection->stalls[i].start_ns <= message->end_ns &&
		    connection->stalls[i].end_ns >= message->at_ns)
			packets += connection->stalls[i].packets;
	return packets;
}

static void
add_trouble(struct buffer *out, const struct step *step, const struct message *message)
{
	uint32_t packets = packets_again(step, message);

	if (message->tries > 1)
		buffer_printf(out, ", sent %u times", (unsigned)message->tries);
	if (packets > 0)
		buffer_printf(out, ", %u packet%s sent again", (unsigned)packets,
		    packets == 1 ? "" : "s");
	if (message->is_lost)
		buffer_add_string(out, ", no answer");
}

/* Many answers are on their way at a time: what for, is told with each. */
static void
add_said(struct buffer *out, const struct step *step, const struct ladder_arrow *arrow)
{
	buffer_add(out, arrow->label);
	if (step->kind != STEP_RESPONSE || step->request == NULL)
		return;
	buffer_add_string(out, " · ");
	line_add_cut(out, step->request->target, ABOUT_COLUMNS);
}

static void
make_texts(struct ladder_sheet *sheet)
{
	struct ladder *ladder = &sheet->ladder;
	struct buffer text = { 0 };

	sheet->texts = arena_array(
	    &ladder->arena, ladder->arrow_count + (size_t)1, sizeof(*sheet->texts));
	for (uint32_t i = 0; i < ladder->group_count; i++) {
		const struct ladder_group *group = &ladder->groups[i];

		for (uint32_t j = 0; j < group->arrow_count; j++) {
			const struct ladder_arrow *arrow =
			    &ladder->arrows[group->first_arrow + j];
			struct ladder_text *made = &sheet->texts[group->first_arrow + j];

			text.len = 0;
			add_said(&text, group->step, arrow);
			made->said = arena_copy(&ladder->arena, buffer_bytes(&text));
			text.len = 0;
			add_trouble(&text, group->step, arrow->message);
			made->trouble = arena_copy(&ladder->arena, buffer_bytes(&text));
			made->columns = text_width(made->said) + text_width(made->trouble);
		}
	}
	buffer_clear(&text);
}

struct ladder_sheet
ladder_sheet_of(const struct page *page, uint32_t arrows_max)
{
	struct ladder_sheet sheet = {
		.ladder = ladder_of(page, arrows_max),
		.start_ns = page->start_ns,
	};

	make_sections(&sheet);
	make_texts(&sheet);
	sheet.lines =
	    alloc_zeroed(sheet.section_count + 2 * (size_t)sheet.ladder.arrow_count + 1,
		sizeof(*sheet.lines));
	return sheet;
}

void
ladder_sheet_clear(struct ladder_sheet *sheet)
{
	free(sheet->lines);
	ladder_clear(&sheet->ladder);
	*sheet = (struct ladder_sheet){ 0 };
}

/* Whoever is hidden beside the first party is somewhere between it and the next. */
int
ladder_life_at(const struct ladder_places *places, uint32_t party)
{
	if (party == 0)
		return places->first_life;
	if (party <= places->beside)
		return places->first_life + STUB_COLUMNS;
	return places->first_life + (int)(party - places->beside) * places->apart;
}

bool
ladder_life_is_shown(const struct ladder_places *places, uint32_t party)
{
	return party == 0 ||
	       (party > places->beside && ladder_life_at(places, party) <= places->right);
}

enum ladder_sight
ladder_sight_of(const struct ladder_places *places, const struct ladder_arrow *arrow)
{
	uint32_t left = MIN(arrow->from, arrow->to), right = MAX(arrow->from, arrow->to);

	if (right > 0 && right <= places->beside)
		return left == 0 ? LADDER_STUB : LADDER_BESIDE;
	if (ladder_life_at(places, left) > places->right)
		return LADDER_BEYOND;
	return left == right ? LADDER_OWN : LADDER_BETWEEN;
}

struct ladder_reach
ladder_reach_of(const struct ladder_places *places, const struct ladder_arrow *arrow)
{
	return (struct ladder_reach){
		.left = ladder_life_at(places, MIN(arrow->from, arrow->to)) + 1,
		.right = MIN(
		    ladder_life_at(places, MAX(arrow->from, arrow->to)) - 1, places->right),
	};
}

/* "─ TEXT ─▶" must fit between the two lives. */
static bool
fits_on_arrow(const struct ladder_sheet *sheet, uint32_t arrow)
{
	const struct ladder_arrow *of = &sheet->ladder.arrows[arrow];
	struct ladder_reach reach = ladder_reach_of(&sheet->places, of);

	return ladder_sight_of(&sheet->places, of) != LADDER_BETWEEN ||
	       sheet->texts[arrow].columns + 5 <= reach.right + 1 - reach.left;
}

static void
number_lines(struct ladder_sheet *sheet)
{
	sheet->line_count = 0;
	for (uint32_t i = 0; i < sheet->section_count; i++) {
		const struct ladder_section *section = &sheet->sections[i];

		sheet->lines[sheet->line_count++] =
		    (struct ladder_line){ LADDER_HEADING, i, section->first_arrow };
		for (uint32_t j = 0; !section->is_folded && j < section->arrow_count; j++) {
			struct ladder_line line = { LADDER_ARROW, i,
				section->first_arrow + j };

			if (!fits_on_arrow(sheet, line.arrow)) {
				line.kind = LADDER_TEXT;
				sheet->lines[sheet->line_count++] = line;
				line.kind = LADDER_SHAFT;
			}
			sheet->lines[sheet->line_count++] = line;
		}
	}
}

void
ladder_sheet_fold(struct ladder_sheet *sheet, uint32_t section, bool is_folded)
{
	sheet->sections[section].is_folded = is_folded;
	number_lines(sheet);
}

void
ladder_sheet_fold_all(struct ladder_sheet *sheet, bool is_folded)
{
	for (uint32_t i = 0; i < sheet->section_count; i++)
		sheet->sections[i].is_folded = is_folded;
	number_lines(sheet);
}

enum {
	TIME_COLUMNS = 14,
	CLOCK_COLUMNS = 15,
	BEFORE_LIFE = 9, /* half of a name */
	APART_LEAST = 16,
	APART_WELL = 22,
	APART_MOST = 36,
	FRAMES_COLUMNS = 18,
	FRAMES_FROM = 100
};

static int
first_life(enum time_mode mode)
{
	return (mode == TIME_CLOCK ? CLOCK_COLUMNS : TIME_COLUMNS) + BEFORE_LIFE;
}

/* From the first life to the last, and half of its name. */
static int
lives_columns(const struct ladder_sheet *sheet, int apart)
{
	return MAX((int)sheet->ladder.party_count - 1, 0) * apart + apart / 2;
}

int
ladder_sheet_columns(const struct ladder_sheet *sheet, enum time_mode mode)
{
	return first_life(mode) + lives_columns(sheet, APART_LEAST) + FRAMES_COLUMNS;
}

/* Half of a name stands beyond the last life that there is room for. */
static void
set_apart(struct ladder_places *places, int gaps)
{
	int room = places->right + 1 - places->first_life;
	int shown = MIN(MAX((2 * room / APART_LEAST - 1) / 2, 1), gaps);

	places->apart = 2 * room / (2 * shown + 1);
	places->apart = MIN(MAX(places->apart, (int)APART_LEAST), (int)APART_MOST);
	places->shown = (uint32_t)shown;
}

void
ladder_sheet_place(struct ladder_sheet *sheet, int columns, enum time_mode mode)
{
	struct ladder_places *places = &sheet->places;
	int first = first_life(mode);

	if (columns == 0)
		columns = first + lives_columns(sheet, APART_WELL) + FRAMES_COLUMNS;
	*places = (struct ladder_places){ .columns = columns,
		.first_life = first,
		.left = first - BEFORE_LIFE + 1,
		.right = columns - 1 };
	if (columns >= FRAMES_FROM) {
		places->frames_at = columns - FRAMES_COLUMNS;
		places->right = places->frames_at - 2;
	}
	set_apart(places, MAX((int)sheet->ladder.party_count - 1, 1));
	number_lines(sheet);
}

void
ladder_sheet_scroll(struct ladder_sheet *sheet, uint32_t beside)
{
	uint32_t parties = sheet->ladder.party_count;
	uint32_t shown = 1 + sheet->places.shown;

	sheet->places.beside = MIN(beside, parties > shown ? parties - shown : 0);
	number_lines(sheet);
}

static const struct ladder_group *
group_of_arrow(
    const struct ladder_sheet *sheet, const struct ladder_section *section, uint32_t arrow)
{
	uint32_t low = section->first_group, high = low + section->group_count - 1;

	while (low < high) {
		uint32_t middle = low + (high - low + 1) / 2;

		if (sheet->ladder.groups[middle].first_arrow > arrow)
			high = middle - 1;
		else
			low = middle;
	}
	return &sheet->ladder.groups[low];
}

const struct step *
ladder_line_step(const struct ladder_sheet *sheet, uint32_t line)
{
	const struct ladder_line *at = &sheet->lines[line];

	return group_of_arrow(sheet, &sheet->sections[at->section], at->arrow)->step;
}

const struct ladder_arrow *
ladder_line_arrow(const struct ladder_sheet *sheet, uint32_t line)
{
	const struct ladder_line *at = &sheet->lines[line];

	return at->kind == LADDER_HEADING ? NULL : &sheet->ladder.arrows[at->arrow];
}

uint64_t
ladder_previous_ns(const struct ladder_sheet *sheet, uint32_t arrow)
{
	while (arrow > 0)
		if (sheet->ladder.arrows[--arrow].message->at_ns != 0)
			return sheet->ladder.arrows[arrow].message->at_ns;
	return 0;
}

void
ladder_add_heading(const struct ladder_sheet *sheet, const struct ladder_section *section,
    struct buffer *out)
{
	const struct ladder_group *group = &sheet->ladder.groups[section->first_group];
	char when[SINCE_TEXT_SIZE];

	if (group->title.len > 0 &&
	    (!is_exchange(group->step) || section->group_count == 1))
		buffer_printf(
		    out, "%.*s ", (int)group->title.len, (const char *)group->title.at);
	if (group->step->is.certainty != CERTAINTY_SEEN) {
		buffer_printf(out, "(%s%s", certainty_word(group->step->is.certainty),
		    group->step->is.reason.len > 0 ? ": " : "");
		line_add_text(out, group->step->is.reason);
		buffer_add_string(out, ") ");
	}
	if (!section->is_folded || section->arrow_count == 0)
		return;
	buffer_printf(out, "· %u message%s", (unsigned)section->arrow_count,
	    section->arrow_count == 1 ? "" : "s");
	since_text(sheet->start_ns, group->step->start_ns, when);
	buffer_printf(out, "%s%s ", when[0] == '\0' ? "" : ", ", when);
}
