package dev.certbridge.stub.realtime;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.certbridge.stub.PemText;
import dev.certbridge.stub.SeededIds;
import dev.certbridge.stub.SigningRequest;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;

/** Orders of the same customer that no client placed over the wire. */
final class SeededOrders {

    private static final String PRODUCT = "ssl_example_dv";
    private static final int MONTHS = 6;

    private final SeededIds ids;
    private final ProcessStore office;

    SeededOrders(SeededIds ids, ProcessStore office) {
        this.ids = ids;
        this.office = office;
    }

    List<PrefilledProcess> prefill(int count, ProcessState state) {
        if (!state.isOpen()) {
            throw new IllegalArgumentException(state + " is not open; prefill another state and end it");
        }
        // One key for all: making ten thousand would take a minute.
        SigningRequest csr = SigningRequest.parse(newCsr());
        String keySha256 = csr.keySha256();
        List<PrefilledProcess> prefilled = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            String name = "p" + ids.hex(8) + "-" + i + ".example.com";
            ProcessOrder order =
                    order(PRODUCT, MONTHS, csr, new CertificateNames(name, List.of(name), List.of(name), 0, 0));
            prefilled.add(new PrefilledProcess(office.opened(order, state).id(), name, csr.pem(), keySha256));
        }
        return prefilled;
    }

    long order(String product, int months, SigningRequest csr) {
        try {
            CatalogueProduct sold = ProductCatalogue.product(product);
            if (!sold.periods().contains(months)) {
                throw new IllegalArgumentException(product + " is sold for months " + sold.periods());
            }
            CertificateNames names = CertificateNames.of(
                    sold, CertificateNames.Asked.of(JsonNodeFactory.instance.objectNode(), csr.names()));
            return office.open(order(product, months, csr, names), RealtimeStub.CUSTOMER + "/console")
                    .id();
        } catch (RealtimeRefusal e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    private ProcessOrder order(String productId, int months, SigningRequest csr, CertificateNames names) {
        CatalogueProduct product = ProductCatalogue.product(productId);
        ObjectNode body = JsonNodeFactory.instance
                .objectNode()
                .put("product", productId)
                .put("period", months)
                .put("csr", csr.pem());
        DomainControl control = DomainControl.of(body.path("dcv"), names, ids);
        StubPrice price = StubPrice.of(product, ProcessOrder.REQUEST.toUpperCase(Locale.ROOT), months, names);
        return new ProcessOrder(
                "requestCertificate", ProcessOrder.REQUEST, body, product, months, csr, names, control, price, null);
    }

    private static String newCsr() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(256);
            KeyPair key = generator.generateKeyPair();
            byte[] der = new JcaPKCS10CertificationRequestBuilder(
                            new X500Name("CN=prefilled.example.com"), key.getPublic())
                    .build(new JcaContentSignerBuilder("SHA256withECDSA").build(key.getPrivate()))
                    .getEncoded();
            return PemText.of("CERTIFICATE REQUEST", der);
        } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
            throw new IllegalStateException("every JDK signs with elliptic curves", e);
        }
    }
}
