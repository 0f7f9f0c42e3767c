/* SPDX-License-Identifier: BSD-2-Clause */
#include "tui/ask.h"

#include "tui/screens.h"

static void
ask(struct app *app, enum app_question question, const char *label, struct bytes text)
{
	app->question = question;
	app->scene.notice.len = 0;
	prompt_begin(&app->prompt, label, text);
}

void
ask_search(struct app *app)
{
	ask(app, ASKS_SEARCH, "Search:", (struct bytes){ 0 });
}

void
ask_filter(struct app *app)
{
	ask(app, ASKS_FILTER,
	    "Only with (URL, client, 4xx, failed):", buffer_bytes(&app->rows.filter));
}

/* The formats of -T that a page can be saved in, by their letter. */
static const struct {
	uint32_t letter;
	const char *format, *ending;
} formats[] = {
	{ 'p', "pcap", "pcapng" },
	{ 'h', "har", "har" },
	{ 'w', "html", "html" },
	{ 't', "text", "txt" },
	{ 'j', "json", "json" },
	{ 'm', "mermaid", "md" },
};

void
ask_save(struct app *app)
{
	const struct row *row = rows_find(&app->rows, app->scene.selected);

	if (row != NULL && !row->is_over) {
		scene_notice(
		    &app->scene, "this page is still loading: save it when it is over");
		return;
	}
	if (app->hands.save == NULL || app->scene.page == NULL) {
		scene_notice(&app->scene, "no page that can be saved is selected");
		return;
	}
	ask(app, ASKS_FORMAT, "Save as: p pcap, h har, w html, t text, j json, m mermaid",
	    (struct bytes){ 0 });
}

static void
ask_name(struct app *app, uint32_t letter)
{
	struct buffer name = { 0 };

	app->question = ASKS_NOTHING;
	app->prompt.label = NULL;
	for (size_t i = 0; i < COUNT_OF(formats); i++) {
		if (formats[i].letter != letter)
			continue;
		app->format = formats[i].format;
		buffer_printf(
		    &name, "page-%u.%s", (unsigned)app->scene.page->id, formats[i].ending);
		ask(app, ASKS_NAME, "Name of the file:", buffer_bytes(&name));
	}
	buffer_clear(&name);
}

static void
save(struct app *app, bool overwrites)
{
	struct buffer said = { 0 };
	struct buffer name = { 0 };
	enum app_saved saved;

	if (app->scene.page == NULL || app->save_name.len == 0)
		return;
	buffer_add(&name, buffer_bytes(&app->save_name));
	buffer_add_char(&name, '\0');
	saved = app->hands.save(app->hands.receiver, app->format, app->scene.page->id,
	    (const char *)name.at, overwrites, &said);
	app->scene.notice.len = 0;
	buffer_add(&app->scene.notice, buffer_bytes(&said));
	if (saved == APP_SAVE_EXISTS)
		ask(app, ASKS_OVERWRITE, "There is such a file. Overwrite it? (y/n)",
		    (struct bytes){ 0 });
	buffer_clear(&said);
	buffer_clear(&name);
}

static void
search(struct app *app, struct bytes text)
{
	app->search.len = 0;
	buffer_add(&app->search, text);
	app->scene.search = buffer_bytes(&app->search);
	if (text.len > 0 && screens[app->screen]->act != NULL)
		screens[app->screen]->act(
		    app->states[app->screen], &app->scene, COMMAND_FIND_NEXT);
}

static void
take_answer(struct app *app)
{
	enum app_question question = app->question;
	struct bytes text = buffer_bytes(&app->prompt.text);

	app->question = ASKS_NOTHING;
	switch (question) {
	case ASKS_SEARCH: search(app, text); break;
	case ASKS_FILTER: rows_filter(&app->rows, text); break;
	case ASKS_NAME:
		app->save_name.len = 0;
		buffer_add(&app->save_name, text);
		save(app, false);
		break;
	default: break;
	}
}

static void
take_letter(struct app *app, uint32_t key)
{
	enum app_question question = app->question;

	app->prompt.label = NULL;
	app->question = ASKS_NOTHING;
	if (question == ASKS_FORMAT && app->scene.page != NULL)
		ask_name(app, key);
	else if (question == ASKS_OVERWRITE && (key == 'y' || key == 'Y'))
		save(app, true);
}

void
ask_key(struct app *app, uint32_t key)
{
	if (app->question == ASKS_FORMAT || app->question == ASKS_OVERWRITE) {
		take_letter(app, key);
		return;
	}
	switch (prompt_key(&app->prompt, key)) {
	case PROMPT_TAKEN: take_answer(app); break;
	case PROMPT_DROPPED: app->question = ASKS_NOTHING; break;
	case PROMPT_GOES_ON: break;
	}
}
