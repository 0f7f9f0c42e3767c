/* SPDX-License-Identifier: BSD-2-Clause */
/* Names that were chosen to break what is written, in every format. */
#include "tests/export/hostile.h"
#include "tests/test.h"

static const char *const texts[] = {
	"",
	"a.test",
	"\x1b]0;owned\x07\x1b[2J",
	"\xc2\x9b\x31m\x7f\x01\x1f",
	"\xe2\x80\xae\xe2\x81\xa6moc.evil\xe2\x80\xa8",
	"\xff\xfe\xc0\x80\xed\xa0\x80\xf5\xf5",
	"\"}],\"x\":[{\"y\":\"\\",
	"a\r\nwebflow: all is well\n",
	"</script><script>alert(1)</script>",
	"=cmd|' /C calc'!A0,\"\"\",",
	"+1\t-1\t@SUM(1)",
	"http://user:pass@[::1]:99999/?a=b&c#d",
	"; ;;=;=a;a=b;Path=\";",
	"%s%n%x\\u0000",
};

/* A whole page, all of whose texts are this one. */
static struct buffer
page_of(struct bytes text)
{
	struct buffer script = { 0 };

	for (int round = 0; round < 3; round++)
		for (int part = 0; part < HOSTILE_PART_COUNT; part++)
			hostile_add(&script, (enum hostile_part)part, text);
	return script;
}

static void
assert_withstood(struct bytes script, const char *what)
{
	char fault[OUTPUT_FAULT_SIZE];

	for (size_t i = 0; i < format_count; i++)
		if (hostile_fault(&formats[i], script, fault) != NULL)
			fail_msg("-T %s of %s: %s", formats[i].name, what, fault);
}

static void
no_name_breaks_a_format(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(texts); i++) {
		struct buffer script = page_of(bytes_of_string(texts[i]));

		assert_withstood(buffer_bytes(&script), texts[i]);
		buffer_clear(&script);
	}
}

static void
no_byte_breaks_a_format(void **state)
{
	(void)state;
	for (int byte = 0; byte <= UINT8_MAX; byte++) {
		uint8_t text[] = { (uint8_t)byte, 'a', (uint8_t)byte };
		struct buffer script = page_of(bytes_of(text, sizeof(text)));
		char what[16];

		snprintf(what, sizeof(what), "byte %02x", (unsigned)byte);
		assert_withstood(buffer_bytes(&script), what);
		buffer_clear(&script);
	}
}

static void
half_a_script_is_told_too(void **state)
{
	struct buffer script = page_of(BYTES("a\"b,c\n"));

	(void)state;
	for (size_t len = 0; len < script.len; len += 7)
		assert_withstood(bytes_first(buffer_bytes(&script), len), "a part");
	buffer_clear(&script);
}

static void
no_format_tells_a_secret(void **state)
{
	struct buffer script = { 0 };

	(void)state;
	hostile_add(&script, HOSTILE_CONNECT, BYTES("a"));
	hostile_add(&script, HOSTILE_SECRETS, BYTES("k3y=S3CR3T; n=S3CR3T"));
	for (size_t i = 0; i < format_count; i++) {
		struct buffer out = { 0 };

		hostile_tell(&out, &formats[i], buffer_bytes(&script));
		buffer_add_char(&out, '\0');
		if (strstr((const char *)out.at, "S3CR3T") != NULL)
			fail_msg("-T %s: %s", formats[i].name, (const char *)out.at);
		if (!formats[i].keep_frames)
			assert_non_null(strstr((const char *)out.at, "a.test"));
		buffer_clear(&out);
	}
	buffer_clear(&script);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_name_breaks_a_format),
		cmocka_unit_test(no_byte_breaks_a_format),
		cmocka_unit_test(no_format_tells_a_secret),
		cmocka_unit_test(half_a_script_is_told_too),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
