package dev.certbridge.stub.realtime;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The names of a certificate.
 *
 * @param main the name that the order goes by
 * @param asked the names asked for, the main one first; control of these is to be shown
 * @param all every name of the certificate: those, and a free one with or without {@code www.}
 * @param extraDomains how many plain names are charged on top
 * @param extraWildcards how many wildcard names are charged on top
 */
record CertificateNames(String main, List<String> asked, List<String> all, int extraDomains, int extraWildcards) {

    private static final String WILDCARD = "*.";
    private static final String WWW = "www.";

    /**
     * What a body and its CSR ask for, before the product is looked at.
     *
     * @param main the name that the order goes by; missing when there is none at all
     * @param listed the names asked for, the main one first
     * @param sanGiven whether the body had a list of its own, an empty one included
     */
    record Asked(Optional<String> main, List<String> listed, boolean sanGiven) {

        static Asked of(JsonNode body, List<String> csrNames) {
            Optional<String> main = Optional.ofNullable(body.path("domainName").textValue())
                    .or(() -> csrNames.stream().findFirst());
            Set<String> listed = new LinkedHashSet<>();
            main.ifPresent(listed::add);
            boolean sanGiven = body.path("san").isArray();
            if (sanGiven) {
                body.path("san").forEach(name -> listed.add(name.asText()));
            } else {
                listed.addAll(csrNames);
            }
            return new Asked(main, List.copyOf(listed), sanGiven);
        }
    }

    static CertificateNames of(CatalogueProduct product, Asked asked) {
        String main = asked.main().orElseThrow(() -> RealtimeRefusal.of("InvalidCSRException", "The CSR has no name."));
        List<String> others = asked.listed().subList(1, asked.listed().size());
        return switch (product.kind()) {
            case SINGLE_DOMAIN -> single(main, others, asked.sanGiven());
            case WILDCARD -> wildcard(main, others);
            case MULTI_DOMAIN -> multi(asked.listed());
        };
    }

    private static CertificateNames single(String main, List<String> others, boolean sanGiven) {
        String twin = main.startsWith(WWW) ? main.substring(WWW.length()) : WWW + main;
        if (main.startsWith(WILDCARD)) {
            throw notTaken("a single-domain product takes no wildcard; order a wildcard product");
        }
        if (!List.of(twin).containsAll(others)) {
            throw notTaken("a single-domain product takes one name without a wildcard, and " + twin + " with it");
        }
        List<String> asked = with(main, others);
        // The free name comes by itself, unless the list of the body leaves it out.
        List<String> all = sanGiven || others.contains(twin) ? asked : with(main, List.of(twin));
        return new CertificateNames(main, asked, all, 0, 0);
    }

    private static CertificateNames wildcard(String main, List<String> others) {
        if (!main.startsWith(WILDCARD)
                || !List.of(main.substring(WILDCARD.length())).containsAll(others)) {
            throw notTaken(
                    "a wildcard product takes one wildcard, first, and the name behind its star; other names need a"
                            + " multi-domain product");
        }
        List<String> all = with(main, others);
        return new CertificateNames(main, all, all, 0, 0);
    }

    private static CertificateNames multi(List<String> all) {
        int wildcards = Math.toIntExact(
                all.stream().filter(name -> name.startsWith(WILDCARD)).count());
        int included = all.get(0).startsWith(WILDCARD) ? 0 : 1;
        return new CertificateNames(all.get(0), all, all, all.size() - wildcards - included, wildcards);
    }

    private static List<String> with(String main, List<String> others) {
        List<String> all = new ArrayList<>(List.of(main));
        all.addAll(others);
        return List.copyOf(all);
    }

    private static RealtimeRefusal notTaken(String rule) {
        return RealtimeRefusal.of("ValidationError", "This product does not take these names: " + rule + ".");
    }
}
