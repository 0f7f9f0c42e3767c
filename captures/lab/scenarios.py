# SPDX-License-Identifier: BSD-2-Clause
"""What happens in each sample. A scenario is a function: its docstring is what `record`
lists, its argument is where the capture has to go."""

import signal
import sys
import time

from lab import servers, sites, world
from lab.browser import browser_start
from lab.town import GATEWAY_MAC, RESOLVER, RESOLVER6, Town
from lab.world import LAB, WORK, Capture

WEB, IMAGES = "198.51.100.80", "198.51.100.140"
SCENARIOS = {}


def scenario(function):
    SCENARIOS[function.__name__.replace("_", "-")] = function
    return function


@scenario
def first_visit(destination):
    """a cable plugged in, a lease, http turned https, a shop's page, all closed again"""
    town = Town()
    resolver = town.server_add("resolver", RESOLVER, 1)
    web = town.server_add("web", WEB, 9)
    images = town.server_add("images", IMAGES, 3)
    servers.authority_make()
    servers.site_certificate_make("shop", ["www.shop.example"])
    servers.site_certificate_make("images", ["img.shop.example"])
    servers.resolver_start(resolver, RESOLVER, sites.SHOP_NAMES)
    servers.dhcpd_start(town.gateway, "lan0", lease_s=3600)
    servers.nginx_start(web, sites.SHOP)
    servers.nginx_start(images, sites.IMAGES)

    keylog = WORK / "keys.txt"
    capture = Capture(town.client, "eth0", keylog)
    lease = servers.dhcpcd_start(town.client, "eth0", "-4")
    town.client_plug()
    lease.wait_for("leased 192.168.7.")
    time.sleep(6)  # probing and announcing the new address take their time
    browser = browser_start(town.client, "http://www.shop.example/", keylog,
                            [servers.key_pin("shop"), servers.key_pin("images")])
    servers.paths_wait(web, "/", "/style.css", "/cart.js", "/lamp.png", "/kettle.png")
    servers.paths_wait(images, "/chair.png")
    time.sleep(2)
    browser.stop()
    time.sleep(1)
    lease.stop(signal.SIGALRM)
    capture.finish(destination)


@scenario
def clear_page(destination):
    """a newspaper in plain HTTP/1.1: kept connections, gzip, chunks, a 404, a form"""
    town = Town()
    resolver = town.server_add("resolver", RESOLVER, 1)
    web = town.server_add("web", WEB, 9)
    servers.resolver_start(resolver, RESOLVER, f"www.paper.example. A {WEB}\n")
    servers.nginx_start(web, sites.PAPER)
    capture = Capture(town.client, "eth0")
    town.client_settle()
    browser = browser_start(town.client, "http://www.paper.example/")
    servers.paths_wait(web, "/thanks.html", "/missing.png", "/ticker")
    time.sleep(2)
    browser.stop()
    time.sleep(1)
    capture.finish(destination)


@scenario
def dns_trouble(destination):
    """names: none such, aliases, answers cut short, silence, refusal, signatures"""
    town = Town()
    resolver = town.server_add("resolver", RESOLVER, 6)
    names = servers.zone_sign("signed.example", sites.SIGNED_ZONE)
    unbound = servers.resolver_start(resolver, RESOLVER, sites.TROUBLE_NAMES,
                                     sites.TROUBLE_RESOLVER + names)
    town.internet.ip("route", "add", "blackhole", "203.0.113.54")
    capture = Capture(town.client, "eth0")
    town.client_settle()
    for question in sites.TROUBLE_QUESTIONS:
        dig(town.client, *question.split())
        time.sleep(0.2)
    unbound.send(signal.SIGSTOP)  # the resolver is too busy to answer
    late = town.client.start("dig", f"@{RESOLVER}", "late.shop.example", "+timeout=1",
                             "+tries=5")
    time.sleep(2.5)
    unbound.send(signal.SIGCONT)
    late.wait()
    dead = "203.0.113.54"
    world.resolvers_set(dead, RESOLVER, "options timeout:2")
    town.client.run("getent", "ahostsv4", "www.shop.example")
    world.resolvers_set(RESOLVER, "search home.example")
    town.client.run("getent", "ahostsv4", "printer", status=2)
    capture.finish(destination)


def dig(host, *words):
    host.run("dig", f"@{RESOLVER}", *words, status=None)


@scenario
def refused(destination):
    """connections that never come to be: refused, unreachable, forbidden, dropped"""
    town = Town()
    resolver = town.server_add("resolver", RESOLVER, 1)
    town.server_add("web", WEB, 9)
    servers.resolver_start(resolver, RESOLVER, sites.REFUSED_NAMES)
    town.internet.ip("route", "add", "unreachable", "198.51.100.85")
    town.internet.ip("route", "add", "prohibit", "198.51.100.86")
    town.internet.ip("route", "add", "blackhole", "198.51.100.87")
    capture = Capture(town.client, "eth0")
    town.client_settle()
    for name in ("closed", "gone", "forbidden", "silent"):
        url = f"http://www.{name}.example/"
        curl(town.client, "--connect-timeout", "5", url, status=None)
        time.sleep(0.5)
    # The same refusal over UDP, where only ICMP can tell it.
    town.client.run("dig", f"@{WEB}", "closed.example", "+tries=1", status=None)
    capture.finish(destination)


