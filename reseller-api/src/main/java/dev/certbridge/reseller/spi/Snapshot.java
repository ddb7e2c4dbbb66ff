package dev.certbridge.reseller.spi;

import java.time.Instant;
import java.util.Set;

/**
 * The content of the reseller's listing before a spend. After an unknown outcome, a comparison of the snapshot with a
 * new listing shows which orders are new.
 *
 * @param target provider, environment and account as one text, see {@link
 *     dev.certbridge.reseller.order.OrderId#target()}
 * @param at the time of the listing, by the reseller's clock if that clock is known
 * @param seen the ids in the listing, for instance the ids of certificates at regfish; for a reissue, the last reissue
 *     and the serial number of the certificate
 */
public record Snapshot(String target, Instant at, Set<String> seen) {

    public Snapshot {
        seen = Set.copyOf(seen);
    }
}
