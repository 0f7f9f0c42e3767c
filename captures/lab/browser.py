# SPDX-License-Identifier: BSD-2-Clause
"""The browser: Chromium without a window, and without its own errands."""

from lab.world import WORK

CHROMIUM = [
    "chromium", "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
    "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-default-apps",
    "--disable-extensions", "--disable-features=OptimizationHints,MediaRouter",
    # Updates and accounts end inside the browser and never become a question on the wire.
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE *.example",
]


def browser_start(host, url, keylog=None, pins=()):
    """Types URL into a browser that has never been used; it stays until stopped.
    PINS are the keys of servers (servers.key_pin) that it is to accept."""
    return host.start(*CHROMIUM, f"--user-data-dir={WORK}/browser",
                      f"--ignore-certificate-errors-spki-list={','.join(pins)}", url,
                      env={"SSLKEYLOGFILE": str(keylog)} if keylog else {})
