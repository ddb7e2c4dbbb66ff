package dev.certbridge.conformance.endtoend;

import dev.certbridge.reseller.csr.KeyAndCsr;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** Keys for the same names, each in its turn: making a key takes longer than ordering with it. */
final class KeyRing {

    /** More than anybody compares with each other. */
    private static final int LENGTH = 32;

    private static final Map<List<String>, KeyRing> RINGS = new ConcurrentHashMap<>();

    private final List<KeyAndCsr> made = new ArrayList<>();
    private int taken;

    private KeyRing() {}

    /** The ring for these names in this order. */
    static KeyRing of(List<String> names) {
        return RINGS.computeIfAbsent(names, unused -> new KeyRing());
    }

    /** The next one, which is made now as long as the ring is not full. */
    synchronized KeyAndCsr next(Supplier<KeyAndCsr> make) {
        if (made.size() < LENGTH) {
            made.add(make.get());
        }
        return made.get(taken++ % LENGTH);
    }
}
