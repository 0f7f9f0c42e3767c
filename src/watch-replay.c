/* SPDX-License-Identifier: BSD-2-Clause */
#include "watch-replay.h"

#include "base/clock.h"

/* Of one picture. */
static const uint64_t slice_ns = 10 * NS_PER_MS;

static bool
fetch(void *owner, struct frame_ref ref, struct frame *frame)
{
	struct watch_replay *replay = owner;

	return capture_fetch(replay->capture, ref.input, ref.number, frame);
}

static const struct tls_secrets *
secrets(void *owner, struct bytes client_random)
{
	const struct watch_replay *replay = owner;

	return analysis_find_secrets(replay->analysis, client_random);
}

static bool
show(void *owner, struct frame_ref frame, struct detail *detail)
{
	struct watch_replay *replay = owner;

	replay_free(replay->replay);
	replay->replay = replay_new(&replay->source, frame, detail);
	return replay->replay != NULL;
}

static bool
go_on(void *owner)
{
	const struct watch_replay *replay = owner;
	uint64_t began_ns = clock_now();

	if (replay->replay == NULL)
		return false;
	while (replay_go_on(replay->replay))
		if (clock_between(began_ns, clock_now()) >= slice_ns)
			return true;
	return false;
}

static bool
follow(void *owner, struct frame_ref frame, struct follow *out)
{
	const struct watch_replay *replay = owner;

	return replay_follow(&replay->source, frame, out);
}

void
watch_replay_init(struct watch_replay *replay, const struct intake *intake,
    const struct analysis *analysis)
{
	bool shows_secrets = intake->options->show_secrets;

	*replay = (struct watch_replay){
		.hands = { .owner = replay,
		    .show = show,
		    .go_on = go_on,
		    .follow = follow,
		    .is_masked = !shows_secrets },
		.source = { .owner = replay,
		    .fetch = fetch,
		    .secrets = secrets,
		    .flow_frames = analysis_flow_frames(analysis),
		    .shown = shows_secrets ? SECRETS_SHOWN : SECRETS_MASKED },
		.capture = intake->capture,
		.analysis = analysis,
	};
}

void
watch_replay_clear(struct watch_replay *replay)
{
	replay_free(replay->replay);
	replay->replay = NULL;
}
