/* SPDX-License-Identifier: BSD-2-Clause */
/* Files that somebody asks for while the program is fenced in.  A second process, started
 * before the fence, makes them and hands them over: in the folder that it was started in,
 * under plain names, and over a file that is there only when told to. */
#ifndef SAVER_H
#define SAVER_H

#include <stdbool.h>

struct saver {
	int socket; /* -1: there is none */
};

enum { SAVER_NAME_MAX = 200 };

/* To be called before there are threads.  0 or -errno. */
int saver_open(struct saver *);
/* A new file, open for writing; or -errno: -EINVAL where the name is none of a file in
 * this folder, -EEXIST where there is one. */
int saver_create(struct saver *, const char *name, bool overwrites);
void saver_close(struct saver *);

#endif
