package dev.certbridge.fleet;

import dev.certbridge.reseller.Capability;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.csr.IssuedCertificate;
import dev.certbridge.reseller.order.Certificate;
import dev.certbridge.reseller.order.CertificateId;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Product;
import dev.certbridge.reseller.order.Validity;
import java.time.Clock;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Creates the requests of the due certificates at one reseller. The products and certificates of the reseller are
 * listed at most once, and only if a request needs them. Methods throw a
 * {@link dev.certbridge.reseller.failure.ResellerException} if a listing cannot be read.
 */
final class OrderDrafts {

    private final FleetRun.Builder run;
    private final FleetKeys keys;
    private final CertificateReseller reseller;
    private final Set<String> serials;
    private final ReadOnce<Map<String, List<Validity>>> validities = new ReadOnce<>(this::readValidities);
    private final ReadOnce<Map<String, Certificate>> listed = new ReadOnce<>(this::readListed);

    OrderDrafts(FleetRun.Builder run, FleetKeys keys, CertificateReseller reseller, Collection<Decision> due) {
        this.run = run;
        this.keys = keys;
        this.reseller = reseller;
        this.serials = due.stream()
                .flatMap(one -> one.replaced().stream())
                .map(IssuedCertificate::serial)
                .collect(Collectors.toSet());
    }

    /**
     * Returns the order request for a due certificate. The private key for the request is stored in the vault before
     * this method returns.
     */
    OrderRequest draft(Decision due) {
        CertificateSpec spec = due.entry().spec();
        Intent intent = due.entry().intent().orElseThrow();
        if (due.attempt().isPresent()) {
            // The book accepts only this request for the intent.
            return due.attempt().get().request().toBuilder()
                    .csr(keys.getOrCreate(intent, spec).csr())
                    .build();
        }
        OrderRequest.Builder request = source(due)
                .map(source -> OrderRequest.renewal(source, spec.product()))
                .orElseGet(() -> OrderRequest.builder(spec.product()));
        request.names(spec.names()).validity(validity(spec)).dcv(spec.dcv());
        spec.dcvByName().forEach(request::dcv);
        spec.organization().ifPresent(request::organization);
        spec.approver().ifPresent(request::approver);
        spec.language().ifPresent(request::language);
        return request.csr(keys.getOrCreate(intent, spec).csr()).build();
    }

    /** Returns a warning if a validity is longer than the allowed lifetime of a certificate. */
    static Optional<String> warning(Validity validity, ValidityLimits limits, Clock clock) {
        int most = limits.longest(clock).amount();
        if (validity.unit() == Validity.Unit.DAYS || days(validity, 30) <= most) {
            return limits.warning(validity, clock);
        }
        return Optional.of("a term of " + validity + " is too long: one certificate is valid for at most " + most
                + " days, and a run does not reissue it for the rest of the term. Order a shorter term");
    }

    /**
     * Returns the certificate that the order renews, or empty if the order is for a new certificate. A certificate is
     * renewed only if the reseller lists it as active, with the same product and all domain names. In all other cases,
     * the order is for a new certificate, because the outcome of a refused renewal may be unknown.
     */
    private Optional<CertificateId> source(Decision due) {
        CertificateSpec spec = due.entry().spec();
        if (!reseller.supports(Capability.RENEW)) {
            return Optional.empty();
        }
        if (due.replaced().isEmpty()) {
            String first = spec.id() + "/first";
            return due.entry().intent().orElseThrow().name().startsWith(first) ? spec.replaces() : Optional.empty();
        }
        return Optional.ofNullable(listed.get().get(due.replaced().get().serial()))
                .filter(certificate -> certificate.state() == Certificate.State.ACTIVE
                        && certificate.product().equals(spec.product())
                        && new HashSet<>(certificate.names()).containsAll(spec.names()))
                .map(Certificate::id);
    }

    private Map<String, Certificate> readListed() {
        Map<String, Certificate> read = new HashMap<>();
        try (Stream<Certificate> all = reseller.certificates().list()) {
            all.forEach(certificate ->
                    certificate.serial().filter(serials::contains).ifPresent(serial -> read.put(serial, certificate)));
        }
        return read;
    }

    private Map<String, List<Validity>> readValidities() {
        return reseller.products().stream()
                .collect(Collectors.toMap(Product::id, Product::validities, (first, second) -> first));
    }

    /**
     * Returns the validity to order.
     *
     * @throws IllegalArgumentException the reseller sells only terms that are longer than the allowed lifetime of a
     *     certificate
     */
    Validity validity(CertificateSpec spec) {
        return spec.validity().orElseGet(() -> longest(spec.product()));
    }

    private Validity longest(String product) {
        Validity most = run.limits.longest(run.clock);
        List<Validity> offered = validities.get().getOrDefault(product, List.of());
        if (offered.isEmpty()) {
            return most;
        }
        return offered.stream()
                .filter(one -> days(one, 31) <= most.amount())
                .max(Comparator.comparingInt(one -> days(one, 31)))
                .orElseThrow(() -> new IllegalArgumentException("every term of " + product + " is longer than "
                        + most + ", the longest validity of one certificate. To order a longer term, set validity in"
                        + " the specification, for instance to 12 months"));
    }

    /** Returns the number of days of a validity. The parameter {@code month} is the number of days in a month. */
    static int days(Validity validity, int month) {
        return switch (validity.unit()) {
            case DAYS -> validity.amount();
            case MONTHS -> month * Math.min(validity.amount(), 1000);
            case YEARS -> 12 * month * Math.min(validity.amount(), 1000);
        };
    }
}
