package dev.certbridge.conformance.wrong;

import dev.certbridge.conformance.wrong.WrongClientUnderTest.Made;
import dev.certbridge.reseller.CallListener;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.failure.BrokenContractException;
import dev.certbridge.reseller.failure.InvalidRequestException;
import dev.certbridge.reseller.failure.OperationRef;
import dev.certbridge.reseller.failure.Refusal;
import dev.certbridge.reseller.failure.ResellerException;
import dev.certbridge.reseller.failure.UnauthorizedException;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.Order;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Product;
import dev.certbridge.reseller.order.Spending;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.LoggerFactory;

/** Mistakes that clients make in what they say, to the caller, to a log or to the reseller. */
final class ReportingMistakes {

    private ReportingMistakes() {}

    /** Lets the key out wherever it says something. */
    static CertificateReseller leaksTheKey(Made made) {
        CallListener listener = made.options().listener();
        CertificateReseller chatty = made.right()
                .connect(
                        made.key(),
                        made.book(),
                        made.options().toBuilder()
                                .listener(call -> listener.called(new CallListener.Call(
                                        call.provider() + " with " + made.key(),
                                        call.operationId(),
                                        call.spend(),
                                        call.quote(),
                                        call.status(),
                                        call.took())))
                                .build());
        return new Forwarding(chatty) {
            @Override
            Order placeOrder(Intent intent, OrderRequest request, Spending spending) {
                System.getLogger("wrong").log(System.Logger.Level.DEBUG, "ordering with " + made.key());
                return leaking(made.key(), () -> super.placeOrder(intent, request, spending));
            }

            @Override
            public Order get(OrderId id) {
                return leaking(made.key(), () -> super.get(id));
            }

            @Override
            public void close() {
                made.client().close();
                super.close();
            }

            @Override
            public String toString() {
                return "a client with the key " + made.key();
            }
        };
    }

    /** Logs what it does with everything it has, on a thread of its own. */
    static CertificateReseller logsInTheBackground(Made made) {
        return logging(
                made,
                key -> CompletableFuture.runAsync(
                                () -> System.getLogger("wrong").log(System.Logger.Level.DEBUG, "looking with " + key))
                        .join());
    }

    /** Prints what it does, as loggers without a setting do. */
    static CertificateReseller printsForDebugging(Made made) {
        return logging(made, key -> System.err.println("looking with " + key));
    }

    /** Prints the key when it connects, before any rule calls it. */
    static CertificateReseller printsWhenItConnects(Made made) {
        System.out.println("connecting with " + made.key());
        return made.client();
    }

    /** Logs the key with SLF4J. */
    static CertificateReseller logsWithSlf4j(Made made) {
        return logging(made, key -> LoggerFactory.getLogger("wrong").debug("looking with {}", key));
    }

    private static CertificateReseller logging(Made made, Consumer<String> log) {
        return new Forwarding(made.client()) {
            @Override
            public Order get(OrderId id) {
                log.accept(made.key());
                return super.get(id);
            }
        };
    }

    /** Fails on an answer that it does not know, without a message. */
    static CertificateReseller failsOnUnknownValues(Made made) {
        return new Forwarding(made.client()) {
            @Override
            public Order get(OrderId id) {
                try {
                    return super.get(id);
                } catch (BrokenContractException | UnauthorizedException surprise) {
                    throw new StackOverflowError();
                }
            }
        };
    }

    /** Tells the first mistake only, and of a failure not where it comes from. */
    static CertificateReseller reportsLittle(Made made) {
        return new Forwarding(made.client()) {
            @Override
            Order placeOrder(Intent intent, OrderRequest request, Spending spending) {
                try {
                    return super.placeOrder(intent, request, spending);
                } catch (InvalidRequestException wrong) {
                    throw InvalidRequestException.local(
                            wrong.origin(), wrong.violations().subList(0, 1));
                }
            }

            @Override
            public Order get(OrderId id) {
                try {
                    return super.get(id);
                } catch (UnauthorizedException no) {
                    throw new UnauthorizedException(OperationRef.of("somebody", "something"), Refusal.local("no"));
                }
            }
        };
    }

    /** Asks for what no contract has. */
    static CertificateReseller asksForWhatIsNotThere(Made made) {
        return new Forwarding(made.client()) {
            @Override
            public List<Product> products() {
                try {
                    HttpURLConnection connection = (HttpURLConnection) made.options()
                            .uri()
                            .orElseThrow()
                            .resolve("/v9/products")
                            .toURL()
                            .openConnection();
                    connection.getResponseCode();
                    connection.disconnect();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
                return super.products();
            }
        };
    }

    private static <T> T leaking(String key, Supplier<T> call) {
        try {
            return call.get();
        } catch (ResellerException failure) {
            failure.addSuppressed(new IllegalStateException("the key was " + key));
            throw failure;
        }
    }
}
