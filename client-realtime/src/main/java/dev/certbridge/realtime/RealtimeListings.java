package dev.certbridge.realtime;

import dev.certbridge.realtime.generated.api.CertificatesApi;
import dev.certbridge.realtime.generated.api.ProcessesApi;
import dev.certbridge.realtime.generated.api.ProductsApi;
import dev.certbridge.realtime.generated.model.Certificate;
import dev.certbridge.realtime.generated.model.CertificateRequestInfo;
import dev.certbridge.realtime.generated.model.Pagination;
import dev.certbridge.realtime.generated.model.Process;
import dev.certbridge.realtime.generated.model.Product;
import dev.certbridge.reseller.failure.BrokenContractException;
import dev.certbridge.reseller.failure.NotFoundException;
import dev.certbridge.reseller.failure.OperationRef;
import dev.certbridge.reseller.failure.Refusal;
import dev.certbridge.reseller.order.OrderId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Reads one process, and lists products, certificates and processes. The requests contain filters, so that fewer pages
 * are read. This class checks every entry of a response again, because a server may ignore a filter.
 */
final class RealtimeListings {

    static final OperationRef READ = OperationRef.of(Realtime.NAME, "getProcess");

    static final int PAGE = 100;

    private static final String TYPE = "type";
    private static final String CERTIFICATE = "certificate";
    private static final String SUBSCRIPTION = "ACME_SUBSCRIPTION";
    private static final Map<String, String> NO_SUBSCRIPTIONS = Map.of("certificateType:ne", SUBSCRIPTION);

    private final ProductsApi products;
    private final CertificatesApi certificates;
    private final ProcessesApi processes;

    RealtimeListings(RealtimeClient client) {
        this.products = client.products();
        this.certificates = client.certificates();
        this.processes = client.processes();
    }

    List<Product> products() {
        Reading<Product> reading = (offset, order, filters) -> {
            var page = products.listProducts(PAGE, offset, order, null, null, null, null, filters);
            return Page.of("listProducts", page.getEntities(), page.getPagination());
        };
        return new Pages<>(reading, Product::getProduct, Map.of(), Map.of(), false)
                .stream().toList();
    }

    /**
     * Reads the process of an order. Throws NotFoundException if the process is not about a certificate. Throws
     * BrokenContractException if the response contains another process.
     */
    Process process(OrderId order) {
        long id = RealtimeRequestRules.number("process", order.providerId());
        Process process = processes.getProcess(id, null);
        if (process.getId() != null && process.getId() != id) {
            throw new BrokenContractException(
                    READ, 200, "the response contains process " + process.getId() + " instead of " + id, null);
        }
        if (!isCertificate(process)) {
            throw new NotFoundException(READ, Refusal.local("process " + id + " is not about a certificate"));
        }
        return process.id(id);
    }

    /**
     * Reads the info of a process. Throws BrokenContractException if the info is for a main name other than the
     * process, because the client publishes the validation records in the info.
     */
    CertificateRequestInfo info(Process process) {
        CertificateRequestInfo info = processes.getProcessInfo(process.getId());
        String name = process.getIdentifier();
        if (name != null && info.getCommonName() != null && !name.equalsIgnoreCase(info.getCommonName())) {
            throw new BrokenContractException(
                    OperationRef.of(Realtime.NAME, "getProcessInfo"),
                    200,
                    "the info of process " + process.getId() + " is for a name other than " + name,
                    null);
        }
        return info;
    }

    Optional<Certificate> certificateOf(String processId) {
        return certificates(Map.of("process:eq", processId), Map.of())
                .filter(certificate -> certificate.getProcess() != null
                        && certificate.getProcess().toString().equals(processId))
                .findFirst();
    }

    /** Lists all certificates except the certificates of ACME subscriptions, which are renewed automatically. */
    Stream<Certificate> certificates() {
        return certificates(NO_SUBSCRIPTIONS, Map.of()).filter(RealtimeListings::isNoSubscription);
    }

    /**
     * Lists active certificates that expire before the given instant. The server may also return other certificates, so
     * the caller must check each certificate.
     */
    Stream<Certificate> certificatesExpiringBefore(Instant instant) {
        // Filters accept only whole seconds, so the filter ends up to one second later.
        Instant until = instant.truncatedTo(ChronoUnit.SECONDS).plusSeconds(1);
        return certificates(NO_SUBSCRIPTIONS, Map.of("status", "ACTIVE", "expiryDate:lt", until.toString()))
                .filter(RealtimeListings::isNoSubscription);
    }

