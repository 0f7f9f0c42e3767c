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

void
scene_add_time(
    const struct scene *scene, struct buffer *out, uint64_t at_ns, uint64_t previous_ns)
{
	since_add(out, scene->time_mode,
	    scene->page == NULL ? at_ns : scene->page->start_ns, previous_ns, at_ns);
}

void
scene_notice(struct scene *scene, const char *text)
{
	scene->notice.len = 0;
	buffer_add_string(&scene->notice, text);
}
