package dev.certbridge.acorn;

import dev.certbridge.acorn.generated.api.ShopApi;
import dev.certbridge.client.transport.Credential;
import dev.certbridge.client.transport.Transport;
import dev.certbridge.reseller.ConnectOptions;

/** The generated client, which does not use an order book. Use {@link Acorn} to place orders. */
public final class AcornClient implements AutoCloseable {

    private final Transport transport;
    private final ShopApi shop;

    private AcornClient(Transport transport) {
        this.transport = transport;
        this.shop = transport.api(ShopApi.class);
    }

    /**
     * Returns a generated client. Sends nothing.
     *
     * @throws IllegalArgumentException the key or the address cannot be used
     */
    public static AcornClient connect(String apiKey, ConnectOptions options) {
        return new AcornClient(new Transport(
                Acorn.NAME,
                options.uri().orElse(Acorn.LIVE),
                Credential.authorization("Bearer", apiKey),
                options,
                new AcornErrors()));
    }

    /** Returns the operations on products, orders and certificates. */
    public ShopApi shop() {
        return shop;
    }

    @Override
    public void close() {
        transport.close();
    }
}
