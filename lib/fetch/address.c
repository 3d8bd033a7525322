/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which numbers of the Internet Protocol are public: the special ones are those of the registries
   for special purposes (RFC 6890 and what came after it). */
#include "fetch_internal.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <string.h>

struct block4 {
    uint32_t start;
    unsigned bits;
};

static const struct block4 special4[] = {
    {0x00000000, 8},  /* 0.0.0.0: this network */
    {0x0A000000, 8},  /* 10.0.0.0: private */
    {0x64400000, 10}, /* 100.64.0.0: between a carrier and its customers */
    {0x7F000000, 8},  /* 127.0.0.0: loopback */
    {0xA9FE0000, 16}, /* 169.254.0.0: link-local, also where clouds keep their secrets */
    {0xAC100000, 12}, /* 172.16.0.0: private */
    {0xC0000000, 24}, /* 192.0.0.0: protocols' own */
    {0xC0000200, 24}, /* 192.0.2.0: for examples */
    {0xC0586300, 24}, /* 192.88.99.0: old relays of 6to4 */
    {0xC0A80000, 16}, /* 192.168.0.0: private */
    {0xC6120000, 15}, /* 198.18.0.0: benchmarks */
    {0xC6336400, 24}, /* 198.51.100.0: for examples */
    {0xCB007100, 24}, /* 203.0.113.0: for examples */
    {0xE0000000, 4},  /* 224.0.0.0: multicast */
    {0xF0000000, 4},  /* 240.0.0.0: reserved, and broadcast */
};

static bool is_private4(uint32_t address)
{
    for (size_t i = 0; i < sizeof special4 / sizeof *special4; i++) {
        if ((address ^ special4[i].start) >> (32 - special4[i].bits) == 0)
            return true;
    }
    return false;
}

static uint32_t number4(const unsigned char *bytes)
{
    return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
}

static bool begins(const unsigned char *bytes, const char *prefix, size_t size)
{
    return memcmp(bytes, prefix, size) == 0;
}

static bool is_private6(const unsigned char *bytes)
{
    /* Translated ("64:ff9b::") and wrapped ("2002:") forms lead to the IPv4 address in them. */
    if (begins(bytes, "\x00\x64\xFF\x9B\0\0\0\0\0\0\0\0", 12))
        return is_private4(number4(bytes + 12));
    if (begins(bytes, "\x20\x02", 2))
        return is_private4(number4(bytes + 2));
    /* Only 2000::/3 is given out. Loopback, mapped, unique-local, link-local and multicast ones lie
       outside it. */
    if ((bytes[0] & 0xE0) != 0x20)
        return true;
    if (begins(bytes, "\x20\x01\x0D\xB8", 4)) /* for examples */
        return true;
    if (begins(bytes, "\x3F\xFF", 2) && (bytes[2] & 0xF0) == 0) /* for examples */
        return true;
    /* 2001::/23: protocols' own, Teredo among them. */
    return begins(bytes, "\x20\x01", 2) && bytes[2] < 2;
}

bool address_is_private(const struct sockaddr *address)
{
    if (address->sa_family == AF_INET) {
        struct sockaddr_in in;
        memcpy(&in, address, sizeof in);
        return is_private4(ntohl(in.sin_addr.s_addr));
    }
    if (address->sa_family == AF_INET6) {
        struct sockaddr_in6 in6;
        memcpy(&in6, address, sizeof in6);
        return is_private6(in6.sin6_addr.s6_addr);
    }
    return true;
}

bool fetch_address_private(const char *numbers)
{
    struct in_addr in;
    struct in6_addr in6;
    if (numbers != NULL && inet_pton(AF_INET, numbers, &in) == 1)
        return is_private4(ntohl(in.s_addr));
    if (numbers != NULL && inet_pton(AF_INET6, numbers, &in6) == 1)
        return is_private6(in6.s6_addr);
    return true;
}
