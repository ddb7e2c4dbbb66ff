package dev.certbridge.regfish;

import dev.certbridge.client.adapter.ResellerAccount;
import dev.certbridge.regfish.generated.model.Certificate;
import dev.certbridge.reseller.failure.OperationRef;
import dev.certbridge.reseller.failure.PossibleDuplicateException;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.spi.Snapshot;
import dev.certbridge.reseller.spi.SpendLog;
import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What regfish lists before something is ordered, read when it is first needed and then once: a run of many orders
 * takes one look for all.
 */
final class RegfishPreOrderSnapshot {

    private final RegfishListings listing;
    private final SpendLog book;
    private final ResellerAccount place;
    private final Clock clock;
    private @Nullable Seen seen;
    private @Nullable Long number;

    RegfishPreOrderSnapshot(RegfishListings listing, SpendLog book, ResellerAccount place, Clock clock) {
        this.listing = listing;
        this.book = book;
        this.place = place;
        this.clock = clock;
    }

    /** An order that was open. */
    private record Open(String id, RegfishOrderMatcher wares) {}

    private record Seen(Instant at, Set<String> ids, List<Open> open) {}

    /** Refuses an order when an equal one is open that the book does not know, unless it is allowed. */
    void refuseDuplicate(OperationRef origin, OrderRequest request) {
        if (request.duplicateAllowed()) {
            return;
        }
        Optional<String> source = request.source().map(id -> id.providerId());
        List<String> equal = seen().open().stream()
                .filter(order -> order.wares().isFor(request))
                .map(Open::id)
                .filter(id -> !source.equals(Optional.of(id)) && !ordered(id))
                .toList();
        if (!equal.isEmpty()) {
            throw new PossibleDuplicateException(origin, equal);
        }
    }

    /** Whether an intent wanted it. One that exists without is nobody's, and so in the way. */
    private boolean ordered(String id) {
        return book.orders(place.target(), id).stream()
                .anyMatch(known -> known.intent().isPresent());
    }

    /** Its number as a snapshot of the book: what is listed now is not what is about to be ordered. */
    long number() {
        if (number == null) {
            Seen kept = seen();
            number = book.keep(new Snapshot(place.target(), kept.at(), kept.ids()));
        }
        return number;
    }

    private Seen seen() {
        if (seen == null) {
            Instant at = clock.instant();
            Set<String> ids = new HashSet<>();
            Stream.Builder<Open> open = Stream.builder();
            listing.each(certificate -> {
                String id = certificate.getId();
                if (id != null) {
                    ids.add(id);
                    open(id, certificate).ifPresent(open);
                }
            });
            seen = new Seen(at, ids, open.build().toList());
        }
        return seen;
    }

    private static Optional<Open> open(String id, Certificate certificate) {
        return RegfishMapper.isOpen(certificate)
                ? Optional.of(new Open(id, RegfishOrderMatcher.of(certificate)))
                : Optional.empty();
    }
}
