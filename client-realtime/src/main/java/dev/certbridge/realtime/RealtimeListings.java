package dev.certbridge.realtime;

import dev.certbridge.realtime.generated.model.Certificate;
import dev.certbridge.realtime.generated.model.CertificateList;
import dev.certbridge.realtime.generated.model.Pagination;
import dev.certbridge.realtime.generated.model.Process;
import dev.certbridge.realtime.generated.model.ProcessList;
import dev.certbridge.realtime.generated.model.Product;
import dev.certbridge.realtime.generated.model.ProductList;
import dev.certbridge.reseller.OrderRequest;
import dev.certbridge.reseller.failure.BrokenContractException;
import dev.certbridge.reseller.failure.Origin;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Reads listings to their end. A filter only saves pages: every entry is looked at again, for it may be ignored. */
final class RealtimeListings {

    private static final int PAGE = 100;

    private final RealtimeClient client;

    RealtimeListings(RealtimeClient client) {
        this.client = client;
    }

    List<Product> products() {
        return all(offset -> {
            ProductList page = client.products().listProducts(PAGE, offset, null, null, null, null, null, Map.of());
            return Page.of("listProducts", page.getEntities(), page.getPagination());
        });
    }

    /** The certificate that came of a process, once it is listed. */
    Optional<Certificate> certificateOf(String processId) {
        Map<String, String> filter = Map.of("process:eq", processId);
        List<Certificate> listed = all(offset -> {
            CertificateList page =
                    client.certificates().listCertificates(PAGE, offset, null, null, null, null, null, filter);
            return Page.of("listCertificates", page.getEntities(), page.getPagination());
        });
        return listed.stream()
                .filter(certificate -> certificate.getProcess() != null
                        && certificate.getProcess().toString().equals(processId))
                .findFirst();
    }

    /** Open certificate processes for the same product and names, by id. */
    List<String> openFor(OrderRequest request) {
        Map<String, String> filter =
                Map.of("type", "certificate", "identifier", request.names().get(0));
        List<Process> listed = all(offset -> {
            ProcessList page = client.processes().listProcesses(PAGE, offset, null, null, null, null, null, filter);
            return Page.of("listProcesses", page.getEntities(), page.getPagination());
        });
        return listed.stream()
                .filter(process -> isOpenFor(process, request))
                .map(process -> String.valueOf(process.getId()))
                .toList();
    }

    /** A command that does not tell product or names counts as equal: better to ask than to order twice. */
    private static boolean isOpenFor(Process process, OrderRequest request) {
        if (process.getId() == null || !RealtimeOrders.running(RealtimeOrders.status(process))) {
            return false;
        }
        if (!request.names().get(0).equals(process.getIdentifier())) {
            return false;
        }
        Map<String, Object> command = process.getCommand() == null ? Map.of() : process.getCommand();
        boolean sameProduct =
                !command.containsKey("product") || request.product().equals(command.get("product"));
        return sameProduct && sameNames(command.get("san"), request);
    }

    private static boolean sameNames(@Nullable Object san, OrderRequest request) {
        if (!(san instanceof List<?> listed) || listed.isEmpty()) {
            return true;
        }
        HashSet<Object> names = new HashSet<>(listed);
        names.add(request.names().get(0));
        return names.equals(new HashSet<>(request.names()));
    }

    /** All pages. The server may cut pages shorter than asked, so only its total or an empty page is the end. */
    private static <T> List<T> all(IntFunction<Page<T>> pages) {
        List<T> all = new ArrayList<>();
        List<T> last = List.of();
        while (true) {
            Page<T> page = pages.apply(all.size());
            List<T> entities = page.entities();
            if (!entities.isEmpty() && entities.equals(last)) {
                throw new BrokenContractException(
                        Origin.of(Realtime.NAME, page.operationId()),
                        200,
                        "the offset of the listing is ignored",
                        null);
            }
            all.addAll(entities);
            if (entities.isEmpty()
                    || page.total().filter(total -> all.size() >= total).isPresent()) {
                return all;
            }
            last = entities;
        }
    }

    private record Page<T>(String operationId, List<T> entities, Optional<Long> total) {
        /** Entries may be absent only where none were asked for. */
        private static <T> List<T> listed(String operationId, @Nullable List<T> entities) {
            if (entities == null) {
                throw new BrokenContractException(
                        Origin.of(Realtime.NAME, operationId), 200, "the listing holds no entities", null);
            }
            return entities;
        }

        private static <T> Page<T> of(String operationId, @Nullable List<T> entities, @Nullable Pagination pagination) {
            return new Page<>(
                    operationId,
                    listed(operationId, entities),
                    Optional.ofNullable(pagination).map(Pagination::getTotal));
        }
    }
}
