/* SPDX-License-Identifier: BSD-2-Clause */
/* Field tables: what an event's struct holds, declared once beside the struct.
 * From a table one piece of code makes JSON, man pages and lines of text; adding a field
 * is one row. */
#ifndef EVENT_FIELD_H
#define EVENT_FIELD_H

#include "base/address.h"

struct json;

/* A number that the packet may not carry; all-zero is "not known". */
struct maybe {
	uint64_t value;
	bool known;
};

struct maybe_mac {
	struct mac mac;
	bool known;
};

/* Items that lie in a row; items NULL: the packet carries no such list.  A list that is
 * there and empty has items pointing anywhere. */
struct list {
	const void *items;
	size_t count;
};

/* A header field of HTTP. */
struct pair {
	struct bytes name;
	struct bytes value;
};

/* A transport connection: protocol (IPPROTO_TCP, IPPROTO_UDP; 0: none) and its number. */
struct flow_ref {
	uint8_t protocol;
	uint32_t number;
};

/* How a member is stored, when it counts as absent, and how JSON shows it. */
enum field_type {
	FIELD_WORD,    /* const char *, a word of ours; NULL: absent */
	FIELD_TEXT,    /* struct bytes off the wire; empty: absent */
	FIELD_HEX,     /* struct bytes, as hex; empty: absent */
	FIELD_NAMED,   /* struct bytes, a word of ours; digits, where there is no word for
			  it, are a number; empty: absent */
	FIELD_FLAG,    /* bool; false: absent */
	FIELD_NUMBER,  /* uint64_t, always there */
	FIELD_MAYBE,   /* struct maybe, a number */
	FIELD_SECONDS, /* struct maybe in ns, as seconds with nine decimals */
	FIELD_DATE,    /* struct maybe in s since the epoch (signed), as RFC 3339 */
	FIELD_CODE16,  /* struct maybe, "0x0303" (as an item of a list: uint16_t) */
	FIELD_CODE32,  /* struct maybe, "0x00000001" */
	FIELD_XID6,    /* struct maybe, six hexadecimal digits */
	FIELD_XID8,    /* struct maybe, eight hexadecimal digits */
	FIELD_U16,     /* item of a list only: uint16_t */
	FIELD_MAC,     /* struct maybe_mac */
	FIELD_ADDRESS, /* struct address; family 0: absent */
	FIELD_FLOW,    /* struct flow_ref; protocol 0: absent */
	FIELD_PAIR,    /* item of a list only: struct pair, [name, value] */
	FIELD_OBJECT,  /* item of a list only: a struct that `item_fields` describes */
	FIELD_LIST,    /* struct list of items of type `item` */
};

struct field;

struct field_table {
	const struct field *fields;
	size_t count;
	size_t size; /* of the struct */
};

struct field {
	const char *name; /* the key, as EVENTS.md has it */
	enum field_type type;
	size_t offset;
	const char *meaning;                   /* for people: ends in no full stop */
	enum field_type item;                  /* of a list */
	const struct field_table *item_fields; /* of a list of objects */
};

/* Rows of a table.  The key is the member's name. */
#define FIELD(type, member, kind, meaning)                                                 \
	{                                                                                  \
#member, kind, offsetof(type, member), meaning, FIELD_WORD, NULL           \
	}
#define FIELD_ITEMS(type, member, item, meaning)                                           \
	{                                                                                  \
#member, FIELD_LIST, offsetof(type, member), meaning, item, NULL           \
	}
#define FIELD_OBJECTS(type, member, table, meaning)                                        \
	{                                                                                  \
#member, FIELD_LIST, offsetof(type, member), meaning, FIELD_OBJECT,        \
		    &(table)                                                               \
	}
#define FIELD_TABLE(rows, type)                                                            \
	{                                                                                  \
		rows, COUNT_OF(rows), sizeof(type)                                         \
	}

enum secrets { SECRETS_MASKED, SECRETS_SHOWN };

static inline struct maybe
maybe_of(uint64_t value)
{
	return (struct maybe){ value, true };
}

static inline struct maybe_mac
maybe_mac_of(struct mac mac)
{
	return (struct maybe_mac){ mac, true };
}

#define LIST_OF(pointer, number) ((struct list){ (pointer), (number) })

/* The bytes from one item of a list to the next. */
size_t field_item_size(const struct field *);
/* Writes the members of `record`, a struct that `table` describes, into an open object. */
void fields_to_json(struct json *json, const struct field_table *table, const void *record,
    enum secrets secrets);

/* "tcp:12" */
void flow_ref_to_json(struct json *json, const char *key, struct flow_ref flow);

/* Is the value of this header field a secret (Cookie, Set-Cookie, Authorization,
 * Proxy-Authorization)? */
bool header_is_secret(struct bytes name);

#endif
