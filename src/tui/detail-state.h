/* SPDX-License-Identifier: BSD-2-Clause */
/* What the detail screen shows: a frame of the selected message, a line of its tree and a
 * byte, which follow each other. */
#ifndef TUI_DETAIL_STATE_H
#define TUI_DETAIL_STATE_H

#include "tui/scene.h"
#include "tui/scroll.h"

/* All-zero shows nothing yet. */
struct detail_state {
	struct frame_list frames; /* of the message */
	bool is_message;          /* not those of a step as a whole */
	enum event_kind kind;     /* that the message is */
	uint32_t at_frame;        /* of them */
	bool is_loaded;           /* the frame, or that it is gone */
	bool is_there, is_probing;
	bool has_said_raw;
	struct detail detail;
	bool *is_folded;    /* by line */
	uint32_t *visible;  /* lines that no fold hides */
	struct scroll tree; /* over those */
	bool in_bytes;
	uint32_t source, byte, hex_top;
	int columns, hex_rows;
	/* The stream of its connection */
	bool shows_stream;
	struct follow follow;
	struct follow_rows rows;
	struct scroll stream;
};

void detail_state_clear(struct detail_state *);
/* Takes over what is selected in the scene, where that is another message. */
void detail_state_load(struct detail_state *, struct scene *);
/* Fits everything to the room there is. */
void detail_state_fit(struct detail_state *, int columns, int rows);
/* Another frame of the message, before or behind. */
void detail_state_step(struct detail_state *, int direction);

/* The selected line; 0 where there is none. */
uint32_t detail_state_line(const struct detail_state *);
/* Shows the bytes of the selected line. */
void detail_state_light(struct detail_state *);
/* Selects the byte, and the line that it tells most about. */
void detail_state_go_to_byte(struct detail_state *, uint32_t byte);
void detail_state_next_source(struct detail_state *);

void detail_state_fold(struct detail_state *, bool is_folded);
/* Folds the selected line, or goes up to the one it belongs to. */
void detail_state_fold_or_rise(struct detail_state *);
void detail_state_fold_all(struct detail_state *);
void detail_state_find(struct detail_state *, struct scene *, int direction);

void detail_state_show_stream(struct detail_state *, struct scene *);
bool detail_state_scroll_stream(struct detail_state *, enum command);

#endif
