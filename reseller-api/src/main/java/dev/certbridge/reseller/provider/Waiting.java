package dev.certbridge.reseller.provider;

import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.DnsPublisher;
import dev.certbridge.reseller.DomainValidation.DnsRecord;
import dev.certbridge.reseller.Order;
import dev.certbridge.reseller.OrderId;
import dev.certbridge.reseller.csr.IssuedCertificate;
import dev.certbridge.reseller.failure.ActionRequiredException;
import dev.certbridge.reseller.failure.ConflictException;
import dev.certbridge.reseller.failure.DeadlineExceededException;
import dev.certbridge.reseller.failure.NotSentException;
import dev.certbridge.reseller.failure.OrderEndedException;
import dev.certbridge.reseller.failure.Origin;
import dev.certbridge.reseller.failure.ProviderFaultException;
import dev.certbridge.reseller.failure.RateLimitedException;
import dev.certbridge.reseller.failure.ResellerException;
import dev.certbridge.reseller.http.ConnectOptions;
import dev.certbridge.reseller.http.Polling;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Waits for one order: looks, publishes what appears, downloads. A look that failed for now (5xx, no connection, rate
 * limit, not ready) is looked at again until the deadline; any other failure ends the wait.
 */
public final class Waiting {

    private final CertificateReseller reseller;
    private final ConnectOptions options;
    private final Polling polling;

    /** A wait at this reseller; {@code usual} is its pace where the options name none. */
    public Waiting(CertificateReseller reseller, ConnectOptions options, Polling usual) {
        this.reseller = reseller;
        this.options = options;
        this.polling = options.polling().orElse(usual);
    }

    /** {@link CertificateReseller#await}. */
    public IssuedCertificate await(OrderId id, Duration limit, DnsPublisher publisher, Consumer<Order> onLook) {
        Instant end = options.clock().instant().plus(limit);
        Origin origin = Origin.of(reseller.name(), "await");
        Publications published = new Publications(publisher);
        Duration pause = polling.first();
        Order last = null;
        while (true) {
            ResellerException obstacle = null;
            try {
                last = reseller.find(id);
                onLook.accept(last);
                Optional<IssuedCertificate> issued = finished(origin, last, published);
                if (issued.isPresent()) {
                    published.remove();
                    return issued.get();
                }
            } catch (OrderEndedException e) {
                published.remove();
                throw e;
            } catch (ProviderFaultException | NotSentException | RateLimitedException | ConflictException e) {
                obstacle = passing(e);
            }
            // The records stay when the wait gives up: the order still needs them.
            Duration wait = obstacle instanceof RateLimitedException limited
                    ? longer(pause, limited.retryAfter().orElse(pause))
                    : pause;
            sleep(origin, id, last, obstacle, end, wait);
            pause = polling.after(pause);
        }
    }

    private Optional<IssuedCertificate> finished(Origin origin, Order order, Publications published) {
        for (var validation : order.validations()) {
            if (validation instanceof DnsRecord dns && !dns.done()) {
                published.add(dns);
            }
        }
        return switch (order.state()) {
            case PENDING -> Optional.empty();
            case ISSUED -> Optional.of(reseller.download(order.id()));
            case ACTION_REQUIRED -> throw new ActionRequiredException(origin, order);
            case ENDED -> throw new OrderEndedException(origin, order);
        };
    }

    private static ResellerException passing(ResellerException e) {
        if (e instanceof ConflictException conflict && conflict.reason() != ConflictException.Reason.NOT_READY) {
            throw e;
        }
        return e;
    }

    private void sleep(
            Origin origin,
            OrderId id,
            @Nullable Order last,
            @Nullable ResellerException obstacle,
            Instant end,
            Duration pause) {
        Duration left = Duration.between(options.clock().instant(), end);
        if (left.isNegative() || left.isZero()) {
            throw new DeadlineExceededException(origin, id, last, obstacle);
        }
        try {
            options.sleeper().sleep(left.compareTo(pause) < 0 ? left : pause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DeadlineExceededException(origin, id, last, e);
        }
    }

    private static Duration longer(Duration a, Duration b) {
        return a.compareTo(b) >= 0 ? a : b;
    }
}
