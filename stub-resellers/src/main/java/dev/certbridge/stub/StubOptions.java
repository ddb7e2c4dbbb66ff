package dev.certbridge.stub;

import java.time.Clock;
import java.util.List;

/**
 * How a stub behaves. Everything random comes from the seed, every time from the clock.
 *
 * @param clock what time the reseller thinks it is; also in the {@code Date} header
 * @param seed decides ids, tokens and serial numbers
 * @param looksUntilIssued how many times an order has to be read until its certificate is issued, at least 1
 * @param downloadLag how many downloads of an issued certificate are still answered with "not ready", where the reseller knows that
 * @param lateRecords true when the records to publish are not in the answer to the order, but only in later reads
 * @param port where to listen; 0 for any free port
 * @param zones the DNS zones that the reseller hosts for its customer from the start, where it hosts any; {@link #ANY_ZONE}
 *     for whatever zone a record or a listing names
 * @param closedZones domains that are no zones of its customer, whatever {@code zones} has
 */
public record StubOptions(
        Clock clock,
        long seed,
        int looksUntilIssued,
        int downloadLag,
        boolean lateRecords,
        int port,
        List<String> zones,
        List<String> closedZones) {

    /** Among {@link #zones}: every domain of two labels is a zone as soon as a record or a listing names it. */
    public static final String ANY_ZONE = "*";

    public StubOptions {
        zones = List.copyOf(zones);
        closedZones = List.copyOf(closedZones);
        if (looksUntilIssued < 1 || downloadLag < 0 || port < 0) {
            throw new IllegalArgumentException("looks start at 1, lag and port at 0");
        }
    }

    /** System time, seed 1, issued on the third look, records at once, any free port, no zones. */
    public static StubOptions defaults() {
        return new StubOptions(Clock.systemUTC(), 1, 3, 0, false, 0, List.of(), List.of());
    }

    /** With another clock. */
    public StubOptions clock(Clock other) {
        return new StubOptions(other, seed, looksUntilIssued, downloadLag, lateRecords, port, zones, closedZones);
    }

    /** With another seed. */
    public StubOptions seed(long other) {
        return new StubOptions(clock, other, looksUntilIssued, downloadLag, lateRecords, port, zones, closedZones);
    }

    /** Issued on this look, 1 being the first. */
    public StubOptions looksUntilIssued(int other) {
        return new StubOptions(clock, seed, other, downloadLag, lateRecords, port, zones, closedZones);
    }

    /** With so many downloads that come too early although the certificate says that it is issued. */
    public StubOptions downloadLag(int other) {
        return new StubOptions(clock, seed, looksUntilIssued, other, lateRecords, port, zones, closedZones);
    }

    /** With the records to publish missing from the answer to the order. */
    public StubOptions lateRecords(boolean other) {
        return new StubOptions(clock, seed, looksUntilIssued, downloadLag, other, port, zones, closedZones);
    }

    /** On a fixed port. */
    public StubOptions port(int other) {
        return new StubOptions(clock, seed, looksUntilIssued, downloadLag, lateRecords, other, zones, closedZones);
    }

    /** With these DNS zones, each a domain without a trailing dot, or {@link #ANY_ZONE}. */
    public StubOptions zones(List<String> others) {
        return new StubOptions(clock, seed, looksUntilIssued, downloadLag, lateRecords, port, others, closedZones);
    }

    /** With these domains never a zone, until a test opens one of them. */
    public StubOptions closedZones(List<String> others) {
        return new StubOptions(clock, seed, looksUntilIssued, downloadLag, lateRecords, port, zones, others);
    }
}
