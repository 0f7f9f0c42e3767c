/* SPDX-License-Identifier: BSD-2-Clause */
#include "tui/scene.h"

#include "base/text.h"
#include "view/since.h"

const struct step *
scene_step(const struct scene *scene)
{
	if (scene->page == NULL || scene->step == 0 ||
	    scene->step > scene->page->step_count)
		return NULL;
	return &scene->page->steps[scene->step - 1];
}

void
scene_select_step(struct scene *scene, uint32_t id)
{
	if (scene->step != id)
		scene->message = (struct scene_message){ 0 };
	scene->step = id;
}

void
scene_select_message(
    struct scene *scene, uint32_t step, const struct scene_message *message)
{
	scene->step = step;
	scene->message = *message;
}

const struct frame_list *
scene_frames(const struct scene *scene)
{
	const struct step *step = scene_step(scene);

	if (step == NULL)
		return NULL;
	return scene->message.frames.count > 0 ? &scene->message.frames : &step->is.frames;
}

bool
scene_finds(const struct scene *scene, struct bytes safe)
{
	return text_has(safe, scene->search);
}

static void
add_clock(struct buffer *out, uint64_t at_ns)
{
	char text[CLOCK_TEXT_SIZE];
	const char *date = clock_date(at_ns, 6, text);

	/* "2026-11-25T22:27:00.123456Z": the time of the day alone. */
	buffer_add(out, bytes_of(date + 11, strlen(date) - 12));
}

void
scene_add_time(
    const struct scene *scene, struct buffer *out, uint64_t at_ns, uint64_t previous_ns)
{
	uint64_t start_ns = scene->page == NULL ? at_ns : scene->page->start_ns;
	char text[SINCE_TEXT_SIZE];

	if (at_ns == 0)
		return;
	switch (scene->time_mode) {
	case TIME_CLOCK: add_clock(out, at_ns); return;
	case TIME_SINCE_PREVIOUS: start_ns = previous_ns == 0 ? at_ns : previous_ns; break;
	default: break;
	}
	buffer_add_string(out, since_text(start_ns, at_ns, text));
}

void
scene_notice(struct scene *scene, const char *text)
{
	scene->notice.len = 0;
	buffer_add_string(&scene->notice, text);
}
