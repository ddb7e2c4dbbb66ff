package dev.certbridge.stub.regfish;

import dev.certbridge.stub.SigningRequest;
import dev.certbridge.stub.StubContext;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;

/**
 * What every desk of the stub works with.
 *
 * @param workshop ids, ledger, clock and CA
 * @param knobs how this regfish behaves
 * @param zones the DNS zones that it hosts
 * @param organizations who OV orders can be bound to
 * @param catalog what it sells
 */
record StubState(
        StubContext workshop,
        RegfishStubSettings knobs,
        ZoneStore zones,
        OrganizationStore organizations,
        SkuCatalog catalog) {

    private static final String SOMEONE_ELSE = "someone-else.example";

    static StubState of(StubContext workshop) {
        return new StubState(
                workshop,
                new RegfishStubSettings(workshop.options()),
                new ZoneStore(workshop),
                new OrganizationStore(workshop.ids()),
                new SkuCatalog());
    }

    /** The time as regfish tells it, in whole seconds. */
    Instant now() {
        return workshop.options().clock().instant().truncatedTo(ChronoUnit.SECONDS);
    }

    /** Has the CA sign, or sign the wrong thing when it is told to. */
    X509Certificate sign(SigningRequest csr, List<String> names, Instant from, Instant until) {
        return workshop.authority().issue(key(csr), names(names), from, until);
    }

    private SubjectPublicKeyInfo key(SigningRequest csr) {
        return knobs.anotherKey
                ? SubjectPublicKeyInfo.getInstance(
                        workshop.authority().intermediate().getPublicKey().getEncoded())
                : csr.publicKey();
    }

    private List<String> names(List<String> wanted) {
        if (!knobs.anotherName) {
            return wanted;
        }
        List<String> wrong = new ArrayList<>(wanted.subList(0, wanted.size() - 1));
        wrong.add(SOMEONE_ELSE);
        return wrong;
    }
}
