/* SPDX-License-Identifier: BSD-2-Clause */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/text.h"
#include "intake.h"
#include "page-save.h"
#include "saver.h"
#include "tui/app.h"
#include "tui/terminal.h"
#include "view/selection.h"
#include "watch-replay.h"
#include "watch.h"

/* So long the analysis runs before the keys are looked at, and so long a picture stands: at
 * least for frames, and for a key, which somebody waits for. */
static const uint64_t slice_ns = 5 * NS_PER_MS;
static const uint64_t picture_ns = 50 * NS_PER_MS;
static const uint64_t key_picture_ns = 15 * NS_PER_MS;

enum { FRAMES_BETWEEN = 32 /* looks at the clock */, IDLE_MS = 1000 };

/* What signals ask for: all that a handler may touch. */
static volatile sig_atomic_t interrupts, hangs_up, suspends;

struct watch {
	struct intake intake;
	struct analysis *analysis;
	struct saver saver;
	struct terminal *terminal;
	struct app app;
	struct watch_replay replay;
	bool is_over, is_idle; /* reading; nothing comes */
	bool is_stale;         /* the picture */
	bool is_typed;         /* by a key */
	bool is_light, has_mouse;
	uint64_t drawn_ns;
	enum exit_status status;
	struct capture_error error;
	struct selection selection;
};

bool
watch_is_wanted(const struct options *options)
{
	return options->format == NULL && options->output_path == NULL &&
	       (options->write_path == NULL || strcmp(options->write_path, "-") != 0) &&
	       terminal_is_usable();
}

static void
watch_signal(int number)
{
	switch (number) {
	case SIGINT: interrupts = interrupts + 1; break;
	case SIGTSTP: suspends = 1; break;
	default: hangs_up = 1; break;
	}
}

static void
watch_catch_signals(void)
{
	static const int numbers[] = { SIGINT, SIGTERM, SIGHUP, SIGTSTP };
	struct sigaction action = { .sa_handler = watch_signal };
	struct sigaction ignore = { .sa_handler = SIG_IGN };

	for (size_t i = 0; i < COUNT_OF(numbers); i++)
		sigaction(numbers[i], &action, NULL);
	sigaction(SIGPIPE, &ignore, NULL);
}

static void
watch_page_begun(void *receiver, const struct page *page)
{
	struct watch *watch = receiver;

	if (selection_has_page(&watch->selection, page))
		app_page_begun(&watch->app, page);
}

static void
watch_page_over(void *receiver, const struct story *story, const struct page *page)
{
	struct watch *watch = receiver;

	(void)story;
	if (selection_has_page(&watch->selection, page))
		app_page_over(&watch->app, page);
	else
		analysis_let_page_go(watch->analysis, page);
}

static void
watch_page_gone(void *receiver, const struct page *page)
{
	app_page_gone(&((struct watch *)receiver)->app, page);
}

static void
watch_let_go(void *receiver, const struct page *page)
{
	analysis_let_page_go(((struct watch *)receiver)->analysis, page);
}

static void
watch_settle(void *receiver, const struct page *page)
{
	analysis_settle_page(((struct watch *)receiver)->analysis, page);
}

static const struct page *
watch_look(void *receiver, const struct page *live, struct arena *arena)
{
	return analysis_page_so_far(((struct watch *)receiver)->analysis, live, arena);
}

static void
watch_read_key_logs(void *receiver)
{
	intake_read_key_logs(&((struct watch *)receiver)->intake);
}

static enum app_saved
watch_save(void *receiver, const char *format, uint32_t page, const char *name,
    bool overwrites, struct buffer *said)
{
	struct watch *watch = receiver;
	struct page_save save = { .intake = &watch->intake,
		.analysis = watch->analysis,
		.format = format,
		.page = page,
		.name = name };
	int fd = saver_create(&watch->saver, name, overwrites);
	int err;

	if (fd == -EEXIST)
		return APP_SAVE_EXISTS;
	err = fd < 0 ? fd : page_save(&save, fd);
	text_add_safe(said, bytes_of_string(name));
	if (err == -EINVAL)
		buffer_add_string(said, ": is no name for a file in this folder");
	else if (err < 0)
		buffer_printf(said, ": cannot be written: %s", strerror(-err));
	else
		buffer_add_string(said, " saved");
	return err < 0 ? APP_SAVE_FAILED : APP_SAVED;
}