def curl(host, *words, status=0, keylog=None):
    env = ["env", f"SSLKEYLOGFILE={keylog}"] if keylog else []
    return host.run(*env, "curl", "-4", "--silent", "--output", "/dev/null", *words,
                    status=status)


@scenario
def server_side(destination):
    """taken on a web server: a visitor stays, one resets, one uses IPv6, one is refused"""
    town = Town()
    web = town.server_add("web", WEB, 2)
    one = town.server_add("one", "198.51.100.200", 7)
    two = town.server_add("two", "203.0.113.77", 12)
    town.server_ipv6_add(web, "2001:db8:80::80")
    town.server_ipv6_add(two, "2001:db8:77::77")
    servers.authority_make()
    servers.site_certificate_make("shop", ["www.shop.example"])
    servers.nginx_start(web, sites.BUSY)
    world.hosts_set(f"{WEB} www.shop.example", "2001:db8:80::80 six.shop.example")
    time.sleep(2)  # until IPv6 has introduced itself
    capture = Capture(web, "eth0")
    shop = "http://www.shop.example"
    stays = one.start("curl", "--silent", "--rate", "1/s",
                      f"{shop}/a.txt", f"{shop}/b.txt", f"{shop}/c.txt")
    leaves = two.start("curl", "--silent", "--output", "/dev/null", f"{shop}/slow.bin")
    time.sleep(0.6)
    leaves.send(signal.SIGSTOP)  # so that data lies unread when it dies, which resets
    time.sleep(0.9)
    leaves.stop(signal.SIGKILL)
    stays.wait()
    curl(two, "-6", "http://six.shop.example/a.txt")
    curl(one, "https://www.shop.example/b.txt")
    curl(one, "http://www.shop.example:8080/a.txt", status=7)
    capture.finish(destination)


@scenario
def ipv6_visit(destination):
    """IPv6 only: the client makes its own address, learns its resolver, and reads a page"""
    town = Town()
    resolver = town.server_add("resolver", RESOLVER, 1)
    web = town.server_add("web", WEB, 9)
    town.ipv6_add()
    town.server_ipv6_add(resolver, RESOLVER6)
    town.server_ipv6_add(web, "2001:db8:80::80")
    servers.resolver_start(resolver, RESOLVER6, sites.SIX_NAMES)
    servers.nginx_start(web, sites.SIX)
    servers.router_advertise(town.gateway, "lan0", RESOLVER6)
    capture = Capture(town.client, "eth0")
    town.client.set("net/ipv6/conf/eth0/disable_ipv6", 0)
    lease = servers.dhcpcd_start(town.client, "eth0", "-6")
    town.client_plug()
    world.wait_until(world.resolver_is_known, "a resolver from the router or by DHCPv6")
    time.sleep(3)
    browser = browser_start(town.client, "http://www.six.example/")
    servers.paths_wait(web, "/", "/style.css", "/six.png")
    time.sleep(1.5)
    browser.stop()
    time.sleep(1)
    lease.stop()
    capture.finish(destination)


@scenario
def tls_versions(destination):
    """TLS 1.2 and 1.3, full and resumed, a hello retried, early data, alerts, odd ports"""
    town = Town()
    resolver = town.server_add("resolver", RESOLVER, 1)
    web = town.server_add("web", WEB, 9)
    servers.authority_make()
    servers.site_certificate_make("rsa", ["*.tls.example"], servers.RSA_KEY)
    servers.certificate_make("self", None, "/CN=self.tls.example", servers.LEAF_EXTENSIONS)
    web.address_add("eth0", *(f"198.51.100.{n}/26" for n in range(81, 86)))
    servers.resolver_start(resolver, RESOLVER, sites.TLS_NAMES)
    servers.resolver_start(web, WEB, sites.TLS_NAMES, port=5300)
    servers.nginx_start(web, sites.TLS)
    keylog = WORK / "keys.txt"
    capture = Capture(town.client, "eth0", keylog)
    town.client_settle()
    for words, status in sites.TLS_VISITS:
        curl(town.client, *words.split(), status=status, keylog=keylog)
        time.sleep(0.3)
    tls_resume(town.client, "mid.tls.example", keylog, is_early=False)
    tls_resume(town.client, "new.tls.example", keylog, is_early=True)
    # One that nobody logged the keys of.
    curl(town.client, "https://new.tls.example/")
    town.client.run("dig", f"@{WEB}", "-p", "5300", "new.tls.example")
    capture.finish(destination)


