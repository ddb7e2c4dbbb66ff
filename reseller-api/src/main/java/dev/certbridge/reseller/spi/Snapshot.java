package dev.certbridge.reseller.spi;

import java.time.Instant;
import java.util.Set;

/**
 * The reseller's listing before a spend, stored to find out afterwards what is new.
 *
 * @param target where: {@link dev.certbridge.reseller.order.OrderId#target()}
 * @param at the time of the listing, by the reseller's clock where it is known
 * @param seen what was there: the ids of certificates at regfish; the last reissue and the serial before a reissue
 */
public record Snapshot(String target, Instant at, Set<String> seen) {

    public Snapshot {
        seen = Set.copyOf(seen);
    }
}
