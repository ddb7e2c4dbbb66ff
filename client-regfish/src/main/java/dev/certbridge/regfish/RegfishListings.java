package dev.certbridge.regfish;

import dev.certbridge.client.transport.JsonArraySource;
import dev.certbridge.regfish.generated.api.TlsCertificatesApi;
import dev.certbridge.regfish.generated.model.Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The one list of regfish ({@code listCertificates}): every certificate and open order, unpaged, about 0.85 KB each. It
 * is read as it arrives, up to 256 MiB and within the deadline of a read, and none of it is kept.
 */
final class RegfishListings {

    private static final JsonArraySource<Certificate> ROWS =
            new JsonArraySource<>(Certificate.class, "response", "success", 256L * 1024 * 1024);

    private final RegfishClient client;

    RegfishListings(RegfishClient client) {
        this.client = client;
    }

    /**
     * Hands every entry on, once and in the order of the list. What was handed on counts only when this returns: a list
     * that breaks off, says {@code success: false} or holds no {@code response} fails at its end, and never means that
     * there is nothing.
     *
     * @param each takes an entry, in this thread; what it throws ends the read and is passed on
     * @throws dev.certbridge.reseller.failure.ProviderFaultException 5xx, or the answer broke off or
     *     took too long
     * @throws dev.certbridge.reseller.failure.BrokenContractException no such list, or longer than the bound
     */
    void each(Consumer<Certificate> each) {
        client.transport().stream(
                TlsCertificatesApi.class,
                TlsCertificatesApi::listCertificates,
                ROWS,
                certificate -> each.accept(RegfishReads.withKeptId(certificate)));
    }

    /**
     * Reads the whole list when the stream is first consumed, each time anew. The order book is asked only afterwards,
     * so that the answer does not wait for it.
     */
    Stream<Certificate> stream() {
        return Stream.of(this).flatMap(list -> {
            List<Certificate> all = new ArrayList<>();
            list.each(all::add);
            return all.stream();
        });
    }
}
