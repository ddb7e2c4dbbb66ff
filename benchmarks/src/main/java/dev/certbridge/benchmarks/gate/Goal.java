package dev.certbridge.benchmarks.gate;

/** What is aimed at. Only what repeats on a shared machine is gated: bytes, connections, requests. */
public enum Goal {
    /** Bytes per read. */
    G1("G1", "bytes per read, generated client to java.net.http + Jackson", 1.1, "x", true, 0.05),
    /** In-process bytes per order. */
    G2_ORDER("G2", "bytes per order in process, prepared request to neutral order", 14_000, "B", true, 0.05),
    /** Of these, the mapping. */
    G2_MAPPING("G2", "of these, mapping the answer to the neutral order", 1_000, "B", true, 0.05),
    /** In-process time. */
    G3("G3", "time per order in process to Jackson alone", 2.2, "x", false, 0),
    /** Latency of a read. */
    G4("G4", "p50 of a read, generated client to java.net.http + Jackson", 0.4, "x", false, 0),
    /** Connections, one after the other. */
    G5_SEQUENTIAL("G5", "connections of 5,000 reads one after the other", 1, "", true, 0),
    /** The same over TLS. */
    G5_TLS("G5", "the same over TLS", 1, "", true, 0),
    /** Connections, many at once. */
    G5_AT_ONCE("G5", "connections of 10,000 polls, 256 at once", 256, "", true, 0),
    /** Requests that nobody issued, or that got lost. */
    G6_REQUESTS(
            "G6",
            "requests that the server saw but nobody issued, or the reverse; 100,000 calls, 8 threads",
            0,
            "",
            true,
            0),
    /** Failures. */
    G6_FAILURES("G6", "of these calls, failed", 0, "", true, 0),
    /** Cold start. */
    G7("G7", "first call of a fresh JVM to java.net.http + Jackson", 1.15, "x", false, 0),
    /** Many polls, time. */
    G8_TIME("G8", "10,000 polls of a server that takes 100 ms, 256 at once, to the ideal 3.9 s", 1.2, "x", false, 0),
    /** Many polls, memory. */
    G8_MEMORY("G8", "peak resident memory of that", 300, "MB", false, 0),
    /** Many orders at Realtime Register. */
    G9_REALTIME("G9", "requests in a round of awaitAll for 10,000 orders, Realtime Register", 200, "", true, 0),
    /** Many orders at regfish. */
    G9_REGFISH("G9", "the same at regfish", 1, "", true, 0);

    private final String number;
    private final String what;
    private final double most;
    private final String unit;
    private final boolean gated;
    private final double tolerance;

    Goal(String number, String what, double most, String unit, boolean gated, double tolerance) {
        this.number = number;
        this.what = what;
        this.most = most;
        this.unit = unit;
        this.gated = gated;
        this.tolerance = tolerance;
    }

    /** As in {@code benchmarks/README.md}. */
    public String number() {
        return number;
    }

    /** What is measured. */
    public String what() {
        return what;
    }

    /** The most it may be. */
    public double most() {
        return most;
    }

    /** Of the figures; empty for counts. */
    public String unit() {
        return unit;
    }

    /** Whether missing it fails the run. */
    public boolean gated() {
        return gated;
    }

    /** Whether this much is within the goal and its tolerance. */
    boolean allows(double measured) {
        return measured <= most * (1 + tolerance);
    }
}
