package dev.certbridge.conformance.money;

import dev.certbridge.reseller.csr.Csr;
import dev.certbridge.reseller.csr.KeyAndCsr;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** CSRs that are generated once for all stubs: generating keys is slow, and each stub sees each key in one scenario. */
final class CachedCsrs {

    private static final Map<String, Csr> MADE = new ConcurrentHashMap<>();

    private CachedCsrs() {}

    /** The CSR of this number for a name. */
    static Csr csr(String name, int number) {
        return MADE.computeIfAbsent(
                number + " " + name, unused -> KeyAndCsr.ecP256(name).csr());
    }
}
