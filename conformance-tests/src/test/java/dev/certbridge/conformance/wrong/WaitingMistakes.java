package dev.certbridge.conformance.wrong;

import dev.certbridge.conformance.wrong.WrongClientUnderTest.Made;
import dev.certbridge.orderbook.OrderBooks;
import dev.certbridge.reseller.AwaitListener;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.DnsPublisher;
import dev.certbridge.reseller.csr.IssuedCertificate;
import dev.certbridge.reseller.failure.ActionRequiredException;
import dev.certbridge.reseller.failure.BrokenContractException;
import dev.certbridge.reseller.failure.ConflictException;
import dev.certbridge.reseller.failure.DeadlineExceededException;
import dev.certbridge.reseller.failure.NotFoundException;
import dev.certbridge.reseller.failure.OperationRef;
import dev.certbridge.reseller.failure.OrderEndedException;
import dev.certbridge.reseller.failure.Refusal;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.Order;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Spending;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** Mistakes that clients make with what takes its time. */
final class WaitingMistakes {

    private WaitingMistakes() {}

    /** Takes every accepted order for an issued one. */
    static CertificateReseller takesAcceptedForDone(Made made) {
        return new Forwarding(made.client()) {
            @Override
            Order placeOrder(Intent intent, OrderRequest request, Spending spending) {
                return in(Order.State.ISSUED, super.placeOrder(intent, request, spending));
            }
        };
    }

    /** Looks once. */
    static CertificateReseller pollsOnce(Made made) {
        return new Forwarding(made.client()) {
            @Override
            public IssuedCertificate await(OrderId id, Duration limit, DnsPublisher publisher, Consumer<Order> onLook) {
                return super.await(id, Duration.ofSeconds(1), publisher, onLook);
            }
        };
    }

    /** Never gives up, whatever the limit is and whatever becomes of the order. */
    static CertificateReseller neverGivesUp(Made made) {
        return new Forwarding(made.client()) {
            @Override
            public IssuedCertificate await(OrderId id, Duration limit, DnsPublisher publisher, Consumer<Order> onLook) {
                try {
                    return super.await(id, limit.multipliedBy(3), publisher, onLook);
                } catch (OrderEndedException | ActionRequiredException over) {
                    throw new DeadlineExceededException(over.origin(), id, null, over);
                }
            }
        };
    }

    /** Hands out whatever it downloads. */
    static CertificateReseller trustsEveryDownload(Made made) {
        return downloads(
                made,
                id -> new OrderId(
                        id.provider(),
                        id.environment(),
                        id.account(),
                        OrderId.Kind.ORDER,
                        id.providerId(),
                        OrderId.NONE,
                        OrderId.NONE));
    }

    /** Takes a certificate for another key as long as the names are right. */
    static CertificateReseller comparesNamesOnly(Made made) {
        return downloads(
                made,
                id -> new OrderId(
                        id.provider(),
                        id.environment(),
                        id.account(),
                        id.kind(),
                        id.providerId(),
                        OrderId.NONE,
                        id.namesSha256(),
                        id.oldSerial()));
    }

    private static CertificateReseller downloads(Made made, UnaryOperator<OrderId> forgotten) {
        CertificateReseller unknowing = made.another(OrderBooks.inMemory());
        return new Forwarding(made.client()) {
            @Override
            public IssuedCertificate download(OrderId id) {
                return unknowing.orders().download(forgotten.apply(id));
            }

            @Override
            public void close() {
                unknowing.close();
                super.close();
            }
        };
    }

    /** Waits for a reissue for ever: its certificate has the id of the old one, which it has already. */
    static CertificateReseller returnsNoReissue(Made made) {
        return new Forwarding(made.client()) {
            @Override
            public IssuedCertificate download(OrderId id) {
                IssuedCertificate issued = super.download(id);
                if (id.kind() == OrderId.Kind.REISSUE) {
                    throw new ConflictException(
                            OperationRef.of(id.provider(), "download"),
                            Refusal.local("not there yet"),
                            ConflictException.Reason.NOT_READY);
                }
                return issued;
            }
        };
    }

    /** Guesses what it could not read: what is missing or garbled is pending, what is in doubt is over. */
    static CertificateReseller guesses(Made made) {
        return new Forwarding(made.client()) {
            @Override
            public Order get(OrderId id) {
                try {
                    Order found = super.get(id);
                    return found.status().equals("IN_DOUBT") ? in(Order.State.ENDED, found) : found;
                } catch (NotFoundException | BrokenContractException unreadable) {
                    return Order.accepted(id, Optional.empty(), "pending");
                }
            }
        };
    }

    /** Forgets what it began: the records it published, and the orders that are still open. */
    static CertificateReseller forgetsWhatItBegan(Made made) {
        return new Forwarding(made.client()) {
            @Override
            public IssuedCertificate await(OrderId id, Duration limit, DnsPublisher publisher, Consumer<Order> onLook) {
                return super.await(
                        id,
                        limit,
                        record -> {
                            publisher.publish(record);
                            return () -> {};
                        },
                        onLook);
            }

            @Override
            public List<OrderId> awaitAll(
                    Collection<OrderId> ids, Duration limit, DnsPublisher publisher, AwaitListener listener) {
                super.awaitAll(ids, limit, publisher, listener);
                return List.of();
            }
        };
    }

    /** Takes any order for one of its own place. */
    static CertificateReseller takesAnyOrderForItsOwn(Made made) {
        AtomicReference<Optional<OrderId>> own = new AtomicReference<>(Optional.empty());
        return new Forwarding(made.client()) {
            @Override
            Order placeOrder(Intent intent, OrderRequest request, Spending spending) {
                Order order = super.placeOrder(intent, request, spending);
                own.set(Optional.of(order.id()));
                return order;
            }

            @Override
            public Order get(OrderId id) {
                return super.get(own.get()
                        .filter(mine -> mine.providerId().equals(id.providerId()))
                        .orElse(id));
            }
        };
    }

    private static Order in(Order.State state, Order order) {
        return order.toBuilder().state(state).build();
    }
}
