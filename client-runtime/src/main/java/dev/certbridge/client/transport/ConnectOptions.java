package dev.certbridge.client.transport;

import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import javax.net.ssl.SSLContext;

/** How to reach a reseller. Immutable; start from {@link #defaults()} and change what differs. */
public final class ConnectOptions {

    private final ConnectDraft draft;

    private ConnectOptions(ConnectDraft draft) {
        this.draft = draft;
    }

    /** The reseller's own address, the defaults named at each accessor, no proxy, the JDK's trust. */
    public static ConnectOptions defaults() {
        return new ConnectOptions(new ConnectDraft(duration -> Thread.sleep(duration.toMillis()), new Random()));
    }

    /** Reaches another address. */
    public ConnectOptions uri(URI value) {
        return with(draft -> draft.uri = Optional.of(value));
    }

    /** Labels the account in order ids. */
    public ConnectOptions account(String label) {
        return with(draft -> draft.account = Optional.of(label));
    }

    /**
     * Limits the time of connecting, of a whole read and of a whole spend. More than a hundred years are a hundred years.
     *
     * @throws IllegalArgumentException one of them is not above zero
     */
    public ConnectOptions timeLimits(Duration connect, Duration read, Duration spend) {
        return with(draft -> {
            draft.connectTimeout = limit("connecting", connect);
            draft.readDeadline = limit("a read", read);
            draft.spendDeadline = limit("a spend", spend);
        });
    }

    private static Duration limit(String of, Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException("the time limit of " + of + " must be above zero, not " + value);
        }
        return Deadline.atMostLongest(value);
    }

    /**
     * Bounds what is read of one answer, in bytes after decompression.
     *
     * @throws IllegalArgumentException it is below 1
     */
    public ConnectOptions maxResponseBytes(int value) {
        if (value < 1) {
            throw new IllegalArgumentException("an answer may have at least 1 byte, not " + value);
        }
        return with(draft -> draft.maxResponseBytes = value);
    }

    /** Goes through an HTTP proxy that asks for no login. */
    public ConnectOptions proxy(InetSocketAddress value) {
        return with(draft -> {
            draft.proxy = Optional.of(value);
            draft.proxyLogin = Optional.empty();
        });
    }

    /**
     * Goes through an HTTP proxy, logged in by the Basic scheme. Only the proxy is shown the password.
     *
     * @throws IllegalArgumentException the user name holds a colon, or either a control character; neither is shown
     */
    public ConnectOptions proxy(InetSocketAddress value, PasswordAuthentication login) {
        ProxyLogin.header(login);
        return with(draft -> {
            draft.proxy = Optional.of(value);
            draft.proxyLogin = Optional.of(login);
        });
    }

    /**
     * Reaches these hosts without the proxy, as the environment variable {@code NO_PROXY} lists them: {@code
     * example.com} for itself and all names below it, {@code example.com:8443} for this port alone, {@code *} for all.
     */
    public ConnectOptions directHosts(List<String> values) {
        List<String> copy = List.copyOf(values);
        return with(draft -> draft.directHosts = copy);
    }

    /** The same for this address: without a proxy where the host is reached directly. */
    ConnectOptions to(URI address) {
        return NoProxyHosts.contain(draft.directHosts, address) ? with(draft -> draft.proxy = Optional.empty()) : this;
    }

    /** Trusts what this context trusts. */
    public ConnectOptions tls(SSLContext value) {
        return with(draft -> draft.tls = Optional.of(value));
    }

    /** Looks this often while waiting. */
    public ConnectOptions polling(Polling value) {
        return with(draft -> draft.polling = Optional.of(value));
    }

    /** Sends reads this often. */
    public ConnectOptions retries(ReadRetries value) {
        return with(draft -> draft.retries = value);
    }

    /** Tells this listener about every call. */
    public ConnectOptions listener(CallListener value) {
        return with(draft -> draft.listener = value);
    }

    /**
     * Compares the order book's clock with the reseller's before every spend, or does not: for a reseller whose {@code Date}
     * is wrong, and for a stub whose time was set.
     */
    public ConnectOptions serverTimeCheck(boolean value) {
        return with(draft -> draft.serverTimeCheck = Optional.of(value));
    }

    /** Takes time from here: for tests. */
    public ConnectOptions time(Clock clock, Sleeper sleeper) {
        return with(draft -> {
            draft.clock = clock;
            draft.sleeper = sleeper;
        });
    }

    /** Draws the length of pauses from here, from several threads at once: for tests. */
    public ConnectOptions random(RandomGenerator value) {
        return with(draft -> draft.random = value);
    }

    /** Another address than the reseller's own; plain {@code http} only to this machine. */
    public Optional<URI> uri() {
        return draft.uri;
    }

    /** A label for the account in order ids; Realtime Register uses the customer handle instead. */
    public Optional<String> account() {
        return draft.account;
    }

    /** For the TCP connection and the TLS handshake, 10 s. */
    public Duration connectTimeout() {
        return draft.connectTimeout;
    }

    /**
     * For a whole read, 30 s: from connecting to the last byte, with its retries and the pauses between them, and with
     * decoding, which always has a second. A list that is read as it arrives counts as a whole too, with what is done to
     * each entry meanwhile: an account at regfish with so many orders that their list (about 0.85 KB each) takes longer
     * needs a longer deadline. It is also the limit of a change that costs nothing.
     */
    public Duration readDeadline() {
        return draft.readDeadline;
    }

    /**
     * For a whole spend, 120 s, from connecting to the last byte. Waiting while 256 changes are under way comes before it and
     * is not limited; an order that waits has not been sent. It is so long because regfish calls its authority inside the request, and giving up early makes an unknown
     * outcome.
     */
    public Duration spendDeadline() {
        return draft.spendDeadline;
    }

    /** The longest answer read, after decompression, 10 MiB; of a streamed list, the longest entry. */
    public int maxResponseBytes() {
        return draft.maxResponseBytes;
    }

    /** An HTTP proxy. */
    public Optional<InetSocketAddress> proxy() {
        return draft.proxy;
    }

    /** How to log in to the proxy. */
    public Optional<PasswordAuthentication> proxyLogin() {
        return draft.proxyLogin;
    }

    /** Hosts that are reached without the proxy. */
    public List<String> directHosts() {
        return draft.directHosts;
    }

    /** Trusted certificates other than the JDK's. */
    public Optional<SSLContext> tls() {
        return draft.tls;
    }

    /** How often {@code await} looks; without it, the reseller's default. */
    public Optional<Polling> polling() {
        return draft.polling;
    }

    /** How often a read that fails for now is sent, {@link ReadRetries#usual()}. */
    public ReadRetries retries() {
        return draft.retries;
    }

    /** Told about every call. */
    public CallListener listener() {
        return draft.listener;
    }

    /**
     * True when the order book's clock is compared with the reseller's before every spend, and the spend refused when they
     * differ by more than five minutes. Without it, true over {@code https}. Plain {@code http} reaches only this machine,
     * where a clock that differs was set on purpose.
     */
    public Optional<Boolean> serverTimeCheck() {
        return draft.serverTimeCheck;
    }

    /** For the deadlines of {@code await} and of retries, and for dates. */
    public Clock clock() {
        return draft.clock;
    }

    /** For pauses. */
    public Sleeper sleeper() {
        return draft.sleeper;
    }

    /** For the length of pauses. */
    public RandomGenerator random() {
        return draft.random;
    }

    private ConnectOptions with(Consumer<ConnectDraft> change) {
        ConnectDraft copy = draft.copy();
        change.accept(copy);
        return new ConnectOptions(copy);
    }
}
