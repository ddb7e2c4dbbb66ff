/** Publishes the DNS records that validate domains, by DNS UPDATE (RFC 2136) or with a program. */
@NullMarked
package dev.certbridge.dns;

import org.jspecify.annotations.NullMarked;
