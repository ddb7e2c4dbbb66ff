package dev.certbridge.fleet;

import dev.certbridge.reseller.Capability;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.csr.Csr;
import dev.certbridge.reseller.csr.IssuedCertificate;
import dev.certbridge.reseller.order.Certificate;
import dev.certbridge.reseller.order.CertificateId;
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
import org.jspecify.annotations.Nullable;

/**
 * Creates the requests of the due certificates at one reseller. Products and certificates are listed at most once, and
 * only if a request needs them. Methods throw a {@link dev.certbridge.reseller.failure.ResellerException} if a listing
 * cannot be read.
 */
final class OrderDrafts {

    private final FleetRun.Builder run;
    private final FleetKeys keys;
    private final CertificateReseller reseller;
    private final Set<String> serials;
    private @Nullable Map<String, List<Validity>> validities;
    private @Nullable Map<String, Certificate> listed;

    OrderDrafts(FleetRun.Builder run, FleetKeys keys, CertificateReseller reseller, Collection<Decision> due) {
        this.run = run;
        this.keys = keys;
        this.reseller = reseller;
        this.serials = due.stream()
                .flatMap(one -> one.replaced().stream())
                .map(IssuedCertificate::serial)
                .collect(Collectors.toSet());
    }

    /** Returns the request of a due certificate. Its key is in the vault when this method returns. */
    OrderRequest draft(Decision due) {
        CertificateSpec spec = due.entry().spec();
        Csr csr = keys.getOrCreate(due.entry().intent().orElseThrow(), spec).csr();
        if (due.attempt().isPresent()) {
            // The book accepts only this request for the intent.
            return due.attempt().get().request().toBuilder().csr(csr).build();
        }
        OrderRequest.Builder request = source(due)
                .map(source -> OrderRequest.renewal(source, spec.product()))
                .orElseGet(() -> OrderRequest.builder(spec.product()));
        request.names(spec.names())
                .validity(spec.validity().orElseGet(() -> longest(spec.product())))
                .dcv(spec.dcv());
        spec.dcvByName().forEach(request::dcv);
        spec.organization().ifPresent(request::organization);
        spec.approver().ifPresent(request::approver);
        spec.language().ifPresent(request::language);
        return request.csr(csr).build();
    }

    /** Returns a warning about a validity that is longer than a certificate may be valid. */
    static Optional<String> warning(Validity validity, ValidityLimits limits, Clock clock) {
        int most = limits.longest(clock).amount();
        if (validity.unit() == Validity.Unit.DAYS || days(validity, 30) <= most) {
            return limits.warning(validity, clock);
        }
        return Optional.of("a term of " + validity + " is longer than the " + most + " days of one certificate."
                + " The run does not reissue, so order a shorter term");
    }

    /**
     * Returns the certificate that the order renews: the reseller lists it as active, with the same product and all
     * names. A renewal that a reseller refuses can have an unknown outcome, so everything else is a new order.
     */
    private Optional<CertificateId> source(Decision due) {
        CertificateSpec spec = due.entry().spec();
        if (!reseller.supports(Capability.RENEW)) {
            return Optional.empty();
        }
        if (due.replaced().isEmpty()) {
            return spec.replaces();
        }
        return Optional.ofNullable(listed().get(due.replaced().get().serial()))
                .filter(certificate -> certificate.state() == Certificate.State.ACTIVE
                        && certificate.product().equals(spec.product())
                        && new HashSet<>(certificate.names()).containsAll(spec.names()))
                .map(Certificate::id);
    }

    private Map<String, Certificate> listed() {
        Map<String, Certificate> known = listed;
        if (known == null) {
            Map<String, Certificate> read = new HashMap<>();
            try (Stream<Certificate> all = reseller.certificates().list()) {
                all.forEach(certificate -> certificate
                        .serial()
                        .filter(serials::contains)
                        .ifPresent(serial -> read.put(serial, certificate)));
            }
            known = read;
            listed = known;
        }
        return known;
    }

    private Validity longest(String product) {
        Map<String, List<Validity>> known = validities;
        if (known == null) {
            known = reseller.products().stream()
                    .collect(Collectors.toMap(Product::id, Product::validities, (first, second) -> first));
            validities = known;
        }
        Validity most = run.limits.longest(run.clock);
        List<Validity> offered = known.getOrDefault(product, List.of());
        return offered.stream()
                .filter(one -> days(one, 31) <= most.amount())
                .max(Comparator.comparingInt(one -> days(one, 31)))
                .or(() -> offered.stream().min(Comparator.comparingInt(one -> days(one, 31))))
                .orElse(most);
    }

    /** Returns a validity in days, with this number of days for a month. */
    static int days(Validity validity, int month) {
        return switch (validity.unit()) {
            case DAYS -> validity.amount();
            case MONTHS -> month * Math.min(validity.amount(), 1000);
            case YEARS -> 12 * month * Math.min(validity.amount(), 1000);
        };
    }
}
