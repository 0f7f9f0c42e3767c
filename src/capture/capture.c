/* SPDX-License-Identifier: BSD-2-Clause */
#include "capture/capture.h"

#include <errno.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "base/die.h"
#include "capture/fault.h"
#include "capture/file.h"
#include "capture/filter.h"
#include "capture/live.h"
#include "capture/places.h"
#include "capture/spool.h"
#include "capture/writer.h"

enum {
	/* A busy interface, or a long file, of which nothing matches must not keep the
	 * caller from its keys. */
	SKIPPED_MAX = 4096,
};

struct input {
	struct capture *capture;
	struct capture_input told;
	uint32_t index;
	char *name;
	struct file *file; /* or */
	struct live *live;
	bool has_link_type;
	bool secrets_walked; /* they were given before the first frame */
	bool has_head;       /* of several inputs: the next frame, not given yet */
	bool is_over;
	struct frame head;
	struct buffer comments; /* on the frame read last, as options for the writer */
	bool is_spooled;        /* where frames are kept */
	struct places places;
};

struct capture {
	struct input **inputs;
	size_t input_count;
	struct filter *filter;
	struct writer *writer;
	struct live *live; /* of inputs[0] */
	bool reads_standard_input;
	atomic_bool stopped;
	void (*take_secrets)(void *receiver, struct bytes key_log);
	void *secrets_receiver;
	void (*take_name)(void *receiver, struct address address, struct bytes name);
	void *name_receiver;
	bool keeps_frames;
	struct spool *spool;   /* of the inputs that need it */
	struct buffer fetched; /* the bytes of the frame that was fetched last */
};

struct capture *
capture_new(void)
{
	return alloc_zeroed(1, sizeof(struct capture));
}

static void
input_free(struct input *in)
{
	file_close(in->file);
	live_close(in->live);
	buffer_clear(&in->comments);
	places_clear(&in->places);
	free(in->name);
	free(in);
}

void
capture_free(struct capture *c)
{
	struct capture_error unsaid; /* who wants to know calls capture_write_end */

	if (c == NULL)
		return;
	if (c->writer != NULL)
		writer_close(c->writer, &unsaid);
	filter_free(c->filter);
	for (size_t i = 0; i < c->input_count; i++)
		input_free(c->inputs[i]);
	free(c->inputs);
	spool_close(c->spool);
	buffer_clear(&c->fetched);
	free(c);
}

static struct input *
input_new(struct capture *c, const char *name)
{
	struct input *in = alloc_zeroed(1, sizeof(*in));

	in->capture = c;
	in->index = (uint32_t)c->input_count;
	in->name = alloc_string(name);
	in->told.name = in->name;
	return in;
}

static void
capture_add(struct capture *c, struct input *in_taken)
{
	c->inputs = alloc_resized(c->inputs, c->input_count + 1, sizeof(struct input *));
	c->inputs[c->input_count++] = in_taken;
}

static void
capture_give_secrets(struct capture *c, uint32_t type, struct bytes data)
{
	if (c->take_secrets != NULL && type == SECRETS_TLS_KEY_LOG)
		c->take_secrets(c->secrets_receiver, data);
}

/* Secrets that the reading comes upon. */
static void
input_take_secrets(void *receiver, uint32_t type, struct bytes data)
{
	struct input *in = receiver;

	if (in->capture->writer != NULL)
		writer_secrets(in->capture->writer, type, data);
	if (!in->secrets_walked)
		capture_give_secrets(in->capture, type, data);
}

static void
input_take_name(void *receiver, struct address address, struct bytes name)
{
	struct capture *c = ((struct input *)receiver)->capture;

	if (c->writer != NULL)
		writer_name(c->writer, address, name);
	if (c->take_name != NULL)
		c->take_name(c->name_receiver, address, name);
}

static void
input_take_comment(void *receiver, const struct comment *comment)
{
	struct input *in = receiver;
	struct writer *w = in->capture->writer;

	if (w == NULL)
		return;
	switch (comment->on) {
	case COMMENT_ON_SECTION: writer_section_comment(w, comment->text); break;
	case COMMENT_ON_INTERFACE:
		writer_interface_comment(
		    w, in->index, comment->link_type, in->name, comment->text);
		break;
	case COMMENT_ON_FRAME: writer_add_comment(&in->comments, comment->text); break;
	}
}

/* Secrets that the walk comes upon. */
static void
walk_take_secrets(void *receiver, uint32_t type, struct bytes data)
{
	capture_give_secrets(receiver, type, data);
}

