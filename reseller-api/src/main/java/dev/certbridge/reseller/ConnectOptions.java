package dev.certbridge.reseller;

import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.random.RandomGenerator;
import javax.net.ssl.SSLContext;

/** Settings of a connection to a reseller. Immutable. */
public final class ConnectOptions {

    /** A longer limit could not be added to an instant or counted in nanoseconds. */
    private static final Duration LONGEST = Duration.ofDays(36_500);

    private final Builder values;

    private ConnectOptions(Builder values) {
        this.values = values;
    }

    /** Returns the reseller's own address, the defaults named at each accessor, no proxy, the JDK's trust. */
    public static ConnectOptions defaults() {
        return builder().build();
    }

    /** Returns a builder that starts from {@link #defaults()}. */
    public static Builder builder() {
        return new Builder();
    }

    /** Returns a builder that starts from these options. */
    public Builder toBuilder() {
        return new Builder(values);
    }

    /** Returns the address used in place of the reseller's own; plain {@code http} only to this machine. */
    public Optional<URI> uri() {
        return values.uri;
    }

    /** Returns a label for the account in order ids; Realtime Register uses the customer handle instead. */
    public Optional<String> account() {
        return values.account;
    }

    /** Returns the limit of the TCP connection and the TLS handshake, 10 s by default. */
    public Duration connectTimeout() {
        return values.connectTimeout;
    }

    /**
     * Returns the limit of a whole read, 30 s by default: from connecting to the last byte, with its retries and the
     * pauses between them, and with decoding, which always has a second. For a list that is read as it arrives it
     * includes the caller's work on each entry: an account at regfish whose list (about 0.85 KB an order) takes longer
     * needs a longer limit. It is also the limit of a change that costs nothing.
     */
    public Duration readDeadline() {
        return values.readDeadline;
    }

    /**
     * Returns the limit of a whole spend, 120 s by default, from connecting to the last byte. A spend that waits because
     * 256 changes are under way has not been sent, and that wait is not limited. The limit is long because regfish calls
     * its authority inside the request, and giving up early leaves an unknown outcome.
     */
    public Duration spendDeadline() {
        return values.spendDeadline;
    }

    /** Returns the longest answer read in bytes, after decompression, 10 MiB by default; of a streamed list, the longest entry. */
    public int maxResponseBytes() {
        return values.maxResponseBytes;
    }

    /** Returns the HTTP proxy. */
    public Optional<InetSocketAddress> proxy() {
        return values.proxy;
    }

    /** Returns the login at the proxy. */
    public Optional<PasswordAuthentication> proxyLogin() {
        return values.proxyLogin;
    }

    /** Returns the hosts that are reached without the proxy. */
    public List<String> directHosts() {
        return values.directHosts;
    }

    /** Returns the trusted certificates, when they are not the JDK's. */
    public Optional<SSLContext> tls() {
        return values.tls;
    }

    /** Returns how often {@code await} polls; empty for the reseller's default. */
    public Optional<Polling> polling() {
        return values.polling;
    }

    /** Returns how often a failed read is sent, {@link ReadRetries#usual()} by default. */
    public ReadRetries retries() {
        return values.retries;
    }

    /** Returns the listener that is notified of every call. */
    public CallListener listener() {
        return values.listener;
    }

    /**
     * Returns true when the order book's clock is compared with the reseller's before every spend, and the spend refused
     * when they differ by more than five minutes. Empty means true over {@code https} only: plain {@code http} reaches
     * only this machine, where a clock that differs was set on purpose.
     */
    public Optional<Boolean> serverTimeCheck() {
        return values.serverTimeCheck;
    }

    /** Returns the clock for the deadlines of {@code await} and of retries, and for dates. */
    public Clock clock() {
        return values.clock;
    }

    /** Returns the sleeper that makes pauses. */
    public Sleeper sleeper() {
        return values.sleeper;
    }

    /** Returns the generator that draws the length of pauses. */
    public RandomGenerator random() {
        return values.random;
    }

    /** Builds {@link ConnectOptions}. Not thread-safe. */
    public static final class Builder {

        private Optional<URI> uri = Optional.empty();
        private Optional<String> account = Optional.empty();
        private Duration connectTimeout = Duration.ofSeconds(10);
        private Duration readDeadline = Duration.ofSeconds(30);
        private Duration spendDeadline = Duration.ofSeconds(120);
        private int maxResponseBytes = 10 * 1024 * 1024;
        private Optional<InetSocketAddress> proxy = Optional.empty();
        private Optional<PasswordAuthentication> proxyLogin = Optional.empty();
        private List<String> directHosts = List.of();
        private Optional<SSLContext> tls = Optional.empty();
        private Optional<Polling> polling = Optional.empty();
        private Optional<Boolean> serverTimeCheck = Optional.empty();
        private ReadRetries retries = ReadRetries.usual();
        private CallListener listener = call -> {};
        private Clock clock = Clock.systemUTC();
        private Sleeper sleeper;
        private RandomGenerator random;

