package dev.certbridge.stub.regfish;

import com.fasterxml.jackson.databind.JsonNode;
import dev.certbridge.stub.CertificateLifetime;
import dev.certbridge.stub.Ledger;
import dev.certbridge.stub.SigningRequest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/** Takes orders, renewals, reissues and completions, and enters each into the ledger. */
final class RegfishOrderHandler {

    private static final String NOT_ACCEPTED = "The order was not accepted";
    private static final String NOT_SUBMITTED = "The order cannot be submitted";
    private static final int ID_LENGTH = 13;
    private static final int FIRST_REISSUE = 50_000;

    private final StubState registrar;
    private final OrderStore shelf;
    private final AtomicLong nextReissue = new AtomicLong(FIRST_REISSUE);

    RegfishOrderHandler(StubState registrar, OrderStore shelf) {
        this.registrar = registrar;
        this.shelf = shelf;
    }

    JsonNode create(JsonNode body) {
        OrderBody request = OrderBody.of(body, registrar.catalog(), CertificateLifetime.limitDays(registrar.now()));
        SigningRequest csr = csr(request.csr(), NOT_ACCEPTED);
        request.names().stream()
                .filter(name -> !request.sku().takes(name))
                .findFirst()
                .ifPresent(name -> {
                    throw new RegfishRefusal(400, NOT_ACCEPTED, request.sku().rule(name));
                });
        Optional<RegfishOrder> source =
                request.renewalOf().map(id -> shelf.order(id, "The certificate to renew was not found"));
        Optional<Instant> renewedUntil = source.map(RegfishOrder::renewableUntil);
        Optional<StubOrganization> organization = request.organization().flatMap(this::usable);
        RegfishOrder order = order(request, csr, organization, renewedUntil);
        source.ifPresent(renewed -> renewed.renewWith(order));
        book(order, order.id(), "createCertificate", csr, request.sku().cents(), !order.isHeldBack());
        shelf.add(order);
        return order.json();
    }

    /** A reissue is an order of its own in the ledger, {@code <certificate>/<reissue>}, although it costs nothing here. */
    JsonNode reissue(RegfishOrder order, JsonNode body) {
        String no = "The reissue was not accepted";
        ReissueRequest wanted = ReissueRequest.of(body);
        SigningRequest csr = csr(wanted.csr(), no);
        if (!wanted.names(order.request()) || !order.names().containsAll(csr.names())) {
            throw new RegfishRefusal(400, no, "The names differ from those of the order");
        }
        long id = nextReissue.getAndIncrement();
        order.reissue(wanted, csr, id);
        book(order, order.id() + "/" + id, "reissueCertificate", csr, 0, true);
        return order.json();
    }

    /** Here the CA gets an order that was held back, and here it is charged. */
    JsonNode complete(RegfishOrder order, String organizationId) {
        order.complete(registrar
                .organizations()
                .find(organizationId)
                .orElseThrow(() -> new RegfishRefusal(404, "Organization not found")));
        registrar.workshop().ledger().charge(order.id());
        return order.json();
    }

    /** Placed by a person in the regfish Console. */
    String placeElsewhere(OrderBody request, SigningRequest csr) {
        RegfishOrder order = order(request, csr, request.organization().flatMap(this::usable), Optional.empty());
        book(order, order.id(), "console", csr, request.sku().cents(), !order.isHeldBack());
        shelf.add(order);
        return order.id();
    }

    /** Placed long ago: not in the ledger, and in every listing. */
    private String placeLongAgo(OrderBody request, SigningRequest csr) {
        RegfishOrder order = order(request, csr, Optional.empty(), Optional.empty());
        shelf.addOld(order);
        return order.id();
    }

    /** So many, each for another name, for the product RapidSSL and one key. */
    List<PrefilledOrder> prefill(int orders, SigningRequest csr) {
        Sku sku = registrar.catalog().sku("RapidSSL");
        int before = shelf.size();
        return IntStream.range(before, before + orders)
                .mapToObj(number -> "prefilled-" + number + ".example.com")
                .map(name ->
                        new PrefilledOrder(placeLongAgo(SeededCertificates.request(sku, List.of(name)), csr), name))
                .toList();
    }

    private RegfishOrder order(
            OrderBody request,
            SigningRequest csr,
            Optional<StubOrganization> organization,
            Optional<Instant> renewedUntil) {
        String id = registrar.workshop().ids().crockford(ID_LENGTH);
        return new RegfishOrder(id, request, csr, registrar, organization, renewedUntil);
    }

    /** Whether a useless organization is a conflict or none at all is not settled; so both can be had. */
    private Optional<StubOrganization> usable(String id) {
        Optional<StubOrganization> organization =
                registrar.organizations().find(id).filter(StubOrganization::usable);
        if (organization.isEmpty() && !registrar.knobs().holdsBackUnusableOrganizations) {
            throw new RegfishRefusal(409, NOT_SUBMITTED, "The CA knows no usable organization for this order");
        }
        return organization;
    }

    /** regfish cannot be asked for a price, so nothing was ever acknowledged. */
    private void book(
            RegfishOrder order, String entry, String operationId, SigningRequest csr, long cents, boolean charged) {
        registrar
                .workshop()
                .ledger()
                .book(new Ledger.Entry(
                        entry,
                        operationId,
                        order.request().sku().wireName(),
                        order.names(),
                        csr.keySha256(),
                        cents,
                        Sku.CURRENCY,
                        charged,
                        false,
                        false,
                        registrar.workshop().options().clock().instant()));
    }

    private static SigningRequest csr(String pem, String headline) {
        try {
            return SigningRequest.parse(pem);
        } catch (IllegalArgumentException e) {
            throw new RegfishRefusal(400, headline, "The CSR could not be read");
        }
    }
}
