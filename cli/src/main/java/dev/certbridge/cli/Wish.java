package dev.certbridge.cli;

import dev.certbridge.conformance.Subject;
import dev.certbridge.reseller.Capability;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.Money;
import dev.certbridge.reseller.OrderRequest;
import dev.certbridge.reseller.Spending;
import dev.certbridge.reseller.Validity;
import dev.certbridge.reseller.csr.Csr;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the command line asks for, at whichever reseller.
 *
 * @param names the common name first
 * @param product another than the default
 * @param validity another than the default
 * @param csrFile the CSR to use instead of a fresh one
 * @param limit what a quote may not exceed
 * @param unquoted whether to order where no price is told
 */
record Wish(
        List<String> names,
        Optional<String> product,
        Optional<Validity> validity,
        Optional<Csr> csrFile,
        Optional<Money> limit,
        boolean unquoted) {

    static Wish of(
            List<String> names,
            @Nullable String product,
            @Nullable Validity validity,
            @Nullable Path csrFile,
            @Nullable Money limit,
            boolean unquoted) {
        // Refused here, and not once per reseller.
        Optional.ofNullable(product).ifPresent(OrderRequest::of);
        return new Wish(
                names,
                Optional.ofNullable(product),
                Optional.ofNullable(validity),
                Optional.ofNullable(csrFile).map(Wish::read),
                Optional.ofNullable(limit),
                unquoted);
    }

    OrderRequest request(Subject subject, Csr csr) {
        return OrderRequest.of(product.orElseGet(() -> subject.defaultProduct(names)))
                .names(names)
                .csr(csr)
                .validity(validity.orElseGet(subject::defaultValidity));
    }

    /** What was said about money, where that says all; else the price has to be asked for. */
    Optional<Spending> stated(CertificateReseller reseller) {
        boolean quotes = reseller.supports(Capability.QUOTE);
        if (limit.isPresent() && (quotes || !unquoted)) {
            return Optional.of(Spending.upTo(limit.get()));
        }
        return quotes && !unquoted ? Optional.empty() : Optional.of(Spending.unquoted());
    }

    /** What was said, or else, on a stub, the price as quoted. */
    Spending spending(CertificateReseller reseller, OrderRequest request) {
        return stated(reseller).orElseGet(() -> Spending.acknowledging(reseller.quote(request)));
    }

    private static Csr read(Path file) {
        try {
            return Csr.parse(Files.readString(file));
        } catch (NoSuchFileException e) {
            throw new IllegalArgumentException("there is no CSR file " + file, e);
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("the CSR file " + file + " is not text; give the CSR in PEM", e);
        } catch (IOException e) {
            throw new IllegalArgumentException("the CSR file " + file + " cannot be read", e);
        }
    }
}
