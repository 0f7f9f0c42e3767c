/* SPDX-License-Identifier: BSD-2-Clause */
/* Connections: opened, made private, closed. */
#ifndef STORY_MESSAGE_CONNECTION_H
#define STORY_MESSAGE_CONNECTION_H

#include "story/message.h"

void messages_connect(struct messages *);
void messages_secure(struct messages *);
void messages_close(struct messages *);
/* The other end of it. */
struct party connection_server_party(const struct connection *);

#endif
