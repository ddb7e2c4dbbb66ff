package dev.certbridge.reseller;

import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.random.RandomGenerator;
import javax.net.ssl.SSLContext;

/** Settings of a connection to a reseller. Immutable. */
public final class ConnectOptions {

    /** The maximum value of a time limit. A longer time limit would overflow when it is added to an instant. */
    private static final Duration LONGEST = Duration.ofDays(36_500);

    /** The maximum age of a shared listing. The order book keeps every listing for a day. */
    private static final Duration OLDEST_LISTING = Duration.ofHours(1);

    private final Builder values;

    private ConnectOptions(Builder values) {
        this.values = values;
    }

    /** Returns the default options. The Javadoc of each getter states the default value. */
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

    /** Returns the address that replaces the reseller's address. Plain {@code http} is allowed only to this machine. */
    public Optional<URI> uri() {
        return values.uri;
    }

    /** Returns the label of the account in order ids. At Realtime Register, the customer handle replaces the label. */
    public Optional<String> account() {
        return values.account;
    }

    /** Returns the time limit for the TCP connection and the TLS handshake, 10 s by default. */
    public Duration connectTimeout() {
        return values.connectTimeout;
    }

    /**
     * Returns the time limit for a whole read, 30 s by default. The limit covers everything from connecting to the last
     * byte: retries, the pauses between retries, and decoding. Decoding the response always gets at least one second.
     * The time limit for a read also applies to a change that costs nothing.
     *
     * <p>The entries of a streamed list are delivered while the list arrives, so the limit also covers the time that
     * the caller spends on each entry. Set a longer limit for a regfish account with a long list, which has about 0.85
     * KB per order.
     */
    public Duration readDeadline() {
        return values.readDeadline;
    }

    /**
     * Returns the time limit for a whole spend (a request that can cost money), from connecting to the last byte, 120 s
     * by default. The limit is long because regfish calls its certificate authority before regfish responds. If a spend
     * is stopped before the response arrives, the outcome of the spend is unknown. At most 256 changes are sent at the
     * same time. The limit does not include the time for which a spend waits for its turn.
     */
    public Duration spendDeadline() {
        return values.spendDeadline;
    }

    /**
     * Returns the size limit of a response in bytes after decompression, 10 MiB by default. For a streamed list, the
     * limit applies to each entry.
     */
    public int maxResponseBytes() {
        return values.maxResponseBytes;
    }

    /** Returns the HTTP proxy; empty if connections are direct. */
    public Optional<InetSocketAddress> proxy() {
        return values.proxy;
    }

    /** Returns the user name and password for the proxy; empty if the proxy needs no login. */
    public Optional<PasswordAuthentication> proxyLogin() {
        return values.proxyLogin;
    }

    /** Returns the hosts that are reached without the proxy, in the form of {@link Builder#directHosts}. */
    public List<String> directHosts() {
        return values.directHosts;
    }

    /** Returns the TLS context with the trusted certificates; empty for the trusted certificates of the JDK. */
    public Optional<SSLContext> tls() {
        return values.tls;
    }

    /** Returns the pauses between the polls of {@code await}; empty for the reseller's default. */
    public Optional<Polling> polling() {
        return values.polling;
    }

    /**
     * Returns true if a wait also reads the notifications of Realtime Register, and polls an order with a notification
     * early. A wait acknowledges the notifications it reads, so other programs may miss them. False by default.
     */
    public boolean notifications() {
        return values.notifications;
    }

    /** Returns the retries of a failed read, {@link ReadRetryPolicy#usual()} by default. */
    public ReadRetryPolicy retries() {
        return values.retries;
    }

    /**
     * Returns the maximum number of requests per second of one client; empty, the default, for no limit. A request
     * waits before its time limit begins. Divide the maximum between several clients of an account.
     */
    public OptionalDouble requestsPerSecond() {
        return values.requestsPerSecond;
    }

    /** Returns the listener that is notified of every call. */
    public CallListener listener() {
        return values.listener;
    }

    /**
     * Returns the time for which orders at regfish share one listing of the account, 30 s by default. With a time of
     * zero, a new listing is read before each order. An equal open order may stay undetected if somebody placed the
     * order elsewhere, for instance in the console, after the shared listing was read. At Realtime Register, the client
     * reads, before each order, a listing that contains only the processes for the ordered name.
     */
    public Duration listingMaxAge() {
        return values.listingMaxAge;
    }

    /**
     * Returns true if spends are refused when the clocks of the order book and the reseller differ by more than five
     * minutes. The clocks are compared before a spend is sent. An empty result, the default, stands for true with
     * {@code https} and for false with plain {@code http}, because a stub may use another time on purpose.
     */
    public Optional<Boolean> serverTimeCheck() {
        return values.serverTimeCheck;
    }

    /** Returns the clock that supplies the current date and measures the limits of {@code await} and of retries. */
    public Clock clock() {
        return values.clock;
    }

    /** Returns the sleeper that makes the pauses between polls and between retries. */
    public Sleeper sleeper() {
        return values.sleeper;
    }

