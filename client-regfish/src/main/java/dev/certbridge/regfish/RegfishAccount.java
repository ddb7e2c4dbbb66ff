package dev.certbridge.regfish;

import dev.certbridge.client.adapter.ResellerAccount;
import dev.certbridge.regfish.generated.model.Certificate;
import dev.certbridge.reseller.Certificates;
import dev.certbridge.reseller.Order;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Everything the account lists, as orders and as certificates. Read when somebody starts to look, and each time anew. */
final class RegfishAccount {

    private final RegfishListings listing;
    private final RegfishViews views;
    private final ResellerAccount place;

    RegfishAccount(RegfishListings listing, RegfishViews views, ResellerAccount place) {
        this.listing = listing;
        this.views = views;
        this.place = place;
    }

    Stream<Order> orders() {
        return listed().flatMap(views::entries).map(RegfishViews.Entry::order);
    }

    Stream<Order> audit() {
        return listed().flatMap(views::entries)
                .filter(entry -> !entry.claimed())
                .map(RegfishViews.Entry::order);
    }

    Certificates certificates() {
        return () -> listed().filter(
                        certificate -> certificate.getId() != null && RegfishCertificates.exists(certificate))
                .map(certificate -> RegfishCertificates.certificate(place, certificate.getId(), certificate));
    }

    /** The list has no pages; the book is asked only after it was read, so that the answer is not kept waiting. */
    private Stream<Certificate> listed() {
        return Stream.of(listing).flatMap(list -> {
            List<Certificate> all = new ArrayList<>();
            list.each(all::add);
            return all.stream();
        });
    }
}
