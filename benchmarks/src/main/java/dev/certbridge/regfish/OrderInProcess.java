package dev.certbridge.regfish;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.certbridge.benchmarks.contender.Sample;
import dev.certbridge.benchmarks.server.Bodies;
import dev.certbridge.client.adapter.ResellerAccount;
import dev.certbridge.client.transport.ApiResponse;
import dev.certbridge.client.transport.CannedHttp;
import dev.certbridge.client.transport.SpendPermit;
import dev.certbridge.orderbook.OrderBooks;
import dev.certbridge.regfish.generated.model.Certificate;
import dev.certbridge.regfish.generated.model.CertificateRequest;
import dev.certbridge.regfish.generated.model.CertificateResponse;
import dev.certbridge.reseller.ConnectOptions;
import dev.certbridge.reseller.csr.Csr;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.Order;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Spending;
import dev.certbridge.reseller.order.Validity;
import dev.certbridge.reseller.spi.SpendLog;
import java.io.IOException;
import java.io.UncheckedIOException;

/** The parts of an order that need no network. Each method runs one part, or several together. */
public final class OrderInProcess {

    private final byte[] answer = Bodies.ofContract().ordered();
    private final CertificateRequest wire = Sample.order();
    private final OrderRequest request = OrderRequest.builder("RapidSSL")
            .csr(wire.getCsr())
            .validity(Validity.days(199))
            .build();
    private final ResellerAccount account = new ResellerAccount(Regfish.NAME, "benchmark", "-");
    private final OrderId id = account.orderId(Bodies.ID, request);
    private final ObjectMapper mapper = Sample.mapper();
    private final RegfishClient client;
    private final Certificate certificate;

    /** Creates the client with canned responses in place of the network. */
    public OrderInProcess() {
        client = new RegfishClient(CannedHttp.transport(
                Regfish.NAME, new RegfishErrors(), answer, Bodies.ofContract().list()));
        certificate = read().getResponse();
    }

    /**
     * Sends the prepared request through client and transport, and returns the mapped order. Goal G2 limits its
     * allocation.
     */
    public Order orderAndMap() {
        return mapped(sent().as(CertificateResponse.class).getResponse());
    }

    /** Sends the prepared request through client and transport, and returns the response without decoding it. */
    public ApiResponse sent() {
        return client.certificates().createCertificate(wire, SpendPermit.once());
    }

    /** Reads a certificate and returns the decoded response. */
    public CertificateResponse poll() {
        return client.certificates().getCertificate(Bodies.ID);
    }

    /** Maps a decoded regfish certificate to an order. */
    public Order map() {
        return mapped(certificate);
    }

    /** Checks an order request and maps it to a regfish request. */
    public Object checkRequest() {
        return RegfishOperations.order(account, request, Spending.unquoted());
    }

    /** Creates the id of an order, which contains two hashes. */
    public Object hash() {
        return account.orderId(Bodies.ID, request);
    }

    /** Parses a CSR and checks its signature. */
    public Object checkCsr() {
        return Csr.parse(wire.getCsr());
    }

    /** Places an order through the API of all resellers, with canned responses and a new order book in memory. */
    public Object neutralOrder() {
        return new RegfishOrderPlacement(
                        client,
                        new RegfishListings(client),
                        SpendLog.of(OrderBooks.inMemory()),
                        account,
                        ConnectOptions.defaults())
                .order(Intent.of("shop/1"), request, Spending.unquoted());
    }

    /** Does only the Jackson part of an order: writes one request and reads one response. */
    public Object jacksonAlone() {
        try {
            byte[] written = mapper.writeValueAsBytes(wire);
            return written.length + Sample.seen(read());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private CertificateResponse read() {
        try {
            return mapper.readValue(answer, CertificateResponse.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Order mapped(Certificate reported) {
        return RegfishMapper.order(account, id, reported).withRequest(request);
    }
}