int
capture_add_file(struct capture *c, const char *path, struct capture_error *error)
{
	struct extras_sink extras = {
		.secrets = input_take_secrets,
		.name = input_take_name,
		.comment = input_take_comment,
	};
	struct input *in;
	int err;

	if (c->live != NULL)
		return fault_set(error, -EINVAL,
		    "%.*s: cannot be read while %.*s is captured", FAULT_NAME_MAX, path,
		    FAULT_NAME_MAX / 2, c->inputs[0]->name);
	if (strcmp(path, "-") == 0 && c->reads_standard_input)
		return fault_set(error, -EINVAL, "standard input: can be read only once");
	in = input_new(c, path);
	extras.receiver = in;
	in->file = file_open(in->name, &c->stopped, &extras, error, &err);
	if (in->file == NULL) {
		input_free(in);
		return err;
	}
	c->reads_standard_input = c->reads_standard_input || strcmp(path, "-") == 0;
	in->has_link_type = file_link_type(in->file, &in->told.link_type);
	in->told.size = file_size(in->file);
	capture_add(c, in);
	return 0;
}

int
capture_add_live(
    struct capture *c, const struct live_options *options, struct capture_error *error)
{
	struct input *in;
	int err;

	if (c->input_count > 0)
		return fault_set(error, -EINVAL,
		    "%.*s: an interface is captured alone (leave the other inputs out)",
		    FAULT_NAME_MAX, options->interface);
	in = input_new(c, options->interface);
	in->live = live_open(options, error, &err);
	if (in->live == NULL) {
		input_free(in);
		return err;
	}
	in->told.link_type = live_link_type(in->live);
	in->told.is_live = true;
	in->has_link_type = true;
	capture_add(c, in);
	c->live = in->live;
	return 0;
}

int
capture_set_filter(struct capture *c, const char *expression, struct capture_error *error)
{
	enum { ETHERNET = 1 };
	uint16_t *link_types = alloc_zeroed(c->input_count + 1, sizeof(*link_types));

	for (size_t i = 0; i < c->input_count; i++)
		link_types[i] =
		    c->inputs[i]->has_link_type ? c->inputs[i]->told.link_type : ETHERNET;
	filter_free(c->filter);
	c->filter = filter_new(expression, link_types, c->input_count, error);
	free(link_types);
	return c->filter == NULL ? -EINVAL : 0;
}

int
capture_write_to(struct capture *c, const char *path, struct capture_error *error)
{
	struct stat stat_of_path;
	int err;

	/* Opening would empty what is still to be read. */
	for (size_t i = 0; i < c->input_count && stat(path, &stat_of_path) == 0; i++)
		if (c->inputs[i]->file != NULL &&
		    file_is(c->inputs[i]->file, &stat_of_path))
			return fault_set(error, -EINVAL,
			    "%.*s: is being read (write to another file)", FAULT_NAME_MAX,
			    path);
	c->writer = writer_open(path, error, &err);
	return err;
}

int
capture_write_end(struct capture *c, struct capture_error *error)
{
	struct writer *w = c->writer;

	c->writer = NULL;
	return w == NULL ? 0 : writer_close(w, error);
}

int
capture_keep(struct capture *c, struct capture_error *error)
{
	int err = 0;

	c->keeps_frames = true;
	for (size_t i = 0; i < c->input_count; i++) {
		struct input *in = c->inputs[i];

		in->is_spooled = in->file == NULL || !file_keep(in->file);
		if (in->is_spooled && c->spool == NULL && err == 0)
			c->spool = spool_open(0, error, &err);
	}
	return err;
}

static void
capture_keep_frame(struct capture *c, struct input *in, const struct frame *frame)
{
	uint64_t offset = frame->offset;

	if (in->is_spooled && !spool_put(c->spool, frame, &offset))
		return;
	places_add(&in->places, frame->number, offset);
	if (in->is_spooled)
		places_drop_before(&in->places, spool_begin(c->spool));
}

bool
capture_fetch(struct capture *c, uint32_t input, uint32_t number, struct frame *frame)
{
	struct input *in = c->inputs[input];
	uint64_t offset;
	bool found;

	if (!places_find(&in->places, number, &offset))
		return false;
	found = in->is_spooled ? spool_fetch(c->spool, offset, &c->fetched, frame)
			       : file_fetch(in->file, offset, number, &c->fetched, frame);
	frame->input = input;
	return found;
}

static bool
capture_is_stopped(struct capture *c)
{
	return atomic_load_explicit(&c->stopped, memory_order_relaxed);
}

static enum capture_next
input_next_live(
    struct capture *c, struct input *in, struct frame *frame, struct capture_error *error)
{
	for (int skipped = 0; skipped < SKIPPED_MAX; skipped++) {
		enum capture_next answer = live_next(in->live, frame, error);

		if (answer != CAPTURE_FRAME)
			return answer;
		frame->number = (uint32_t)in->told.frames + 1;
		frame->offset = 0;
		if (c->filter == NULL || filter_match(c->filter, frame))
			return CAPTURE_FRAME;
	}
	return CAPTURE_WAIT;
}