    Stream<Certificate> certificatesFor(String name) {
        return certificates(Map.of("domainName", name), Map.of())
                .filter(certificate -> name.equals(certificate.getDomainName()));
    }

    private static boolean isNoSubscription(Certificate certificate) {
        return !SUBSCRIPTION.equals(certificate.getCertificateType());
    }

    private Stream<Certificate> certificates(Map<String, String> lasting, Map<String, String> narrowing) {
        Reading<Certificate> reading = (offset, order, filters) -> {
            var page = certificates.listCertificates(PAGE, offset, order, null, null, null, null, filters);
            return Page.of("listCertificates", page.getEntities(), page.getPagination());
        };
        return new Pages<>(reading, Certificate::getId, lasting, narrowing, true).stream();
    }

    Stream<Process> processes() {
        return processes(Map.of(TYPE, CERTIFICATE));
    }

    /**
     * Lists the certificate processes that were created at or after the given instant, and the certificate processes
     * without a creation date.
     */
    Stream<Process> processesSince(Instant instant) {
        Instant since = instant.truncatedTo(ChronoUnit.SECONDS);
        return processes(Map.of(TYPE, CERTIFICATE, "createdDate:gte", since.toString()))
                .filter(process -> RealtimeMapper.isCreatedSince(process, since));
    }

    Stream<Process> processesFor(String name) {
        return processes(Map.of(TYPE, CERTIFICATE, "identifier", name))
                .filter(process -> RealtimeMapper.isForAny(process, Set.of(name)));
    }

    private Stream<Process> processes(Map<String, String> lasting) {
        return new Pages<>(processReading(null), Process::getId, lasting, Map.of(), true)
                .stream().filter(RealtimeListings::isCertificate);
    }

    Pages<Process> newestProcesses(Map<String, String> filters, List<String> fields) {
        Reading<Process> reading = processReading(fields);
        return new Pages<>(
                (offset, order, none) -> reading.page(offset, List.of("-id"), filters),
                Process::getId,
                Map.of(),
                Map.of(),
                false);
    }

    private Reading<Process> processReading(@Nullable List<String> fields) {
        return (offset, order, filters) -> {
            var page = processes.listProcesses(PAGE, offset, order, null, null, fields, null, filters);
            return Page.of("listProcesses", page.getEntities(), page.getPagination());
        };
    }

    /** Returns true if the process is about a certificate, or if it has no type. */
    private static boolean isCertificate(Process process) {
        return process.getType() == null || process.getType().equalsIgnoreCase(CERTIFICATE);
    }

    /** A function that reads one page of a listing. If the offset is null, the function reads the first page. */
    interface Reading<T> {
        Page<T> page(@Nullable Integer offset, @Nullable List<String> order, Map<String, String> filters);
    }

    /**
     * One page of a listing.
     *
     * @param entities the entries of the page, without null entries
     * @param size the number of entries on the page, including null entries
     * @param total the number of entries on all pages, if the server reports this number
     */
    record Page<T>(String operationId, List<T> entities, int size, Optional<Long> total) {

        static <T> Page<T> of(String operationId, @Nullable List<T> entities, @Nullable Pagination pagination) {
            if (entities == null) {
                // The entities may be missing only if no entities were requested.
                throw new BrokenContractException(
                        OperationRef.of(Realtime.NAME, operationId), 200, "the listing contains no entities", null);
            }
            return new Page<>(
                    operationId,
                    entities.stream().filter(Objects::nonNull).toList(),
                    entities.size(),
                    Optional.ofNullable(pagination).map(Pagination::getTotal));
        }
    }

    /**
     * Reads the pages of a listing while the entries are consumed, and returns each entry once. If the ids are numbers,
     * each request asks for the ids that follow the last id of the previous page. Requests by ids skip no entry when
     * the listing changes at the server. If the server ignores the sorting or the filter, or compares ids as texts, the
     * listing is read by offsets.
     */
    static final class Pages<T> implements Iterator<T> {

        /** The maximum number of pages of one listing, which allows a million entries. */
        private static final int MOST_PAGES = 10_000;

        private static final int MOST_STALE_PAGES = 2;

