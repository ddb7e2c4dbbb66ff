package dev.certbridge.reseller.spi;

import java.time.Instant;
import java.util.Set;

/**
 * What a reseller showed before something was sent, kept to tell afterwards what is new.
 *
 * @param target where: {@link dev.certbridge.reseller.order.OrderId#target()}
 * @param at when, by the reseller's own clock where it tells the time
 * @param seen what was there: the ids of certificates at regfish; the last reissue and the serial before a reissue
 */
public record Snapshot(String target, Instant at, Set<String> seen) {

    public Snapshot {
        seen = Set.copyOf(seen);
    }
}
