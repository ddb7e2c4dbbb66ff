package dev.certbridge.realtime;

import dev.certbridge.client.adapter.OrderListing;
import dev.certbridge.client.adapter.OrderListing.ListedOrder;
import dev.certbridge.realtime.RealtimePaging.Page;
import dev.certbridge.realtime.generated.api.CertificatesApi;
import dev.certbridge.realtime.generated.api.ProcessesApi;
import dev.certbridge.realtime.generated.api.ProductsApi;
import dev.certbridge.realtime.generated.model.Certificate;
import dev.certbridge.realtime.generated.model.CertificateList;
import dev.certbridge.realtime.generated.model.CertificateRequestInfo;
import dev.certbridge.realtime.generated.model.Process;
import dev.certbridge.realtime.generated.model.ProcessList;
import dev.certbridge.realtime.generated.model.Product;
import dev.certbridge.realtime.generated.model.ProductList;
import dev.certbridge.reseller.failure.InvalidRequestException;
import dev.certbridge.reseller.failure.OperationRef;
import dev.certbridge.reseller.order.Order;
import dev.certbridge.reseller.order.OrderId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Lists products, certificates and processes. Filters are used only to read fewer pages; every entry is checked again.
 */
final class RealtimeListings {

    private static final int PAGE = 100;
    private static final String SUBSCRIPTION = "ACME_SUBSCRIPTION";
    private static final OperationRef LIST_PROCESSES = OperationRef.of(Realtime.NAME, "listProcesses");

    private final ProductsApi products;
    private final CertificatesApi certificates;
    private final ProcessesApi processes;

    RealtimeListings(RealtimeClient client) {
        this.products = client.products();
        this.certificates = client.certificates();
        this.processes = client.processes();
    }

    List<Product> products() {
        return RealtimePaging.byOffset(
                        (offset, order, filters) -> {
                            ProductList page =
                                    products.listProducts(PAGE, offset, order, null, null, null, null, filters);
                            return Page.of("listProducts", page.getEntities(), page.getPagination());
                        },
                        Product::getProduct)
                .toList();
    }

    /** Finds the certificate that a process issued, if it is listed. */
    Optional<Certificate> certificateOf(String processId) {
        return certificates(Map.of("process:eq", processId), Map.of())
                .filter(certificate -> certificate.getProcess() != null
                        && certificate.getProcess().toString().equals(processId))
                .findFirst();
    }

    /** Lists all certificates except those of ACME subscriptions, which are renewed automatically. */
    Stream<Certificate> certificates() {
        return certificates(Map.of("certificateType:ne", SUBSCRIPTION), Map.of())
                .filter(certificate -> !SUBSCRIPTION.equals(certificate.getCertificateType()));
    }

    /**
     * Lists certificates of {@link #certificates()}. The server is asked for active ones that expire before this
     * instant, but it may return others, so the caller checks each certificate.
     */
    Stream<Certificate> certificatesExpiringBefore(Instant instant) {
        // Filters accept only whole seconds, so the filter ends up to one second later.
        Instant until = instant.truncatedTo(ChronoUnit.SECONDS).plusSeconds(1);
        return certificates(
                        Map.of("certificateType:ne", SUBSCRIPTION),
                        Map.of("status", "ACTIVE", "expiryDate:lt", until.toString()))
                .filter(certificate -> !SUBSCRIPTION.equals(certificate.getCertificateType()));
    }

    /** Lists the certificates for this main name. */
    Stream<Certificate> certificatesFor(String name) {
        return certificates(Map.of("domainName", name), Map.of())
                .filter(certificate -> name.equals(certificate.getDomainName()));
    }

    /** Lists every process about a certificate. */
    Stream<Process> processes() {
        return processes(Map.of("type", RealtimeProcesses.CERTIFICATE));
    }

    /**
     * Lists the processes about a certificate that were created since this instant, and those without a creation date.
     */
    Stream<Process> processesSince(Instant instant) {
        Instant since = instant.truncatedTo(ChronoUnit.SECONDS);
        return processes(Map.of("type", RealtimeProcesses.CERTIFICATE, "createdDate:gte", since.toString()))
                .filter(process -> RealtimeProcesses.isCreatedSince(process, since));
    }

    /** Lists the processes about a certificate for this main name. */
    Stream<Process> processesFor(String name) {
        return processes(Map.of("type", RealtimeProcesses.CERTIFICATE, "identifier", name))
                .filter(process -> RealtimeProcesses.isFor(process, name));
    }

