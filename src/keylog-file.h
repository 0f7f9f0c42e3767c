/* SPDX-License-Identifier: BSD-2-Clause */
/* Reads a key log from a file, in pieces that end with a line's end. */
#ifndef KEYLOG_FILE_H
#define KEYLOG_FILE_H

#include "base/bytes.h"

/* 0 or -errno. */
int keylog_file_read(
    const char *path, void (*take)(void *receiver, struct bytes lines), void *receiver);

#endif
