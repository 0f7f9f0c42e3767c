/* SPDX-License-Identifier: BSD-2-Clause */
/* A ladder laid out in lines: a heading for each section, below it its messages.
 * Steps of one kind that follow each other about the same machine share a section, and so
 * do requests and responses.  Made once for a page; folding and another width only number
 * the lines anew. */
#ifndef VIEW_LADDER_SHEET_H
#define VIEW_LADDER_SHEET_H

#include "view/ladder.h"
#include "view/since.h"

enum ladder_line_kind {
	LADDER_HEADING,
	LADDER_ARROW, /* with its text on it */
	LADDER_TEXT,  /* that does not fit on the arrow, which is the next line */
	LADDER_SHAFT,
};

struct ladder_line {
	enum ladder_line_kind kind;
	uint32_t section, arrow; /* arrow: of the others than headings */
};

struct ladder_section {
	uint32_t first_group, group_count;
	uint32_t first_arrow, arrow_count;
	bool is_folded;
};

struct ladder_text {
	struct bytes said;    /* the message */
	struct bytes trouble; /* that it had; empty: none */
	int columns;          /* of both */
};

/* In columns of a terminal.  Times stand on the left, and frames on the right, where there
 * is room for them; the lives between them. */
struct ladder_places {
	int columns, first_life, apart;
	uint32_t shown;  /* parties beside the first that there is room for */
	uint32_t beside; /* that are hidden between the first and the next one shown */
	int left, right; /* where lives may stand */
	int frames_at;   /* 0: there is no room for them */
};

struct ladder_sheet {
	struct ladder ladder;
	uint64_t start_ns; /* of the page */
	struct ladder_section *sections;
	uint32_t section_count;
	struct ladder_text *texts; /* of the arrows */
	struct ladder_line *lines;
	uint32_t line_count;
	struct ladder_places places;
};

/* Nothing is folded; to be placed before it is drawn. */
struct ladder_sheet ladder_sheet_of(const struct page *, uint32_t arrows_max);
void ladder_sheet_clear(struct ladder_sheet *);
/* `columns` 0: as many as it needs to be read well. */
void ladder_sheet_place(struct ladder_sheet *, int columns, enum time_mode);
/* Scrolls sideways: the first party, nearly always the client, stands still while the
 * others pass it. */
void ladder_sheet_scroll(struct ladder_sheet *, uint32_t beside);
/* As many columns as it needs at least not to be scrolled. */
int ladder_sheet_columns(const struct ladder_sheet *, enum time_mode);
void ladder_sheet_fold(struct ladder_sheet *, uint32_t section, bool is_folded);
void ladder_sheet_fold_all(struct ladder_sheet *, bool is_folded);

/* Where the life of a party is, or would be. */
int ladder_life_at(const struct ladder_places *, uint32_t party);
bool ladder_life_is_shown(const struct ladder_places *, uint32_t party);

/* How much of an arrow is to be seen. */
enum ladder_sight {
	LADDER_BETWEEN, /* from a life, or from where it is hidden, to a life or the edge */
	LADDER_STUB,    /* the other end is hidden beside the first party */
	LADDER_BESIDE,  /* both ends are */
	LADDER_BEYOND,  /* both are beyond the edge */
	LADDER_OWN      /* both are the same */
};

enum ladder_sight ladder_sight_of(
    const struct ladder_places *, const struct ladder_arrow *);
/* The cells that an arrow in between fills. */
struct ladder_reach {
	int left, right;
};
struct ladder_reach ladder_reach_of(
    const struct ladder_places *, const struct ladder_arrow *);

/* The step of a line: of a heading the first one of its section. */
const struct step *ladder_line_step(const struct ladder_sheet *, uint32_t line);
/* NULL: it is a heading. */
const struct ladder_arrow *ladder_line_arrow(const struct ladder_sheet *, uint32_t line);
/* Of the arrow before it in the sheet whose time is known; 0: none. */
uint64_t ladder_previous_ns(const struct ladder_sheet *, uint32_t arrow);
/* "connect shop.example (inferred: why)", how many messages it has where it is folded. */
void ladder_add_heading(
    const struct ladder_sheet *, const struct ladder_section *, struct buffer *out);

#endif