    private Stream<Process> processes(Map<String, String> lasting) {
        return RealtimePaging.<Process>byId(
                        (offset, order, filters) -> {
                            ProcessList page =
                                    processes.listProcesses(PAGE, offset, order, null, null, null, null, filters);
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
                    CertificateList page =
                            certificates.listCertificates(PAGE, offset, order, null, null, null, null, filters);
                    return Page.of("listCertificates", page.getEntities(), page.getPagination());
                },
                Certificate::getId,
                lasting,
                narrowing);
    }

    /**
     * Returns a listing that polls many orders at once.
     *
     * @param reader reads one order completely, with several requests if necessary
     */
    OrderListing polling(RealtimeChargeVerifier charges, Function<OrderId, Order> reader) {
        return new PolledProcesses(charges, reader);
    }

    /**
     * Polls many processes through their listing. A request lists a hundred ids, so that no other processes are read.
     * If the server ignores or refuses the filter by ids, or returns too few processes, all open certificate processes
     * are read instead, the newest first. The listing contains no validations; they are read from the info of each
     * process.
     */
    private final class PolledProcesses implements OrderListing {

        /**
         * The fields of a process to list, as one value separated by commas. The vendor's page on listings shows this
         * form.
         */
        private static final List<String> FIELDS =
                List.of("id,type,status,statusDetail,updatedDate,reservation,transaction,refund");

        private final RealtimeChargeVerifier charges;
        private final Function<OrderId, Order> reader;
        private boolean idsIgnored;

        private PolledProcesses(RealtimeChargeVerifier charges, Function<OrderId, Order> reader) {
            this.charges = charges;
            this.reader = reader;
        }

        @Override
        public void poll(Set<String> waited, Consumer<ListedOrder> seen) {
            if (!idsIgnored) {
                byIds(List.copyOf(waited), seen);
            }
            if (idsIgnored) {
                Map<String, String> open =
                        Map.of("type", "certificate", "status:not_in", "COMPLETED,FAILED,CANCELLED,INVALID");
                pages(open, waited, seen);
            }
        }

        private void byIds(List<String> waited, Consumer<ListedOrder> seen) {
            for (int from = 0; from < waited.size() && !idsIgnored; from += PAGE) {
                List<String> ids = waited.subList(from, Math.min(from + PAGE, waited.size()));
                try {
                    idsIgnored = !pages(Map.of("id:in", String.join(",", ids)), new HashSet<>(ids), seen);
                } catch (InvalidRequestException e) {
                    // It is not documented which filter operators a field accepts.
                    idsIgnored = true;
                }
            }
        }

        /**
         * Reads pages until all these processes were seen or the listing ends.
         *
         * @return false if the processes were filtered by id and the listing contains another process or less than
         *     half of them. A server that uses only the first id of the filter, for instance, returns one
         */
        private boolean pages(Map<String, String> filter, Set<String> waited, Consumer<ListedOrder> seen) {
            boolean onlyThese = filter.containsKey("id:in");
            Set<String> missing = new HashSet<>(waited);
            Iterator<Process> listed = RealtimePaging.<Process>byOffset(
                            (offset, order, filters) -> {
                                ProcessList page = processes.listProcesses(
                                        PAGE, offset, List.of("-id"), null, null, FIELDS, null, filter);
                                return Page.of("listProcesses", page.getEntities(), page.getPagination());
                            },
                            Process::getId)
                    .iterator();
            while (!missing.isEmpty() && listed.hasNext()) {
                Process process = listed.next();
                String id = String.valueOf(process.getId());
                if (waited.contains(id)) {
                    missing.remove(id);
                    seen.accept(listed(id, process));
                } else if (onlyThese) {
                    return false;
                }
            }
            return !onlyThese || 2 * missing.size() <= waited.size();
        }

        private ListedOrder listed(String id, Process process) {
            String status = RealtimeMapper.status(process);
            String marker = status + " " + process.getStatusDetail() + " " + process.getUpdatedDate();
            boolean finished = !RealtimeMapper.isRunning(status);
            return new ListedOrder(id, marker, finished, finished ? reader : orderId -> order(orderId, process));
        }

        private Order order(OrderId id, Process process) {
            CertificateRequestInfo info = processes.getProcessInfo(process.getId());
            return charges.known(LIST_PROCESSES, RealtimeMapper.order(id, process, info, Optional.empty()), process);
        }
    }
}
