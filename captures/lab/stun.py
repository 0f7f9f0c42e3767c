#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""STUN, RFC 8489: the question and the answer by which a call learns its own address.

    stun.py serve ADDRESS    answer on port 3478
    stun.py ask ADDRESS      ask there, three times"""

import os
import socket
import struct
import sys
import time

PORT, COOKIE = 3478, 0x2112A442
BINDING_REQUEST, BINDING_SUCCESS = 0x0001, 0x0101
XOR_MAPPED_ADDRESS, SOFTWARE = 0x0020, 0x8022


def attribute(kind, value):
    return struct.pack("!HH", kind, len(value)) + value + b"\0" * (-len(value) % 4)


def message(kind, transaction, attributes):
    return struct.pack("!HHI", kind, len(attributes), COOKIE) + transaction + attributes


def mapped_address(address, port):
    host = struct.unpack("!I", socket.inet_aton(address))[0]
    return struct.pack("!BBHI", 0, 1, port ^ COOKIE >> 16, host ^ COOKIE)


def serve(address):
    s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    s.bind((address, PORT))
    print("serving", flush=True)
    while True:
        question, sender = s.recvfrom(2048)
        answer = attribute(XOR_MAPPED_ADDRESS, mapped_address(*sender))
        s.sendto(message(BINDING_SUCCESS, question[8:20], answer), sender)


def ask(address):
    s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    s.settimeout(5)
    for _ in range(3):
        question = message(BINDING_REQUEST, os.urandom(12), attribute(SOFTWARE, b"sample"))
        s.sendto(question, (address, PORT))
        s.recvfrom(2048)
        time.sleep(0.2)


{"serve": serve, "ask": ask}[sys.argv[1]](sys.argv[2])
