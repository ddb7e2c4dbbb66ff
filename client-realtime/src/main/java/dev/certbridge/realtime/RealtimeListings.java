package dev.certbridge.realtime;

import dev.certbridge.realtime.RealtimePaging.Page;
import dev.certbridge.realtime.generated.model.Certificate;
import dev.certbridge.realtime.generated.model.CertificateList;
import dev.certbridge.realtime.generated.model.Process;
import dev.certbridge.realtime.generated.model.ProcessList;
import dev.certbridge.realtime.generated.model.Product;
import dev.certbridge.realtime.generated.model.ProductList;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What can be listed. A filter only saves pages: every entry is looked at again, for it may be ignored. */
final class RealtimeListings {

    private static final int PAGE = 100;
    private static final String SUBSCRIPTION = "ACME_SUBSCRIPTION";

    private final RealtimeClient client;

    RealtimeListings(RealtimeClient client) {
        this.client = client;
    }

    List<Product> products() {
        return RealtimePaging.byOffset(
                        (offset, order, filters) -> {
                            ProductList page = client.products()
                                    .listProducts(PAGE, offset, order, null, null, null, null, filters);
                            return Page.of("listProducts", page.getEntities(), page.getPagination());
                        },
                        Product::getProduct)
                .toList();
    }

    /** The certificate that came of a process, once it is listed. */
    Optional<Certificate> certificateOf(String processId) {
        return certificates(Map.of("process:eq", processId), Map.of())
                .filter(certificate -> certificate.getProcess() != null
                        && certificate.getProcess().toString().equals(processId))
                .findFirst();
    }

    /** Every certificate but those that an ACME subscription renews by itself. */
    Stream<Certificate> certificates() {
        return certificates(Map.of("certificateType:ne", SUBSCRIPTION), Map.of())
                .filter(RealtimeListings::isCertificate);
    }

    /** Those of {@link #certificates()} that are in use and expire before this instant. */
    Stream<Certificate> certificatesExpiringBefore(Instant instant) {
        // Whole seconds on the wire, so one more is asked for than is wanted.
        Instant until = instant.truncatedTo(ChronoUnit.SECONDS).plusSeconds(1);
        return certificates(
                        Map.of("certificateType:ne", SUBSCRIPTION),
                        Map.of("status", "ACTIVE", "expiryDate:lt", until.toString()))
                .filter(RealtimeListings::isCertificate);
    }

    /** The certificates for this main name. */
    Stream<Certificate> certificatesFor(String name) {
        return certificates(Map.of("domainName", name), Map.of())
                .filter(certificate -> name.equals(certificate.getDomainName()));
    }

    /** Every process about a certificate. */
    Stream<Process> processes() {
        return processes(Map.of("type", RealtimeProcesses.CERTIFICATE));
    }

    /** The processes about a certificate that were made since, and those that do not say when. */
    Stream<Process> processesSince(Instant instant) {
        Instant since = instant.truncatedTo(ChronoUnit.SECONDS);
        return processes(Map.of("type", RealtimeProcesses.CERTIFICATE, "createdDate:gte", since.toString()))
                .filter(process -> RealtimeProcesses.madeSince(process, since));
    }

    /** The processes about a certificate for this main name. */
    Stream<Process> processesFor(String name) {
        return processes(Map.of("type", RealtimeProcesses.CERTIFICATE, "identifier", name))
                .filter(process -> RealtimeProcesses.isFor(process, name));
    }

    private Stream<Process> processes(Map<String, String> lasting) {
        return RealtimePaging.<Process>byId(
                        (offset, order, filters) -> {
                            ProcessList page = client.processes()
                                    .listProcesses(PAGE, offset, order, null, null, null, null, filters);
                            return Page.of("listProcesses", page.getEntities(), page.getPagination());
                        },
                        Process::getId,
                        lasting,
                        Map.of())
                .filter(RealtimeProcesses::isCertificate);
    }

    private Stream<Certificate> certificates(Map<String, String> lasting, Map<String, String> narrowing) {
        return RealtimePaging.byId(
                (offset, order, filters) -> {
                    CertificateList page = client.certificates()
                            .listCertificates(PAGE, offset, order, null, null, null, null, filters);
                    return Page.of("listCertificates", page.getEntities(), page.getPagination());
                },
                Certificate::getId,
                lasting,
                narrowing);
    }

    private static boolean isCertificate(Certificate certificate) {
        return !SUBSCRIPTION.equals(certificate.getCertificateType());
    }
}
