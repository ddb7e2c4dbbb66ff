package dev.certbridge.orderbook;

import dev.certbridge.reseller.csr.Csr;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The CSRs that were read from any book lately. Rows are read over and over, and whether the signature in a CSR holds,
 * which takes longer to find out than all else about a row, depends on its text alone. A {@link Csr} cannot be changed, so
 * one serves everybody; what is no CSR is refused every time.
 */
final class CsrCache {

    /** With RSA keys and a few names each about five megabytes. */
    private static final int MOST = 1_000;

    private static final Map<String, Csr> READ = Collections.synchronizedMap(new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Csr> eldest) {
            return size() > MOST;
        }
    });

    private CsrCache() {}

    /** The CSR of this text; throws {@link IllegalArgumentException} when it is none. */
    static Csr of(String pem) {
        Csr known = READ.get(pem);
        if (known != null) {
            return known;
        }
        // Two threads may both read it, and get equal ones.
        Csr read = Csr.parse(pem);
        READ.put(pem, read);
        return read;
    }
}
