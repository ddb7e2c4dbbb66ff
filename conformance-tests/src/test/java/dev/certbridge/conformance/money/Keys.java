package dev.certbridge.conformance.money;

import dev.certbridge.reseller.csr.Csr;
import dev.certbridge.reseller.csr.KeyAndCsr;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Keys that are made once for all shops: each proxied sees each key in one scenario only, and making keys is slow. */
final class Keys {

    private static final Map<String, Csr> MADE = new ConcurrentHashMap<>();

    private Keys() {}

    /** The CSR of this number for a name. */
    static Csr csr(String name, int number) {
        return MADE.computeIfAbsent(
                number + " " + name, unused -> KeyAndCsr.ecP256(name).csr());
    }
}
