# SPDX-License-Identifier: BSD-2-Clause
"""A world of its own for a recording: hosts (network namespaces), cables, programs.

The world is one set of private namespaces, made by unshare(1). When its first process ends,
by whatever cause, the kernel kills every other process in it and takes interfaces,
namespaces and temporary files along: nothing is left to clean up."""

import os
import pathlib
import shlex
import signal
import subprocess
import sys
import time

LAB = pathlib.Path(__file__).parent
WORK = pathlib.Path("/run/world")  # inside the world /run is private
WAIT_S = 20

# Dies with whoever called it, and everything in it dies with it.
WORLD = ["setpriv", "--pdeathsig", "KILL", "unshare", "--mount", "--net", "--pid", "--ipc",
         "--uts", "--fork", "--kill-child", "--mount-proc"]
# Where the recorded programs write: shadowed, so that the machine's own stays as it is.
SHADOWED = ["/run", "/var/lib/dhcpcd"]


class RecordingFailed(Exception):
    pass


def world_enter(command):
    """Runs COMMAND as the first process of a new world; returns its exit status."""
    child = subprocess.Popen(WORLD + command, start_new_session=True)
    try:
        return child.wait()
    except BaseException:
        child.kill()
        child.wait()
        raise


def world_furnish():
    """Called inside, once: private places to write to, and an address book of our own."""
    os.chdir("/")
    for place in SHADOWED:
        run("mount", "-t", "tmpfs", "none", place)
    WORK.mkdir()
    pathlib.Path("/run/netns").mkdir()
    for name in ("resolv.conf", "hosts"):
        file_shadow(pathlib.Path("/etc", name), file_write(name, ""))
    run("hostname", "lab")
    os.environ.update(HOME=str(WORK), TMPDIR=str(WORK), LC_ALL="C.UTF-8",
                      CURL_CA_BUNDLE=str(WORK / "root.crt"))


def file_shadow(path, ours):
    target = path.resolve()
    if target.is_relative_to("/run"):  # resolv.conf may point there, to what is empty now
        target.parent.mkdir(parents=True, exist_ok=True)
        target.touch()
    run("mount", "--bind", ours, target)


def resolvers_set(*resolvers_and_options):
    """Writes resolv.conf: addresses, and lines that go there as they are."""
    lines = [line if " " in line else f"nameserver {line}"
             for line in resolvers_and_options]
    file_write("resolv.conf", "\n".join(lines) + "\n")


def resolver_is_known():
    return "nameserver" in (WORK / "resolv.conf").read_text()


def hosts_set(*lines):
    file_write("hosts", "\n".join(lines) + "\n")


def file_write(name, content, mode=0o644):
    path = WORK / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    path.chmod(mode)
    return path


def run(*command, status=0):
    """Runs a command to its end; it has to end with STATUS (None: any)."""
    done = subprocess.run([str(word) for word in command], stdin=subprocess.DEVNULL,
                          capture_output=True, text=True)
    if status is not None and done.returncode != status:
        raise RecordingFailed(f"{shlex.join(done.args)}: {done.stderr.strip()[-2000:]}")
    return done.stdout


def wait_until(is_true, what, seconds=WAIT_S):
    deadline = time.monotonic() + seconds
    while not is_true():
        if time.monotonic() > deadline:
            raise RecordingFailed(f"waited {seconds} s for: {what}")
        time.sleep(0.02)


class Process:
    """A program that goes on running; what it prints goes to a log to be waited on."""

    def __init__(self, command, ready=None, env=None):
        self.command = shlex.join(str(word) for word in command)
        self.log = WORK / f"log/{time.monotonic_ns()}"
        self.log.parent.mkdir(exist_ok=True)
        with self.log.open("wb") as log:
            self.child = subprocess.Popen([str(word) for word in command],
                                          stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                                          env={**os.environ, **(env or {})})
        if ready:
            self.wait_for(ready)

    def has_printed(self, text):
        if text in self.log.read_text(errors="replace"):
            return True
        if self.child.poll() is not None:
            raise RecordingFailed("has ended")
        return False

    def wait_for(self, text):
        try:
            wait_until(lambda: self.has_printed(text), text)
        except RecordingFailed as failure:
            tail = self.log.read_text(errors="replace")[-2000:]
            raise RecordingFailed(f"{self.command}: {failure}\n{tail}") from None

    def send(self, signal_number):
        self.child.send_signal(signal_number)

    def stop(self, signal_number=signal.SIGTERM):
        self.send(signal_number)
        self.wait()

    def wait(self):
        try:
            self.child.wait(WAIT_S)
        except subprocess.TimeoutExpired:
            raise RecordingFailed(f"{self.command}: does not end") from None


