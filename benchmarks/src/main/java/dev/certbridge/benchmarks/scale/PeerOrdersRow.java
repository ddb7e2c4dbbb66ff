package dev.certbridge.benchmarks.scale;

import dev.certbridge.stub.Ledger;
import dev.certbridge.stub.regfish.RegfishStub;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The orders of one client.
 *
 * @param client the name of the client
 * @param wanted the orders that the caller wanted
 * @param requests the requests for orders that the stub received
 * @param booked the orders in the ledger of the stub
 * @param again the booked orders for names that were booked already
 * @param unknown the booked orders whose ids the caller does not know
 */
record PeerOrdersRow(String client, long wanted, long requests, long booked, long again, long unknown) {

    static final String OURS = "certbridge, book in SQLite";

    static final String HEAD = """
            | client | orders wanted | requests for orders | orders in the ledger | of these, ordered again | not known to the caller |
            |---|---:|---:|---:|---:|---:|
            """;

    static PeerOrdersRow of(String client, long wanted, RegfishStub stub, Set<String> known) {
        List<Ledger.Entry> entries = stub.ledger().entries();
        return new PeerOrdersRow(
                client,
                wanted,
                stub.journal().received("createCertificate"),
                entries.size(),
                entries.size()
                        - entries.stream().map(Ledger.Entry::names).distinct().count(),
                entries.stream()
                        .filter(entry -> !known.contains(entry.orderId()))
                        .count());
    }

    /** Returns true if each order was sent and booked once, and the caller knows it. */
    boolean isExact() {
        return requests == wanted && booked == wanted && again == 0 && unknown == 0;
    }

    String row() {
        return String.format(
                Locale.ROOT,
                "| %s | %,d | %,d | %,d | %,d | %,d |%n",
                client,
                wanted,
                requests,
                booked,
                again,
                unknown);
    }
}