def tls_resume(host, host_name, keylog, is_early):
    """Two connections, the second with the ticket of the first (early: asking at once)."""
    request = world.file_write("request", f"GET / HTTP/1.0\r\nHost: {host_name}\r\n\r\n")
    session = WORK / "session"
    command = ("openssl s_client -quiet -ign_eof "
               f"-connect {host_name}:443 -keylogfile {keylog}")
    again = f"-early_data {request} </dev/null" if is_early else f"<{request}"
    host.run("sh", "-c", f"{command} -sess_out {session} <{request}")
    host.run("sh", "-c", f"{command} -sess_in {session} {again}")


@scenario
def lossy(destination):
    """a download through a bad cable: segments lost, overtaken and doubled"""
    town = Town()
    resolver = town.server_add("resolver", RESOLVER, 1)
    web = town.server_add("web", WEB, 9, "--lose", "14,15,52", "--hold", "34",
                          "--double", "42")
    servers.resolver_start(resolver, RESOLVER, f"mirror.example. A {WEB}\n")
    servers.nginx_start(web, sites.MIRROR)
    capture = Capture(town.client, "eth0")
    town.client_settle()
    curl(town.client, "http://mirror.example/disk.img")
    capture.finish(destination)


@scenario
def vlan_lease(destination):
    """a lease on VLAN 42: had, renewed, asked for after a restart, denied after a move"""
    backstage = world.Backstage()
    client, gateway = world.Host("client"), world.Host("gateway")
    trunk = backstage.trunk_add()
    backstage.port_add(client, "eth0", "02:00:00:00:07:c1", trunk[0], vlan=42)
    backstage.port_add(gateway, "lan0", GATEWAY_MAC, trunk[1], vlan=42)
    gateway.address_add("lan0", "192.168.7.1/24")
    dhcpd = servers.dhcpd_start(gateway, "lan0", lease_s=24)
    capture = Capture(backstage.host, trunk[0])
    lease = servers.dhcpcd_start(client, "eth0", "-4")
    lease.wait_for("leased 192.168.7.")
    time.sleep(14)  # half the lease and a little more
    lease.stop()
    lease = servers.dhcpcd_start(client, "eth0", "-4")
    lease.wait_for("leased 192.168.7.")
    time.sleep(3)
    lease.stop()
    dhcpd.stop()
    gateway.ip("address", "flush", "dev", "lan0")
    gateway.address_add("lan0", "192.168.8.1/24")
    servers.dhcpd_start(gateway, "lan0", lease_s=20, network="192.168.8")
    lease = servers.dhcpcd_start(client, "eth0", "-4")
    lease.wait_for("leased 192.168.8.")
    # Renewing also teaches it the server's MAC. A client that had to ask for that might be
    # gone before the answer, and its release with it.
    time.sleep(11)
    lease.stop(signal.SIGALRM)
    capture.finish(destination)


@scenario
def app_youtube(destination):
    """an application known by its host name: TLS to what calls itself www.youtube.com"""
    town = Town()
    web = town.server_add("web", WEB, 9)
    servers.authority_make()
    servers.site_certificate_make("video", ["www.youtube.com"])
    servers.nginx_start(web, sites.VIDEO)
    world.hosts_set(f"{WEB} www.youtube.com")
    capture = Capture(town.client, "eth0")
    town.client_settle()
    curl(town.client, "https://www.youtube.com/")
    capture.finish(destination)


@scenario
def app_ssh(destination):
    """an application known by its first packets: SSH on a port of its own choice"""
    town = Town()
    shell = town.server_add("shell", WEB, 9)
    key = WORK / "dropbear.key"
    world.run("dropbearkey", "-t", "ed25519", "-f", key)
    shell.start("dropbear", "-F", "-E", "-m", "-r", key, "-p", "2222",
                "-P", WORK / "dropbear.pid", ready="Not backgrounding")
    capture = Capture(town.client, "eth0")
    town.client_settle()
    options = ["BatchMode=yes", "PubkeyAuthentication=no", "StrictHostKeyChecking=no",
               f"UserKnownHostsFile={WORK}/known"]
    # Nobody can log in: it ends with a refusal, which looks like anything under encryption.
    town.client.run("ssh", "-F", "none", "-p", "2222", *(f"-o{o}" for o in options),
                    f"guest@{WEB}", status=255)
    capture.finish(destination)


@scenario
def app_stun(destination):
    """an application over UDP: a call asks for its own address as seen outside (STUN)"""
    town = Town()
    echo = town.server_add("echo", WEB, 9)
    echo.start(sys.executable, LAB / "stun.py", "serve", WEB, ready="serving")
    capture = Capture(town.client, "eth0")
    town.client_settle()
    town.client.run(sys.executable, LAB / "stun.py", "ask", WEB)
    capture.finish(destination)
