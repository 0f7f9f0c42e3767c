/* SPDX-License-Identifier: BSD-2-Clause */
/* Which names belong to one site: who registered "www.a.co.kr" owns all of "a.co.kr", and
 * nothing of "co.kr".  After the Public Suffix List (publicsuffix.org) where libpsl was
 * there when webflow was built, after a short list of registries where it was not. */
#ifndef STORY_SITE_H
#define STORY_SITE_H

#include "base/bytes.h"

/* The name that somebody registered, the end of `host`; an address or a name under which
 * names are given out is its own. */
struct bytes host_site(struct bytes host);
/* Are both names given out by whoever registered one and the same? */
bool host_same_site(struct bytes, struct bytes);
/* The name under which a site is visited, rather than one that serves parts of pages. */
bool host_is_front_door(struct bytes host);

#endif