static void
watch_open_analysis(struct watch *watch)
{
	struct analysis_options options = {
		.hash_key = hash_key_random(),
		.keep = STORY_KEEP_PAGES,
		.keep_headers = true,
		.several_inputs = watch->intake.options->file_count > 1,
		.keep_flow_frames = true,
		.receiver = watch,
		.more_secrets =
		    intake_bring_secrets(&watch->intake) ? watch_read_key_logs : NULL,
		.page = watch_page_over,
		.page_begun = watch_page_begun,
		.page_gone = watch_page_gone,
	};

	watch->analysis = analysis_new(&options);
	intake_open_secrets(&watch->intake, watch->analysis);
}

static void
watch_open_app(struct watch *watch)
{
	struct app_hands hands = { .receiver = watch,
		.let_go = watch_let_go,
		.settle = watch_settle,
		.look = watch_look,
		.save = watch->saver.socket < 0 ? NULL : watch_save };
	bool is_several = watch->intake.options->file_count > 1;

	app_init(&watch->app, &hands, is_several ? INPUTS_SEVERAL : INPUTS_ONE,
	    terminal_charset());
	watch->app.scene.story = analysis_story(watch->analysis);
	watch->selection.page = watch->intake.options->page;
	for (size_t i = 0; i < watch->intake.options->client_count; i++)
		selection_add_client(&watch->selection, watch->intake.options->clients[i]);
	watch_replay_init(&watch->replay, &watch->intake, watch->analysis);
	watch->app.scene.replay = &watch->replay.hands;
	watch->has_mouse = true;
	watch->is_stale = true;
}

static void
watch_end_story(struct watch *watch)
{
	analysis_end(watch->analysis);
	app_story_ended(&watch->app);
	watch->is_over = true;
	watch->is_stale = true;
}

static void
watch_damage(struct watch *watch)
{
	watch->status = EXIT_DAMAGED;
	watch->app.progress.is_damaged = true;
	watch->app.scene.notice.len = 0;
	text_add_safe(&watch->app.scene.notice, bytes_of_string(watch->error.text));
}

/* A few milliseconds of reading. */
static void
watch_read(struct watch *watch)
{
	uint64_t began_ns = clock_now();
	struct capture_error error;
	struct frame frame;

	for (uint32_t i = 1;; i++) {
		enum capture_next next = intake_next(&watch->intake, &frame, &error);

		watch->is_idle = next == CAPTURE_WAIT;
		if (next == CAPTURE_END) {
			watch_end_story(watch);
			return;
		}
		if (next == CAPTURE_DAMAGED) {
			watch->error = error;
			watch_damage(watch);
		}
		if (next == CAPTURE_WAIT)
			return;
		watch->is_stale = true;
		app_goes_on(&watch->app);
		if (next == CAPTURE_FRAME)
			analysis_frame(watch->analysis, &frame);
		if (i % FRAMES_BETWEEN == 0 &&
		    clock_between(began_ns, clock_now()) >= slice_ns)
			return;
	}
}

static void
watch_keys(struct watch *watch)
{
	struct terminal_press press;

	while (terminal_press(watch->terminal, &press)) {
		watch->is_stale = watch->is_typed = true;
		if (press.key == PRESS_CLOSED)
			hangs_up = 1;
		if (press.key == PRESS_CLOSED || watch->app.wants_end)
			return;
		if (press.key == PRESS_MOUSE)
			app_click(&watch->app, press.click, press.row, press.column);
		else if (press.key != PRESS_RESIZE)
			app_key(&watch->app, press.key);
	}
}

/* Ctrl-C ends reading first, and then the program. */
static void
watch_signals(struct watch *watch)
{
	if (hangs_up || (interrupts > 0 && watch->is_over))
		watch->app.wants_end = true;
	else if (interrupts > 0) {
		watch->app.progress.is_stopped = true;
		watch_end_story(watch);
	}
	interrupts = 0;
	if (suspends) {
		terminal_suspend(watch->terminal);
		suspends = 0;
		watch->is_stale = true;
	}
}

