/* SPDX-License-Identifier: BSD-2-Clause */
/* Questions for names, and their answers. */
#ifndef STORY_MESSAGE_NAME_H
#define STORY_MESSAGE_NAME_H

#include "story/message.h"

void messages_name(struct messages *);

#endif
