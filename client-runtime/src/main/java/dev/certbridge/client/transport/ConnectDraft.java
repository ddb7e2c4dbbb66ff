package dev.certbridge.client.transport;

import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import javax.net.ssl.SSLContext;

/** The parts of {@link ConnectOptions} while they are put together. Never changed once options hold it. */
final class ConnectDraft {

    Optional<URI> uri = Optional.empty();
    Optional<String> account = Optional.empty();
    Duration connectTimeout = Duration.ofSeconds(10);
    Duration readDeadline = Duration.ofSeconds(30);
    Duration spendDeadline = Duration.ofSeconds(120);
    int maxResponseBytes = 10 * 1024 * 1024;
    Optional<InetSocketAddress> proxy = Optional.empty();
    Optional<PasswordAuthentication> proxyLogin = Optional.empty();
    List<String> directHosts = List.of();
    Optional<SSLContext> tls = Optional.empty();
    Optional<Polling> polling = Optional.empty();
    Optional<Boolean> serverTimeCheck = Optional.empty();
    ReadRetries retries = ReadRetries.usual();
    CallListener listener = call -> {};
    Clock clock = Clock.systemUTC();
    Sleeper sleeper;
    RandomGenerator random;

    ConnectDraft(Sleeper sleeper, RandomGenerator random) {
        this.sleeper = sleeper;
        this.random = random;
    }

    ConnectDraft copy() {
        ConnectDraft copy = new ConnectDraft(sleeper, random);
        copy.uri = uri;
        copy.account = account;
        copy.connectTimeout = connectTimeout;
        copy.readDeadline = readDeadline;
        copy.spendDeadline = spendDeadline;
        copy.maxResponseBytes = maxResponseBytes;
        copy.proxy = proxy;
        copy.proxyLogin = proxyLogin;
        copy.directHosts = directHosts;
        copy.tls = tls;
        copy.polling = polling;
        copy.serverTimeCheck = serverTimeCheck;
        copy.retries = retries;
        copy.listener = listener;
        copy.clock = clock;
        return copy;
    }
}