static void
watch_fill_progress(struct watch *watch)
{
	struct app_progress *progress = &watch->app.progress;
	size_t count = capture_input_count(watch->intake.capture);

	progress->read_bytes = progress->size = progress->dropped = 0;
	for (size_t i = 0; i < count; i++) {
		const struct capture_input *input = capture_input(watch->intake.capture, i);

		progress->name =
		    strcmp(input->name, "-") == 0 ? "standard input" : input->name;
		progress->is_live = input->is_live;
		progress->read_bytes += input->read_bytes;
		progress->size += input->size;
		progress->dropped += input->kernel_dropped + input->interface_dropped;
	}
	if (count > 1)
		progress->name = "several captures";
	progress->frames = watch->intake.frames;
	progress->is_over = watch->is_over;
}

static void
watch_draw(struct watch *watch)
{
	struct app *app = &watch->app;
	struct grid grid;
	int columns, rows;

	if (watch->is_light != app->is_light)
		terminal_toggle_theme(watch->terminal);
	if (watch->has_mouse != app->has_mouse)
		terminal_set_mouse(watch->terminal, app->has_mouse);
	watch->is_light = app->is_light;
	watch->has_mouse = app->has_mouse;
	watch_fill_progress(watch);
	terminal_size(watch->terminal, &columns, &rows);
	grid_init(&grid, columns, rows, app->scene.charset);
	app_draw(app, &grid);
	terminal_show(watch->terminal, &grid);
	grid_clear(&grid);
	watch->is_typed = false;
	watch->is_stale = app->scene.is_unfinished;
	watch->drawn_ns = clock_now();
}

/* Waits for a key, and no longer than the next picture may be due. */
static void
watch_wait(struct watch *watch, uint64_t until_picture_ns)
{
	struct pollfd typed = { .fd = terminal_fd(watch->terminal), .events = POLLIN };

	if (watch->is_stale)
		poll(&typed, 1, (int)(until_picture_ns / NS_PER_MS) + 1);
	else if (watch->is_over)
		poll(&typed, 1, IDLE_MS);
}

static void
watch_loop(struct watch *watch)
{
	while (!watch->app.wants_end) {
		uint64_t stood_ns, due_ns;

		watch_keys(watch);
		watch_signals(watch);
		due_ns = watch->is_typed ? key_picture_ns : picture_ns;
		stood_ns = clock_between(watch->drawn_ns, clock_now());
		if (watch->is_stale && stood_ns >= due_ns)
			watch_draw(watch);
		else if (watch->is_over || (watch->is_idle && watch->is_stale))
			watch_wait(watch, due_ns - MIN(stood_ns, due_ns));
		if (!watch->is_over)
			watch_read(watch);
	}
}

static void
watch_close(struct watch *watch)
{
	struct capture_error error;

	terminal_close(watch->terminal);
	if (watch->status == EXIT_DAMAGED)
		fprintf(stderr, "webflow: %s\n", watch->error.text);
	if (capture_write_end(watch->intake.capture, &error) < 0) {
		fprintf(stderr, "webflow: %s\n", error.text);
		watch->status = EXIT_CANNOT;
	} else
		intake_tell_raw(&watch->intake, watch->intake.options->write_path);
	intake_tell_counts(&watch->intake);
	selection_clear(&watch->selection);
	saver_close(&watch->saver);
	watch_replay_clear(&watch->replay);
	app_close(&watch->app);
	analysis_free(watch->analysis);
	app_clear(&watch->app);
	intake_clear(&watch->intake);
}

enum exit_status
watch(const struct options *options)
{
	struct watch watch = { .status = EXIT_DONE };

	saver_open(&watch.saver);
	intake_open(&watch.intake, options, FRAMES_KEPT);
	watch_open_analysis(&watch);
	watch_catch_signals();
	watch.terminal = terminal_open(options->colours);
	if (watch.terminal == NULL)
		die(EXIT_CANNOT, "the terminal cannot be used (-T text prints instead)");
	watch_open_app(&watch);
	capture_wake_on(watch.intake.capture, terminal_fd(watch.terminal));
	intake_fence(&watch.intake, SANDBOX_TERMINAL);
	watch_loop(&watch);
	watch_close(&watch);
	return watch.status;
}
