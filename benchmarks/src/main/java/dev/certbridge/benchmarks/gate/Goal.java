package dev.certbridge.benchmarks.gate;

/**
 * The performance goals. Only values that are the same in every run on a shared machine are gated: bytes, connections
 * and requests.
 */
public enum Goal {
    /** The bytes that a read allocates. */
    G1("G1", "bytes per read, generated client to java.net.http + Jackson", 1.1, "x", true, 0.05),
    /** The bytes that an order allocates in process. */
    G2_ORDER("G2", "bytes per order in process, prepared request to neutral order", 14_000, "B", true, 0.05),
    /** The bytes of an order that the mapping of the response allocates. */
    G2_MAPPING("G2", "of these, mapping the answer to the neutral order", 1_000, "B", true, 0.05),
    /** The time of an order in process. */
    G3("G3", "time per order in process to Jackson alone", 2.2, "x", false, 0),
    /** The latency of a read. */
    G4("G4", "p50 of a read, generated client to java.net.http + Jackson", 0.4, "x", false, 0),
    /** The connections of reads one after the other. */
    G5_SEQUENTIAL("G5", "connections of 5,000 reads one after the other", 1, "", true, 0),
    /** The connections of reads one after the other over TLS. */
    G5_TLS("G5", "the same over TLS", 1, "", true, 0),
    /** The connections of many reads at the same time. */
    G5_AT_ONCE("G5", "connections of 10,000 polls, 256 at once", 256, "", true, 0),
    /** The requests that the server received without a call, or the calls without a request. */
    G6_REQUESTS(
            "G6",
            "requests that the server saw but nobody issued, or the reverse; 100,000 calls, 8 threads",
            0,
            "",
            true,
            0),
    /** The calls that failed. */
    G6_FAILURES("G6", "of these calls, failed", 0, "", true, 0),
    /** The time of the first call in a new JVM. */
    G7("G7", "first call of a fresh JVM to java.net.http + Jackson", 1.15, "x", false, 0),
    /** The time of many polls. */
    G8_TIME("G8", "10,000 polls of a server that takes 100 ms, 256 at once, to the ideal 3.9 s", 1.2, "x", false, 0),
    /** The memory of many polls. */
    G8_MEMORY("G8", "peak resident memory of that", 300, "MB", false, 0),
    /** The requests of a round for many orders at Realtime Register. */
    G9_REALTIME("G9", "requests in a round of awaitAll for 10,000 orders, Realtime Register", 200, "", true, 0),
    /** The requests of a round for many orders at regfish. */
    G9_REGFISH("G9", "the same at regfish", 1, "", true, 0),
    /** The bytes that an order reads in a large account and in a small one. */
    G10_READ(
            "G10",
            "bytes that an order reads after the shared listing, 200,000 orders listed to 1,000",
            1.2,
            "x",
            true,
            0),
    /** The growth of a book in SQLite in a large account and in a small one. */
    G10_SQLITE("G10", "bytes that the book in SQLite grows by for it, 200,000 to 1,000", 1.2, "x", true, 0),
    /** The growth of a book in PostgreSQL in a large account and in a small one. */
    G10_POSTGRES("G10", "the same in PostgreSQL", 1.2, "x", false, 0),
    /** The requests of a round for few orders at a server of Realtime Register that ignores filters. */
    G11_REALTIME(
            "G11",
            "requests in a round of awaitAll for 3 of 200,000 orders, Realtime Register without filters",
            5,
            "",
            true,
            0),
    /** The requests of a round for few orders at regfish. */
    G11_REGFISH("G11", "the same at regfish", 3, "", true, 0),
    /** The time of parallel orders. */
    G12("G12", "orderAll, 8 at a time to one at a time, at a server that takes 500 ms", 7, "x"),
    /** The orders a second with a book in SQLite. */
    G13_SQLITE("G13", "orders a second, 64 threads, one book in SQLite", 400, ""),
    /** The orders a second with a book in PostgreSQL. */
    G13_POSTGRES("G13", "the same in PostgreSQL", 600, ""),
    /** The listings of a large account that fail with a small heap. */
    G14("G14", "listings of 200,000 entries that fail with 96 MiB of heap", 0, "", false, 0);

    private final String number;
    private final String what;
    private final double limit;
    private final boolean atLeast;
    private final String unit;
    private final boolean gated;
    private final double tolerance;

    /** Creates a goal with a largest allowed value. */
    Goal(String number, String what, double most, String unit, boolean gated, double tolerance) {
        this(number, what, most, false, unit, gated, tolerance);
    }

    /** Creates a goal with a smallest allowed value. It is not gated. */
    Goal(String number, String what, double least, String unit) {
        this(number, what, least, true, unit, false, 0);
    }

    Goal(String number, String what, double limit, boolean atLeast, String unit, boolean gated, double tolerance) {
        this.number = number;
        this.what = what;
        this.limit = limit;
        this.atLeast = atLeast;
        this.unit = unit;
        this.gated = gated;
        this.tolerance = tolerance;
    }

    /** Returns the number of the goal in {@code benchmarks/README.md}. */
    public String number() {
        return number;
    }

    /** Returns a description of the measured value. */
    public String what() {
        return what;
    }

    /** Returns the largest allowed value, or the smallest if the value must be at least the limit. */
    public double limit() {
        return limit;
    }

    /** Returns true if the value must be at least the limit, and false if it must be at most the limit. */
    public boolean atLeast() {
        return atLeast;
    }

    /** Returns the unit of the values; an empty text for counts. */
    public String unit() {
        return unit;
    }

    /** Returns true if the run fails when the goal is missed. */
    public boolean gated() {
        return gated;
    }

    /** Returns true if this value meets the goal exactly. */
    boolean isMetBy(double measured) {
        return atLeast ? measured >= limit : measured <= limit;
    }

    /** Returns true if this value meets the goal, or exceeds it by at most its tolerance. */
    boolean allows(double measured) {
        return isMetBy(measured) || (!atLeast && measured <= limit * (1 + tolerance));
    }
}
