package dev.certbridge.conformance;

import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.Certificates;
import dev.certbridge.reseller.Orders;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A part of a client. {@link ClientUnderTest#features} states which parts a client has. Every client can place orders,
 * so placing orders is not a feature.
 */
public enum ClientFeature {
    /** {@link Orders#get}. */
    GET(Orders.class, "get"),
    /** {@link Orders#list} and {@link Orders#unclaimed}. */
    LIST(Orders.class, "list", "unclaimed"),
    /** {@link Orders#await} and {@link Orders#awaitAll}. */
    AWAIT(Orders.class, "await", "awaitAll"),
    /** {@link Orders#download}. */
    DOWNLOAD(Orders.class, "download"),
    /** {@link Orders#reconcile}. */
    RECONCILE(Orders.class, "reconcile"),
    /** {@link CertificateReseller#products}. */
    PRODUCTS(CertificateReseller.class, "products"),
    /** {@link CertificateReseller#certificates}, which returns {@link Certificates}. */
    CERTIFICATES(CertificateReseller.class, "certificates"),
    /**
     * An order book, in which the client records intents and attempts. Without an order book, the same intent may order
     * twice.
     */
    ORDER_BOOK(CertificateReseller.class),
    /** The generated client, which {@link ClientUnderTest#generated} connects. */
    GENERATED_CLIENT(ClientUnderTest.class, "generated");

    private final Class<?> type;
    private final List<String> methods;

    ClientFeature(Class<?> type, String... methods) {
        this.type = type;
        this.methods = List.of(methods);
    }

    /** Returns the feature that a method of a client belongs to, or empty if every client has the method. */
    public static Optional<ClientFeature> of(Method method) {
        return Arrays.stream(values())
                .filter(feature ->
                        feature.type == method.getDeclaringClass() && feature.methods.contains(method.getName()))
                .findFirst();
    }

    /** Returns the name in lower case with spaces, such as {@code order book}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