static enum capture_next
input_next_read(
    struct capture *c, struct input *in, struct frame *frame, struct capture_error *error)
{
	for (int skipped = 0; skipped < SKIPPED_MAX; skipped++) {
		enum capture_next answer;

		if (capture_is_stopped(c))
			return CAPTURE_END;
		in->comments.len = 0;
		answer = file_next(in->file, frame, error);
		if (answer != CAPTURE_FRAME || c->filter == NULL ||
		    filter_match(c->filter, frame))
			return answer;
	}
	return CAPTURE_WAIT;
}

static enum capture_next
input_next(
    struct capture *c, struct input *in, struct frame *frame, struct capture_error *error)
{
	enum capture_next answer = in->live != NULL ? input_next_live(c, in, frame, error)
						    : input_next_read(c, in, frame, error);

	frame->input = in->index;
	if (answer == CAPTURE_DAMAGED)
		in->told.damaged = true;
	return answer;
}

/* The earliest of all inputs; of equal times the input given first.  For that each input
 * must have told its next frame, so a silent pipe holds up the others. */
static enum capture_next
capture_merge(struct capture *c, struct frame *frame, struct capture_error *error)
{
	struct input *first = NULL;

	for (size_t i = 0; i < c->input_count; i++) {
		struct input *in = c->inputs[i];

		if (!in->has_head && !in->is_over) {
			enum capture_next answer = input_next(c, in, &in->head, error);

			if (answer == CAPTURE_WAIT)
				return CAPTURE_WAIT;
			in->has_head = answer == CAPTURE_FRAME;
			in->is_over = !in->has_head;
			if (answer == CAPTURE_DAMAGED)
				return CAPTURE_DAMAGED;
		}
		if (in->has_head && (first == NULL || in->head.at_ns < first->head.at_ns))
			first = in;
	}
	if (first == NULL)
		return CAPTURE_END;
	first->has_head = false;
	*frame = first->head;
	return CAPTURE_FRAME;
}

/* Counts the frame, and writes it. */
static void
capture_note(struct capture *c, const struct frame *frame)
{
	struct input *in = c->inputs[frame->input];

	if (in->told.frames++ == 0)
		in->told.first_ns = frame->at_ns;
	in->told.last_ns = frame->at_ns;
	in->told.bytes += frame->captured.len;
	if (!in->has_link_type) {
		in->told.link_type = frame->link_type;
		in->has_link_type = true;
	}
	if (c->keeps_frames)
		capture_keep_frame(c, in, frame);
	if (c->writer != NULL)
		writer_frame(c->writer, frame, in->name, buffer_bytes(&in->comments));
}

enum capture_next
capture_next(struct capture *c, struct frame *frame, struct capture_error *error)
{
	enum capture_next answer;

	if (c->writer != NULL && writer_error(c->writer) == -EPIPE)
		return CAPTURE_END;
	if (c->input_count == 1)
		answer = input_next(c, c->inputs[0], frame, error);
	else
		answer =
		    capture_is_stopped(c) ? CAPTURE_END : capture_merge(c, frame, error);
	if (answer == CAPTURE_FRAME)
		capture_note(c, frame);
	else if (answer == CAPTURE_WAIT && c->writer != NULL)
		writer_flush(c->writer);
	return answer;
}

void
capture_wake_on(struct capture *c, int fd)
{
	for (size_t i = 0; i < c->input_count; i++)
		if (c->inputs[i]->file != NULL)
			file_wake_on(c->inputs[i]->file, fd);
	if (c->live != NULL)
		live_wake_on(c->live, fd);
}

void
capture_stop(struct capture *c)
{
	atomic_store(&c->stopped, true);
	if (c->live != NULL)
		live_stop(c->live);
}

size_t
capture_input_count(const struct capture *c)
{
	return c->input_count;
}

const struct capture_input *
capture_input(struct capture *c, size_t index)
{
	struct input *in = c->inputs[index];

	if (in->file != NULL)
		in->told.read_bytes = file_read_bytes(in->file);
	else
		live_drops(in->live, &in->told.kernel_dropped, &in->told.interface_dropped);
	return &in->told;
}

void
capture_secrets(
    struct capture *c, void (*take)(void *receiver, struct bytes key_log), void *receiver)
{
	struct extras_sink sink = { .receiver = c, .secrets = walk_take_secrets };

	c->take_secrets = take;
	c->secrets_receiver = receiver;
	for (size_t i = 0; i < c->input_count; i++)
		if (c->inputs[i]->file != NULL)
			c->inputs[i]->secrets_walked =
			    file_walk_secrets(c->inputs[i]->file, &sink);
}

void
capture_names(struct capture *c,
    void (*take)(void *receiver, struct address address, struct bytes name), void *receiver)
{
	c->take_name = take;
	c->name_receiver = receiver;
}