    /** Returns the random generator for the length of pauses. */
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
        private boolean notifications;
        private Duration listingMaxAge = Duration.ofSeconds(30);
        private Optional<Boolean> serverTimeCheck = Optional.empty();
        private ReadRetryPolicy retries = ReadRetryPolicy.usual();
        private OptionalDouble requestsPerSecond = OptionalDouble.empty();
        private CallListener listener = call -> {};
        private Clock clock = Clock.systemUTC();
        private Sleeper sleeper = duration -> Thread.sleep(duration.toMillis());
        private RandomGenerator random = new Random();

        private Builder() {}

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
            this.notifications = from.notifications;
            this.listingMaxAge = from.listingMaxAge;
            this.serverTimeCheck = from.serverTimeCheck;
            this.retries = from.retries;
            this.requestsPerSecond = from.requestsPerSecond;
            this.listener = from.listener;
            this.clock = from.clock;
            this.sleeper = from.sleeper;
            this.random = from.random;
        }

        /** Sets the address that replaces the reseller's address. The address is checked when the client connects. */
        public Builder uri(URI value) {
            uri = Optional.of(value);
            return this;
        }

        /** Sets the label of the account in order ids. */
        public Builder account(String label) {
            account = Optional.of(label);
            return this;
        }

        /**
         * Sets the time limits for connecting, for a whole read and for a whole spend. A limit above 36,500 days is
         * reduced to 36,500 days.
         *
         * @throws IllegalArgumentException a limit is zero or negative
         */
        public Builder timeLimits(Duration connect, Duration read, Duration spend) {
            connectTimeout = limit("connecting", connect);
            readDeadline = limit("a read", read);
            spendDeadline = limit("a spend", spend);
            return this;
        }

        /**
         * Sets the size limit of a response, in bytes after decompression.
         *
         * @throws IllegalArgumentException the limit is below 1
         */
        public Builder maxResponseBytes(int value) {
            if (value < 1) {
                throw new IllegalArgumentException(
                        "the size limit of a response must be at least 1 byte, not " + value);
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
         * Connects through an HTTP proxy with a user name and password (Basic authentication). Only the proxy receives
         * the password.
         *
         * @throws IllegalArgumentException the user name contains a colon, or the user name or password contains a
         *     control character; the message contains no part of the login
         */
        public Builder proxy(InetSocketAddress value, PasswordAuthentication login) {
            String both = login.getUserName() + new String(login.getPassword());
            if (login.getUserName().indexOf(':') >= 0 || both.chars().anyMatch(Character::isISOControl)) {
                throw new IllegalArgumentException(
                        "the login of the proxy cannot be sent: its user name contains a colon, or its user name or"
                                + " password contains a control character");
            }
            proxy = Optional.of(value);
            proxyLogin = Optional.of(login);
            return this;
        }

        /**
         * Sets the hosts that are reached without the proxy, in the form of the environment variable {@code NO_PROXY}.
         * For example, {@code example.com} matches this host and all its subdomains, {@code example.com:8443} matches
         * only this port, and {@code *} matches every host.
         */
        public Builder directHosts(List<String> values) {
            directHosts = List.copyOf(values);
            return this;
        }

        /** Sets the TLS context with the trusted certificates. */
        public Builder tls(SSLContext value) {
            tls = Optional.of(value);
            return this;
        }

        /** Sets the pauses between the polls of {@code await}. */
        public Builder polling(Polling value) {
            polling = Optional.of(value);
            return this;
        }

        /** Sets whether waits also read notifications, see {@link ConnectOptions#notifications()}. */
        public Builder notifications(boolean value) {
            notifications = value;
            return this;
        }

        /** Sets the retries of a failed read. */
        public Builder retries(ReadRetryPolicy value) {
            retries = value;
            return this;
        }

        /**
         * Sets the maximum number of requests per second. The number can be below one: 0.5 is one request in two
         * seconds.
         *
         * @throws IllegalArgumentException the number is below 0.001 or above 1000
         */
        public Builder requestsPerSecond(double value) {
            if (!(value >= 0.001 && value <= 1000)) {
                throw new IllegalArgumentException(
                        "the number of requests per second must be between 0.001 and 1000, not " + value);
            }
            requestsPerSecond = OptionalDouble.of(value);
            return this;
        }

        /** Sets the listener that is notified of every call. */
        public Builder listener(CallListener value) {
            listener = value;
            return this;
        }

        /**
         * Sets the time for which orders share one listing of the account, see {@link ConnectOptions#listingMaxAge()}.
         *
         * @throws IllegalArgumentException the time is negative or longer than an hour
         */
        public Builder listingMaxAge(Duration value) {
            if (value.isNegative() || value.compareTo(OLDEST_LISTING) > 0) {
                throw new IllegalArgumentException(
                        "the age of a shared listing must be from zero to one hour, not " + value);
            }
            listingMaxAge = value;
            return this;
        }

        /**
         * Turns the check of {@link ConnectOptions#serverTimeCheck()} on or off. Turn the check off for a reseller that
         * sends a wrong {@code Date} header, and for a stub with a changed time.
         */
        public Builder serverTimeCheck(boolean value) {
            serverTimeCheck = Optional.of(value);
            return this;
        }

        /** Sets the clock and the sleeper. Meant for tests. */
        public Builder time(Clock newClock, Sleeper newSleeper) {
            clock = newClock;
            sleeper = newSleeper;
            return this;
        }

        /** Sets the random generator for the length of pauses. The generator must be thread-safe. Meant for tests. */
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
