package dev.certbridge.stub.realtime;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.certbridge.stub.Reply;
import dev.certbridge.stub.SeededIds;
import dev.certbridge.stub.SigningRequest;
import dev.certbridge.stub.realtime.ProcessOrder.CertificateNames;
import dev.certbridge.stub.realtime.ProcessOrder.DomainControl;
import dev.certbridge.stub.realtime.ProcessOrder.RequestedNames;
import dev.certbridge.stub.realtime.ProcessOrder.StubPrice;
import dev.certbridge.stub.realtime.ProductCatalogue.CatalogueProduct;
import java.util.ArrayList;
import java.util.List;

/** Creates orders that no client placed through the API. */
final class SeededOrders {

    private static final String PRODUCT = "ssl_example_dv";
    private static final int MONTHS = 6;

    private final SeededIds ids;
    private final ProcessStore processes;

    SeededOrders(SeededIds ids, ProcessStore processes) {
        this.ids = ids;
        this.processes = processes;
    }

    List<PrefilledProcess> prefill(int count, ProcessState state) {
        if (!state.isOpen()) {
            throw new IllegalArgumentException(state + " is not open; prefill another state and end it");
        }
        // All orders share one key, because creating ten thousand keys would take a minute.
        SigningRequest csr = SigningRequest.generate("prefilled.example.com");
        CatalogueProduct product = ProductCatalogue.product(PRODUCT);
        List<PrefilledProcess> prefilled = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            String name = "p" + ids.hex(8) + "-" + i + ".example.com";
            ProcessOrder order = order(product, MONTHS, csr, CertificateNames.only(name));
            long id = processes.prefill(order, state).id();
            prefilled.add(new PrefilledProcess(id, name, csr.pem(), csr.keySha256()));
        }
        return prefilled;
    }

    long orderInConsole(String productId, int months, SigningRequest csr) {
        try {
            CatalogueProduct product = ProductCatalogue.product(productId);
            if (!product.periods().contains(months)) {
                throw new IllegalArgumentException(productId + " is sold for months " + product.periods());
            }
            CertificateNames names = CertificateNames.of(product, RequestedNames.of(Reply.object(), csr.names()));
            ProcessOrder order = order(product, months, csr, names);
            return processes.open(order, RealtimeStub.CUSTOMER + "/console").id();
        } catch (RealtimeRefusal e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    private ProcessOrder order(CatalogueProduct product, int months, SigningRequest csr, CertificateNames names) {
        ObjectNode body = Reply.object()
                .put("product", product.id())
                .put("period", months)
                .put("csr", csr.pem());
        DomainControl control = DomainControl.of(body.path("dcv"), names, ids);
        String action = ProcessOrder.REQUEST;
        StubPrice price = StubPrice.of(product, action, months, names);
        return new ProcessOrder("requestCertificate", action, body, product, months, csr, names, control, price, null);
    }
}
