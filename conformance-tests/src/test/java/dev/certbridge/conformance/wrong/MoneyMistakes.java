package dev.certbridge.conformance.wrong;

import dev.certbridge.conformance.wrong.WrongClientUnderTest.Made;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.book.Attempt;
import dev.certbridge.reseller.book.Reconciliation;
import dev.certbridge.reseller.csr.KeyAndCsr;
import dev.certbridge.reseller.failure.BookHaltedException;
import dev.certbridge.reseller.failure.InsufficientCreditException;
import dev.certbridge.reseller.failure.IntentMismatchException;
import dev.certbridge.reseller.failure.NotSentException;
import dev.certbridge.reseller.failure.OutcomeUnknownException;
import dev.certbridge.reseller.failure.OverspentException;
import dev.certbridge.reseller.failure.ResellerException;
import dev.certbridge.reseller.order.Certificate;
import dev.certbridge.reseller.order.CertificateId;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.Order;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Quote;
import dev.certbridge.reseller.order.RevocationReason;
import dev.certbridge.reseller.order.Spending;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** Mistakes that clients make with money. */
final class MoneyMistakes {

    private static final AtomicInteger CALLS = new AtomicInteger();

    private MoneyMistakes() {}

    /** Every purchase is a new one to it, and no open order stops it. */
    static CertificateReseller remembersNothing(Made made) {
        return new Forwarding(made.client()) {
            @Override
            Order placeOrder(Intent intent, OrderRequest request, Spending spending) {
                return super.placeOrder(
                        another(intent), request.toBuilder().allowingDuplicate().build(), spending);
            }

            @Override
            Order renew(Intent intent, OrderRequest request, Spending spending) {
                return super.renew(
                        another(intent),
                        withFreshKey(request).toBuilder().allowingDuplicate().build(),
                        spending);
            }
        };
    }

    /** Makes a key of its own when that of the caller was used. */
    static CertificateReseller swapsUsedKeys(Made made) {
        return new Forwarding(made.client()) {
            @Override
            Order placeOrder(Intent intent, OrderRequest request, Spending spending) {
                try {
                    return super.placeOrder(intent, request, spending);
                } catch (IntentMismatchException used) {
                    return super.placeOrder(intent, withFreshKey(request), spending);
                }
            }
        };
    }

    /** Orders at any price. */
    static CertificateReseller forgetsTheLimit(Made made) {
        return new Forwarding(made.client()) {
            @Override
            Order placeOrder(Intent intent, OrderRequest request, Spending spending) {
                Spending any = Spending.unquoted();
                return super.placeOrder(
                        intent, request, spending.budget().map(any::from).orElse(any));
            }
        };
    }

    /** Ignores halts and budgets: no budget, no halt, and no word of overspending. */
    static CertificateReseller ignoresHaltsAndBudgets(Made made) {
        return new Forwarding(made.client()) {
            @Override
            Order placeOrder(Intent intent, OrderRequest request, Spending spending) {
                Spending unbound =
                        spending instanceof Spending.UpTo limit ? Spending.upTo(limit.limit()) : Spending.unquoted();
                try {
                    return super.placeOrder(intent, request, unbound);
                } catch (BookHaltedException halted) {
                    made.book().resume("in a hurry");
                    return super.placeOrder(intent, request, unbound);
                } catch (OverspentException overspent) {
                    made.book().resume("in a hurry");
                    return overspent.order();
                }
            }
        };
    }

    /** Asks for the price once more than it has to, and takes a strange answer for nothing to pay. */
    static CertificateReseller asksOnceMore(Made made) {
        return new Forwarding(made.client()) {
            @Override
            public Quote quote(OrderRequest request) {
                try {
                    return super.quote(request);
                } catch (OutcomeUnknownException strange) {
                    return Quote.of(Optional.empty(), List.of());
                }
            }

            @Override
            Order placeOrder(Intent intent, OrderRequest request, Spending spending) {
                if (spending instanceof Spending.UpTo) {
                    quote(request);
                }
                return super.placeOrder(intent, request, spending);
            }
        };
    }

    /** Takes what is not listed for not ordered. */
    static CertificateReseller findsNothing(Made made) {
        return new Forwarding(made.client()) {
            @Override
            public Reconciliation reconcile(Attempt attempt) {
                return Reconciliation.notListed(Instant.EPOCH);
            }
        };
    }

    /** Takes whatever is listed for what it looks for. */
    static CertificateReseller takesTheFirstListed(Made made) {
        return new Forwarding(made.client()) {
            @Override
            public Reconciliation reconcile(Attempt attempt) {
                return Reconciliation.placed(list().findFirst().orElseThrow().id());
            }

            @Override
            public Stream<Order> unclaimed() {
                return list();
            }
        };
    }

    /** Calls everything unknown that was no success. */
    static CertificateReseller callsEverythingUnknown(Made made) {
        return new Forwarding(made.client()) {
            @Override
            Order placeOrder(Intent intent, OrderRequest request, Spending spending) {
                try {
                    return super.placeOrder(intent, request, spending);
                } catch (NotSentException | InsufficientCreditException no) {
                    throw new OutcomeUnknownException(no.origin(), false, null, "something went wrong", no);
                }
            }
        };
    }

    /** Answers on behalf of the caller whatever it should have asked him. */
    static CertificateReseller answersForTheCaller(Made made) {
        return new Forwarding(made.client()) {
            @Override
            Order reissue(Intent intent, OrderRequest request, Spending spending) {
                return super.reissue(
                        intent, request.toBuilder().oldMayBeRevoked().build(), spending);
            }

            @Override
            void revoke(CertificateId id, String serial, RevocationReason reason) {
                Certificate read = find(id);
                super.revoke(id, read.serial().orElse(serial), reason);
            }
        };
    }

    /** Takes whatever was ordered last for what is to be cancelled. */
    static CertificateReseller cancelsTheLatest(Made made) {
        return new Forwarding(made.client()) {
            @Override
            public void cancel(OrderId id) {
                super.cancel(list().map(Order::id).reduce(id, (listed, later) -> later));
            }
        };
    }

    /** Takes any other certificate for the one to be reissued. */
    static CertificateReseller reissuesAnother(Made made) {
        return new Forwarding(made.client()) {
            @Override
            Order reissue(Intent intent, OrderRequest request, Spending spending) {
                if (!request.revokingOldAllowed()) {
                    return super.reissue(intent, request, spending);
                }
                CertificateId named = request.source().orElseThrow();
                CertificateId another = certificates()
                        .list()
                        .map(Certificate::id)
                        .filter(id -> !id.equals(named))
                        .findFirst()
                        .orElse(named);
                OrderRequest wrong = OrderRequest.reissue(another)
                        .csr(request.csr())
                        .oldMayBeRevoked()
                        .build();
                return super.reissue(intent, wrong, spending);
            }
        };
    }

    /** Talks to the reseller before it says that the reseller cannot do it. */
    static CertificateReseller triesFirst(Made made) {
        return new Forwarding(made.client()) {
            @Override
            public Quote quote(OrderRequest request) {
                try {
                    return super.quote(request);
                } catch (ResellerException no) {
                    products();
                    throw no;
                }
            }
        };
    }

    private static Intent another(Intent intent) {
        return Intent.of(intent.name() + "#" + CALLS.incrementAndGet());
    }

    private static OrderRequest withFreshKey(OrderRequest request) {
        List<String> names = request.names();
        return request.toBuilder()
                .csr(KeyAndCsr.ecP256(
                                names.get(0), names.subList(1, names.size()).toArray(String[]::new))
                        .csr())
                .build();
    }
}
