package dev.certbridge.stub;

import java.time.Clock;
import java.util.List;

/**
 * The options of a stub. The seed determines all random values, and the clock determines all times.
 *
 * @param clock the clock of the reseller, also used for the {@code Date} header; tests move this clock forward with
 *     {@link StubReseller#advanceClock}
 * @param seed the seed of ids, tokens and serial numbers
 * @param readsUntilIssued the number of reads of an order until its certificate is issued, at least 1; a listing that
 *     shows the status of the order counts as a read
 * @param downloadLag the number of downloads of an issued certificate that the stub answers with "not ready"; ignored
 *     if the reseller has no such answer
 * @param lateRecords true if the DNS records to publish are missing from the answer to the order and appear only in
 *     later reads
 * @param port the port of the stub; 0 for any free port
 * @param zones the DNS zones that the reseller hosts at the start; {@link #ANY_ZONE} for every zone that a record or a
 *     listing names; ignored if the reseller hosts no zones
 * @param closedZones the domains that are not zones of the customer, even if they are in {@code zones}
 */
public record StubOptions(
        Clock clock,
        long seed,
        int readsUntilIssued,
        int downloadLag,
        boolean lateRecords,
        int port,
        List<String> zones,
        List<String> closedZones) {

    /**
     * An element of {@link #zones} that makes each domain of two labels, such as {@code example.com}, a zone when a
     * request first names the domain.
     */
    public static final String ANY_ZONE = "*";

    public StubOptions {
        zones = List.copyOf(zones);
        closedZones = List.copyOf(closedZones);
        if (readsUntilIssued < 1 || downloadLag < 0 || port < 0) {
            throw new IllegalArgumentException("readsUntilIssued is " + readsUntilIssued + ", downloadLag is "
                    + downloadLag + ", port is " + port
                    + "; readsUntilIssued must be at least 1, downloadLag and port must be at least 0");
        }
    }

    /** Returns the default options: the system clock, seed 1, issue at the third read, any free port, no zones. */
    public static StubOptions defaults() {
        return new StubOptions(Clock.systemUTC(), 1, 3, 0, false, 0, List.of(), List.of());
    }

    /** Returns a copy with another clock. */
    public StubOptions clock(Clock other) {
        return new StubOptions(other, seed, readsUntilIssued, downloadLag, lateRecords, port, zones, closedZones);
    }

    /** Returns a copy with another seed. */
    public StubOptions seed(long other) {
        return new StubOptions(clock, other, readsUntilIssued, downloadLag, lateRecords, port, zones, closedZones);
    }

    /**
     * Returns a copy that makes the stub issue the certificate of an order at the read or listing with this number. The
     * first read or listing has the number 1.
     */
    public StubOptions readsUntilIssued(int other) {
        return new StubOptions(clock, seed, other, downloadLag, lateRecords, port, zones, closedZones);
    }

    /** Returns a copy that makes the stub answer this number of downloads of an issued certificate with "not ready". */
    public StubOptions downloadLag(int other) {
        return new StubOptions(clock, seed, readsUntilIssued, other, lateRecords, port, zones, closedZones);
    }

    /**
     * Returns a copy with another value of {@code lateRecords}. If {@code lateRecords} is true, the answer to the order
     * does not contain the DNS records to publish.
     */
    public StubOptions lateRecords(boolean other) {
        return new StubOptions(clock, seed, readsUntilIssued, downloadLag, other, port, zones, closedZones);
    }

    /** Returns a copy with another port. */
    public StubOptions port(int other) {
        return new StubOptions(clock, seed, readsUntilIssued, downloadLag, lateRecords, other, zones, closedZones);
    }

    /** Returns a copy with these DNS zones, each a domain without a trailing dot, or {@link #ANY_ZONE}. */
    public StubOptions zones(List<String> others) {
        return new StubOptions(clock, seed, readsUntilIssued, downloadLag, lateRecords, port, others, closedZones);
    }

    /** Returns a copy with these closed domains. A closed domain becomes a zone only when a test opens it. */
    public StubOptions closedZones(List<String> others) {
        return new StubOptions(clock, seed, readsUntilIssued, downloadLag, lateRecords, port, zones, others);
    }
}
