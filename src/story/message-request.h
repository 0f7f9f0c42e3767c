/* SPDX-License-Identifier: BSD-2-Clause */
/* Requests and their responses. */
#ifndef STORY_MESSAGE_REQUEST_H
#define STORY_MESSAGE_REQUEST_H

#include "story/message.h"

void messages_request(struct messages *);
void messages_response(struct messages *);

#endif