        private final Reading<T> reading;
        private final Function<T, @Nullable Object> id;
        private final Map<String, String> lasting;
        private final Map<String, String> narrowing;
        private final Set<Object> given = new HashSet<>();
        private final Deque<T> ready = new ArrayDeque<>();
        private final Set<Object> pass = new HashSet<>();
        private boolean byId;
        private boolean ended;
        private @Nullable Long last;
        private long promised;
        private int pages;
        private int offset;
        private int stale;
        private long left = 1;

        /**
         * Creates a reader.
         *
         * @param lasting filters by values that never change, such as the type of a process
         * @param narrowing filters by values that may change. Requests with an offset contain none of these filters,
         *     because the offsets of all later entries change when an entry no longer matches
         * @param byId true if the ids are numbers and the server can sort by them
         */
        Pages(
                Reading<T> reading,
                Function<T, @Nullable Object> id,
                Map<String, String> lasting,
                Map<String, String> narrowing,
                boolean byId) {
            this.reading = reading;
            this.id = id;
            this.lasting = lasting;
            this.narrowing = narrowing;
            this.byId = byId;
        }

        Stream<T> stream() {
            return StreamSupport.stream(
                    Spliterators.spliteratorUnknownSize(this, Spliterator.ORDERED | Spliterator.NONNULL), false);
        }

        @Override
        public boolean hasNext() {
            while (ready.isEmpty() && !ended) {
                if (byId) {
                    readById();
                } else {
                    readByOffset();
                }
            }
            return !ready.isEmpty();
        }

        @Override
        public T next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            return ready.remove();
        }

        /**
         * Returns the number of requests that will read the rest of the listing by offsets. Returns 0 if the current
         * page contains entries that were not consumed. If the server reports no total, the result is an estimate: the
         * number of pages that were already read.
         */
        long requestsLeft() {
            return ready.isEmpty() ? left : 0;
        }

        private Page<T> page(@Nullable Integer from, @Nullable List<String> order, Map<String, String> filters) {
            Page<T> page = reading.page(from, order, filters);
            pages++;
            if (pages == MOST_PAGES && page.size() > 0) {
                throw broken(page, "the listing has too many pages");
            }
            return page;
        }

        private static BrokenContractException broken(Page<?> page, String why) {
            return new BrokenContractException(OperationRef.of(Realtime.NAME, page.operationId()), 200, why, null);
        }

        private void readById() {
            Map<String, String> filters = new HashMap<>(lasting);
            filters.putAll(narrowing);
            if (last != null) {
                filters.put("id:gt", last.toString());
            }
            boolean first = last == null;
            Page<T> page = page(null, List.of("id"), filters);
            if (first) {
                promised = page.total().orElse(0L);
            }
            if (!ascending(page.entities())) {
                byId = false;
                return;
            }
            page.entities().forEach(this::give);
            if (page.entities().isEmpty() && page.size() > 0) {
                // All entries are null, so there is no id to continue from.
                byId = false;
                return;
            }
            boolean done = page.size() == 0
                    || page.total().filter(total -> total <= page.size()).isPresent();
            // If fewer entries than the total were read, the server skipped some entries, for instance because it
            // compares ids as texts.
            byId = !done || given.size() >= promised;
            ended = done && byId;
        }

        private boolean ascending(List<T> entities) {
            Long before = last;
            for (T entity : entities) {
                if (!(id.apply(entity) instanceof Long number) || (before != null && number <= before)) {
                    return false;
                }
                before = number;
            }
            last = before;
            return true;
        }

        private void readByOffset() {
            Page<T> page = page(offset, null, lasting);
            boolean news = false;
            for (T entity : page.entities()) {
                news |= pass.add(Objects.requireNonNullElse(id.apply(entity), ""));
                give(entity);
            }
            // A new entry at the front shifts the other entries back, so one page without new entries does not prove
            // that the offset is ignored.
            stale = news ? 0 : stale + 1;
            if (page.size() > 0 && stale >= MOST_STALE_PAGES) {
                throw broken(page, "the server ignores the offset of the listing");
            }
            offset += page.size();
            long size = Math.max(1, page.size());
            left = page.total().map(total -> (total - offset + size - 1) / size).orElse((long) pages);
            // The server may return shorter pages than requested, so only its total or an empty page marks the end.
            ended = page.size() == 0
                    || page.total().filter(total -> offset >= total).isPresent();
        }

        /**
         * Adds an entry to the result if no earlier page contained it. Ignores an entry without an id, because such an
         * entry cannot be used.
         */
        private void give(T entity) {
            Object key = id.apply(entity);
            if (key != null && given.add(key)) {
                ready.add(entity);
            }
        }
    }
}
