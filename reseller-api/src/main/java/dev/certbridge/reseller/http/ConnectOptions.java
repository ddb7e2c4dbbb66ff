package dev.certbridge.reseller.http;

import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * How to reach a reseller. Immutable; start from {@link #defaults()} and change what differs.
 *
 * @param uri another address than the reseller's own; plain {@code http} only to this machine
 * @param account a label for the account in order ids; Realtime Register uses the customer handle instead
 * @param connectTimeout for the TCP connection and the TLS handshake, 10 s
 * @param readDeadline for a whole read, from connecting to the last byte, 30 s
 * @param spendDeadline for a whole spend, 120 s: regfish calls its authority inside the request, and giving up early
 *     makes an unknown outcome
 * @param maxResponseBytes the longest answer read, after decompression, 10 MiB
 * @param proxy an HTTP proxy
 * @param tls trusted certificates other than the JDK's
 * @param polling how often {@code await} looks; without it, the reseller's default
 * @param listener told about every call
 * @param clock for deadlines of {@code await} and dates
 * @param sleeper for pauses
 */
public record ConnectOptions(
        Optional<URI> uri,
        Optional<String> account,
        Duration connectTimeout,
        Duration readDeadline,
        Duration spendDeadline,
        int maxResponseBytes,
        Optional<InetSocketAddress> proxy,
        Optional<SSLContext> tls,
        Optional<Polling> polling,
        CallListener listener,
        Clock clock,
        Sleeper sleeper) {

    private static final int TEN_MEBIBYTES = 10 * 1024 * 1024;

    /** The reseller's own address, the defaults above, no proxy, the JDK's trust. */
    public static ConnectOptions defaults() {
        return new ConnectOptions(
                Optional.empty(),
                Optional.empty(),
                Duration.ofSeconds(10),
                Duration.ofSeconds(30),
                Duration.ofSeconds(120),
                TEN_MEBIBYTES,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                call -> {},
                Clock.systemUTC(),
                duration -> Thread.sleep(duration.toMillis()));
    }

    /** Reaches another address. */
    public ConnectOptions uri(URI value) {
        return new ConnectOptions(
                Optional.of(value),
                account,
                connectTimeout,
                readDeadline,
                spendDeadline,
                maxResponseBytes,
                proxy,
                tls,
                polling,
                listener,
                clock,
                sleeper);
    }

    /** Labels the account in order ids. */
    public ConnectOptions account(String label) {
        return new ConnectOptions(
                uri,
                Optional.of(label),
                connectTimeout,
                readDeadline,
                spendDeadline,
                maxResponseBytes,
                proxy,
                tls,
                polling,
                listener,
                clock,
                sleeper);
    }

    /** Limits the time of connecting, of a whole read and of a whole spend. */
    public ConnectOptions timeLimits(Duration connect, Duration read, Duration spend) {
        return new ConnectOptions(
                uri, account, connect, read, spend, maxResponseBytes, proxy, tls, polling, listener, clock, sleeper);
    }

    /** Bounds what is read of one answer, in bytes after decompression. */
    public ConnectOptions maxResponseBytes(int value) {
        return new ConnectOptions(
                uri,
                account,
                connectTimeout,
                readDeadline,
                spendDeadline,
                value,
                proxy,
                tls,
                polling,
                listener,
                clock,
                sleeper);
    }

    /** Goes through an HTTP proxy. */
    public ConnectOptions proxy(InetSocketAddress value) {
        return new ConnectOptions(
                uri,
                account,
                connectTimeout,
                readDeadline,
                spendDeadline,
                maxResponseBytes,
                Optional.of(value),
                tls,
                polling,
                listener,
                clock,
                sleeper);
    }

    /** Trusts what this context trusts. */
    public ConnectOptions tls(SSLContext value) {
        return new ConnectOptions(
                uri,
                account,
                connectTimeout,
                readDeadline,
                spendDeadline,
                maxResponseBytes,
                proxy,
                Optional.of(value),
                polling,
                listener,
                clock,
                sleeper);
    }

    /** Looks this often while waiting. */
    public ConnectOptions polling(Polling value) {
        return new ConnectOptions(
                uri,
                account,
                connectTimeout,
                readDeadline,
                spendDeadline,
                maxResponseBytes,
                proxy,
                tls,
                Optional.of(value),
                listener,
                clock,
                sleeper);
    }

    /** Tells this listener about every call. */
    public ConnectOptions listener(CallListener value) {
        return new ConnectOptions(
                uri,
                account,
                connectTimeout,
                readDeadline,
                spendDeadline,
                maxResponseBytes,
                proxy,
                tls,
                polling,
                value,
                clock,
                sleeper);
    }

    /** Takes time from here: for tests. */
    public ConnectOptions time(Clock newClock, Sleeper newSleeper) {
        return new ConnectOptions(
                uri,
                account,
                connectTimeout,
                readDeadline,
                spendDeadline,
                maxResponseBytes,
                proxy,
                tls,
                polling,
                listener,
                newClock,
                newSleeper);
    }
}
