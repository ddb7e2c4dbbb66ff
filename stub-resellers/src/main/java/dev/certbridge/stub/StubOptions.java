package dev.certbridge.stub;

import java.time.Clock;
import java.util.List;

/**
 * The options of a stub. Everything random comes from the seed, every time from the clock.
 *
 * @param clock the time of the reseller; also in the {@code Date} header
 * @param seed decides ids, tokens and serial numbers
 * @param looksUntilIssued the number of reads of an order until its certificate is issued, at least 1
 * @param downloadLag the number of downloads of an issued certificate that are still answered with "not ready", where the
 *     reseller has such an answer
 * @param lateRecords true if the records to publish are not in the answer to the order, but only in later reads
 * @param port the port to listen at; 0 for any free port
 * @param zones the DNS zones that the reseller hosts from the start, where it hosts any; {@link #ANY_ZONE} for whatever zone a
 *     record or a listing names
 * @param closedZones domains that are not zones of the customer, whatever {@code zones} has
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
            throw new IllegalArgumentException("looksUntilIssued is " + looksUntilIssued + ", downloadLag "
                    + downloadLag + ", port " + port + "; the first must be at least 1, the others at least 0");
        }
    }

    /** Returns the defaults: system time, seed 1, issued at the third read, records at once, any free port, no zones. */
    public static StubOptions defaults() {
        return new StubOptions(Clock.systemUTC(), 1, 3, 0, false, 0, List.of(), List.of());
    }

    /** Returns a copy with another clock. */
    public StubOptions clock(Clock other) {
        return new StubOptions(other, seed, looksUntilIssued, downloadLag, lateRecords, port, zones, closedZones);
    }

    /** Returns a copy with another seed. */
    public StubOptions seed(long other) {
        return new StubOptions(clock, other, looksUntilIssued, downloadLag, lateRecords, port, zones, closedZones);
    }

    /** Returns a copy whose orders are issued at this read, 1 being the first. */
    public StubOptions looksUntilIssued(int other) {
        return new StubOptions(clock, seed, other, downloadLag, lateRecords, port, zones, closedZones);
    }

    /** Returns a copy with so many downloads that are refused as too early. */
    public StubOptions downloadLag(int other) {
        return new StubOptions(clock, seed, looksUntilIssued, other, lateRecords, port, zones, closedZones);
    }

    /** Returns a copy with the records to publish missing from the answer to the order, or not. */
    public StubOptions lateRecords(boolean other) {
        return new StubOptions(clock, seed, looksUntilIssued, downloadLag, other, port, zones, closedZones);
    }

    /** Returns a copy with a fixed port. */
    public StubOptions port(int other) {
        return new StubOptions(clock, seed, looksUntilIssued, downloadLag, lateRecords, other, zones, closedZones);
    }

    /** Returns a copy with these DNS zones, each a domain without a trailing dot, or {@link #ANY_ZONE}. */
    public StubOptions zones(List<String> others) {
        return new StubOptions(clock, seed, looksUntilIssued, downloadLag, lateRecords, port, others, closedZones);
    }

    /** Returns a copy with these domains never a zone, until a test opens one of them. */
    public StubOptions closedZones(List<String> others) {
        return new StubOptions(clock, seed, looksUntilIssued, downloadLag, lateRecords, port, zones, others);
    }
}