        private Builder() {
            this.sleeper = duration -> Thread.sleep(duration.toMillis());
            this.random = new Random();
        }

        private Builder(Builder from) {
            this.uri = from.uri;
            this.account = from.account;
            this.connectTimeout = from.connectTimeout;
            this.readDeadline = from.readDeadline;
            this.spendDeadline = from.spendDeadline;
            this.maxResponseBytes = from.maxResponseBytes;
            this.proxy = from.proxy;
            this.proxyLogin = from.proxyLogin;
            this.directHosts = from.directHosts;
            this.tls = from.tls;
            this.polling = from.polling;
            this.serverTimeCheck = from.serverTimeCheck;
            this.retries = from.retries;
            this.listener = from.listener;
            this.clock = from.clock;
            this.sleeper = from.sleeper;
            this.random = from.random;
        }

        /** Sets another address than the reseller's own. */
        public Builder uri(URI value) {
            uri = Optional.of(value);
            return this;
        }

        /** Sets a label for the account in order ids. */
        public Builder account(String label) {
            account = Optional.of(label);
            return this;
        }

        /**
         * Limits the time of connecting, of a whole read and of a whole spend. More than a hundred years count as a
         * hundred years.
         *
         * @throws IllegalArgumentException a limit is not above zero
         */
        public Builder timeLimits(Duration connect, Duration read, Duration spend) {
            connectTimeout = limit("connecting", connect);
            readDeadline = limit("a read", read);
            spendDeadline = limit("a spend", spend);
            return this;
        }

        /**
         * Limits the answer that is read, in bytes after decompression.
         *
         * @throws IllegalArgumentException the limit is below 1
         */
        public Builder maxResponseBytes(int value) {
            if (value < 1) {
                throw new IllegalArgumentException("an answer may have at least 1 byte, not " + value);
            }
            maxResponseBytes = value;
            return this;
        }

        /** Connects directly, without a proxy. */
        public Builder noProxy() {
            proxy = Optional.empty();
            proxyLogin = Optional.empty();
            return this;
        }

        /** Connects through an HTTP proxy without a login. */
        public Builder proxy(InetSocketAddress value) {
            proxy = Optional.of(value);
            proxyLogin = Optional.empty();
            return this;
        }

        /**
         * Connects through an HTTP proxy with a login of the Basic scheme. Only the proxy receives the password.
         *
         * @throws IllegalArgumentException the user name contains a colon, or either contains a control character; the
         *     message shows neither
         */
        public Builder proxy(InetSocketAddress value, PasswordAuthentication login) {
            String password = new String(login.getPassword());
            if (login.getUserName().indexOf(':') >= 0 || unprintable(login.getUserName()) || unprintable(password)) {
                throw new IllegalArgumentException(
                        "the proxy's user name or password cannot be sent: the user name has no"
                                + " colon, and neither has a control character");
            }
            proxy = Optional.of(value);
            proxyLogin = Optional.of(login);
            return this;
        }

        private static boolean unprintable(String text) {
            return text.chars().anyMatch(Character::isISOControl);
        }

        /**
         * Sets the hosts that are reached without the proxy, as in the environment variable {@code NO_PROXY}: {@code
         * example.com} for itself and all names below it, {@code example.com:8443} for this port alone, {@code *} for
         * all.
         */
        public Builder directHosts(List<String> values) {
            directHosts = List.copyOf(values);
            return this;
        }

        /** Sets the trusted certificates. */
        public Builder tls(SSLContext value) {
            tls = Optional.of(value);
            return this;
        }

        /** Sets how often {@code await} polls. */
        public Builder polling(Polling value) {
            polling = Optional.of(value);
            return this;
        }

        /** Sets how often a failed read is sent. */
        public Builder retries(ReadRetries value) {
            retries = value;
            return this;
        }

        /** Sets the listener that is notified of every call. */
        public Builder listener(CallListener value) {
            listener = value;
            return this;
        }

        /**
         * Turns the comparison of the order book's clock with the reseller's on or off: off for a reseller whose {@code
         * Date} is wrong, and for a stub whose time was set.
         */
        public Builder serverTimeCheck(boolean value) {
            serverTimeCheck = Optional.of(value);
            return this;
        }

        /** Sets the source of time and the maker of pauses: for tests. */
        public Builder time(Clock newClock, Sleeper newSleeper) {
            clock = newClock;
            sleeper = newSleeper;
            return this;
        }

        /** Sets the source of random pauses; several threads draw from it at once: for tests. */
        public Builder random(RandomGenerator value) {
            random = value;
            return this;
        }

        /** Returns the options. */
        public ConnectOptions build() {
            return new ConnectOptions(new Builder(this));
        }

        private static Duration limit(String of, Duration value) {
            if (value.isNegative() || value.isZero()) {
                throw new IllegalArgumentException("the time limit of " + of + " must be above zero, not " + value);
            }
            return value.compareTo(LONGEST) > 0 ? LONGEST : value;
        }
    }
}
