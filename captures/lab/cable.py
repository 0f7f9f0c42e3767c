#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""A cable between two interfaces: carries every frame, late, and unkindly where told to.

Not every kernel has netem and 802.1Q devices, so delay, loss and tags are made here: what a
capture shows was really sent, lost or tagged between two real TCP/IP stacks."""

import argparse
import heapq
import select
import socket
import struct
import time

ETH_P_ALL = 3
FRAME_SIZE_MAX = 65536
DATA_SIZE_MIN = 1000  # a frame this long is a data segment; rules count only those
HOLD_MS = 15


def numbers(text):
    return {int(n) for n in text.split(",")}


def options_read():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("left")
    parser.add_argument("right")
    parser.add_argument("--delay-ms", type=float, default=0, help="each way")
    for rule, fate in (("lose", "never arrive"), ("hold", f"arrive {HOLD_MS} ms late"),
                       ("double", "arrive twice")):
        parser.add_argument(f"--{rule}", type=numbers, default=set(), metavar="N,N",
                            help=f"these data frames, counted from right to left, {fate}")
    parser.add_argument("--vlan", type=int, help="tag going right, untag coming back")
    return parser.parse_args()


def socket_open(interface):
    s = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(ETH_P_ALL))
    s.bind((interface, 0))
    return s


def frame_read(s):
    """One frame as it came in, or None for one that this end itself sent.
    The kernel has moved a VLAN tag out of the frame, so it is untagged already."""
    frame, sender = s.recvfrom(FRAME_SIZE_MAX)
    return None if sender[2] == socket.PACKET_OUTGOING else frame


def frame_tag(frame, vlan):
    return frame[:12] + struct.pack("!HH", 0x8100, vlan) + frame[12:]


class Cable:
    def __init__(self, options):
        self.options = options
        self.left = socket_open(options.left)
        self.right = socket_open(options.right)
        self.data_count = 0
        self.waiting = []  # heap of (due, order, socket, frame)
        self.order = 0

    def send_later(self, out, frame, delay_ms):
        self.order += 1
        due = time.monotonic() + delay_ms / 1000
        heapq.heappush(self.waiting, (due, self.order, out, frame))

    def carry_right(self, frame):
        if self.options.vlan:
            frame = frame_tag(frame, self.options.vlan)
        self.send_later(self.right, frame, self.options.delay_ms)

    def carry_left(self, frame):
        delay_ms = self.options.delay_ms
        if len(frame) >= DATA_SIZE_MIN:
            self.data_count += 1
            if self.data_count in self.options.lose:
                return
            if self.data_count in self.options.double:
                self.send_later(self.left, frame, delay_ms)
            if self.data_count in self.options.hold:
                delay_ms += HOLD_MS
        self.send_later(self.left, frame, delay_ms)

    def send_due(self):
        """Sends what is due; returns the seconds until the next is, or None."""
        while self.waiting:
            wait = self.waiting[0][0] - time.monotonic()
            if wait > 0:
                return wait
            _, _, out, frame = heapq.heappop(self.waiting)
            out.send(frame)
        return None

    def run(self):
        print("cable is in", flush=True)
        while True:
            ready, _, _ = select.select([self.left, self.right], [], [], self.send_due())
            for s in ready:
                frame = frame_read(s)
                if frame is None:
                    continue
                if s is self.left:
                    self.carry_right(frame)
                else:
                    self.carry_left(frame)


Cable(options_read()).run()