class Host:
    """A machine of the world: a network namespace. IPv6 is off until ipv6_enable()."""

    def __init__(self, name, forwards=False):
        self.name = name
        run("ip", "netns", "add", name)
        self.ip("link", "set", "lo", "up")
        for family in ("all", "default"):
            self.set(f"net/ipv6/conf/{family}/disable_ipv6", 1)
        if forwards:
            self.set("net/ipv4/ip_forward", 1)
            self.set("net/ipv6/conf/all/forwarding", 1)
            self.set("net/ipv4/conf/all/send_redirects", 0)

    def ip(self, *words):
        return run("ip", "-n", self.name, *words)

    def set(self, key, value):
        self.run("sh", "-c", f"echo {value} > /proc/sys/{key}")

    def inside(self, command):
        return ["ip", "netns", "exec", self.name, *command]

    def run(self, *command, status=0):
        return run(*self.inside(command), status=status)

    def start(self, *command, ready=None, env=None):
        return Process(self.inside(command), ready, env)

    def address_add(self, interface, *addresses):
        for address in addresses:
            self.ip("address", "add", address, "dev", interface)

    def ipv6_enable(self, interface):
        """For servers and routers: they know their addresses and ask nobody about them."""
        self.set(f"net/ipv6/conf/{interface}/accept_ra", 0)
        self.set(f"net/ipv6/conf/{interface}/accept_dad", 0)
        self.set(f"net/ipv6/conf/{interface}/disable_ipv6", 0)


def interface_make_plain(host, interface):
    """Checksums and segments as on a real wire: nothing is left to absent hardware."""
    features = ("tx", "tso", "gso", "gro")
    host.run("ethtool", "-K", interface, *(w for f in features for w in (f, "off")))


def link_plug(host, interface):
    host.ip("link", "set", interface, "up")


def link_add(left, left_interface, left_mac, right, right_interface, right_mac):
    """A plain cable. The right end is left unplugged: a capture can start before."""
    left.ip("link", "add", "name", left_interface, "address", left_mac, "type", "veth",
            "peer", "name", right_interface, "address", right_mac, "netns", right.name)
    for host, interface in ((left, left_interface), (right, right_interface)):
        interface_make_plain(host, interface)
    link_plug(left, left_interface)


def switch_add(host, interface, mac):
    """A switch built into HOST, as in a gateway; INTERFACE is the host's port on it."""
    host.ip("link", "add", "name", interface, "address", mac,
            "type", "bridge", "mcast_snooping", 0)
    interface_make_plain(host, interface)
    link_plug(host, interface)


def switch_port_add(host, switch, port):
    host.ip("link", "set", port, "master", switch)
    host.set(f"net/ipv6/conf/{port}/disable_ipv6", 1)


class Backstage:
    """The namespace where the long cables run, out of sight of every host."""

    def __init__(self):
        self.host = Host("backstage")
        self.end_count = 0

    def end_add(self, host, interface, mac):
        self.end_count += 1
        end = f"end{self.end_count}"
        end_mac = f"02:00:00:00:ff:{self.end_count:02x}"
        link_add(self.host, end, end_mac, host, interface, mac)
        link_plug(host, interface)
        return end

    def cable_add(self, left, right, *options):
        """Joins two ends, each (host, interface, MAC), by a cable.py with OPTIONS."""
        return self.cable_join(self.end_add(*left), self.end_add(*right), *options)

    def cable_join(self, left_end, right_end, *options):
        return self.host.start(sys.executable, LAB / "cable.py", left_end, right_end,
                               *options, ready="cable is in")

    def trunk_add(self):
        """A wire between two switches that both are cables here; returns its two ends."""
        link_add(self.host, "trunk0", "02:00:00:00:fe:00",
                 self.host, "trunk1", "02:00:00:00:fe:01")
        link_plug(self.host, "trunk1")
        return "trunk0", "trunk1"

    def port_add(self, host, interface, mac, trunk_end, vlan):
        """Puts HOST on a switch's port: its frames travel the trunk tagged."""
        end = self.end_add(host, interface, mac)
        return self.cable_join(end, trunk_end, "--vlan", vlan)


class Capture:
    """What passes an interface of a host, from now to finish()."""

    def __init__(self, host, interface, keylog=None):
        self.raw = WORK / "raw.pcapng"
        self.keylog = keylog
        self.process = host.start("dumpcap", "-q", "-i", interface, "-w", self.raw,
                                  ready="File:")

    def finish(self, destination):
        """Ends the capture and writes it to DESTINATION, with the keys in it."""
        time.sleep(0.5)  # dumpcap looks at its ring a few times a second
        self.process.stop(signal.SIGINT)
        secrets = ["--inject-secrets", f"tls,{self.keylog}"] if self.keylog else []
        run("editcap", *secrets, self.raw, destination)
