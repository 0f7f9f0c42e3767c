/* SPDX-License-Identifier: BSD-2-Clause */
/* What the interface asks the person, and what it does with the answer. */
#ifndef TUI_ASK_H
#define TUI_ASK_H

#include "tui/state.h"

void ask_search(struct app *);
void ask_filter(struct app *);
void ask_save(struct app *);
/* A key while something is asked. */
void ask_key(struct app *, uint32_t key);

#endif
